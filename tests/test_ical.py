"""Calendar files: what another program reads of them is what was written, whatever the texts."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from generator.ical import Event, calendar_file, uid_of

AS_OF = date(2026, 11, 20)
HOSTILE = (
    "Kim, Lee; Sons \\ Co: \\n no line",
    "Acme\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:planted",
    "Acme\nATTACH:http://evil.example",
    "a\rb\vc\fd\x85e\u2028f\u2029g\x1ch",
    "\x00\x07\x1b[31mred\x7f",
    "Übermäßig lange Bezeichnung einer Kundin 東京電力ホールディングス " * 9,
    "🏭" * 40,
    "\ud800 half a pair",
    "=cmd|' /C calc'!A0",
    "",
)


def event(summary: str = "Drafts", description: str = "", *, weeks: int = 1) -> Event:
    return Event(
        uid_of("org", "week", "3"),
        *(date(2026, 11, 16), date(2026, 11, 20)),
        *(summary, description, weeks),
    )


def written(*events: Event, name: str = "Planning") -> bytes:
    return calendar_file(events, name, AS_OF)


def plain(text: str) -> str:
    """What of a text a calendar can hold: line ends of all kinds are one, no control characters."""
    for end in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", "\x1c"):
        text = text.replace(end, "\n")
    return (
        "".join(c for c in text if c >= " " or c in "\n\t")
        .replace("\x7f", "")
        .replace("\ud800", "")
    )


def test_another_program_reads_the_days_the_stamp_and_the_repeat() -> None:
    found = Calendar.from_ical(written(event("Drafts", "Two lines\nof text", weeks=6)))
    (read,) = found.walk("VEVENT")
    assert (found["VERSION"], found["METHOD"], found["X-WR-CALNAME"]) == (
        *("2.0", "PUBLISH"),
        "Planning",
    )
    assert read.decoded("DTSTART") == date(2026, 11, 16)
    assert read.decoded("DTEND") == date(2026, 11, 21)  # the first day after the last
    assert read.decoded("DTSTAMP").isoformat() == "2026-11-20T00:00:00+00:00"
    assert (read["SUMMARY"], read["DESCRIPTION"]) == ("Drafts", "Two lines\nof text")
    assert (read["RRULE"]["FREQ"], read["RRULE"]["COUNT"]) == (["WEEKLY"], [6])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_leaves_its_line_and_every_text_comes_back(text: str) -> None:
    data = written(event(text, f"{text} and more"), name=text)
    (read,) = Calendar.from_ical(data).walk("VEVENT")
    assert (str(read["SUMMARY"]), str(read["DESCRIPTION"])) == (
        plain(text),
        f"{plain(text)} and more",
    )
    assert [line.split(b":")[0].split(b";")[0] for line in unfolded(data)] == [
        *(b"BEGIN", b"VERSION", b"PRODID", b"CALSCALE", b"METHOD", b"X-WR-CALNAME"),
        *(b"BEGIN", b"UID", b"DTSTAMP", b"SEQUENCE", b"DTSTART", b"DTEND"),
        *(b"SUMMARY", b"DESCRIPTION", b"TRANSP", b"END", b"END"),
    ]


def unfolded(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_lines_end_as_they_must_and_are_at_most_75_octets_of_whole_signs(text: str) -> None:
    data = written(event(text, text))
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert all(line.decode("utf-8") is not None for line in lines)


def test_the_same_events_are_the_same_bytes_and_a_later_day_replaces_them() -> None:
    first, again = written(event()), written(event())
    later = calendar_file([event("Moved")], "Planning", date(2026, 11, 27))
    assert first == again
    (old,), (new,) = (Calendar.from_ical(data).walk("VEVENT") for data in (first, later))
    assert (new["UID"], new["SEQUENCE"] - old["SEQUENCE"]) == (old["UID"], 7)
    assert new.decoded("DTSTAMP") > old.decoded("DTSTAMP")


def test_names_of_events_depend_on_all_their_parts() -> None:
    assert uid_of("a", "b") == uid_of("a", "b")
    assert len({uid_of("a", "b"), uid_of("ab"), uid_of("b", "a"), uid_of("a", "b", "")}) == 4
