"""Where in a TOML file a key stands, which the standard library's parser does not say.

A mistake in a settings file is told with its place, as in
``accountdocs.toml, line 12: [mapping.account.fields] teir``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    \#[^\n]*
    | (?P<long> \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} )
    | (?P<text> "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<mark> [\[\]{}=,.\n] )
    | (?P<bare> [^\s\[\]{}=,."'\#]+ )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """``where`` is file and line, ``text`` the key and what is wrong with it."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A key of a file: ``where`` as in Mistake, ``label`` as in ``[mapping.account] object``."""

    where: str
    label: str

    def mistake(self, what: str) -> Mistake:
        return Mistake(self.where, f"{self.label}: {what}")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and its text; ``table`` is the table in it that is meant, empty for all."""

    name: str
    text: str = field(default="", repr=False)
    table: str = ""

    def spot(self, table: str, key: str = "") -> Spot:
        """The place of ``key`` in the dotted ``table``, or of that table itself."""
        within = ".".join(part for part in (self.table, table) if part)
        path = f"{within}.{key}" if within and key else within or key
        header = f"[{within}]" if within else ""
        label = f"{header} {key}".strip()
        return Spot(f"{self.name}{line_of(self.text, path)}", label)


def line_number(text: str, path: str) -> int | None:
    """The line of the dotted ``path`` of a key in TOML ``text``; None where it is not found.

    For a table without a line of its own it is the line of the first key in it.
    """
    for here, number in _key_lines(text).items():
        if here == path or here.startswith(f"{path}."):
            return number
    return None


def line_of(text: str, path: str) -> str:
    """The same as ``, line 12``, empty where it is not found."""
    number = line_number(text, path)
    return "" if number is None else f", line {number}"


@lru_cache(maxsize=8)
def _key_lines(text: str) -> Mapping[str, int]:
    scanner = _Scanner()
    for line, kind, word in _tokens(text):
        scanner.take(line, kind, word)
    return scanner.found


def _tokens(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, kind and text of each token; comments and blanks are passed over."""
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match.lastgroup:
            yield line, match.lastgroup, match[0]


class _Scanner:
    """Follows tables, keys and values. The text is TOML: that was made sure of before."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self._table: list[str] = []
        self._open: list[tuple[str, list[str]]] = []  # brackets of values, and the key they are of
        self._key: list[str] = []
        self._is_key = True
        self._is_header = False

    def take(self, line: int, kind: str, word: str) -> None:
        if kind == "mark":
            self._mark(line, word)
        elif self._is_key:
            self._key.append(word if kind == "bare" else _unquoted(word))

    def _mark(self, line: int, word: str) -> None:
        if word == "\n":
            self._end_line()
        elif self._is_key and word == "[":
            self._is_header = True
        elif self._is_header and word == "]":
            self._table = self._key
            self.found.setdefault(".".join(self._table), line)
        elif word == "=" and self._is_key:
            self._is_key = False
            self._key = [*self._above(), *self._key]
            self.found.setdefault(".".join(self._key), line)
        elif word != ".":
            self._bracket(word)

    def _bracket(self, word: str) -> None:
        if word in "[{":
            self._open.append((word, self._key))
        elif word in "]}" and self._open:
            self._key = self._open.pop()[1]
            self._is_key = False
            return
        if self._open and self._open[-1][0] == "{":
            self._key, self._is_key = [], True

    def _above(self) -> list[str]:
        return self._open[-1][1] if self._open else self._table

    def _end_line(self) -> None:
        if not self._open:
            self._key, self._is_key, self._is_header = [], True, False


def _unquoted(word: str) -> str:
    return str(tomllib.loads(f"key = {word}")["key"])
