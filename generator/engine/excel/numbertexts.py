"""Texts that Excel reads as numbers: those that mean the same in every language.

``"12"``, ``"1E3"``, ``"50%"``, ``"2024-01-31"`` and ``"12:30"`` have a value. What is a number or a
day in some languages only (``"1,234"``, ``"$5"``, ``"3/4/2024"``, ``"5 May"``) is left to Excel.
The decimal sign is the point, as in the texts that are made of numbers here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from .signals import Unknown

_PLAIN = re.compile(r"\s*[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$", re.ASCII)
_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ ]+([\d:]+))?\s*$", re.ASCII)
_TIME = re.compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 60  # characters: no number, day or time that is written out is longer
# How the months' names begin, and what amounts and days are written with in letters.
_MONTHS = (
    *("jan", "feb", "fév", "fev", "mar", "mär", "maa", "apr", "avr", "abr", "may", "mai", "maj"),
    *("mei", "mag", "máj", "jun", "jui", "jul", "giu", "lug", "aug", "aoû", "ago", "sep", "set"),
    *("oct", "okt", "out", "ott", "nov", "dec", "dez", "déc", "dic", "des", "ene", "gen"),
)
_LONGEST_MONTH = 10
_MONEY = frozenset(["kr", "zł", "kč", "ft", "rs", "lei", "tl", "chf", "eur", "usd", "gbp", "de"])
_HALF = re.compile(r"\s*\d[\d:.]*\s*[ap]m?\s*$", re.IGNORECASE)


def plain_number(text: str) -> float | None:
    """A number of digits, as it is written."""
    if _PLAIN.match(text) is None:
        return None
    found = float(text)
    return found if found - found == 0 else None  # Excel has no infinity


def read_number(text: str) -> float | None:
    """The text's number, None where it is none; ``Unknown`` where a language decides."""
    found = plain_number(text)
    if found is None and text.rstrip().endswith("%"):
        found = plain_number(text.rstrip()[:-1])
        found = None if found is None else found / 100
    if found is None:
        found = _moment(text)
    if found is None and doubtful(text):
        raise Unknown(f"whether {text!r} is a number is for the language to say")
    return found


def doubtful(text: str) -> bool:
    """Whether Excel may read a number, a day or a time out of the text in some language."""
    if len(text) > _MOST or not any(sign.isdigit() for sign in text):
        return False
    if _HALF.match(text):
        return True
    words = _WORD.findall(text.lower())
    if len(words) > 2 or any(not _counts(word) for word in words):
        return False
    signs = _WORD.sub("", text)
    return all(s.isdigit() or s.isspace() or s in ".,:/-+'’()%" or _is_sign(s) for s in signs)


def _counts(word: str) -> bool:
    """Whether the word may be part of a day or an amount; of other scripts any may."""
    if not word.isascii() and any(not unicodedata.name(s, "").startswith("LATIN") for s in word):
        return True
    return word in _MONEY or (len(word) <= _LONGEST_MONTH and word.startswith(_MONTHS))


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign) == "Sc"


def _moment(text: str) -> float | None:
    """A day as ISO 8601 writes it, a time by 24 hours, or both."""
    day = _DAY.match(text)
    if day is None:
        return _time(text)
    try:
        written = dt.date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return None
    clock = _time(day[4]) if day[4] else 0.0
    if written < dt.date(1900, 3, 1) or clock is None:
        return _unsure(text)
    return (written - dt.date(1899, 12, 30)).days + clock


def _time(text: str) -> float | None:
    found = _TIME.match(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return _unsure(text)
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def _unsure(text: str) -> float:
    raise Unknown(f"whether {text!r} is a number is for the language to say")
