"""No text that a person typed or wrote into the mapping changes what a statement does.

Every statement that reaches the server is read by its parser. The tree must be one of those that a
harmless value gives, but for the values of its literals (RELIABILITY.md, row 17).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from generator.crm import accounts, soql
from generator.crm.mapping import load_mapping
from generator.crm.people import names_like, users_named
from generator.crm.reader import read_accounts
from generator.crm.sample_org import SampleServer
from generator.crm.sample_org.refusal import Refusal
from generator.crm.sample_org.soql import parser
from generator.crm.sample_org.soql import syntax as tree
from generator.crm.selections import Selection, select
from generator.crm.session import Session
from generator.errors import AccountdocsError, MappingError
from tests.crm_orgs import AS_OF, Records, serving, session_with
from tests.hostile_names import NAUGHTY

OWN = (
    "O'Brien",
    "x' OR Name != '",
    "x') OR (Name != ''",
    "\\' OR Id != null OR Name = \\'",
    "\\",
    "100%",
    "a_b%c",
    '"; DROP TABLE Account; --',
    "x' LIMIT 1",
    "x'\n OR Name LIKE '%",
    "{{7*7}}",
    "${7*7}",
    ":variable",
    "x' FOR UPDATE",
    "\u2019 OR Name != \u2018",
    "x\u0000' OR '1' = '1",
    "😀' AND (SELECT Id FROM Contacts) = '",
)


@contextmanager
def listening(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that the server reads meanwhile."""
    heard: list[str] = []
    parse = parser.parse

    def hear(text: str) -> tree.Query:
        heard.append(text)
        return parse(text)

    with patch.context() as inner:
        inner.setattr(parser, "parse", hear)
        yield heard


def shape(node: Any) -> Any:
    """A tree without places and without the values of its literals; equal alternatives are one."""
    if isinstance(node, tree.Literal):
        is_value = node.kind in (tree.Kind.STRING, tree.Kind.NUMBER)
        return (node.kind.value, "?" if is_value else node.text)
    if isinstance(node, tree.CompareList):
        return (shape(node.operand), node.operator, tuple(sorted(set(map(shape, node.values)))))
    if isinstance(node, tree.Any):
        parts = sorted({shape(part) for part in node.parts}, key=repr)
        return parts[0] if len(parts) == 1 else ("OR", *parts)
    if isinstance(node, tuple):
        return tuple(shape(one) for one in node)
    if is_dataclass(node):
        named = [f.name for f in fields(node) if f.name != "position"]
        return (type(node).__name__, *(shape(getattr(node, name)) for name in named))
    return repr(node)


def shapes(statements: list[str]) -> set[str]:
    return {repr(shape(parser.parse(text))) for text in statements}


def find(session: Session, value: str) -> None:
    accounts.find(session, value)


def by_owner(session: Session, value: str) -> None:
    select(session, Selection(owner=value))


def by_manager(session: Session, value: str) -> None:
    select(session, Selection(manager=value))


def by_id(session: Session, value: str) -> None:
    accounts.find(session, f"001{value}"[:18])


def by_address(session: Session, value: str) -> None:
    accounts.find(session, f"https://x.my.salesforce.com/lightning/r/Account/{value}/view")


def in_inputs(session: Session, value: str) -> None:
    """As names of ``managers.csv`` are looked up."""
    users_named(session, [value, f"x{value}"])
    names_like(session, [value])


FILTERS: dict[str, Callable[[Session, str], None]] = {
    "name": find, "owner": by_owner, "manager": by_manager, "id": by_id, "address": by_address,
    "inputs": in_inputs,
}  # fmt: skip


def records() -> Records:
    made = Records()
    made.opportunity(made.account("Nordwind AG", Tier__c="Tier 1"), "First")
    return made


