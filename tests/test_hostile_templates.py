"""Templates that would occupy or exhaust the machine: each stops at its tag, by count, not by time.

What only a clock or the system can stop is in ``test_batch``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.artifacts.catalog import CATALOG
from generator.engine import budget
from generator.engine.blocks import including
from generator.engine.blocks.including import includes_of
from generator.engine.template import check_template
from generator.errors import RenderError
from generator.template_store import problems_of
from tests import engine_kit, excel_kit
from tests.acceptance_runs import command
from tests.engine_kit import deck, problems, saved, word
from tests.hostile_kit import File, unpacked
from tests.hostile_places import RawBook

KESTREL = "001Hq000LAd4JvtIYE"
MANY = [engine_kit.play(f"P{number}", number) for number in range(1_000)]


def fault_of(*paragraphs: str) -> str:
    """The one fault that checking finds, without the tag as typed."""
    (found,) = {problem.message for problem in problems(word(*paragraphs))}
    return found


DEEP: dict[str, str] = {
    "brackets": "{{ " + "(" * 1_900 + "1" + ")" * 1_900 + " }}",
    "lists": "{% for x in " + "[" * 60 + "]" * 60 + " %}{% endfor %}",
    "not": "{% if " + "not " * 900 + "account.key %}x{% endif %}",
    "signs": "{{ " + "- " * 1_900 + "1 }}",
    "sums": "{{ " + "1+" * 1_900 + "1 }}",
    "and": "{% if " + "account.key and " * 200 + "account.key %}x{% endif %}",
    "choices": "{{ " + "1 if account.key else " * 150 + "1 }}",
    "filters": "{{ account.name" + "|upper" * 600 + " }}",
    "dots": "{{ account" + ".name" * 700 + " }}",
    "items": "{{ plays" + "[0]" * 1_000 + ".name }}",
    "tests": "{% if account.name" + " is known" * 400 + " %}x{% endif %}",
}


@pytest.mark.parametrize("kind", DEEP)
def test_an_expression_that_is_nested_too_deep_is_a_fault_of_its_tag(kind: str) -> None:
    first = problems(word(DEEP[kind]))[0]

    assert "nested too deep" in first.message or "cannot be read" in first.message
    assert first.place == "paragraph 1"


def test_a_chain_as_long_as_people_write_is_read() -> None:
    made = engine_kit.render(word("{{ " + "~ ', ' ~ ".join(["account.name"] * 30) + " }}"))

    assert engine_kit.paragraphs(made)[0].count("R&D") == 30
    assert problems(word("{{ " + " + ".join(["account.staff"] * 30) + " }}")) == []


def test_a_tag_that_is_too_long_is_named_by_its_beginning() -> None:
    (found,) = problems(word("{{ account.name | default('" + "a b c " * 20_000 + "') }}"))

    assert found.message == "has 120,032 characters; a tag may have 4,000"
    assert len(found.tag) < 70


def test_a_number_that_is_too_long_or_too_large_is_a_fault_of_its_tag() -> None:
    assert fault_of("{{ " + "9" * 3_900 + "e9 }}") == "holds a number that is too large"
    assert fault_of("{{ 1e999 }}") == "holds a number that is too large"


@pytest.mark.parametrize("text", ["{{ x " * 10_100, "{{" * 10_100, "}}" * 10_100, "{{ ' " * 10_100])
def test_more_tags_than_any_template_has_are_refused(text: str) -> None:
    assert fault_of(text) == "holds more than 10,000 tags, or 1,000,000 characters in them"


def test_loops_and_conditions_are_nested_only_so_deep() -> None:
    loops = "{% for a in plays %}" * 17 + "{% endfor %}" * 17
    conditions = "{% if account.key %}" * 61 + "{% endif %}" * 61
    arms = "{% if account.key %}" + "{% elif account.key %}x" * 250 + "{% endif %}"

    assert fault_of(loops) == "stands inside of 16 loops; that is the limit"
    assert fault_of(conditions) == "stands inside of 60 loops and conditions; that is the limit"
    assert fault_of(arms) == "is one of more than 200 choices"
    assert problems(word("{% for a in plays %}" * 16 + "x" + "{% endfor %}" * 16)) == []


def test_loops_that_no_stack_holds_are_refused_in_words() -> None:
    found = problems(word("{% if account.key %}" * 700 + "{% endif %}" * 700))

    assert "limit" in found[0].message or "too deep" in found[0].message


ENDLESS = "".join(f"{{% for {name} in plays %}}" for name in "abcd") + "{% endfor %}" * 4
SORTED = "{% for a in plays %}{% for b in plays %}{{ plays | sort('name') | length }}"
LISTED = "{% for a in plays %}{% for b in plays %}{% if b in plays %}{% endif %}"
LONG = "{% for a in plays %}{% for b in plays %}" + "long words " * 100 + "{% endfor %}{% endfor %}"
WIDE = "{% for a in plays %}{% for b in plays %}{{ " + "a.owner ~ " * 300 + "b.owner }}"
GROWING = "{{ account.name" + " | replace('e', 'eeeeeeee')" * 12 + " }}"


@pytest.mark.parametrize(
    ("text", "tag", "reason"),
    [
        (ENDLESS, "{% for d in plays %}", "repeat more than 2,000,000 times"),
        (SORTED + "{% endfor %}" * 2, "{{ plays | sort('name') | length }}", "repeat more than"),
        (LISTED + "{% endfor %}" * 2, "{% if b in plays %}", "repeat more than 2,000,000 times"),
        (LONG, "{% for b in plays %}", "longer than 100,000,000 characters"),
        (WIDE + "{% endfor %}" * 2, "{% for b in plays %}", "longer than 100,000,000 characters"),
        (GROWING, "{{ account.name", "makes a text of more than 1,000,000 characters"),
    ],
)
def test_what_runs_away_stops_at_its_tag(text: str, tag: str, reason: str) -> None:
    data = engine_kit.values(plays=MANY, account={**engine_kit.values()["account"], "name": "e"})
    make = deck if tag == "{% for d in plays %}" else word

    with pytest.raises(RenderError, match=reason) as caught:
        engine_kit.render(make(text), data)

    assert caught.value.problem.tag.startswith(tag)
    assert caught.value.problem.place


def test_many_slides_sheets_and_charts_are_counted() -> None:
    slide = deck("{{ p.name }}")
    slide.slides[
        0
    ].notes_slide.notes_text_frame.text = (
        "{% slide for p in plays %}{% slide for q in plays %}{% endfor %}{% endfor %}"
    )
    sheet = excel_kit.workbook(
        {"A1": "{% sheet for p in plays %}{% endfor %}{{ p.name }}"}, "{{ p.name }}"
    )
    rows = [excel_kit.play(f"P{number}") for number in range(1_001)]

    with pytest.raises(RenderError, match="more than 1,000 slides, sheets, charts and pictures"):
        engine_kit.render(slide, engine_kit.values(plays=MANY))
    with pytest.raises(RenderError, match="more than 1,000 slides, sheets, charts and pictures"):
        excel_kit.render(sheet, plays=rows)


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        (
            {
                "A1": "{% row for p in plays %}",
                "B1": "{% column for q in plays %}{{ q.name }}{% endfor %}{% endfor %}",
            },
            "cell B1",
        ),
        ({"A1": f"{ENDLESS}"}, "cell A1"),
    ],
)
def test_a_workbook_that_runs_away_stops_at_its_cell(cells: dict[str, str], where: str) -> None:
    rows = [excel_kit.play(f"P{number}") for number in range(2_000)]

    with pytest.raises(RenderError, match=f"{where}: .*repeat more than 2,000,000 times"):
        excel_kit.render(excel_kit.workbook(cells), plays=rows)


def values_of(cells: dict[str, str], **changed: Any) -> dict[str, str | None]:
    made = excel_kit.render(excel_kit.workbook(cells), **changed)
    return {
        name: cell.text if cell.formula is not None else None
        for name, cell in RawBook(made.data).cells("xl/worksheets/sheet1.xml").items()
    }


def test_a_formula_s_text_ends_where_a_cell_s_does() -> None:
    doubling = {"A1": "{{ account.name }}", "B1": "=A1"}
    doubling |= {f"A{row}": f"=A{row - 1}&A{row - 1}" for row in range(2, 60)}
    doubling |= {f"B{row}": f"=_xlfn.CONCAT(B{row - 1},B{row - 1})" for row in range(2, 60)}

    found = values_of(doubling)

    assert len(found["A12"] or "") == 2_048 * len("R&D <x>")
    assert (found["A59"], found["B59"]) == ("#VALUE!", "#VALUE!")


def test_formulas_that_are_too_deep_or_beyond_all_days_give_no_crash() -> None:
    found = values_of(
        {
            "A1": "=" + "(" * 3_000 + "1" + ")" * 3_000,
            "A2": "=" + "1+" * 4_000 + "1",
            "A3": "=" + "-" * 8_000 + "1",
            "A4": "=DATE(999999999,1,1)",
            "A5": "=EDATE(1,9E+300)",
            "A6": "=1+1",
        }
    )

    assert [found[f"A{row}"] for row in range(1, 7)] == ["", "", "", "#NUM!", "#NUM!", "2"]


def test_formulas_look_at_so_many_cells_and_leave_the_rest_to_excel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget.Budget.__init__, "__defaults__", (10**6, 10**6, 100, 500, 10**5))
    book = excel_kit.workbook(
        {"A1": "{% row for p in plays %}{{ p.value }}{% endfor %}", "B1": "=SUM(A$1:A1)"}
    )
    rows = [excel_kit.play(f"P{number}", 1) for number in range(60)]

    made = excel_kit.render(book, plays=rows)

    assert any("its formulas look at more than" in change for change in made.changes)
    assert b"fullCalcOnLoad" in engine_kit.parts(made.data)["xl/workbook.xml"]


def run_with(folder: Path, files: dict[str, bytes]) -> tuple[int, dict[str, str], dict[str, str]]:
    """The real command with these templates: its exit code, statuses and reasons by artifact."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    ran = command(
        "generate", KESTREL, "--org", "sample", "--templates", folder,
        "--only", "plan,whitespace,qbr", "--out", folder / "out", "--json",
    )  # fmt: skip
    rows = ran.json["artifacts"]
    return (
        ran.code,
        {row["artifact"]: row["status"] for row in rows},
        {row["artifact"]: row["reason"] for row in rows},
    )


