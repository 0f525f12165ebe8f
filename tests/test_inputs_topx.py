"""``topx.csv``: what its lines mean, and what is refused with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InputsError
from generator.inputs import read_inputs

HEAD = "Deal,By,Quarter,Status,Date,Why,Help\n"


def read(place: Path, line: str):
    (place / "topx.csv").write_text(HEAD + line, encoding="utf-8")
    return read_inputs(place)


def test_a_line_with_its_source(tmp_path: Path) -> None:
    (pick,) = read(tmp_path, "A,Ana,2027Q1,Held over,4.12.2026, ,Co-Selling + coaching\n").topx
    assert pick.id == f"{tmp_path.name}/topx.csv#2"
    assert (pick.year, pick.quarter, pick.status, pick.why) == (2027, 1, "held_over", None)
    assert pick.help == ("coaching", "co_selling")


def test_no_file_is_not_an_empty_one(tmp_path: Path) -> None:
    assert read_inputs(tmp_path).topx is None
    assert read(tmp_path, "").topx == ()


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (",Ana,2027-Q1,selected,2026-12-04,,", "opportunity", "is blank"),
        ("A,,2027-Q1,selected,2026-12-04,,", "by", "is blank"),
        ("A,Ana,2027-Q5,selected,2026-12-04,,", "quarter", "no fiscal quarter"),
        ("A,Ana,2027-Q1,chosen,2026-12-04,,", "status", "is no status"),
        ("A,Ana,2027-Q1,selected,12/04/2026,,", "day", "no day"),
        ("A,Ana,2027-Q1,selected,2026-12-04,,cash", "help", "no kind of help"),
        (f"A,Ana,2027-Q1,selected,2026-12-04,{'w' * 501},", "why", "501 characters"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, line: str, column: str, said: str):
    with pytest.raises(InputsError) as caught:
        read(tmp_path, line)
    assert "line 2" in str(caught.value)
    assert column in str(caught.value)
    assert said in str(caught.value)