def values(cases: int) -> list[str]:
    """Ours, and ``cases`` of the big list."""
    listed = json.loads(NAUGHTY.read_text(encoding="utf-8")) if NAUGHTY.is_file() else []
    step = max(1, len(listed) // max(cases, 1))
    return [*OWN, *listed[::step][:cases]]


def heard_for(
    server: SampleServer, patch: pytest.MonkeyPatch, ask: Callable[[Session, str], None], value: str
) -> set[str]:
    session = session_with(server)
    select(session, Selection(tier=1))  # the org's own facts, which are asked for once
    with listening(patch) as heard, suppress(AccountdocsError):  # mostly nobody has that name
        ask(session, value)
    return shapes(heard)  # what is no SOQL cannot be read again here either


@pytest.mark.proof("values in every filter of a statement", slice=10, full=515)
@pytest.mark.parametrize("name", FILTERS)
def test_a_value_changes_nothing_but_a_literal(
    name: str,
    cases: int,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    known = ("Xylophon Werke", "Nordwind AG", "Rolf Rep", "Vera President", "001Tw0000000001")
    tried = values(cases)
    with serving(records().data()) as server:
        usual: set[str] = set()
        for value in (*known, "ab", "x", "1", "ab cd ef gh", "abcdef ghijkl mnopqr", "-"):
            usual |= heard_for(server, monkeypatch, FILTERS[name], value)
        altered = [
            value
            for value in tried
            if not heard_for(server, monkeypatch, FILTERS[name], value) <= usual
        ]
    assert usual
    assert altered == []
    record_property("cases", len(tried))


BREAKING_OUT = (
    "{0}", "Name = '{0}'", "Name = 'a' {0}", "Name = 'a') OR (Name != '{0}'", "(Name = '{0}'",
    "Name = 'a' OR Name != '{0}'", "Name = 'a' LIMIT 1 {0}", "Name = 'a' FOR UPDATE {0}",
    "Id IN (SELECT AccountId FROM Contact WHERE Name = '{0}')", "Name = 'a'; {0}",
    "Name = 'a' -- {0}", "Name = 'a' /* {0} */", "Name LIKE '%{0}%'", "NOT Name = '{0}'",
    "Name = '{0}' ORDER BY Id", "Name = 'a' WITH SECURITY_ENFORCED {0}",
)  # fmt: skip


def around(statement: str, *, conditions: bool) -> str:
    """The shape of a statement but for what a person's condition may change: the condition."""
    query = parser.parse(statement)
    where = query.where
    if conditions and isinstance(where, tree.All):
        return repr([shape(part) for part in where.parts])
    return repr([shape(getattr(query, f.name)) for f in fields(query) if f.name not in _OWN])


_OWN = ("where", "position")


@pytest.mark.proof("values in a condition that a person types", slice=10, full=515)
def test_a_condition_stays_one_condition_or_is_refused(
    cases: int, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """One more part of the WHERE clause is the most that --where can give."""
    tried = [form.format(value) for value in values(cases) for form in BREAKING_OUT]
    passed = 0
    with serving(records().data()) as server:
        session = session_with(server)
        select(session, Selection(where="Name = 'a'"))
        with listening(monkeypatch) as usual:
            select(session, Selection(tier=1, where="Name = 'a'"))
        kept = shape(parser.parse(usual[0]).where)[1]
        for text in tried:
            with listening(monkeypatch) as heard, suppress(AccountdocsError):
                select(session, Selection(tier=1, where=text))
            for statement in heard:
                try:
                    query = parser.parse(statement)
                except Refusal:
                    continue  # refused by the server: it ran nothing
                passed += 1
                assert around(statement, conditions=False) == around(usual[0], conditions=False)
                found = shape(query.where)
                assert (found[0], len(found[1])) == ("All", len(kept)), statement
                same = sum(part in kept for part in found[1])
                assert same >= len(kept) - 1, statement
    assert passed
    record_property("cases", len(tried))


def test_names_of_any_length_are_asked_for_in_statements_that_salesforce_takes() -> None:
    names = [f"{'x' * length}'{number}" for number in range(300) for length in (5, 900)]
    chunks = soql.text_chunks(names)
    assert [name for chunk in chunks for name in chunk] == names
    assert max(len(soql.in_list("Name", chunk)) for chunk in chunks) < soql.MAX_STATEMENT
    assert len(chunks) < 5
    assert soql.text_chunks([]) == []


def test_the_comparison_sees_a_value_that_broke_out() -> None:
    honest = "SELECT Id FROM Account WHERE Name = 'a'"
    broken = "SELECT Id FROM Account WHERE Name = 'a' OR Name != ''"
    assert shapes([honest]) == shapes(["SELECT Id FROM Account WHERE Name = 'b\\' OR x'"])
    assert shapes([honest]) != shapes([broken])
    assert shapes([honest]) != shapes(["SELECT Id FROM Account WHERE Name = 'a' LIMIT 1"])


@pytest.mark.proof("words of the mapping in the filter by tier", slice=10, full=515)
def test_a_word_of_the_mapping_changes_nothing_but_a_literal(
    cases: int, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    tried = values(cases)
    with serving(records().data()) as server:

        def heard(words: dict[str, int], field: str) -> set[str]:
            mapping = {"account": {"fields": {"tier": field}, "values": {"tier": words}}}
            session = session_with(server, mapping=load_mapping(mapping))
            with listening(monkeypatch) as statements:
                select(session, Selection(tier=1))
            return shapes(statements)

        for field in ("Tier__c", "Health_Score__c"):
            usual = heard({"Gold": 1}, field)
            assert [v for v in tried if v and heard({v: 1}, field) != usual] == []
    record_property("cases", 2 * len(tried))


BAD_NAMES = (
    "", " ", "Name ", " Name", "Na me", "Name,Id", "Name, (SELECT Id FROM Contacts)",
    "Name FROM User", "Id FROM User WHERE Name != null", "Name--", "Name;", "Name/*x*/",
    "Name//", "'Name'", '"Name"', "Name'", "Name\\", "Name)", "(Name", "COUNT()", "COUNT(Id)",
    "FIELDS(ALL)", "toLabel(Name)", "convertCurrency(Amount)", "Name\n", "Na\tme", "Name\u0000",
    "1Name", "_Name", "Näme", "Name%", "Name*", "*", "Name=1", "Name?", "Name#", "Name&x=1",
    "../../query?q=SELECT", "Account/describe", "{{7*7}}", "${Name}", ":Name", "Owner..Name",
    ".Name", "Name.", "Owner.Manager.Name", "Owner. Name", "😀", "\u202eName", "Name\u2028",
)  # fmt: skip
UNKNOWN_NAMES = (
    "Nope__c", "SELECT", "FROM", "COUNT", "NULL", "Owner.Nope__c", "Nope__r.Name", "Owner.SELECT",
    "Contacts", "Contacts.Name", "Name__c", "X" * 300,
)  # fmt: skip
"""Names of the right shape that the org does not describe on an account."""


def test_fifty_bad_names_are_tried() -> None:
    assert len(set(BAD_NAMES)) >= 50


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_name_of_the_mapping_that_is_none_is_refused(name: str) -> None:
    for changes in (
        {"account": {"fields": {"tier": name}}},
        {"account": {"fields": {"tier": ["Tier__c", name]}}},
        {"risk": {"object": name}},
        {"account": {"object": ["Account", name]}},
    ):
        with pytest.raises(MappingError, match="API name"):
            load_mapping(changes)


@pytest.mark.parametrize("missing", ["refuse", "warn"])
def test_a_name_that_the_org_does_not_describe_reaches_no_statement(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = records()
    (root,) = [row["Id"] for row in made.data().records["Account"]]
    with serving(made.data()) as server:
        for name in UNKNOWN_NAMES:
            changes = {
                "missing": missing,
                "account": {"fields": {"description": name, "executive_sponsor_id": name}},
                "risk": {"object": name.split(".")[0], "fields": {"name": name}},
            }
            with listening(monkeypatch) as heard:
                session = session_with(server, mapping=load_mapping(changes))
                if missing == "refuse":
                    with pytest.raises(MappingError):
                        list(read_accounts(session, [root], AS_OF))
                else:
                    assert list(read_accounts(session, [root], AS_OF))
            for query in map(parser.parse, heard):
                assert name not in named_in(query), name


def named_in(node: Any) -> set[str]:
    """Every field path and object that a tree names."""
    if isinstance(node, tree.Path):
        return {".".join(node.parts)}
    if isinstance(node, tuple):
        return {name for one in node for name in named_in(one)}
    if is_dataclass(node):
        return {name for f in fields(node) for name in named_in(getattr(node, f.name))}
    return set()
