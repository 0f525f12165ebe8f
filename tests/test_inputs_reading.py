"""The inputs folder as people leave it: spreadsheets' habits are taken, mistakes are all told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.errors import InputsError
from generator.inputs import Inputs, read_inputs
from generator.inputs import tables as tables_module
from generator.inputs.folder import SAFE

USAGE = "account,product,day,active_users\n"
SIGNALS = "account,date,kind,text,url\n"


def read(folder: Path, safe: tuple[str, ...] = (), **files: str | bytes) -> Inputs:
    """``usage``, ``signals`` and ``managers`` are csv files, ``accounts`` is a toml file."""
    place = folder / "inputs"
    place.mkdir(exist_ok=True)
    for name, data in files.items():
        ending = "toml" if name == "accounts" else "csv"
        raw = data if isinstance(data, bytes) else data.encode("utf-8")
        (place / f"{name}.{ending}").write_bytes(raw)
    return read_inputs(place, safe=safe)


def faults(folder: Path, **files: str | bytes) -> list[str]:
    with pytest.raises(InputsError) as caught:
        read(folder, **files)
    return [str(problem) for problem in caught.value.problems]


def only_row(inputs: Inputs) -> object:
    assert inputs.usage is not None
    ((row,),) = inputs.usage.values()
    return row


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    found = read_inputs(tmp_path / "inputs")

    assert found.is_empty
    assert found.notes == ()


@pytest.mark.parametrize(
    "data",
    [
        "account,unit,product,day,active_users,licensed\nAcme,North,Core,2026-10-31,1200,1500.5\n",
        "account;unit;product;day;active_users;licensed\r\nAcme;North;Core;2026-10-31;1200;1500.5",
        (
            "account\tunit\tproduct\tday\tactive_users\tlicensed\n"
            "Acme\tNorth\tCore\t2026-10-31\t1200\t1500.5\n"
        ),
        (
            "\ufeffAccount;Division;Product;Date;Active Users;Quantity\n"
            "Acme;North;Core;31.10.2026;1200;1500.5\n"
        ),
        (
            '"account","unit","product","day","active_users","licensed"\r\n\r\n'
            '"Acme","North","Core","2026-10-31","1200","1500.5"\r\n,,,,,\r\n'
        ),
        "account,unit,product,day,active_users,licensed,,\nAcme,North,Core,2026-10-31,1200,1500.5,,\n",
    ],
)
def test_what_a_spreadsheet_saves_is_read(tmp_path: Path, data: str) -> None:
    row = only_row(read(tmp_path, usage=data))

    assert (row.account, row.unit, row.product) == ("Acme", "North", "Core")
    assert (row.day, row.active_users, row.licensed) == (
        date(2026, 10, 31),
        1200,
        Decimal("1500.5"),
    )


def test_a_cell_may_hold_the_delimiter_a_quote_and_lines(tmp_path: Path) -> None:
    text = '"He said ""go"", then\nleft; =1+1"'
    found = read(tmp_path, signals=f"{SIGNALS}Acme,2026-10-01,other,{text},\n")

    assert found.signals is not None
    ((row,),) = found.signals.values()
    assert row.text == 'He said "go", then\nleft; =1+1'


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    data = f'{SIGNALS}Acme,2026-10-01,other,"one\ntwo",\nAcme,soon,ipo,Listed,\n'

    assert faults(tmp_path, signals=data) == [
        (
            "inputs/signals.csv, line 4, date: is no day that can be read in one way: 'soon'; "
            "write it like 2026-10-31"
        )
    ]


def test_rows_of_one_account_stand_together_however_its_name_is_written(tmp_path: Path) -> None:
    data = USAGE + "ACME  Ltd,Core,2026-10-31,1\nAcme ltd,Plan,2026-10-31,2\n"
    found = read(tmp_path, usage=data)

    assert found.usage is not None
    assert [[row.product for row in rows] for rows in found.usage.values()] == [["Core", "Plan"]]


def test_ids_of_15_and_18_characters_are_the_same_account(tmp_path: Path) -> None:
    data = USAGE + "001000000000001,Core,2026-10-31,1\n001000000000001AAA,Plan,2026-10-31,2\n"
    found = read(tmp_path, usage=data)

    assert found.usage is not None
    assert len(found.usage) == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Acme,Core,10/31/2026,5", "day: is no day that can be read in one way: '10/31/2026'"),
        ("Acme,Core,2026-02-30,5", "day: is no day that can be read in one way: '2026-02-30'"),
        ("Acme,Core,1026-10-31,5", "day: is no day that can be read in one way: '1026-10-31'"),
        ("Acme,Core,,5", "day: is blank"),
        ('Acme,Core,2026-10-31,"1,200"', "active_users: is no whole number: '1,200'"),
        ("Acme,Core,2026-10-31,1.200", "active_users: is no whole number: '1.200'"),
        ("Acme,Core,2026-10-31,1 200", "active_users: is no whole number: '1 200'"),
        ("Acme,Core,2026-10-31,-5", "active_users: is no whole number: '-5'"),
        ("Acme,Core,2026-10-31,٣", "active_users: is no whole number: '٣'"),
        ("Acme,Core,2026-10-31,", "active_users: is blank"),
        (",Core,2026-10-31,5", "account: is blank"),
        ("Acme,,2026-10-31,5", "product: is blank"),
        (f"{'A' * 300},Core,2026-10-31,5", "account: has 300 characters"),
        ("Acme,Core,2026-10-31,5,extra", "has 5 cells, and the header 4"),
    ],
)
def test_a_wrong_cell_is_named_with_line_and_column(tmp_path: Path, cells: str, said: str) -> None:
    (fault,) = faults(tmp_path, usage=f"{USAGE}Acme,Core,2026-09-30,5\n{cells}\n")

    assert fault.startswith(f"inputs/usage.csv, line 3{',' if ': ' in said else ':'} {said}")


@pytest.mark.parametrize("number", ["1,5", "1.200", "1e3", "=1+1", "NaN", "1.234,5"])
def test_a_number_that_can_be_read_in_two_ways_is_refused(tmp_path: Path, number: str) -> None:
    data = f"account;product;day;active_users;licensed\nAcme;Core;2026-10-31;5;{number}\n"

    (fault,) = faults(tmp_path, usage=data)

    assert fault.startswith("inputs/usage.csv, line 2, licensed: is no number")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example", "news.example", "http://"],
)
def test_only_addresses_of_web_pages_are_taken(tmp_path: Path, url: str) -> None:
    (fault,) = faults(tmp_path, signals=f"{SIGNALS}Acme,2026-10-01,ipo,Listed,{url}\n")

    assert fault.startswith("inputs/signals.csv, line 2, url: is no address of a web page")


def test_a_kind_of_news_is_one_of_seven_and_the_nearest_is_named(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, signals=f"{SIGNALS}Acme,2026-10-01,aquisition,Bought,\n")

    assert fault == (
        "inputs/signals.csv, line 2, kind: 'aquisition' is no kind of news; "
        "did you mean acquisition?"
    )


def test_a_missing_column_is_named_with_the_nearest_that_is_there(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, usage="account,product,day,activ_users\nAcme,Core,2026-10-31,5\n")

    assert fault == (
        "inputs/usage.csv, line 1, active_users: is missing in the header; "
        "did you mean activ_users? name it active_users"
    )


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, usage="account,product,day,date,active_users\n")

    assert "day: stands in the header more than once" in fault


def test_columns_that_nothing_reads_are_told_and_do_not_matter(tmp_path: Path) -> None:
    data = "account,product,region,day,active_users,team\nAcme,Core,EU,2026-10-31,5,x\n"

    found = read(tmp_path, usage=data)

    assert found.notes == ("inputs/usage.csv: nothing reads the columns region, team.",)
    assert only_row(found).active_users == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1: is empty"),
        ((USAGE + "Acme,Core,2026-10-31,5\n").encode("utf-16"), "line 1: is UTF-16 text"),
        ((USAGE + "M\u00fcller,Core,2026-10-31,5\n").encode("cp1252"), "line 2: is not UTF-8"),
        (USAGE.encode() + b"Ac\0me,Core,2026-10-31,5\n", "line 2: holds a NUL character"),
        (USAGE.encode() + b'"Acme,Core,2026-10-31,5\n', "line 2: cannot be read from here on"),
        (USAGE.encode() + b'"Acme"x,Core,2026-10-31,5\n', "line 2: cannot be read from here on"),
        (b"PK\x03\x04\xff\xfe binary", "line 1: is not UTF-8 text"),
        (b"x" * 200_000 + b",y", "cannot be read from here on: field larger"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    (fault,) = faults(tmp_path, usage=data)

    assert said in fault


def test_a_table_of_more_rows_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "MAX_ROWS", 3)
    rows = "".join(f"Acme,P{n},2026-10-31,5\n" for n in range(4))

    assert faults(tmp_path, usage=USAGE + rows) == [
        "inputs/usage.csv, line 5: is beyond 3 rows; split or shorten it"
    ]


def test_a_file_that_is_too_large_is_refused_before_it_is_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "MAX_BYTES", 10)

    (fault,) = faults(tmp_path, usage=USAGE)

    assert fault.startswith("inputs/usage.csv: is larger than")


def test_the_same_said_twice_is_refused(tmp_path: Path) -> None:
    data = USAGE + "Acme,Core,2026-10-31,5\nACME,core,2026-10-31,6\n"

    assert faults(tmp_path, usage=data) == [
        "inputs/usage.csv, line 3: says again what line 2 says; keep one of them"
    ]


def test_a_file_that_cannot_be_opened_is_a_mistake_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "inputs" / "usage.csv").mkdir(parents=True)

    (fault,) = faults(tmp_path)

    assert fault.startswith("inputs/usage.csv: cannot be read: ")


def test_the_folder_itself_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "inputs").write_text("not a folder", encoding="utf-8")

    with pytest.raises(InputsError, match="cannot be read"):
        read_inputs(tmp_path / "inputs")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        usage=USAGE + "Acme,Core,soon,many\n",
        signals="account,date,kind\n",
        managers="user,manager\nAna,\n",
        accounts='["Acme"]\nvalue = "x"\n',
    )

    places = [fault.split(":")[0] for fault in told]
    assert places == [
        "inputs/usage.csv, line 2, day",
        "inputs/usage.csv, line 2, active_users",
        "inputs/signals.csv, line 1, text",
        "inputs/managers.csv, line 2, manager",
        "inputs/accounts.toml, line 1, date",
        "inputs/accounts.toml, line 1, Acme",
        "inputs/accounts.toml, line 2, value",
    ]


def test_of_very_many_mistakes_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    told = faults(tmp_path, usage=USAGE + "Acme,Core,soon,5\n" * 1500)

    assert len(told) == 21
    assert told[-1] == "inputs/usage.csv: 1,480 more mistakes"


# -- accounts.toml -------------------------------------------------------------------------------


def test_statements_are_read_with_their_day_and_source(tmp_path: Path) -> None:
    text = """
        ["Acme, Inc."]
        date = 2026-10-01
        value_proposition = "Less downtime."
        source = "Workshop"

        ["001000000000001AAA"]
        date = "2026-09-01"
        expansion_thesis = '''
        Two lines
        of text'''
    """
    found = read(tmp_path, accounts=text)

    assert found.texts is not None
    first, second = (row for rows in found.texts.values() for row in rows)
    assert (first.account, first.day, first.source) == ("Acme, Inc.", date(2026, 10, 1), "Workshop")
    assert (first.value_proposition, first.expansion_thesis) == ("Less downtime.", None)
    assert second.expansion_thesis is not None
    assert second.expansion_thesis.startswith("Two lines")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[Acme, Inc.]\n", "cannot be read"),
        ('[Acme.Inc]\ndate = 2026-10-01\nvalue_proposition = "x"\n', 'write ["Acme.Inc"]'),
        ('Acme = "x"\n', "is no account with its texts"),
        ('["Acme"]\nvalue_proposition = "x"\n', "date: is missing"),
        ('["Acme"]\ndate = "soon"\nvalue_proposition = "x"\n', "date: is no day"),
        ('["Acme"]\ndate = 2026-10-01T09:00:00\nvalue_proposition = "x"\n', "date: is no day"),
        ('["Acme"]\ndate = 2026-10-01\n', "has neither text"),
        ('["Acme"]\ndate = 2026-10-01\nvalue_proposition = 5\n', "value_proposition: is no text"),
        ('["Acme"]\ndate = 2026-10-01\nvalue_propositon = "x"\n', "did you mean value_prop"),
        (
            (
                '["Acme"]\ndate = 2026-10-01\nexpansion_thesis = "x"\n'
                '["ACME"]\ndate = 2026-10-01\nexpansion_thesis = "y"\n'
            ),
            "line 4: 'ACME' is the same account as 'Acme'",
        ),
    ],
)
def test_a_wrong_statement_is_named_with_its_account(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, accounts=text))


# -- managers.csv --------------------------------------------------------------------------------


def test_a_ring_of_managers_is_refused_at_its_first_line(tmp_path: Path) -> None:
    data = "user,manager\nAna,Ben\nBen,Cem\nCem,ana\nDora,Ana\n"

    assert faults(tmp_path, managers=data) == [
        (
            "inputs/managers.csv, line 2, manager: closes a ring: Ana -> Ben -> Cem -> Ana; "
            "cut it somewhere"
        )
    ]


def test_nobody_has_two_managers_in_one_file(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, managers="user,manager\nAna,Ben\nana,Cem\n")

    assert fault.startswith("inputs/managers.csv, line 3, user: names a manager of 'ana' again")


# -- the folder ----------------------------------------------------------------------------------


def test_a_file_that_looks_meant_and_is_not_read_is_told(tmp_path: Path) -> None:
    place = tmp_path / "inputs"
    place.mkdir()
    for name in ("usages.csv", "signals.xlsx", "README.md", ".DS_Store", "~$usage.csv"):
        (place / name).write_bytes(b"x")

    assert read_inputs(place).notes == (
        "inputs/signals.xlsx is not read; save it as signals.csv if it is meant to be.",
        "inputs/usages.csv is not read; name it usage.csv if it is meant to be.",
    )


def test_only_figures_of_use_can_be_declared_safe(tmp_path: Path) -> None:
    assert read(tmp_path, safe=("usage.*",)).safe == SAFE
    assert read(tmp_path, safe=("usage.licensed",)).safe == ("usage.licensed",)
    with pytest.raises(InputsError, match=r"signal\.text cannot be declared safe"):
        read(tmp_path, safe=("signal.text",))
