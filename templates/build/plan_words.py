"""The words in which the plan's sections are written: paragraphs, conditions, listings.

What stands between a condition's two tags is kept or left out as a whole; in Python it is the body
of a ``with``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from docx.document import Document as DocxDocument

from templates.build import word
from templates.build.charts import Spec, parts

NONE = '| default("not recorded")'
NO_THESIS = 'not account.expansion_thesis and account.segment != "retention" and account.segment != "motion"'
"""A plan for growth needs the paragraph; one that keeps, or runs by motion, does not."""
MARK = "section_"
MISSING = '| default("not recorded in Salesforce")'


class Column(NamedTuple):
    """One column of a listing; ``width`` is its share of the text's width."""

    head: str
    cell: str
    width: float
    number: bool = False


def shorter(name: str, most: int, missing: str = MISSING) -> str:
    """The text ``name`` in full, and cut to ``most`` characters in a light plan or a brief: a long
    text would cost them their pages. Salesforce has all of it."""
    return (
        f'{{% if document.form == "full" or not {name} %}}{{{{ {name} {missing} }}}}'
        f"{{% else %}}{{{{ {name} | truncate({most}) }}}}{{% endif %}}"
    )


@dataclass(frozen=True)
class Listing:
    """A table with one row for each of ``rows``.

    Where there are none, the sentence ``empty`` stands instead of an empty table; ``more`` is the
    expression that says how many rows were left out. ``note`` is a paragraph of its own below the
    table, where more than that is to be said. ``is_whole``: no page break inside it.
    """

    each: str
    rows: str
    columns: Sequence[Column]
    empty: str = ""
    more: str = ""
    note: str = ""
    is_whole: bool = False


def para(document: DocxDocument, text: str, style: str = "Normal") -> None:
    word.runs(document.add_paragraph(style=style), text)


def _tag(document: DocxDocument, tag: str) -> None:
    document.add_paragraph(tag, style="Note")


@contextmanager
def kept(document: DocxDocument, condition: str) -> Iterator[None]:
    """What is written inside stands only where ``condition`` holds."""
    _tag(document, f"{{% if {condition} %}}")
    yield
    _tag(document, "{% endif %}")


def otherwise(document: DocxDocument) -> None:
    """Inside ``kept``: what follows stands where the condition does not hold."""
    _tag(document, "{% else %}")


@contextmanager
def each(document: DocxDocument, items: str) -> Iterator[None]:
    """What is written inside is repeated, e.g. for ``g in goals_shown``."""
    _tag(document, f"{{% for {items} %}}")
    yield
    _tag(document, "{% endfor %}")


@contextmanager
def section(
    document: DocxDocument, name: str, title: str, *, concludes: bool = True
) -> Iterator[None]:
    """A section that ``sections.<name>`` switches on, under its title and its conclusion."""
    with kept(document, f"sections.{name}"):
        word.marked_heading(document, title, f"{MARK}{name}")
        conclusion = f"conclusions.{name}"
        if concludes:
            when(document, conclusion, f"{{{{ {conclusion} }}}}", "Lead")
        yield


def when(document: DocxDocument, condition: str, text: str, style: str = "Normal") -> None:
    """One paragraph that stands only where its condition holds."""
    with kept(document, condition):
        para(document, text, style)


def listed(document: DocxDocument, listing: Listing) -> None:
    """The listing where there are rows, else its sentence."""
    with kept(document, listing.rows):
        table(document, listing)
        if listing.empty:
            otherwise(document)
            para(document, listing.empty, "Empty")


def table(document: DocxDocument, listing: Listing) -> None:
    """The listing's table alone, with what was left out below it."""
    columns = listing.columns
    cells = [column.cell for column in columns]
    cells[0] = f"{{% row for {listing.each} in {listing.rows} %}}{cells[0]}"
    cells[-1] = f"{cells[-1]}{{% endfor %}}"
    made = word.table(
        document,
        [column.head for column in columns],
        [cells],
        [column.width for column in columns],
        numbers=[index for index, column in enumerate(columns) if column.number],
    )
    if listing.is_whole:
        word.keep_together(made)
    if listing.note:
        para(document, listing.note, "Note")
    elif listing.more:
        with kept(document, listing.more.partition(" | ")[0]):
            para(document, f"{{{{ {listing.more} }}}}", "Note")
            otherwise(document)
            para(document, "", "Gap")
    else:
        para(document, "", "Gap")


def chart(document: DocxDocument, spec: Spec, alt: str, height: float) -> None:
    """A chart over the full width, ``height`` in centimetres; ``alt`` holds its tag."""
    xml, workbook = parts(spec)
    word.chart(document, xml, workbook, alt.replace('"', "&quot;"), height)
