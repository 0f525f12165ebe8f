"""Hyperlinks of a sheet: to addresses, to places in the workbook, with tags in either."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import unquote

from generator.engine.markup import Element
from generator.office.relationships import Relationship
from generator.office.text import escape_attribute

from .defined import Names
from .formulas import Formula, Sheets, Spot, area_boxes, box_text, copy_text, spot_of
from .nodes import Box
from .ranges import Mover, compiled, shown_boxes
from .reading import R, x
from .running import SheetRun
from .tokens import Area, BadFormula, cell_text, parse_area, quoted_sheet


@dataclass(frozen=True)
class Link:
    """``address``: of the relationship ``id``; with tags in it, each copy gets its own.

    ``location``: a place in the workbook; with tags it names a sheet as its tags name that.
    """

    area: Area
    id: str
    address: str
    location: str
    place: Formula | None
    tooltip: str

    @property
    def is_tagged(self) -> bool:
        return "{{" in self.address or "{{" in self.location

    @property
    def source(self) -> str:
        """The text with the tags."""
        return self.address if "{{" in self.address else self.location


def read_links(root: Element, rels: tuple[Relationship, ...], names: Names) -> list[Link]:
    addresses = {rel.id: unquote(rel.target) if "%7B" in rel.target else rel.target for rel in rels}
    found = []
    for item in root.iterfind(f"{x('hyperlinks')}/{x('hyperlink')}"):
        id_ = item.get(f"{{{R}}}id", "")
        location = item.get("location", "")
        is_place = "!" in location and "{{" not in location
        place = compiled(location, names) if is_place else None
        area = parse_area(item.get("ref", "A1"))
        tooltip = item.get("tooltip", "")
        found.append(Link(area, id_, addresses.get(id_, ""), location, place, tooltip))
    return found


def links_mover(links: list[Link]) -> Mover:
    """The ``hyperlinks`` element. Addresses of copies become relationships ``rIdLinkN``."""

    def write(sheet: SheetRun, sheets: Sheets) -> str:
        pieces = []
        for number, link in enumerate(links):
            if link.is_tagged:
                pieces += _copies(number, link, sheet, sheets)
            else:
                pieces += _still(link, sheet, sheets)
        return f"<hyperlinks>{''.join(pieces)}</hyperlinks>" if pieces else ""

    return write


def _copies(number: int, link: Link, sheet: SheetRun, sheets: Sheets) -> list[str]:
    pieces = []
    for owner, row, column, text in sheet.links:
        if owner != number:
            continue
        if "{{" in link.address:
            id_ = f"rIdLink{len(sheet.link_targets) + 1}"
            sheet.link_targets.append((id_, text))
            pieces.append(_xml(cell_text(row, column), link, id_, link.location))
        elif location := _location(text, sheets):
            pieces.append(_xml(cell_text(row, column), link, "", location))
        else:
            place = cell_text(row, column)
            sheet.changes.append(f"the link of {place} to {text!r} leads nowhere; now a text")
    return pieces


def _location(text: str, sheets: Sheets) -> str:
    """The place of a cell on the sheet that came out under this name; "" where there is none."""
    name, _, cell = text.rpartition("!")
    if name[:1] == name[-1:] == "'":
        name = name[1:-1]
    sheet = sheets.wanted.get(name) or sheets.wanted.get(name.replace("''", "'"))
    try:
        area = parse_area(cell)
    except BadFormula:
        return ""
    if sheet is None:
        return ""
    return f"{quoted_sheet(sheet.name)}!{box_text(area, area_boxes(area, sheet, Spot(None))[0])}"


def _still(link: Link, sheet: SheetRun, sheets: Sheets) -> list[str]:
    pieces = []
    for box in shown_boxes(link.area, sheet):
        for top, left, bottom, right in _alike(link, box, sheet):
            location = link.location
            if link.place is not None:
                if _leads_nowhere(link.place, sheet, sheets):
                    continue
                spot = replace(spot_of(sheet, top, left), filled=False)
                location = copy_text(link.place, sheets, spot, union=True)
            first, last = cell_text(top, left), cell_text(bottom, right)
            ref = first if first == last else f"{first}:{last}"
            pieces.append(_xml(ref, link, link.id, location))
    return pieces


def _alike(link: Link, box: Box, sheet: SheetRun) -> list[Box]:
    """The box whole or, where its cells may lead to a place in their own repeat, cell by cell."""
    top, left, bottom, right = box
    if link.place is None or not (
        sheet.rows.scope_at(top) or sheet.rows.scope_at(bottom) or sheet.columns.scope_at(left)
    ):
        return [box]
    rows, columns = range(top, bottom + 1), range(left, right + 1)
    return [(row, column, row, column) for row in rows for column in columns]


def _leads_nowhere(place: Formula, sheet: SheetRun, sheets: Sheets) -> bool:
    """Whether its sheet was left out."""
    return any(
        entry.area is not None and sheets.find(entry.area.sheet, sheet) is None
        for entry in place.references
    )


def _xml(ref: str, link: Link, id_: str, location: str) -> str:
    attributes = f' r:id="{id_}"' if id_ else ""
    if location:
        attributes += f' location="{escape_attribute(location)}"'
    if link.tooltip and "{" not in link.tooltip:
        attributes += f' tooltip="{escape_attribute(link.tooltip)}"'
    return f'<hyperlink ref="{ref}"{attributes}/>'
