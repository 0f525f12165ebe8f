"""Query jobs of the Bulk API 2.0 in the sample org: made, asked for, read set by set, removed.

Two of the rules of ``sample_org.rules`` shape an answer: bulk-sets and bulk-csv are proved here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce

from generator.crm.sample_org import Options, SampleServer, with_records
from tests.test_crm_sample_org_data import ACME, sf_id, tiny_org

Json = dict[str, Any]
BASE = "/services/data/v63.0"
JOBS = f"{BASE}/jobs/query"
NAMES = "SELECT Id, Name FROM Lead"


@pytest.fixture
def org() -> Iterator[SampleServer]:
    leads = ({"Id": sf_id("00Q", n), "Name": f"Lead {n}"} for n in range(25))
    with SampleServer(with_records(tiny_org(), "Lead", leads)) as server:
        yield server


def ask(org: SampleServer, method: str, path: str, body: Json | None = None) -> requests.Response:
    headers = {"Authorization": f"Bearer {org.token}"}
    return requests.request(method, org.url + path, json=body, headers=headers, timeout=10)


def made(org: SampleServer, query: str, **more: str) -> Json:
    job: Json = ask(org, "POST", JOBS, {"operation": "query", "query": query, **more}).json()
    return job


def done(org: SampleServer, query: str, **more: str) -> str:
    """The path of a job that has ended."""
    path = f"{JOBS}/{made(org, query, **more)['id']}"
    while ask(org, "GET", path).json()["state"] != "JobComplete":
        pass
    return path


def text_of(org: SampleServer, query: str, **more: str) -> str:
    return ask(org, "GET", f"{done(org, query, **more)}/results").content.decode()


def test_a_job_is_made_waits_runs_and_is_complete(org: SampleServer) -> None:
    job = made(org, NAMES)
    states = [ask(org, "GET", f"{JOBS}/{job['id']}").json()["state"] for _ in range(4)]
    assert (job["state"], states) == (
        "UploadComplete",
        ["UploadComplete", "InProgress", "JobComplete", "JobComplete"],
    )
    told = ask(org, "GET", f"{JOBS}/{job['id']}").json()
    assert (told["object"], told["numberRecordsProcessed"], told["retries"]) == ("Lead", 25, 0)
    assert (told["jobType"], told["apiVersion"], job["id"][:3]) == ("V2Query", 63.0, "750")


def test_how_often_a_job_is_not_done_is_an_option() -> None:
    for polls in (0, 1, 5):
        with SampleServer(tiny_org(), options=Options(bulk_polls=polls)) as org:
            done(org, "SELECT Id FROM Account")
            assert org.api_calls == 1 + polls + 1


def test_every_call_for_a_job_counts_as_an_api_call(org: SampleServer) -> None:
    path = done(org, NAMES)
    before = org.api_calls
    ask(org, "GET", f"{path}/results?maxRecords=10")
    ask(org, "GET", JOBS)
    ask(org, "DELETE", path)
    assert (before, org.api_calls) == (4, 7)


def test_results_are_csv_as_salesforce_writes_it(org: SampleServer) -> None:
    query = (
        "select owner.name, a.Name, ARR__c, NumberOfEmployees, Active__c, Last_EBR__c, "
        f"CreatedDate, Parent.Name from Account a where Id = '{ACME}'"
    )
    [acme] = [row for row in tiny_org().records["Account"] if row["Id"] == ACME]
    header, row = csv.reader(io.StringIO(text_of(org, query)))
    assert header == ["Owner.Name", "Name", "ARR__c", "NumberOfEmployees", "Active__c",
                      "Last_EBR__c", "CreatedDate", "Parent.Name"]  # fmt: skip
    assert row == [
        "Ray Rep", acme["Name"], str(acme["ARR__c"]), str(acme["NumberOfEmployees"]),
        str(acme["Active__c"]).lower(), acme["Last_EBR__c"],
        acme["CreatedDate"].replace("+0000", "Z"), "",
    ]  # fmt: skip


def test_every_value_stands_in_quotes_and_a_quote_is_doubled() -> None:
    odd = {"Id": sf_id("00Q", 1), "Name": 'The "Big", one\nand ü'}
    with SampleServer(with_records(tiny_org(), "Lead", [odd])) as org:
        assert text_of(org, NAMES) == (f'"Id","Name"\n"{odd["Id"]}","The ""Big"", one\nand ü"\n')
        semicolons = text_of(org, NAMES, columnDelimiter="SEMICOLON", lineEnding="CRLF")
        assert semicolons.startswith('"Id";"Name"\r\n')


def test_results_come_in_sets_each_with_a_header_until_the_locator_is_null(
    org: SampleServer,
) -> None:
    path = f"{done(org, NAMES)}/results?maxRecords=10"
    locator, sizes, seen = "", [], []
    while locator != "null":
        answer = ask(org, "GET", path + (f"&locator={locator}" if locator else ""))
        locator = answer.headers["Sforce-Locator"]
        sizes.append(int(answer.headers["Sforce-NumberOfRecords"]))
        seen += [row["Id"] for row in csv.DictReader(io.StringIO(answer.text))]
        assert answer.headers["Content-Type"] == "text/csv"
    assert sizes == [10, 10, 5]
    assert seen == [sf_id("00Q", n) for n in range(25)]


def test_a_set_is_never_larger_than_the_org_gives() -> None:
    with SampleServer(tiny_org(), options=Options(bulk_page=2)) as org:
        answer = ask(org, "GET", f"{done(org, 'SELECT Id FROM Account')}/results?maxRecords=1000")
        assert answer.headers["Sforce-NumberOfRecords"] == "2"


def test_a_job_without_records_gives_its_header_alone(org: SampleServer) -> None:
    assert text_of(org, f"{NAMES} WHERE Name = 'nobody'") == '"Id","Name"\n'


def test_a_job_reads_what_was_deleted_only_as_query_all(org: SampleServer) -> None:
    ids = [
        text_of(org, "SELECT Id FROM Account", operation=operation).splitlines()[1:]
        for operation in ("query", "queryAll")
    ]
    deleted = [row["Id"] for row in tiny_org().records["Account"] if row.get("IsDeleted")]
    assert deleted
    assert sorted(ids[1]) == sorted([*ids[0], *(f'"{key}"' for key in deleted)])


def test_a_job_is_aborted_and_then_neither_runs_nor_gives_results(org: SampleServer) -> None:
    path = f"{JOBS}/{made(org, NAMES)['id']}"
    assert ask(org, "PATCH", path, {"state": "Aborted"}).json()["state"] == "Aborted"
    assert ask(org, "GET", path).json()["state"] == "Aborted"
    assert ask(org, "GET", f"{path}/results").status_code == 204
    assert ask(org, "DELETE", path).status_code == 204


def test_a_job_that_was_deleted_is_not_known_any_more(org: SampleServer) -> None:
    path = done(org, NAMES)
    deleted = ask(org, "DELETE", path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert ask(org, "GET", path).status_code == 404
    assert ask(org, "GET", JOBS).json()["records"] == []


def test_the_jobs_are_listed_and_counted_against_the_limit(org: SampleServer) -> None:
    jobs = [made(org, NAMES)["id"] for _ in range(3)]
    listed = ask(org, "GET", JOBS).json()
    assert [job["id"] for job in listed["records"]] == jobs
    assert listed["done"] is True
    limits = ask(org, "GET", f"{BASE}/limits").json()["DailyBulkV2QueryJobs"]
    assert limits == {"Max": 10_000, "Remaining": 9_997}


def test_a_statement_that_rest_refuses_makes_no_job(org: SampleServer) -> None:
    answer = ask(org, "POST", JOBS, {"operation": "query", "query": "SELECT Nix FROM Account"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "INVALID_FIELD")
    assert ask(org, "GET", JOBS).json()["records"] == []


def test_a_job_of_the_other_kind_is_refused_as_writing(org: SampleServer) -> None:
    assert ask(org, "POST", f"{BASE}/jobs/ingest", {"object": "Account"}).status_code == 501


class Loopback(HTTPAdapter):
    """simple-salesforce knows only https; the sample org speaks http on loopback."""

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, *args, **more)


def test_simple_salesforces_own_bulk_client_reads_a_job() -> None:
    options = Options(bulk_polls=0)  # its client sleeps five seconds between two looks
    leads = ({"Id": sf_id("00Q", n), "Name": f"Lead {n}"} for n in range(5))
    data = with_records(tiny_org(), "Lead", leads)
    with SampleServer(data, options=options) as org, requests.Session() as session:
        session.mount("https://127.0.0.1", Loopback())
        client = Salesforce(
            instance_url=org.url, session_id=org.token, version="63.0", session=session
        )
        sets = list(client.bulk2.Lead.query(NAMES, max_records=2, wait=1))
    rows = [row for part in sets for row in csv.DictReader(io.StringIO(part))]
    assert [row["Name"] for row in rows] == [f"Lead {n}" for n in range(5)]
