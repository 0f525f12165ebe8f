"""The documents that are compared with others': what our engine makes of the templates, and whether
the check, on which each contestant's time depends, notices a value that is not there.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
KINDS = ("word", "powerpoint", "excel")
SHORT = {"units": 3, "details": 6, "contacts": 3, "opportunities": 3}  # else as in the benchmark
UNSEEN = {
    "word": set[str](),
    "powerpoint": {"alt", "number_format", "id", "parent", "tone", "badge"},
    "excel": {"summary", "account.industry", "account.city", "account.owner", "account.sponsor"}
    | {f"account.{key}" for key in ("revenue", "pipeline", "gap", "renewal", "sites")},
}


@pytest.fixture(autouse=True)
def _benchmarks_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripts lie in a folder of their own and import one another by name."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("contest", "peers")]:
        sys.modules.pop(name)


def account(kind: str) -> dict[str, Any]:
    """An account of the benchmark, some of its lists cut short."""
    from contest import accounts

    made = accounts.values(kind, 0)
    return {key: value[: SHORT[key]] if key in SHORT else value for key, value in made.items()}


def made_of(kind: str, raw: dict[str, Any], folder: Path) -> bytes:
    from contest import ours, running
    from contest.accounts import FORMATS, TREES, typed

    template = ours.template(running.templates(folder)[kind, "tags"], kind)
    return template.render(typed(raw, TREES[kind]), FORMATS).data


@pytest.mark.parametrize("kind", KINDS)
def test_all_values_are_found_in_our_document_and_each_that_is_another_is_noticed(
    kind: str, tmp_path: Path
) -> None:
    from contest.checks import check

    raw = account(kind)
    data = made_of(kind, raw, tmp_path)
    assert check(kind, data, raw) == []
    for path, value in printed(kind, raw):
        changed = copy.deepcopy(raw)
        target = changed
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
        assert check(kind, data, changed), f"nothing said of {path}"


def printed(kind: str, raw: dict[str, Any]) -> Iterator[tuple[list[Any], Any]]:
    """(where it stands, another one) of every value that the document shows; of lists the last."""
    for path in leaves(raw):
        if not UNSEEN[kind] & {path[0], path[-1], ".".join(map(str, path))}:
            yield path, another(value_at(raw, path))


def leaves(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ([key, *path] for path in leaves(inner))
    elif isinstance(value, list):
        yield from ([len(value) - 1, *path] for path in leaves(value[-1]))
    else:
        yield []


def value_at(value: Any, path: list[Any]) -> Any:
    for step in path:
        value = value[step]
    return value


def another(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value + 1
    try:
        return (date.fromisoformat(value) + timedelta(days=1)).isoformat()
    except ValueError:
        return f"{value}!"


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_row_is_noticed(kind: str, tmp_path: Path) -> None:
    from contest.checks import check

    raw = account(kind)
    data = made_of(kind, raw, tmp_path)
    for key, value in raw.items():
        if isinstance(value, list) and key != "products":
            assert check(kind, data, {**raw, key: [*value, value[-1]]}), f"nothing said of {key}"


def test_a_workbook_without_formats_or_values_of_formulas_is_noticed(tmp_path: Path) -> None:
    import openpyxl
    from contest.checks import CACHED, STYLES, check

    raw = account("excel")
    file = tmp_path / "made.xlsx"
    file.write_bytes(made_of("excel", raw, tmp_path))
    book = openpyxl.load_workbook(file)  # which forgets what formulas come to
    for row in book["Details"].iter_rows():
        for cell in row:
            cell.border = openpyxl.styles.Border()
    book.save(file)
    assert check("excel", file.read_bytes(), raw, [CACHED, STYLES]) == []
    assert check("excel", file.read_bytes(), raw, [CACHED])
    assert check("excel", file.read_bytes(), raw, [STYLES])


@pytest.mark.parametrize("kind", KINDS)
def test_the_floor_writes_whole_documents(kind: str, tmp_path: Path) -> None:
    """Else it would be lower than anyone can go."""
    from contest import accounts, floor, running
    from contest.checks import check

    data = accounts.write(tmp_path / "accounts.jsonl", kind, 4)
    prepare, make = floor.contestant(running.templates(tmp_path)[kind, "tags"], kind, data)
    make(prepare({}), tmp_path / "made")
    assert check(kind, (tmp_path / "made").read_bytes(), accounts.values(kind, 0)) == []


def test_what_falls_just_short_of_a_promise_is_missed_and_is_not_shown_rounded_up() -> None:
    import peers
    from contest.entries import ENTRIES

    entry = next(one for one in ENTRIES if one.name == "xlsxwriter")
    assert entry.promised == 3
    assert "| 2.9 | 3: missed |" in peers.row(entry, [29.7, 29.9, 30.5], 10.0)
    assert "| 3.0 | 3: reached |" in peers.row(entry, [29.0, 30.0, 31.0], 10.0)


def test_a_stopped_run_goes_on_with_what_is_not_measured_for_this_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import peers
    from sections import write_section

    page = tmp_path / "RESULTS.md"
    monkeypatch.setattr(peers, "RESULTS", page)
    monkeypatch.setattr(peers, "commit", lambda: "abc")
    assert peers.options(["--rest"]).parts == ["word", "powerpoint", "excel", "memory"]
    write_section("word", "2026-01-31, commit abc, 2 cores", page)
    write_section("excel", "2026-01-31, commit abd, 2 cores", page)
    assert peers.options(["--rest"]).parts == ["powerpoint", "excel", "memory"]
    assert peers.options(["--rest", "--word", "--excel"]).parts == ["excel"]


def test_who_needs_node_stands_in_the_table_where_node_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import peers
    from contest.entries import ENTRIES

    monkeypatch.setattr(peers, "node", lambda: "")
    chosen = [one for one in ENTRIES if one.kind == "word" and one.where == "node"]
    rows = peers.table(chosen, 1)[2:]
    assert len(rows) == len(chosen) == 2
    assert all("not measured: Node is missing" in row for row in rows)
