"""What people see: text that cannot steer their terminal, tables, progress.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
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


class Progress:
    """A bar on a terminal's stderr for what takes longer than a second; silent anywhere else."""

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
        self._done, self._total = 0, 0
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
        self._done, self._total = done, total

    def _tick(self) -> None:
        while not self._end.wait(0.2):
            if self._clock() - self._start >= self._delay:
                self._write(self.line())

    def line(self) -> str:
        """``accounts [####----] 12 of 40, 3.1 a second, 9 s left``."""
        seconds = max(self._clock() - self._start, 0.001)
        if not self._done:
            return f"{self._what}: reading, {seconds:.0f} s"
        filled = 24 * self._done // max(self._total, 1)
        rate = self._done / seconds
        left = (self._total - self._done) / rate
        bar = f"[{'#' * filled}{'-' * (24 - filled)}]"
        count = f"{self._done} of {self._total}, {rate:.1f} a second, {left:.0f} s left"
        return f"{self._what} {bar} {count}"

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text + " " * max(self._drawn - len(text), 0))
        if not text:
            self._stream.write("\r")
        self._stream.flush()
        self._drawn = len(text)
