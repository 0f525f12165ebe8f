"""Number formats: what kind a format is, and the plain ones that TEXT can write."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .dates import from_serial
from .values import Unknown

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_WORD = re.compile(r"y+|m+|d+|[^ymd]+", re.IGNORECASE)
_NUMBER = re.compile(r'(?P<before>(?:[$€£¥ (-]|"[^"]*"|\\.)*)(?P<whole>[#0,]*)'
                     r'(?P<dot>\.(?P<zeros>0*)(?P<more>#*))?(?P<percent>%?)'
                     r'(?P<after>(?:[$€£¥ )-]|"[^"]*"|\\.)*)$')  # fmt: skip
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
# Number formats without a code of their own (ECMA-376 part 1, §18.8.30).
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
BUILT_IN |= {11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy"}
BUILT_IN |= {16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm"}
BUILT_IN |= {21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)"}
BUILT_IN |= {39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss"}
BUILT_IN |= {46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@"}


def is_percent(code: str) -> bool:
    return "%" in _QUOTED.sub("", code)


def is_date(code: str) -> bool:
    return re.search(r"[ymdhs]", _QUOTED.sub("", code), re.IGNORECASE) is not None


@lru_cache(maxsize=256)
def _split(code: str) -> tuple[str, ...]:
    return tuple(code.split(";"))


def format_number(value: float, code: str) -> str:
    """``value`` by a format of plain digits or of a date. ``Unknown`` for any other format."""
    sections = _split(code)
    if is_date(sections[0]) and len(sections) == 1:
        return _date(value, code)
    if len(sections) > 2:
        raise Unknown(f"the format {code!r} is not computed here")
    section, shown = sections[0], value
    if value < 0 and len(sections) == 2:
        section, shown = sections[1], -value
    found = _NUMBER.match(section)
    if found is None or not (found["whole"] or found["zeros"]):
        raise Unknown(f"the format {code!r} is not computed here")
    return _digits(shown, found)


def _digits(value: float, found: re.Match[str]) -> str:
    if found["whole"].endswith(","):
        raise Unknown("a format in thousands is not computed here")
    number = Decimal(f"{value:.15g}") * (100 if found["percent"] else 1)
    least, most = len(found["zeros"] or ""), len((found["zeros"] or "") + (found["more"] or ""))
    rounded = number.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.lstrip("0").zfill(found["whole"].count("0"))
    if "," in found["whole"] and whole:
        whole = f"{int(whole):,}".zfill(len(whole))
    sign = "-" if rounded < 0 else ""
    point = "." if fraction or (found["dot"] and not most) else ""
    before, after = _plain(found["before"]), _plain(found["after"])
    return f"{sign}{before}{whole}{point}{fraction}{found['percent']}{after}"


def _plain(text: str) -> str:
    return re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] or match[2] or "", text)


def _date(value: float, code: str) -> str:
    if re.search(r"[hs\[\]]", code, re.IGNORECASE):
        raise Unknown(f"the format {code!r} is not computed here")
    day = from_serial(value)
    months, days = _MONTHS.split(), _DAYS.split()
    written = {
        "yyyy": f"{day.year:04}",
        "yy": f"{day.year % 100:02}",
        "mmmm": months[day.month - 1],
        "mmm": months[day.month - 1][:3],
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "dddd": days[day.weekday()],
        "ddd": days[day.weekday()][:3],
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    return "".join([written.get(part.lower(), _plain(part)) for part in _DATE_WORD.findall(code)])
