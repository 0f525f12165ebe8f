"""Every account of the sample org, composed as every artifact: names, sources, words, silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts import CATALOG, Composed, compose, names_tree
from generator.artifacts.show import show_text, show_values
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.crm.selections import Selection, select
from generator.files import data_folder
from generator.formats import Formats
from generator.terminal import width

RECORD_ID = re.compile(r"\b[a-zA-Z0-9]{3}[0-9A-Za-z]{12}(?:[A-Z0-5]{3})\b")
TITLE_LIMIT = 125  # two lines of a slide
FIGURES = {"number", "money", "percent"}
OF_NO_RECORD = re.compile(
    r"coverage(_gaps)?\[|sources\[|account\.tier|cadence\.|filled\."
    r"|metrics\.\w+\[\d+\]\.baseline"  # a metric's ids are those of its current value
    r"|session\.(minutes|parts\[\d+\]\.(number|minutes))"
)
"""Counts of what was read, and what is not made from records of the account."""


@pytest.fixture(scope="module")
def accounts() -> list[AnalysedAccount]:
    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        as_of = date.fromisoformat(data.org["as_of"])
        roots = [ref.id for ref in select(session, Selection())]
        return [analyse(snapshot) for snapshot in read_accounts(session, roots, as_of)]


@pytest.fixture(scope="module")
def composed(accounts: list[AnalysedAccount]) -> list[tuple[AnalysedAccount, Composed]]:
    return [
        (account, compose(account, artifact, Formats("en_US", account.currency)))
        for account in accounts
        for artifact in CATALOG
    ]


def leaves(shape: Any, value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """(path, kind, value) of every leaf; fails where names and values differ."""
    if isinstance(shape, dict):
        assert set(value) == set(shape), path
        for key, inner in shape.items():
            yield from leaves(inner, value[key], f"{path}.{key}" if path else key)
    elif isinstance(shape, list):
        for index, item in enumerate(value):
            yield from leaves(shape[0], item, f"{path}[{index}]")
    else:
        yield path, shape, value


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def test_names_and_values_agree_for_every_account(
    composed: list[tuple[AnalysedAccount, Composed]],
) -> None:
    for _, one in composed:
        tree, _ = names_tree(one.artifact)
        for path, kind, value in leaves(tree, one.values):
            if kind in FIGURES and value is not None:
                assert isinstance(value, (Decimal, int)), path
            if kind == "text":
                assert value is None or isinstance(value, str), path


def test_every_figure_that_is_not_nothing_leads_to_records(
    composed: list[tuple[AnalysedAccount, Composed]],
) -> None:
    for account, one in composed:
        tree, _ = names_tree(one.artifact)
        for path, kind, value in leaves(tree, one.values):
            if kind in FIGURES and value and "_shown[" not in path:
                where = f"{account.profile.name}: {one.artifact}: {path}"
                assert OF_NO_RECORD.match(path) or one.ids_of(path), where


def test_no_sentence_shows_the_seams(composed: list[tuple[AnalysedAccount, Composed]]) -> None:
    for account, one in composed:
        for name in ("summary", "conclusions", "titles", "takeaways", "review", "empty"):
            for text in texts(one.values.get(name, {})):
                where = f"{account.profile.name}: {name}: {text}"
                assert not re.search(r"\bNone\b(?! (?:of|has) )", text), where
                assert not re.search(r"[{}]|  |\s[.,;:]|\.\.", text), where
                assert not re.search(r"(?<![.,])\b1 (?:[a-z]+s|are|have)\b(?! of)", text), where


def test_a_slide_with_content_has_a_title_that_fits(
    composed: list[tuple[AnalysedAccount, Composed]],
) -> None:
    for account, one in composed:
        for name, is_there in one.values.get("slides", {}).items():
            title = one.values["titles"][name]
            if is_there:
                assert title, f"{account.profile.name}: {name}"
                assert len(title) <= TITLE_LIMIT, f"{account.profile.name}: {title}"


def test_the_deck_has_no_record_id_and_no_judgment_of_a_person(
    composed: list[tuple[AnalysedAccount, Composed]],
) -> None:
    for account, one in composed:
        if one.audience != "customer":
            continue
        said = "\n".join(texts(one.values))
        assert not RECORD_ID.search(said)
        for risk in account.risks:
            assert risk.name not in said
        for signal in account.signals:
            assert signal.text not in said
        for rival in account.rivals:
            assert not re.search(rf"\b{re.escape(rival.name)}\b", said), rival.name
        for text in (account.renewal.strategy, account.profile.expansion_thesis):
            assert not text or text not in said


def test_show_speaks_of_the_same_figures_as_the_plan(accounts: list[AnalysedAccount]) -> None:
    for account in accounts:
        shown = show_values(account)
        plan = compose(account, "plan", Formats("en_US", account.currency)).values
        for topic, name in (("revenue", "gap"), ("whitespace", "value"), ("won", "amount")):
            value = plan[topic][name]
            assert shown[topic][name] == (None if value is None else format(value, "f"))


def test_the_text_of_every_account_keeps_within_eighty_columns(
    accounts: list[AnalysedAccount],
) -> None:
    for account in accounts:
        for line in show_text(account, Formats("en_US", account.currency), 80).splitlines():
            assert width(line) <= 80, line
