"""The workbook part of an output: sheets in order, names, and how Excel is to calculate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.engine.markup import HEAD, Element
from generator.office.text import escape, escape_attribute

from .defined import Names
from .formulas import Formula, Sheets, Spot, compile_formula, copy_text
from .ranges import start_tag, still
from .reading import attributes, attributes_xml, x
from .running import SheetRun
from .tokens import BadFormula

# The newest number that Excel writes: an older one makes it compute everything anew on opening.
CALC_ID = "191029"


@dataclass(frozen=True)
class DefinedName:
    """``scope``: the template's number of the sheet it belongs to; None: the workbook."""

    attributes: str
    scope: int | None
    formula: Formula | None
    text: str


@dataclass(frozen=True)
class BookTemplate:
    """The workbook part cut up; the order of its elements is ECMA-376 part 1, §18.2.27."""

    head: str
    properties: str
    views: str
    names: tuple[DefinedName, ...]
    iterates: str

    def write(
        self, listed: Sequence[tuple[SheetRun, str, int, str]], sheets: Sheets, *, compute: bool
    ) -> bytes:
        """``listed``: each sheet with its relationship id, sheet id and state."""
        shown = [
            f'<sheet name="{escape_attribute(sheet.name)}" sheetId="{number}"'
            f'{state and f" state={chr(34)}{state}{chr(34)}"} r:id="{id_}"/>'
            for sheet, id_, number, state in listed
        ]
        active = next(at for at, entry in enumerate(listed) if not entry[3])
        names = self._names([entry[0] for entry in listed], sheets)
        full = ' fullCalcOnLoad="1"' if compute else ""
        pieces = [
            f"{HEAD}{self.head}{self.properties}",
            f'<bookViews><workbookView{self.views} activeTab="{active}"/></bookViews>',
            f"<sheets>{''.join(shown)}</sheets>",
            f"<definedNames>{names}</definedNames>" if names else "",
            f'<calcPr calcId="{CALC_ID}"{self.iterates}{full}/></workbook>',
        ]
        return "".join(pieces).encode()

    def _names(self, listed: Sequence[SheetRun], sheets: Sheets) -> str:
        pieces = []
        for name in self.names:
            if name.scope is None:
                pieces.append(_name(name, sheets, None, None))
                continue
            for at, sheet in enumerate(listed):
                if sheet.index == name.scope:
                    pieces.append(_name(name, sheets, sheet, at))
        return "".join(pieces)


def _name(name: DefinedName, sheets: Sheets, sheet: SheetRun | None, at: int | None) -> str:
    text = name.text
    if name.formula is not None:
        for reference in name.formula.references:
            area = reference.area
            if area is not None and sheets.find(area.sheet, sheet) is None:
                return ""  # its sheet was left out
        text = copy_text(name.formula, sheets, Spot(sheet), union=True)
    scope = f' localSheetId="{at}"' if at is not None else ""
    return f"<definedName{name.attributes}{scope}>{escape(text)}</definedName>"


def cut_book(root: Element, names: Names) -> BookTemplate:
    properties = root.find(x("workbookPr"))
    if properties is not None:
        properties.attrib.pop("codeName", "")
    protection = root.find(x("workbookProtection"))
    view = root.find(f"{x('bookViews')}/{x('workbookView')}")
    kept = attributes(view, "activeTab", "firstSheet") if view is not None else []
    calc = root.find(x("calcPr"))
    settings = attributes(calc) if calc is not None else []
    return BookTemplate(
        start_tag(root),
        "".join([still(item) for item in (properties, protection) if item is not None]),
        attributes_xml([(k, v) for k, v in kept if "}" not in k]),
        tuple(_defined(root, names)),
        attributes_xml([(k, v) for k, v in settings if k.startswith("iterate")]),
    )


def _defined(root: Element, names: Names) -> list[DefinedName]:
    found = []
    for item in root.iterfind(f"{x('definedNames')}/{x('definedName')}"):
        text = item.text or ""
        if "#REF!" in text:  # a leftover: it means nothing any more
            continue
        kept = attributes(item, "localSheetId")
        scope = item.get("localSheetId")
        try:
            formula: Formula | None = compile_formula(text, names, grows=True)
        except BadFormula:
            formula = None
        number = int(scope) if scope is not None else None
        found.append(DefinedName(attributes_xml(kept), number, formula, text))
    return found
