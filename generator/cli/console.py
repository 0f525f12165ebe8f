"""What people see: text that cannot steer their terminal, tables, progress.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self, TextIO

import click

from generator.terminal import harmless, harmless_json, table, trace

_NO_LIMIT = 10_000  # columns


def prepare_streams() -> None:
    """A name that the terminal's encoding lacks is shown by its code, never an error.

    What libraries log is not shown: it may hold whatever a server sent.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    logging.lastResort = logging.NullHandler()


def show_crashes() -> None:
    """An error that nothing caught is printed as Python does, but harmless: also in threads."""
    sys.excepthook = lambda _kind, error, _trace: note(*trace(error))
    threading.excepthook = lambda args: note(*(trace(args.exc_value) if args.exc_value else ()))


def say(text: str = "") -> None:
    """A line of a result, on stdout."""
    click.echo(harmless(text))


def note(*lines: str) -> None:
    """A message beside the result, on stderr. A line end in a text begins no line of ours."""
    click.echo("\n".join(harmless(line) for line in lines), err=True)


def complain(text: str, *more: str) -> None:
    """What went wrong, on stderr; several lines where there are several faults."""
    note(f"accountdocs: {text}", *more)


def say_json(value: object) -> None:
    """One JSON document on stdout, in UTF-8 whatever the terminal speaks."""
    text = harmless_json(json.dumps(value, ensure_ascii=False, indent=2))
    click.echo(text.encode("utf-8"))


def lines_of(
    heads: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[int] = ()
) -> list[str]:
    """A table in full: a path that was cut could not be opened."""
    return table(heads, rows, _NO_LIMIT, numbers=numbers)


_WINDOW = 20.0  # seconds: the rate is that of now, not the mean of a long run
_SETTLED = 2.0  # seconds: from fewer no rate can be told


class Progress:
    """A bar on a terminal's stderr for what takes longer than a second; silent anywhere else.

    The rate is that of the last ``_WINDOW`` seconds, from the first step on: what went before it
    (reading, most of all) says nothing of how long the rest will take.
    """

    def __init__(
        self,
        what: str,
        *,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        delay: float = 1.0,
    ) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._clock = clock
        self._delay = delay
        self._start = clock()
        self._total = 0
        self._steps: deque[tuple[float, int]] = deque()  # of the window: when, and how many by then
        self._lock = threading.Lock()
        self._drawn = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._drawn:
            self._write("")

    def update(self, done: int, total: int) -> None:
        now = self._clock()
        with self._lock:
            self._total = total
            self._steps.append((now, done))
            while len(self._steps) > 2 and self._steps[1][0] <= now - _WINDOW:
                self._steps.popleft()

    def _tick(self) -> None:
        while not self._end.wait(0.2):
            if self._clock() - self._start >= self._delay:
                self._write(self.line())

    def line(self) -> str:
        """``Accounts [####----] 120 of 1,000, 12.4 a second, about 70 s left``."""
        now = self._clock()
        with self._lock:
            first, last = (self._steps[0], self._steps[-1]) if self._steps else (None, None)
        if first is None or last is None:
            return f"{self._what}: reading, {now - self._start:.0f} s"
        done = last[1]
        filled = 24 * done // max(self._total, 1)
        bar = f"[{'#' * filled}{'-' * (24 - filled)}]"
        count = f"{self._what} {bar} {done:,} of {self._total:,}"
        seconds, made = now - first[0], done - first[1]
        if seconds < _SETTLED or not made:
            return count
        rate = made / seconds
        return f"{count}, {rate:.1f} a second, {time_left((self._total - done) / rate)}"

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text + " " * max(self._drawn - len(text), 0))
        if not text:
            self._stream.write("\r")
        self._stream.flush()
        self._drawn = len(text)


def time_left(seconds: float) -> str:
    """``about 2 h 10 min left``: no more exact than it can be."""
    minutes = round(seconds / 60)
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds, -1):.0f} s left"
    if minutes < 90:
        return f"about {minutes} min left"
    hours, rest = divmod(round(minutes, -1), 60)
    return f"about {hours} h {rest} min left" if rest else f"about {hours} h left"
