"""References to the line directly above a block: as if the formula had been filled down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from generator.engine import Names, compile_template
from tests.excel_kit import FORMATS, grid, refs, render, saved, sheet_xml, workbook
from tests.random_templates import TREE, Values, values

Unit = Callable[[Values, list[int]], None]
INNER = {"book": ("groups", "g"), "g": ("g.items", "i"), "i": ("i.leaves", "e")}

RUNNING = {
    "A1": "Play",
    "C2": 0,
    "A3": "{% row for p in plays %}{{ p.name }}{% endfor %}",
    "B3": "{{ p.value }}",
    "C3": "=C2+B3",
    "A4": "End",
    "C4": "=C3",
}


def column(book: Any, name: str, *, shown: bool = True, **changed: Any) -> list[Any]:
    at = ord(name) - ord("A")
    return [
        row[at] if len(row) > at else None for row in grid(render(book, **changed), shown=shown)
    ]


def test_a_running_total_adds_to_the_row_above_each_repeat() -> None:
    book = workbook(RUNNING)
    assert column(book, "C", shown=False)[1:] == [0, "=C2+B3", "=C3+B4", "=C4+B5", "=C3"]
    assert column(book, "C")[1:] == [0, 10, 30, 60, 10]
    assert column(book, "C", plays=[])[1:] == [0, None, 0]


def test_with_a_dollar_the_row_above_stays() -> None:
    book = workbook(RUNNING | {"C3": "=C$2+B3"})
    assert column(book, "C", shown=False)[2:5] == ["=C$2+B3", "=C$2+B4", "=C$2+B5"]


def test_a_value_that_only_the_next_row_reads_is_known_to_it() -> None:
    listed = {"A1": "Play", "B1": 5, "A2": "{% row for p in plays %}{{ p.name }}{% endfor %}"}
    book = workbook(listed | {"B2": "{{ p.value }}", "C2": "=B1*2", "D2": "=SUM(B1:B2)"})
    assert column(book, "C")[1:] == [10, 20, 40]
    assert column(book, "D")[1:] == [15, 30, 50]
    assert column(book, "D", shown=False)[1:] == ["=SUM(B1:B2)", "=SUM(B2:B3)", "=SUM(B3:B4)"]


def test_rows_of_tags_do_not_stand_between_a_block_and_the_row_above() -> None:
    cells = {
        "C1": 7,
        "A2": "{% for d in divisions %}",
        "A3": "{% for p in d.plays %}",
        "B4": "{{ p.value }}",
        "C4": "=C1+B4",
        "D4": "=C3+B4",
        "A5": "{% endfor %}",
        "A6": "{% endfor %}",
    }
    book = workbook(cells)
    assert column(book, "C") == [7, 17, 37, 47]
    assert column(book, "C", shown=False)[1:] == ["=C1+B2", "=C2+B3", "=C3+B4"]
    assert column(book, "D", shown=False)[1:] == ["=C1+B2", "=C2+B3", "=C3+B4"]


def test_each_group_starts_at_its_own_head() -> None:
    cells = {
        "A1": "{% for d in divisions %}",
        "A2": "{{ d.name }}",
        "C2": 100,
        "A3": "{% row for p in d.plays %}{{ p.name }}{% endfor %}",
        "B3": "{{ p.value }}",
        "C3": "=C2-B3",
        "A4": "{% endfor %}",
    }
    assert column(workbook(cells), "C") == [100, 90, 70, 100, 90]
    since = workbook(cells | {"C3": "=SUM(B$2:B3)", "D3": "=C$2"})
    assert column(since, "C") == [100, 10, 30, 100, 10]
    assert column(since, "D", shown=False) == [None, "=C$1", "=C$1", None, "=C$4"]


def test_lists_side_by_side_run_on_each_from_its_own_row() -> None:
    cells = {
        "B1": 1,
        "D1": 1000,
        "A2": "{% for p in plays %}{{ p.value }}",
        "B2": "=B1+A2",
        "C2": "{% endfor %}",
        "D2": "{% for q in products %}{{ q.name }}",
        "E2": "=D1",
        "F2": "{% endfor %}",
    }
    assert grid(render(workbook(cells)))[1:] == [
        [10, 11, None, "Desk", 1000],
        [20, 31, None, "Lamp", "Desk"],
        [30, 61],
    ]


def test_a_repeated_column_runs_on_from_the_column_left_of_it() -> None:
    cells = {"A1": "Start", "B1": "{% column for q in products %}{{ q.name }}{% endfor %}"}
    book = workbook(cells | {"A2": 5, "B2": "=A2+1", "B3": "=$A2+1"})
    assert grid(render(book))[1:] == [[5, 6, 7], [None, 6, 6]]
    assert grid(render(book), shown=False)[1:] == [
        [5, "=A2+1", "=B2+1"],
        [None, "=$A2+1", "=$A2+1"],
    ]


def test_where_the_row_above_is_left_out_it_is_the_one_that_stands_there() -> None:
    cells = RUNNING | {"A2": "{% row if not shown %}gone{% endif %}", "C1": 4}
    assert column(workbook(cells), "C", shown=False) == [4, "=C1+B2", "=C2+B3", "=C3+B4", "=C2"]
    assert column(workbook(cells), "C") == [4, 14, 34, 64, 14]


def test_rules_of_a_block_read_the_row_above_each_repeat() -> None:
    book = workbook(RUNNING)
    sheet: Any = book.active
    fill = PatternFill("solid", bgColor="FFCCCC")
    sheet.conditional_formatting.add("B3", FormulaRule(formula=["B3<>B2"], fill=fill))
    sheet.conditional_formatting.add("C3", FormulaRule(formula=["C3<C$2"], fill=fill))
    check = DataValidation(type="custom", formula1="B3>=B2", sqref="B3")
    sheet.add_data_validation(check)
    made = render(book)
    rules = re.findall(r"<formula1?>([^<]*)<", sheet_xml(made))
    assert rules == ["B3&lt;&gt;B2", "C3&lt;C$2", "B3&gt;=B2"]
    assert refs(made, "conditionalFormatting", "sqref") == ["B3:B5", "C3:C5"]


def test_charts_and_links_of_a_block_lead_to_the_head_above_it() -> None:
    book = workbook(RUNNING)
    sheet: Any = book.active
    sheet["A3"].hyperlink = Hyperlink(ref="A3", location="Plan!A2")
    assert refs(render(book), "hyperlink", "location") == ["Plan!A2"] * 3


# -- running totals in random blocks ---------------------------------------------------------------


@dataclass
class Drawn:
    """A random sheet: its cells, and how its rows come out of a table of values."""

    dice: Random
    cells: dict[str, str | int] = field(default_factory=dict)
    row: int = 1

    def units(self, scope: str, depth: int, above: int, near: bool) -> tuple[list[Unit], int]:
        """Lines and blocks. ``above``: the row before them; ``near``: always directly above."""
        units: list[Unit] = []
        for _ in range(self.dice.randint(1, 3)):
            kind = self.dice.choice(("line", "loop", "if")) if depth else "line"
            if kind == "line":
                units.append(self.line(scope, above if near else None))
                above, near = self.row - 1, True
            elif kind == "loop" and scope in INNER:
                units.append(self.loop(scope, depth, above, near))
                above, near = self.last, False
            else:
                units.append(self.choice(scope, depth, above, near))
                above, near = self.last, False
        return units, above

    def put(self, text: str) -> None:
        self.cells[f"A{self.row}"] = text
        self.row += 1

    def line(self, scope: str, above: int | None) -> Unit:
        if scope == "book":
            size: str | int = 7
        else:
            size = f"{{{{ {scope}.size }}}}"
        self.cells[f"A{self.row}"] = "x"
        self.cells[f"B{self.row}"] = size
        total = f"=C{above}+B{self.row}" if above else f"=B{self.row}"
        self.cells[f"C{self.row}"] = total
        self.last = self.row
        self.row += 1

        def work(env: Values, done: list[int]) -> None:
            own = 7 if scope == "book" else int(env[scope]["size"])
            done.append(own + (done[-1] if above else 0))

        return work

    def loop(self, scope: str, depth: int, above: int, near: bool) -> Unit:
        typed, item = INNER[scope]
        self.put(f"{{% for {item} in {typed} %}}")
        first = self.row - 1 if self.dice.random() < 0.3 else above
        body, _ = self.units(item, depth - 1, first, True)
        end, other = self.last, []
        if self.dice.random() < 0.3:
            self.put("{% else %}")
            other, _ = self.units(scope, 0, above, near)
            end = min(end, self.last)
        self.put("{% endfor %}")
        self.last = max(end, self.last)

        def work(env: Values, done: list[int]) -> None:
            owner, _, name = typed.rpartition(".")
            items = env[owner][name] if owner else env[name]
            for held in items:
                for unit in body:
                    unit({**env, item: held}, done)
            for unit in other if not items else ():
                unit(env, done)

        return work

    def choice(self, scope: str, depth: int, above: int, near: bool) -> Unit:
        test = "yes" if scope == "book" else f"{scope}.on"
        self.put(f"{{% if {test} %}}")
        yes, _ = self.units(scope, depth - 1, above, near)
        no: list[Unit] = []
        if self.dice.random() < 0.4:
            self.put("{% else %}")
            no, _ = self.units(scope, depth - 1, above, near)
        self.put("{% endif %}")

        def work(env: Values, done: list[int]) -> None:
            holds = env["yes"] if scope == "book" else env[scope]["on"]
            for unit in yes if holds else no:
                unit(env, done)

        return work


@pytest.mark.proof("running totals in random blocks, Excel", slice=20, full=2_000)
def test_running_totals_add_to_the_row_above_in_any_blocks(cases: int, seed: int) -> None:
    for case in range(cases):
        dice = Random(f"{seed} filling {case}")
        drawn = Drawn(dice, {"A1": "Start", "C1": 100}, 2)
        units, _ = drawn.units("book", 3, 1, True)
        env = {**values(dice), "yes": dice.random() < 0.5}
        done = [100]
        for unit in units:
            unit(env, done)
        template = compile_template(
            saved(workbook(drawn.cells)), filename="t.xlsx", names=Names(TREE)
        )
        made = template.render(env, FORMATS)
        shown = [row for row in grid(made) if row]
        assert [row[2] for row in shown] == done, (case, drawn.cells)


def test_a_total_beside_a_list_that_is_not_chosen_keeps_its_stand_in() -> None:
    book = workbook(
        {
            "A1": "{% if shown %}",
            "A2": "{% if not shown %}none",
            "B2": "7",
            "C2": "{% endif %}",
            "A3": "Sum",
            "B3": "=SUM(B2:B2)",
            "A4": "{% else %}",
            "A5": "{% for p in plays %}{{ p.name }}",
            "B5": "{{ p.value }}{% endfor %}",
            "A6": "{% endif %}",
        }
    )
    assert grid(render(book))[-1][:2] == ["Sum", 0]
