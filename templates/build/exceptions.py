"""The exceptions report of a run: what calls for a person, worst first, a row each."""

from __future__ import annotations

import io

from templates.build.package import normalise
from templates.build.sheets import NONE, Column, listing, new_workbook, note_row, put, shade, sheet

_COLUMNS = (
    (17, Column("What", "{{ e.kind_label }}", "AD Text")),
    (30, Column("Account", "{{ e.account }}", "AD Text")),
    (20, Column("Owner", f"{{{{ e.owner {NONE} }}}}", "AD Text")),
    (13, Column("Document", "{{ e.artifact }}", "AD Text")),
    (62, Column("Why", "{{ e.why }}", "AD Text")),
    (56, Column("What to do", "{{ e.next_step }}", "AD Text")),
    (44, Column("File", f"{{{{ e.file {NONE} }}}}", "AD Text")),
    (21, Column("Account id", "{{ e.account_id }}", "AD Text")),
)
_LINE = (
    "As of {{ document.as_of | date }} · {{ document.org }} · "
    "the last run: {{ run.documents }} documents of {{ run.accounts }} accounts ({{ run.artifacts }})"
)
_COUNTS = (
    "{% for c in counts %}{{ c.label }}: {{ c.count }}{% if not loop.last %} · {% endif %}"
    "{% endfor %} · the commands write into this folder with --out and its name"
)


def build() -> bytes:
    book = new_workbook()
    target = sheet(book, "Exceptions", [width for width, _ in _COLUMNS])
    put(target, "A1", "Exceptions", "AD Title")
    put(target, "A2", _LINE, "AD Subtitle")
    put(target, "A3", "{{ document.marking }}", "AD Marking")
    put(target, "A4", _COUNTS, "AD Subtitle")
    listing(target, 6, "e in exceptions", [column for _, column in _COLUMNS])
    note_row(
        target, 8, "not exceptions", "Nothing to tell: every document is whole and in its place."
    )
    for word, slot in (("Failed", "accent4"), ("Refused", "accent4"), ("Edited", "accent3")):
        shade(target, "A7:A7", f'LEFT($A7,{len(word)})="{word}"', slot)
    target.freeze_panes = "C7"
    target.print_title_rows = "6:6"
    target.page_setup.fitToWidth = 1
    target.auto_filter.ref = "A6:H7"
    book.properties.title = "Exceptions"
    book.properties.creator = ""
    made = io.BytesIO()
    book.save(made)
    return normalise(made.getvalue())
