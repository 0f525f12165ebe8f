"""All-day events as an iCalendar file (RFC 5545), for any calendar to import.

Only what such a file needs: text, days, a weekly repeat. Every value is escaped and every line
folded here, so that no text can begin a line of its own. The bytes depend on the events and the
as-of day alone: the stamp of every event is that day's midnight (UTC), and its sequence the day's
number, so that an event read again later replaces the one that is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

_NAMESPACE = UUID("8f0f3c0e-4d0c-5a39-9a55-0f2e6d3b7c11")
_LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""

_SEQUENCE_FROM = date(2000, 1, 1)
_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Event:
    """``uid`` stays the same from file to file (``uid_of``); ``end`` is the last day. ``weeks``: so
    often, once a week."""

    uid: str
    start: date
    end: date
    summary: str
    description: str = ""
    weeks: int = 1


def uid_of(*parts: str) -> str:
    """A name for an event, the same wherever and whenever it is made of the same parts."""
    return f"{uuid5(_NAMESPACE, chr(0).join(parts))}@accountdocs"


def calendar_file(events: Iterable[Event], name: str, as_of: date) -> bytes:
    """The whole file. ``name`` is what a calendar made of it is called."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//accountdocs//planning calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, as_of)
    lines.append("END:VCALENDAR")
    return b"".join(folded + b"\r\n" for line in lines for folded in _folded(line))


def _event(event: Event, as_of: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{max(0, (as_of - _SEQUENCE_FROM).days)}"
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.end + timedelta(days=1):%Y%m%d}"  # the first day after it
    if event.weeks > 1:
        yield f"RRULE:FREQ=WEEKLY;COUNT={event.weeks}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy because of it
    yield "END:VEVENT"


def _text(value: str) -> str:
    """A value of the type TEXT (3.3.11). What some readers take for a line's end is one; of other
    control characters the tab alone is allowed."""
    plain = _CONTROLS.sub("", _BREAKS.sub("\n", value))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of 75 octets at most, the later ones behind a blank; no sign is split."""
    piece = b""
    for sign in line:
        octets = sign.encode("utf-8")
        if len(piece) + len(octets) > _LONGEST:
            yield piece
            piece = b" "
        piece += octets
    yield piece
