"""What people see: text that cannot steer their terminal, tables, progress.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self, TextIO

import click

from generator.terminal import harmless, table

_NO_LIMIT = 10_000  # columns


def prepare_streams() -> None:
    """A name that the terminal's encoding lacks is shown by its code, never an error."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def say(text: str = "") -> None:
    """A line of a result, on stdout."""
    click.echo(harmless(text))


def note(text: str) -> None:
    """A message beside the result, on stderr."""
    click.echo("\n".join(harmless(line) for line in text.split("\n")), err=True)


def complain(text: str) -> None:
    """What went wrong, on stderr; several lines where there are several faults."""
    note(f"accountdocs: {text}")


def say_json(value: object) -> None:
    """One JSON document on stdout, in UTF-8 whatever the terminal speaks."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(text.encode("utf-8", "backslashreplace"))  # a lone surrogate becomes JSON's escape


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
