"""The currency in the number formats of cells that hold money.

A template's ``$`` is its author's example: the amounts are in the account's currency. So the sign
becomes a gap, which each document fills; digits, colours and the sign's place stay the author's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from generator.engine.language import FormatsLike
from generator.engine.markup import Element
from generator.office.text import escape_attribute

X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GAP = "\ue00f"
_SIGN = re.compile(
    r"\[\$(?=[^\]-])[^\]]*?\]"  # [$€-407]
    r'|"\s*(?:[$€£¥₹]|[A-Z]{3})\s*"'  # "$", "EUR "
    r"|\\?[$€£¥₹]"
)
_QUOTED = re.compile(r'"[^"]*"')
# Formats that mean the currency of whoever opens the file (ECMA-376 part 1, §18.8.30, as in en-US).
BUILT_IN_MONEY = {
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
}


def gapped(code: str) -> str | None:
    """The format with a gap for each sign of a currency; None where it has none."""
    made = _SIGN.sub(_gap, code)
    return made if GAP in made else None


def _gap(found: re.Match[str]) -> str:
    """Blanks inside the quotes stay around the sign."""
    text = found[0]
    if not _QUOTED.fullmatch(text):
        return f"[${GAP}]"
    inside = text[1:-1]
    before = inside[: len(inside) - len(inside.lstrip())]
    after = inside[len(inside.rstrip()) :]
    return f'"{before}{GAP}{after}"'


def put_prices(root: Element, formats: Element, priced: Mapping[int, str], free: int) -> None:
    """Write the codes with gaps; ``free``: the first number that no format has.

    A format that means the reader's own currency becomes one that says which.
    """
    held = root.find(f"{{{X}}}numFmts")
    if held is None:
        held = etree.Element(f"{{{X}}}numFmts")
        root.insert(0, held)
    for number, code in sorted(priced.items()):
        own = next((item for item in held if item.get("numFmtId") == str(number)), None)
        if number < 164 or own is None:
            for entry in formats.iterfind(f"{{{X}}}xf[@numFmtId='{number}']"):
                entry.set("numFmtId", str(free))
            own = etree.SubElement(held, f"{{{X}}}numFmt", numFmtId=str(free))
            free += 1
        own.set("formatCode", code)
    held.set("count", str(len(held)))


def filled(styles: str, formats: FormatsLike) -> bytes:
    """The styles part with the document's currency in its gaps."""
    shown = formats.money(0) or ""
    sign = re.sub(r"[\d.,\s\u00a0\u202f\u200e\u200f\"\[\]]", "", shown)
    return styles.replace(GAP, escape_attribute(sign)).encode()
