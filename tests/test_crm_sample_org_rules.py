"""Every rule of Salesforce that the sample org claims to enforce is broken here, and refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from generator.crm.sample_org import Options, OrgData, SampleServer, SignIn, with_records
from generator.crm.sample_org.rules import RULES
from tests.signing_in import PUBLIC_KEY
from tests.test_crm_sample_org_data import ACME, a_field, described, lookup, sf_id, tiny_org

Json = dict[str, Any]
BASE = "/services/data/v63.0"
WIDE = 60  # lookups of the object that tests how many a statement may follow


def org_with_many_relationships() -> OrgData:
    """The tiny org with an object of many lookups and an object of many children, and 2,001
    leads."""
    tiny = tiny_org()
    wide = [lookup(f"L{n}__c", f"L{n}__r", "Account") for n in range(WIDE)]
    named = a_field("Name", nameField=True)
    children = [("Wide__c", f"L{n}__c", f"Wide{n}__r") for n in range(WIDE)]
    account = tiny.describes["Account"]
    many = {
        **account,
        "childRelationships": [
            *account["childRelationships"],
            *described("x", [], *children)["childRelationships"],
        ],
    }
    data = OrgData(
        tiny.org,
        {**tiny.describes, "Wide__c": described("Wide__c", [named, *wide]), "Account": many},
        {**tiny.records, "Wide__c": []},
    )
    leads = ({"Id": sf_id("00Q", n), "Name": f"Lead {n}"} for n in range(2_001))
    return with_records(data, "Lead", leads)


@pytest.fixture(scope="module")
def org() -> Iterator[SampleServer]:
    options = Options(client=("key", "secret"))
    with SampleServer(org_with_many_relationships(), options=options) as server:
        yield server


Ask = Callable[[SampleServer], requests.Response]


def headers(org: SampleServer) -> dict[str, str]:
    return {"Authorization": f"Bearer {org.token}"}


def soql(text: str) -> Ask:
    """Asks through /composite, so that no limit of a URI comes first."""
    return composite([{"url": f"{BASE}/query?q={quote(text)}"}])


def get(path: str, **more: str) -> Ask:
    return lambda org: requests.get(org.url + path, headers={**headers(org), **more}, timeout=10)


def post(path: str, **form: str) -> Ask:
    return lambda org: requests.post(org.url + path, data=form, timeout=10)


def bulk(text: str = "SELECT Id FROM User", **more: Any) -> Ask:
    """Asks for a bulk query job."""
    body = {"operation": "query", "query": text, **more}
    url = f"{BASE}/jobs/query"
    return lambda org: requests.post(org.url + url, json=body, headers=headers(org), timeout=10)


def of_a_job(method: str, tail: str = "", *, polls: int = 0, **body: Any) -> Ask:
    """Asks for something of a job just made, after asking ``polls`` times for its state."""

    def ask(org: SampleServer) -> requests.Response:
        job = f"{BASE}/jobs/query/{bulk()(org).json()['id']}"
        for _ in range(polls):
            get(job)(org)
        url = org.url + (tail if tail.startswith("/services") else job + tail)
        url = url.replace("JOB", job.rpartition("/")[2])
        return requests.request(method, url, json=body, headers=headers(org), timeout=10)

    return ask


def composite(subrequests: list[Json], **more: Any) -> Ask:
    named = [{"method": "GET", "referenceId": f"r{n}"} | s for n, s in enumerate(subrequests)]
    body = {"compositeRequest": named, **more}
    return lambda org: requests.post(
        f"{org.url}{BASE}/composite", json=body, headers=headers(org), timeout=10
    )


def limited(org: SampleServer) -> requests.Response:
    """Asks an org of the same data that has no calls left."""
    options = Options(daily_limit=5, calls_used=5)
    return elsewhere(org, options, get(f"{BASE}/limits"))


def elsewhere(org: SampleServer, options: Options, ask: Ask) -> requests.Response:
    """Asks another org of the same data, and notes in ``org`` what it was asked."""
    with SampleServer(tiny_org(), options=options) as other:
        response = ask(other)
        org.requests.extend(other.requests)
        return response


SEMI = "Id IN (SELECT AccountId FROM Contact)"
PARENTS = ", ".join(f"L{n}__r.Name" for n in range(56))
CHILDREN = ", ".join(f"(SELECT Id FROM Wide{n}__r)" for n in range(21))
DEEP = "Name"
for _ in range(5):
    DEEP = f"Name, (SELECT {DEEP} FROM ChildAccounts)"
A_QUERY = {"url": f"{BASE}/query?q=SELECT+Id+FROM+User"}
LONG_TEXTS = "SELECT Description, Expansion_Thesis__c, Value_Proposition__c FROM Account"

CALLBACK = "http://localhost:8717/callback"


def authorize(**changes: str) -> Ask:
    """Asks for an authorization code, as a browser that is sent to Salesforce does."""
    asked = {
        "response_type": "code", "client_id": "key", "redirect_uri": CALLBACK, "scope": "api",
        "state": "s", "code_challenge": "challenge", "code_challenge_method": "S256", **changes,
    }  # fmt: skip
    return lambda org: requests.get(
        f"{org.url}/services/oauth2/authorize", params=asked, allow_redirects=False, timeout=10
    )


def token(**form: str) -> Ask:
    return post("/services/oauth2/token", client_id="key", **form)


def with_another_verifier(org: SampleServer) -> requests.Response:
    location = urlsplit(authorize()(org).headers["Location"])
    code = parse_qs(location.query)["code"][0]
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": "another"}
    return token(grant_type="authorization_code", **form)(org)


def soap(version: str) -> Ask:
    """A login element of a user that is not there."""
    body = (
        '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>'
        '<login xmlns="urn:partner.soap.sforce.com"><username>u</username>'
        "<password>p</password></login></Body></Envelope>"
    )
    return lambda org: requests.post(
        f"{org.url}/services/Soap/u/{version}", data=body, headers={"SOAPAction": "x"}, timeout=10
    )


ASSERTED = post(
    "/services/oauth2/token",
    grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion="not.signed.atall",
)

# Rule -> what breaks it, the status and the error code of the answer.
BROKEN: dict[str, tuple[Ask, int, str]] = {
    "session": (
        lambda org: requests.get(f"{org.url}{BASE}/limits", timeout=10),
        401,
        "INVALID_SESSION_ID",
    ),
    "grant": (
        post("/services/oauth2/token", grant_type="password", username="u", password="p"),
        400,
        "invalid_grant",
    ),
    "authorize": (authorize(code_challenge=""), 302, ""),
    "callback": (authorize(redirect_uri="http://localhost:8717/other"), 400, ""),
    "code": (token(grant_type="authorization_code", code="none"), 400, "invalid_grant"),
    "pkce": (with_another_verifier, 400, "invalid_grant"),
    "refresh-token": (token(grant_type="refresh_token", refresh_token="x"), 400, "invalid_grant"),
    "assertion": (
        lambda org: elsewhere(org, Options(sign_in=SignIn(public_key=PUBLIC_KEY)), ASSERTED),
        400,
        "invalid_grant",
    ),
    "revoke": (post("/services/oauth2/revoke", token="none"), 400, "invalid_token"),
    "soap-version": (soap("65.0"), 500, ""),
    "soap-login": (soap("64.0"), 500, ""),
    "uri-length": (get(f"{BASE}/query?q=" + "x" * 16_400), 414, ""),
    "header-length": (get(f"{BASE}/query?q=" + "x" * 16_000, filler="y" * 500), 431, ""),
    "api-limit": (limited, 403, "REQUEST_LIMIT_EXCEEDED"),
    "not-found": (get(f"{BASE}/sobjects/Nothing/describe"), 404, "NOT_FOUND"),
    "composite-25": (composite([{"url": f"{BASE}/limits"}] * 26), 400, "LIMIT_EXCEEDED"),
    "composite-queries": (composite([A_QUERY] * 6), 400, "LIMIT_EXCEEDED"),
    "composite-reference": (
        composite([{"url": f"{BASE}/sobjects/Account/@{{nobody.id}}"}]),
        400,
        "PROCESSING_HALTED",
    ),
    "composite-all-or-none": (
        composite([A_QUERY, {"url": f"{BASE}/sobjects/Foo"}], allOrNone=True),
        400,
        "PROCESSING_HALTED",
    ),
    "locator": (get(f"{BASE}/query/01g000000000000AAA-200"), 400, "INVALID_QUERY_LOCATOR"),
    "soql-length": (soql(f"SELECT Id FROM User {' ' * 100_000}"), 400, "MALFORMED_QUERY"),
    "string-length": (
        soql(f"SELECT Id FROM User WHERE Name = '{'x' * 4_001}'"),
        400,
        "MALFORMED_QUERY",
    ),
    "syntax": (soql("SELECT * FROM User"), 400, "MALFORMED_QUERY"),
    "and-or": (
        soql("SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Name = 'c'"),
        400,
        "MALFORMED_QUERY",
    ),
    "escapes": (soql("SELECT Id FROM User WHERE Name = 'a\\q'"), 400, "MALFORMED_QUERY"),
    "bind": (soql("SELECT Id FROM User WHERE Name = :name"), 400, "MALFORMED_QUERY"),
    "entity": (soql("SELECT Id FROM Nothing"), 400, "INVALID_TYPE"),
    "column": (soql("SELECT Nothing FROM User"), 400, "INVALID_FIELD"),
    "relationship": (soql("SELECT Nothing.Name FROM User"), 400, "INVALID_FIELD"),
    "parents-55": (soql(f"SELECT {PARENTS} FROM Wide__c"), 400, "MALFORMED_QUERY"),
    "levels-5": (
        soql(f"SELECT {'Parent.' * 6}Name FROM Account"),
        400,
        "MALFORMED_QUERY",
    ),
    "children-20": (soql(f"SELECT Id, {CHILDREN} FROM Account"), 400, "MALFORMED_QUERY"),
    "children-levels": (soql(f"SELECT {DEEP} FROM Account"), 400, "MALFORMED_QUERY"),
    "polymorphic": (soql("SELECT What.ARR__c FROM Task"), 400, "INVALID_FIELD"),
    "duplicate": (soql("SELECT Id, FIELDS(ALL) FROM User LIMIT 1"), 400, "INVALID_FIELD"),
    "fields-limit": (soql("SELECT FIELDS(ALL) FROM User LIMIT 201"), 400, "MALFORMED_QUERY"),
    "filterable": (soql("SELECT Id FROM Account WHERE Description = 'x'"), 400, "INVALID_FIELD"),
    "sortable": (soql("SELECT Id FROM Account ORDER BY Description"), 400, "INVALID_FIELD"),
    "value-type": (soql("SELECT Id FROM Account WHERE ARR__c = '5'"), 400, "INVALID_FIELD"),
    "operator-type": (
        soql("SELECT Id FROM Account WHERE Id LIKE '001%'"),
        400,
        "INVALID_QUERY_FILTER_OPERATOR",
    ),
    "id-value": (
        soql("SELECT Id FROM Account WHERE Id = '12'"),
        400,
        "INVALID_QUERY_FILTER_OPERATOR",
    ),
    "offset-2000": (
        soql("SELECT Id FROM Lead LIMIT 1 OFFSET 2001"),
        400,
        "NUMBER_OUTSIDE_VALID_RANGE",
    ),
    "offset-subquery": (
        soql("SELECT Id, (SELECT Id FROM Contacts LIMIT 1 OFFSET 1) FROM Account"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-two": (
        soql(f"SELECT Id FROM Account WHERE {' AND '.join([SEMI] * 3)}"),
        400,
        "EXCEEDED_MAX_SEMIJOIN_SUBSELECTS",
    ),
    "semi-nested": (
        soql(
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE AccountId IN "
            "(SELECT AccountId FROM Opportunity))"
        ),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-or": (
        soql(f"SELECT Id FROM Account WHERE Name = 'x' OR {SEMI}"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-not": (soql(f"SELECT Id FROM Account WHERE NOT {SEMI}"), 400, "MALFORMED_QUERY"),
    "semi-id": (
        soql("SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-one-field": (
        soql("SELECT Id FROM Account WHERE Id IN (SELECT Id, AccountId FROM Contact)"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-target": (
        soql("SELECT Id FROM Account WHERE OwnerId IN (SELECT AccountId FROM Contact)"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-self": (
        soql("SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-plain": (
        soql("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 1)"),
        400,
        "MALFORMED_QUERY",
    ),
    "semi-entity": (
        soql("SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM Task)"),
        400,
        "MALFORMED_QUERY",
    ),
    "grouped": (soql("SELECT Name, COUNT(Id) FROM User"), 400, "MALFORMED_QUERY"),
    "groupable": (
        soql("SELECT ARR__c, COUNT(Id) FROM Account GROUP BY ARR__c"),
        400,
        "INVALID_FIELD",
    ),
    "aggregate-type": (soql("SELECT SUM(Name) FROM Account"), 400, "MALFORMED_QUERY"),
    "aggregate-limit": (soql("SELECT COUNT(Id) FROM Account LIMIT 1"), 400, "MALFORMED_QUERY"),
    "aggregate-pages": (
        soql("SELECT Name, COUNT(Id) FROM Lead GROUP BY Name"),
        400,
        "EXCEEDED_ID_LIMIT",
    ),
    "aggregate-child": (
        soql("SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account"),
        400,
        "MALFORMED_QUERY",
    ),
    "count-alone": (soql("SELECT COUNT() FROM Account ORDER BY Name"), 400, "MALFORMED_QUERY"),
    "composite-resources": (
        composite([{"url": f"{BASE}/jobs/query/750000000000000AAA"}]),
        400,
        "INVALID_INPUT",
    ),
    "bulk-request": (bulk(columnDelimiter="SLASH"), 400, "API_ERROR"),
    "bulk-subquery": (
        bulk("SELECT Id, (SELECT Id FROM Contacts) FROM Account"),
        400,
        "API_ERROR",
    ),
    "bulk-groups": (bulk("SELECT COUNT(Id) FROM Account"), 400, "API_ERROR"),
    "bulk-offset": (bulk("SELECT Id FROM Account LIMIT 1 OFFSET 1"), 400, "API_ERROR"),
    "bulk-typeof": (
        bulk("SELECT TYPEOF What WHEN Account THEN Name END FROM Task"),
        400,
        "API_ERROR",
    ),
    "bulk-compound": (bulk("SELECT Id, BillingAddress FROM Account"), 400, "API_ERROR"),
    "bulk-entity": (
        lambda org: elsewhere(org, Options(not_in_bulk=frozenset(("User",))), bulk()),
        400,
        "INVALIDENTITY",
    ),
    "bulk-quota": (
        lambda org: elsewhere(org, Options(bulk_jobs_used=10_000), bulk()),
        400,
        "EXCEEDEDQUOTA",
    ),
    "bulk-abort": (of_a_job("PATCH", polls=3, state="Aborted"), 400, "API_ERROR"),
    "bulk-delete": (of_a_job("DELETE"), 400, "API_ERROR"),
    "bulk-results": (of_a_job("GET", "/results"), 204, ""),
    "bulk-version": (
        of_a_job("GET", "/services/data/v64.0/jobs/query/JOB/results", polls=3),
        409,
        "API_ERROR",
    ),
    "bulk-locator": (
        of_a_job("GET", "/results?locator=MTAwMDA", polls=3),
        400,
        "INVALID_QUERY_LOCATOR",
    ),
}
# Rules that shape an answer instead of refusing it: tested below, and those of the Bulk API's
# results in test_crm_sample_org_bulk.
SHAPING = ("batch-size", "long-text-batch", "bulk-sets", "bulk-csv")


def the_error(response: requests.Response) -> tuple[int, str]:
    """Status and code of the answer, or of the halted or first failed part of a composite one."""
    if "json" not in response.headers["Content-Type"] or not response.content:
        return response.status_code, ""
    body = response.json()
    if isinstance(body, dict) and "compositeResponse" in body:
        parts = [part for part in body["compositeResponse"] if part["httpStatusCode"] >= 400]
        halted = [part for part in parts if part["body"][0]["errorCode"] == "PROCESSING_HALTED"]
        part = (halted or parts)[0]
        return part["httpStatusCode"], part["body"][0]["errorCode"]
    if isinstance(body, dict):
        return response.status_code, body["error"]
    return response.status_code, body[0]["errorCode"]


def test_every_rule_of_the_table_is_broken_here() -> None:
    assert sorted(RULES) == sorted([*BROKEN, *SHAPING])


def test_every_rule_names_a_page_of_salesforces_documentation() -> None:
    hosts = ("https://developer.salesforce.com/docs/", "https://help.salesforce.com/")
    assert [rule.key for rule in RULES.values() if not rule.source.startswith(hosts)] == []


@pytest.mark.parametrize("key", sorted(BROKEN))
def test_a_broken_rule_is_refused_with_salesforces_code(org: SampleServer, key: str) -> None:
    ask, status, code = BROKEN[key]
    assert the_error(ask(org)) == (status, code)
    assert org.requests[-1].rule == key


def test_an_org_at_its_limits_still_answers(org: SampleServer) -> None:
    """Just inside each limit that is a number."""
    inside = (
        "SELECT " + ", ".join(f"L{n}__r.Name" for n in range(55)) + " FROM Wide__c",
        "SELECT Id, " + ", ".join(f"(SELECT Id FROM Wide{n}__r)" for n in range(20)) + " FROM "
        "Account",
        f"SELECT {'Parent.' * 5}Name FROM Account",
        "SELECT Id FROM Lead LIMIT 1 OFFSET 2000",
        "SELECT FIELDS(ALL) FROM User LIMIT 200",
        f"SELECT Id FROM Account WHERE {SEMI} AND {SEMI}",
        f"SELECT Id FROM User WHERE Name = '{'x' * 4_000}'",
        "SELECT Name, COUNT(Id) FROM Lead GROUP BY Name LIMIT 2000",
        LONG_TEXTS,
    )
    for text in inside:
        [part] = soql(text)(org).json()["compositeResponse"]
        assert part["httpStatusCode"] == 200, (text[:80], part["body"])
    for few in ([A_QUERY] * 5, [{"url": f"{BASE}/limits"}] * 25):
        answer = composite(few)(org).json()["compositeResponse"]
        assert {part["httpStatusCode"] for part in answer} == {200}
    padding = "x" * (16_384 - len(f"{BASE}/query?q=") - 400)
    assert get(f"{BASE}/query?q={padding}")(org).status_code == 400  # read, and no statement


@pytest.mark.parametrize(
    ("asked", "given"),
    [("", 2_000), ("batchSize=500", 500), ("batchSize=1", 200), ("batchSize=9999", 2_000)],
)
def test_a_page_has_as_many_records_as_asked_for_within_bounds(
    org: SampleServer, asked: str, given: int
) -> None:
    ask = get(f"{BASE}/query?q=SELECT+Id+FROM+Lead", **{"Sforce-Query-Options": asked})
    page = ask(org).json()
    assert (page["totalSize"], len(page["records"]), page["done"]) == (2_001, given, False)


def test_two_custom_long_texts_make_pages_of_200() -> None:
    more = ({"Id": sf_id("001", 100 + n), "Name": f"A{n}"} for n in range(300))
    with SampleServer(with_records(tiny_org(), "Account", more)) as org:
        one = LONG_TEXTS.replace(", Value_Proposition__c", "").replace(" ", "+")
        two = LONG_TEXTS.replace(" ", "+")
        sizes = [len(get(f"{BASE}/query?q={text}")(org).json()["records"]) for text in (one, two)]
    assert sizes == [303, 200]


def test_a_refused_grant_says_why(org: SampleServer) -> None:
    token = "/services/oauth2/token"
    asked: tuple[tuple[dict[str, str], str], ...] = (
        ({"grant_type": "password"}, "invalid_grant"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "invalid_client_id"),
        ({"grant_type": "client_credentials", "client_id": "no"}, "invalid_client_id"),
        (
            {"grant_type": "client_credentials", "client_id": "key", "client_secret": "no"},
            "invalid_client",
        ),
    )
    for form, error in asked:
        response = post(token, **form)(org)
        assert (response.status_code, response.json()["error"]) == (400, error)


def test_the_error_of_a_refusal_is_json_like_salesforces(org: SampleServer) -> None:
    response = get(f"{BASE}/query?q=SELECT+Id+FROM+Account+WHERE+Id+=+'{ACME}x'")(org)
    assert json.loads(response.text) == [
        {
            "message": f"\nId FROM Account WHERE Id = '{ACME}x'\n                           ^\n"
            f"ERROR at Row:1:Column:35\ninvalid ID field: {ACME}x",
            "errorCode": "INVALID_QUERY_FILTER_OPERATOR",
        }
    ]