HOSTILE_TEXT = (
    "".join([f"{{% for d{level} in team %}}" for level in range(14)]) + "{% endfor %}" * 14
)


@pytest.mark.parametrize("bad", [{"plan", "whitespace"}, {"qbr"}])
def test_a_hostile_template_costs_its_own_document_and_no_other(
    bad: set[str], tmp_path: Path
) -> None:
    texts = dict.fromkeys(("plan", "whitespace", "qbr"), "{{ account.name }}")
    texts |= dict.fromkeys(bad, HOSTILE_TEXT)
    hostile = {
        "account-plan.docx": saved(word(texts["plan"])),
        "whitespace.xlsx": excel_kit.saved(excel_kit.workbook({"A1": texts["whitespace"]})),
        "qbr.pptx": saved(deck(texts["qbr"])),
    }

    code, status, reason = run_with(tmp_path / "t", hostile)

    assert {name for name, what in status.items() if what == "failed"} == bad
    assert {name for name, what in status.items() if what == "written"} == {*texts} - bad
    for artifact in bad:
        assert re.search(r"(paragraph 1|cell A1|shape \"Title 1\"): {% for d", reason[artifact])
        assert "repeat more than 2,000,000 times" in reason[artifact]
    assert code == 1
    assert not list(tmp_path.rglob("*-tmp")), "a temporary file is left"


