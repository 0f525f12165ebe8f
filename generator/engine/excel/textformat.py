"""Number formats: what kind a format is, and the plain ones that TEXT can write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from .dates import parts_of, weekday_of
from .values import VALUE, Fault, Unknown, general

MAX_FORMAT = 255  # characters: what Excel takes
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_WORD = re.compile(r'y+|m+|d+|h+|s+|am/pm|a/p|"[^"]*"|\\.|[^ymdhsa"\\]+|.', re.IGNORECASE)
_COLOUR = re.compile(
    r"\[(?:black|white|red|green|blue|yellow|magenta|cyan|colou?r\s?\d+)\]", re.IGNORECASE
)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_NUMBER = re.compile(r'(?P<before>(?:[$€£¥ (+-]|"[^"]*"|\\.|_.|\*.)*)(?P<whole>[#0,]*)'
                     r'(?P<dot>\.(?P<zeros>0*)(?P<more>#*))?(?P<scale>,*)(?P<percent>%?)'
                     r'(?P<after>(?:[$€£¥ )-]|"[^"]*"|\\.|_.|\*.)*)$')  # fmt: skip
_THOUSANDS = re.compile(r"\d(?=(?:\d{3})+$)")
_LONG = Context(prec=MAX_FORMAT + 400)  # all digits of the largest number, and of a format
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"
# Number formats without a code of their own (ECMA-376 part 1, §18.8.30).
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
BUILT_IN |= {11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy"}
BUILT_IN |= {16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm"}
BUILT_IN |= {21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)"}
BUILT_IN |= {39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss"}
BUILT_IN |= {46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@"}


def is_percent(code: str) -> bool:
    return "%" in _QUOTED.sub("", code[:MAX_FORMAT])


def is_date(code: str) -> bool:
    return re.search(r"[ymdhs]", _QUOTED.sub("", code[:MAX_FORMAT]), re.IGNORECASE) is not None


@lru_cache(maxsize=256)
def _split(code: str) -> tuple[str, ...]:
    """A format's sections, without colours; currencies in brackets become plain."""
    code = _CURRENCY.sub(lambda found: f'"{found[1]}"' if found[1] else "", _COLOUR.sub("", code))
    return tuple(_SECTIONS.split(code))


def format_number(value: float, code: str) -> str:
    """``value`` by a format of plain digits or of a date. ``Unknown`` for any other format."""
    if len(code) > MAX_FORMAT:
        raise Unknown(f"a format of {len(code):,} characters is not read here")
    sections = _split(code)
    if is_date(sections[0]):
        return _date(value, sections[0])
    section, shown = _section(value, sections)
    if section.strip().lower() in ("", "general", "@"):
        return general(shown) if section else ""
    found = _NUMBER.match(section)
    if found is None or not (found["whole"] or found["zeros"]):
        if _only_text(section):
            return _plain(section)
        raise Unknown(f"the format {code!r} is not computed here")
    return _digits(shown, found)


def _section(value: float, sections: tuple[str, ...]) -> tuple[str, float]:
    """The section for a value, and the value without the sign that the section stands for."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _only_text(section: str) -> bool:
    return not re.search(r"[0#?@\[\]]|[^\W\d_]", re.sub(r'"[^"]*"|\\.|_.', "", section))


def _digits(value: float, found: re.Match[str]) -> str:
    pattern = found["whole"]
    scale = len(pattern) - len(pattern.rstrip(",")) + len(found["scale"])
    pattern = pattern.rstrip(",")
    number = Decimal(f"{value:.15g}") * (100 if found["percent"] else 1) / Decimal(1000) ** scale
    least, most = len(found["zeros"] or ""), len((found["zeros"] or "") + (found["more"] or ""))
    rounded = number.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP, _LONG)
    whole, _, fraction = f"{rounded.copy_abs():f}".partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    places = pattern.replace(",", "")
    whole = whole.lstrip("0").zfill(len(places.lstrip("#")))
    if "," in pattern:
        whole = _THOUSANDS.sub(r"\g<0>,", whole)
    sign = "-" if rounded < 0 else ""
    point = "." if found["dot"] else ""
    before, after = _plain(found["before"]), _plain(found["after"])
    return f"{sign}{before}{whole}{point}{fraction}{found['percent']}{after}"


def _plain(text: str) -> str:
    return re.sub(
        r'"([^"]*)"|\\(.)|_(.)|\*.',
        lambda match: match[1] or match[2] or (" " if match[3] else ""),
        text,
    )


def _date(value: float, code: str) -> str:
    if "[" in code or "." in code:
        raise Unknown(f"the format {code!r} is not computed here")
    if value < 0:
        raise Fault(VALUE)
    parts = _DATE_WORD.findall(code)
    seconds = round((value - int(value)) * 86400)
    if seconds == 86400:
        raise Unknown("whether so late a time is the next day is for Excel to say")
    minutes = _minutes(parts)
    written = _time_words(seconds, any("/p" in part.lower() for part in parts))
    if any(part[0].lower() in "ymd" and at not in minutes for at, part in enumerate(parts)):
        written |= _day_words(int(value))
    return "".join(
        [
            written.get(("n" * len(part)) if at in minutes else part.lower(), _plain(part))
            for at, part in enumerate(parts)
        ]
    )


def _day_words(number: int) -> dict[str, str]:
    year, month, day = parts_of(number)
    months, weekday = _MONTHS.split(), _DAYS.split()[weekday_of(number) - 1]
    return {
        "yyyy": f"{year:04}",
        "yy": f"{year % 100:02}",
        "mmmmm": months[month - 1][0],
        "mmmm": months[month - 1],
        "mmm": months[month - 1][:3],
        "mm": f"{month:02}",
        "m": str(month),
        "dddd": weekday,
        "ddd": weekday[:3],
        "dd": f"{day:02}",
        "d": str(day),
    }


def _time_words(seconds: int, twelve: bool) -> dict[str, str]:
    """Of a time; ``n`` are minutes."""
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    shown = (hour % 12 or 12) if twelve else hour
    return {
        "hh": f"{shown:02}",
        "h": str(shown),
        "nn": f"{minute:02}",
        "n": str(minute),
        "ss": f"{second:02}",
        "s": str(second),
        "am/pm": "AM" if hour < 12 else "PM",
        "a/p": "A" if hour < 12 else "P",
    }


def _minutes(parts: Sequence[str]) -> set[int]:
    """Which ``m`` of a date's format are minutes: those after hours or before seconds."""
    words = [at for at, part in enumerate(parts) if part[0].lower() in "ymdhs"]
    found = set()
    for number, at in enumerate(words):
        before = parts[words[number - 1]][0].lower() if number else ""
        after = parts[words[number + 1]][0].lower() if number + 1 < len(words) else ""
        if parts[at][0].lower() == "m" and (before == "h" or after == "s"):
            found.add(at)
    return found
