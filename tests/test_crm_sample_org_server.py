"""The sample org as a server: signing in, resources, composite, pages, and the real client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

from generator.crm.sample_org import (
    Options,
    Response,
    SampleServer,
    changed_records,
    with_records,
)
from generator.crm.sample_org.refusal import UNSUPPORTED
from generator.errors import CrmError
from tests.test_crm_sample_org_data import ACME, NORTH, REP, person, sf_id, tiny_org

Json = dict[str, Any]
BASE = "/services/data/v63.0"


class Loopback(HTTPAdapter):
    """simple-salesforce knows only https; the sample org speaks http on loopback."""

    def send(self, request: Any, *args: Any, **more: Any) -> Any:
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, *args, **more)


@pytest.fixture
def org() -> Iterator[SampleServer]:
    with SampleServer(tiny_org()) as server:
        yield server


@pytest.fixture
def client(org: SampleServer) -> Iterator[Salesforce]:
    with requests.Session() as session:
        session.mount("https://127.0.0.1", Loopback())
        yield Salesforce(
            instance_url=org.url, session_id=org.token, version="63.0", session=session
        )


def get(org: SampleServer, path: str, **headers: str) -> requests.Response:
    signed = {"Authorization": f"Bearer {org.token}", **headers}
    return requests.get(org.url + path, headers=signed, timeout=10)


def composite(org: SampleServer, *subrequests: Json, **more: Any) -> list[Json]:
    body = {"compositeRequest": [{"method": "GET"} | part for part in subrequests], **more}
    signed = {"Authorization": f"Bearer {org.token}"}
    url = f"{org.url}{BASE}/composite"
    answer = requests.post(url, json=body, headers=signed, timeout=10).json()
    parts: list[Json] = answer["compositeResponse"]
    return parts


def query_url(text: str) -> str:
    return f"{BASE}/query?q={quote(text)}"


def test_client_credentials_give_a_token_that_opens_the_api(org: SampleServer) -> None:
    form = {"grant_type": "client_credentials", "client_id": "key", "client_secret": "secret"}
    granted = requests.post(f"{org.url}/services/oauth2/token", data=form, timeout=10).json()
    assert (granted["instance_url"], granted["token_type"]) == (org.url, "Bearer")
    signed = {"Authorization": f"Bearer {granted['access_token']}"}
    assert requests.get(f"{org.url}{BASE}/limits", headers=signed, timeout=10).status_code == 200


def test_userinfo_names_the_user_of_the_token(org: SampleServer) -> None:
    info = get(org, "/services/oauth2/userinfo").json()
    assert (info["user_id"], info["name"]) == (REP, "Ray Rep")
    assert info["organization_id"] == sf_id("00D", 1)


def test_the_versions_are_listed_without_a_token(org: SampleServer) -> None:
    versions = requests.get(f"{org.url}/services/data/", timeout=10).json()
    assert "63.0" in [version["version"] for version in versions]
    assert org.api_calls == 0


def test_a_version_that_is_not_offered_is_not_found(org: SampleServer) -> None:
    assert get(org, "/services/data/v99.0/limits").status_code == 404


def test_the_resources_of_a_version_are_listed(org: SampleServer) -> None:
    assert get(org, f"{BASE}/").json()["query"] == f"{BASE}/query"


def test_calls_are_counted_as_salesforce_counts_them(org: SampleServer) -> None:
    form = {"grant_type": "client_credentials", "client_id": "key", "client_secret": "secret"}
    requests.post(f"{org.url}/services/oauth2/token", data=form, timeout=10)
    get(org, "/services/oauth2/userinfo")
    requests.get(f"{org.url}{BASE}/limits", timeout=10)  # refused: no token
    assert org.api_calls == 0
    composite(org, *({"url": f"{BASE}/limits", "referenceId": f"r{n}"} for n in range(9)))
    get(org, f"{BASE}/sobjects/Account/describe")
    answer = get(org, query_url("SELECT Nothing FROM Account"))
    assert org.api_calls == 3
    assert answer.headers["Sforce-Limit-Info"] == "api-usage=3/15000"
    assert [call.status for call in org.requests[-2:]] == [200, 400]
    org.reset()
    assert (org.api_calls, org.requests) == (0, [])


def test_the_limits_say_what_is_left() -> None:
    with SampleServer(tiny_org(), options=Options(daily_limit=100, calls_used=40)) as org:
        limits = get(org, f"{BASE}/limits").json()
    assert limits["DailyApiRequests"] == {"Max": 100, "Remaining": 59}


def test_objects_are_described(org: SampleServer) -> None:
    listed = get(org, f"{BASE}/sobjects/").json()["sobjects"]
    assert {entry["name"] for entry in listed} >= {"Account", "Contact", "User"}
    described = get(org, f"{BASE}/sobjects/account/describe").json()
    by_name = {field["name"]: field for field in described["fields"]}
    assert by_name["Description"]["filterable"] is False
    assert by_name["ParentId"]["referenceTo"] == ["Account"]
    assert get(org, f"{BASE}/sobjects/Account").json()["objectDescribe"]["name"] == "Account"


def test_a_record_is_read_by_its_id(org: SampleServer) -> None:
    path = f"{BASE}/sobjects/Account/{NORTH[:15]}"
    assert get(org, f"{path}?fields=Name,ParentId").json() == {
        "attributes": {"type": "Account", "url": f"{BASE}/sobjects/Account/{NORTH}"},
        "Name": "ACME North",
        "ParentId": ACME,
    }
    assert get(org, path).json()["ARR__c"] == 0.2
    assert get(org, f"{path}?fields=Nope").json()[0]["errorCode"] == "INVALID_FIELD"
    assert get(org, f"{BASE}/sobjects/Account/{sf_id('001', 99)}").status_code == 404


def test_writing_is_refused_as_not_supported(org: SampleServer) -> None:
    signed = {"Authorization": f"Bearer {org.token}"}
    url = f"{org.url}{BASE}/sobjects/Account"
    answer = requests.post(url, json={"Name": "New"}, headers=signed, timeout=10)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (501, UNSUPPORTED)


@pytest.mark.parametrize("resource", ["search?q=x", "jobs/ingest", "tooling/query?q=x"])
def test_resources_of_salesforce_that_are_missing_say_so(org: SampleServer, resource: str) -> None:
    answer = get(org, f"{BASE}/{resource}")
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (501, UNSUPPORTED)


def test_a_composite_request_answers_each_part_by_its_reference(org: SampleServer) -> None:
    first = {"referenceId": "who", "url": query_url("SELECT Id FROM User WHERE Name = 'Ray Rep'")}
    filtered = "SELECT Name FROM Account WHERE OwnerId = '@{who.records[0].Id}' ORDER BY Name"
    second = {"referenceId": "owned", "url": f"{BASE}/query?q={filtered.replace(' ', '+')}"}
    broken = {"referenceId": "broken", "url": query_url("SELECT Id FROM Nothing")}
    who, owned, failed = composite(org, first, second, broken)
    assert who["body"]["records"][0]["Id"] == REP
    assert [row["Name"] for row in owned["body"]["records"]] == ["Acme Group", "ACME North"]
    assert (failed["referenceId"], failed["httpStatusCode"]) == ("broken", 400)
    assert failed["body"][0]["errorCode"] == "INVALID_TYPE"
    assert org.api_calls == 1


def test_a_composite_part_has_its_own_headers() -> None:
    people = ({"Id": sf_id("00Q", n), "Name": f"Lead {n}"} for n in range(300))
    with SampleServer(with_records(tiny_org(), "Lead", people)) as org:
        part = {
            "referenceId": "leads",
            "url": query_url("SELECT Id FROM Lead"),
            "httpHeaders": {"Sforce-Query-Options": "batchSize=200"},
        }
        [leads] = composite(org, part)
    assert len(leads["body"]["records"]) == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"compositeRequest": []}', b'{"compositeRequest": [1]}']
)
def test_a_composite_body_that_is_none_is_refused(org: SampleServer, body: bytes) -> None:
    signed = {"Authorization": f"Bearer {org.token}"}
    url = f"{org.url}{BASE}/composite"
    assert requests.post(url, data=body, headers=signed, timeout=10).status_code == 400


def many_people(count: int) -> Iterator[Json]:
    for number in range(count):
        owner = ACME if number % 3 else NORTH
        yield person(sf_id("003", 1_000 + number), "P", f"{number:05d}", AccountId=owner)


def test_all_pages_together_hold_every_record_once() -> None:
    with SampleServer(with_records(tiny_org(), "Contact", many_people(4_500))) as org:
        page = get(org, query_url("SELECT Id FROM Contact ORDER BY LastName")).json()
        ids = [record["Id"] for record in page["records"]]
        while not page["done"]:
            page = get(org, page["nextRecordsUrl"]).json()
            ids += [record["Id"] for record in page["records"]]
        assert page["totalSize"] == 4_503
        assert (len(ids), len(set(ids))) == (4_503, 4_503)
        assert org.api_calls == 3


def test_children_beyond_a_page_have_pages_of_their_own() -> None:
    with SampleServer(with_records(tiny_org(), "Contact", many_people(4_500))) as org:
        text = "SELECT Id, (SELECT Id FROM Contacts) FROM Account ORDER BY Id"
        page = get(org, query_url(text)).json()
        found: dict[str, list[str]] = {}
        while True:
            for account in page["records"]:
                child = account["Contacts"]
                ids = found.setdefault(account["Id"], [])
                while child:
                    ids += [record["Id"] for record in child["records"]]
                    more = child.get("nextRecordsUrl")
                    child = get(org, more).json() if more else None
            if page["done"]:
                break
            page = get(org, page["nextRecordsUrl"]).json()
    assert {key[:15]: len(ids) for key, ids in found.items()} == {
        ACME[:15]: 3_002,
        NORTH[:15]: 1_501,
        sf_id("001", 3)[:15]: 0,
    }
    assert all(len(ids) == len(set(ids)) for ids in found.values())


def test_children_count_toward_the_size_of_a_page() -> None:
    with SampleServer(with_records(tiny_org(), "Contact", many_people(3_000))) as org:
        text = "SELECT Id, (SELECT Id FROM Contacts) FROM Account ORDER BY Id"
        page = get(org, query_url(text)).json()
    assert (page["totalSize"], len(page["records"]), page["done"]) == (3, 1, False)


def test_a_server_may_give_fewer_records_than_asked_for() -> None:
    data = with_records(tiny_org(), "Contact", many_people(100))
    with SampleServer(data, options=Options(page_cap=40)) as org:
        assert len(get(org, query_url("SELECT Id FROM Contact")).json()["records"]) == 40


def test_the_oldest_locator_is_dropped_first() -> None:
    data = with_records(tiny_org(), "Contact", many_people(300))
    with SampleServer(data, options=Options(page_cap=200, max_locators=2)) as org:
        urls = [
            get(org, query_url("SELECT Id FROM Contact")).json()["nextRecordsUrl"] for _ in range(3)
        ]
        assert [get(org, url).status_code for url in urls] == [400, 200, 200]


def test_offset_gives_one_page_only() -> None:
    with SampleServer(with_records(tiny_org(), "Contact", many_people(2_500))) as org:
        page = get(org, query_url("SELECT Id FROM Contact OFFSET 0")).json()
    assert (page["totalSize"], len(page["records"]), page["done"]) == (2_000, 2_000, True)


def test_answers_are_packed_for_those_who_ask(org: SampleServer) -> None:
    path = f"{BASE}/sobjects/Account/describe"
    packed, plain = get(org, path), get(org, path, **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_a_connection_is_kept_for_the_next_request(org: SampleServer) -> None:
    head = f"GET {BASE}/limits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {org.token}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", org.port), timeout=10) as connection:
        for _ in range(3):
            connection.sendall(head.encode())
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_the_server_listens_on_loopback_only(org: SampleServer) -> None:
    assert org._http.server_address[0] == "127.0.0.1"


def test_closing_ends_kept_connections_and_frees_the_port() -> None:
    org = SampleServer(tiny_org()).start()
    with socket.create_connection(("127.0.0.1", org.port), timeout=10) as connection:
        connection.sendall(b"GET /services/data/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65_536)
        org.close()
        assert connection.recv(1) == b""
    with SampleServer(tiny_org(), port=org.port) as again:
        assert again.port == org.port


def test_a_port_that_is_taken_is_named(org: SampleServer) -> None:
    with pytest.raises(CrmError, match=f"port {org.port}"):
        SampleServer(tiny_org(), port=org.port)


def test_a_fault_of_the_org_itself_is_answered_too() -> None:
    broken = with_records(tiny_org(), "Lead", [{"Id": sf_id("00Q", 1), "Name": {"not": "text"}}])
    with SampleServer(broken) as org:
        answer = get(org, query_url("SELECT Id FROM Lead"))
    assert answer.status_code == 500
    assert answer.json()[0]["errorCode"] == "UNKNOWN_EXCEPTION"


def test_days_of_a_time_zone_that_is_not_known_are_not_guessed() -> None:
    lost = changed_records(tiny_org(), "Organization", lambda row: row | {"TimeZoneSidKey": "X/Y"})
    with SampleServer(lost) as org:
        days = get(org, query_url("SELECT Id FROM Opportunity WHERE CloseDate = TODAY"))
        moments = get(org, query_url("SELECT Id FROM Account WHERE CreatedDate = TODAY"))
    assert days.status_code == 200
    assert moments.json()[0]["errorCode"] == UNSUPPORTED


def test_a_server_that_was_never_started_can_be_closed() -> None:
    server = SampleServer(tiny_org())
    server.close()
    assert server.api_calls == 0


def test_many_threads_get_right_answers(org: SampleServer) -> None:
    texts = {
        "SELECT COUNT() FROM Account": 3,
        "SELECT COUNT() FROM Contact": 3,
        "SELECT COUNT() FROM Task WHERE Owner.Name = 'Bo Boss'": 1,
        "SELECT COUNT() FROM User": 3,
    }
    asked = [*texts] * 12

    def size(text: str) -> int:
        return int(get(org, query_url(text)).json()["totalSize"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(size, asked)) == [texts[text] for text in asked]
    assert org.api_calls == len(asked)
    assert threading.active_count() < 100


def test_a_fault_can_be_put_in_place_of_an_answer() -> None:
    faults = iter((Response(503, b"<html>Maintenance</html>", {"Content-Type": "text/html"}),))

    def intercept(method: str, path: str) -> Response | None:
        return next(faults, None)

    with SampleServer(tiny_org(), options=Options(intercept=intercept)) as org:
        first, second = get(org, f"{BASE}/limits"), get(org, f"{BASE}/limits")
        assert (first.status_code, first.text) == (503, "<html>Maintenance</html>")
        assert second.status_code == 200
        assert org.api_calls == 1


def test_simple_salesforce_reads_it_like_any_org(org: SampleServer, client: Salesforce) -> None:
    found = client.query("SELECT Id, Parent.Name FROM Account WHERE ParentId != null ORDER BY Id")
    assert [row["Parent"]["Name"] for row in found["records"]] == ["Acme Group", "Acme Group"]
    assert client.Account.get(ACME)["Name"] == "Acme Group"
    assert client.Account.describe()["name"] == "Account"
    assert len(client.describe()["sobjects"]) == 8
    assert client.limits()["DailyApiRequests"]["Max"] == 15_000
    assert client.api_usage["api-usage"].used == org.api_calls == 5


def test_simple_salesforce_follows_the_pages() -> None:
    data = with_records(tiny_org(), "Contact", many_people(4_500))
    with SampleServer(data) as org, requests.Session() as session:
        session.mount("https://127.0.0.1", Loopback())
        client = Salesforce(
            instance_url=org.url, session_id=org.token, version="63.0", session=session
        )
        assert client.query_all("SELECT Id FROM Contact")["totalSize"] == 4_503
        assert len(list(client.query_all_iter("SELECT Id FROM Contact"))) == 4_503
        assert org.api_calls == 6


def test_simple_salesforce_raises_what_it_raises_for_an_org(
    org: SampleServer, client: Salesforce
) -> None:
    with pytest.raises(SalesforceMalformedRequest, match="No such column"):
        client.query("SELECT Nothing FROM Account")
    with pytest.raises(SalesforceResourceNotFound):
        client.Account.get(sf_id("001", 77))
    org.expire()
    with pytest.raises(SalesforceExpiredSession):
        client.query("SELECT Id FROM Account")
