"""``method.md``, from ``method.toml``: what the planning method asks for, and where it is found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from features import place

from generator.crm.mapping import Mapping, load_mapping
from generator.model.rules import AXES

HERE = Path(__file__).parent
TABLE = HERE / "method.toml"
PAGE = HERE / "method.md"
Row = dict[str, Any]
SECTIONS = {
    1: "Which accounts, how deep",
    14: "Cadence and calendar",
    27: "Profile and current state",
    48: "People",
    64: "Whitespace",
    75: "Goals, plays, actions, metrics",
    98: "Reviews, audit, top deals, lost deals",
}
SHOWN_NAMES = 3  # of the fields that an org may use for one thing; the mapping lists all
PAGE_HEAD = """# The planning method, row by row

Made from `docs/method.toml` by `make docs`: change that table, not this file.
`tests/test_docs_method.py` follows every pointer in it, so that no row claims what is not there.

For each thing the method asks for: where a reader finds it; which function computes it, and which
names a template may use for it; where Salesforce keeps it by default ([mapping.md](mapping.md) has
all names, and your own mapping changes them); the words printed where it is not recorded; and the
tests that show it.
"""
COLUMNS = "| # | What | Found in | Computed by | Kept in | Where absent | Shown by |"


def rows() -> list[Row]:
    """All rows, in the order of the table."""
    found: list[Row] = tomllib.loads(TABLE.read_text("utf-8"))["row"]
    return found


def page() -> str:
    """The whole page."""
    mapping = load_mapping({"division": {"axis": list(AXES)}})  # no kind left unread
    parts = [PAGE_HEAD]
    for row in rows():
        if row["number"] in SECTIONS:
            head = f"## {SECTIONS[row['number']]}"
            parts.append(f"\n{head}\n\n{COLUMNS}\n{'|---' * COLUMNS.count(' | ')}|---|\n")
        parts.append(_line(row, mapping))
    return "".join(parts)


def _line(row: Row, mapping: Mapping) -> str:
    if row.get("open"):
        return f"| {row['number']} | {row['title']} | not yet | | | | |\n"
    computed = "<br>".join(_function(pointer) for pointer in row["computed"])
    names = "<br>".join(f"`{name}`" for name in row["names"])
    cells = [
        str(row["number"]),
        _what(row),
        "<br>".join([*row["places"], *(f"not in {told}" for told in row.get("left_out", []))]),
        f"{computed}<br>{names}" if names else computed,
        "<br>".join(_home(pointer, mapping) for pointer in row["home"]),
        f'"{row["absent"]}"' if row["absent"] else row.get("instead", ""),
        " ".join(_test(pointer, number) for number, pointer in enumerate(row["tests"], 1)),
    ]
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _what(row: Row) -> str:
    return f"{row['title']}. {row['note']}" if row.get("note") else row["title"]


def _function(pointer: str) -> str:
    """A link to where it is computed."""
    module, _, function = pointer.partition(":")
    path = f"../generator/{module.replace('.', '/')}"
    file = f"{path}.py" if (HERE / f"{path}.py").exists() else f"{path}/__init__.py"
    return f"[{module}]({file}) `{function}`"


def _home(pointer: str, mapping: Mapping) -> str:
    """The default names of a field of the model; a file beside the CRM as it is."""
    kind, _, field = pointer.partition(".")
    if pointer.startswith("inputs/"):
        return f"[{pointer}](inputs.md)"
    if pointer.startswith("settings: "):
        return f"`{pointer.removeprefix('settings: ')}` in the settings"
    names = mapping[kind].fields.get(field, ())
    shown = ", ".join(f"`{name}`" for name in names[:SHOWN_NAMES])
    more = ", …" if len(names) > SHOWN_NAMES else ""
    held = f": {shown}{more}" if names else ", no default"
    return f"[{pointer}](mapping.md#{kind}){held}"


def _test(pointer: str, number: int) -> str:
    file, function = place(pointer)
    return f'[{number}](../{file} "{function}")'