# -- texts that a pattern would look at again from each of their letters -------------------------


def test_a_text_that_is_almost_a_number_is_read_once() -> None:
    """Each of these took minutes where a pattern could divide the digits in two ways."""
    almost = "0" * 30_000 + "x"
    account = {**excel_kit.values()["account"], "name": almost}
    cells = {"A1": "{{ account.name }}", "B1": "=A1+1", "B2": '=COUNTIF(A1:A1,">1")'}

    found = values_of(cells, account=account)

    assert (found["B1"], found["B2"]) == ("#VALUE!", "0")


def test_a_format_that_no_excel_takes_is_left_alone() -> None:
    account = {**excel_kit.values()["account"], "name": ' ;"' * 10_000}

    assert values_of({"A1": "{{ account.name }}", "B1": "=TEXT(1,A1)"}, account=account)["B1"] == ""


@pytest.mark.parametrize("body", ["|" * 40_000, "'[" * 20_000, "HYPERLINK (" * 4_000])
def test_a_formula_longer_than_excel_takes_is_refused_before_it_is_searched(body: str) -> None:
    found = {p.message for p in excel_kit.problems(excel_kit.workbook({"A1": f"={body}"}))}

    assert "has a formula of 32,766 characters; Excel takes 8,192" in found


def test_a_part_full_of_brackets_hides_no_include() -> None:
    file = File("docx", unpacked(saved(word("{{ account.name }}"))))
    file.put("word/more.xml", "<" * 900_000)

    assert includes_of(file.data) == ()


def test_blocks_together_hold_no_more_than_any_file_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(including, "MAX_ELEMENTS", 400)
    block = saved(word(*["x"] * 50))
    host = saved(word(*['{% include "block.docx" %}'] * 90))

    found = check_template(
        host, filename="t.docx", names=engine_kit.NAMES, beside={"block.docx": block}
    )

    assert [p.message for p in found] == ["holds more than 400 elements with its blocks"]


@pytest.mark.parametrize(
    "name",
    ["../../secret.docx", "/etc/x.docx", "C:\\x.docx", "\\\\host\\x.docx", "..\\x.docx", "x.docx "],
)
def test_a_block_is_looked_for_beside_the_template_and_nowhere_else(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.docx").write_bytes(saved(word("secret")))
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "account-plan.docx").write_bytes(saved(word(f'{{% include "{name}" %}}')))

    found = problems_of(inner / "account-plan.docx", CATALOG["plan"])

    assert len(found) == 1
    assert found[0].place == "paragraph 1"


def test_a_row_that_no_sheet_has_is_not_walked_to() -> None:
    file = File("xlsx", unpacked(excel_kit.saved(excel_kit.workbook({"A1": "x", "A2": "y"}))))
    file.swap("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="99999999999"')

    found = check_template(file.data, filename="t.xlsx", names=excel_kit.NAMES)

    assert "row 99999999999 is none" in found[0].message
