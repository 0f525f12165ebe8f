"""The feature matrix of ``templates.md``, from ``features.toml``: each cell names its tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "templates.md"
FORMATS = ("word", "powerpoint", "excel")


KINDS = {"feature": "Feature", "trap": "Trap"}


def rows(kind: str) -> list[dict[str, str | list[str]]]:
    """Name, and for each format the tests that show it, or why there are none."""
    found: list[dict[str, str | list[str]]] = tomllib.loads(
        (HERE / "features.toml").read_text("utf-8")
    )[kind]
    return found


def place(test: str) -> tuple[str, str]:
    """File, below the project's folder, and function of a test."""
    file, _, function = test.partition(":")
    return f"tests/test_{file}.py", f"test_{function}"


def matrix(kind: str) -> str:
    head = [f"| {KINDS[kind]} | Word | PowerPoint | Excel |", "|---|---|---|---|"]
    lines = [
        f"| {row['name']} | {' | '.join(_cell(row[name]) for name in FORMATS)} |"
        for row in rows(kind)
    ]
    return "\n".join([*head, *lines, ""])


def _cell(held: str | list[str]) -> str:
    if isinstance(held, str):
        return held
    return " ".join(_link(test, number) for number, test in enumerate(held, 1))


def _link(test: str, number: int) -> str:
    file, function = place(test)
    label = "yes" if number == 1 else f"({number})"
    return f'[{label}](../{file} "{function}")'


def with_matrices(page: str) -> str:
    """The page with each matrix as it is now between its two marks."""
    for kind in KINDS:
        start, end = f"<!-- {kind}s -->\n", f"<!-- end of {kind}s -->\n"
        before, rest = page.split(start)
        page = before + start + matrix(kind) + end + rest.split(end)[1]
    return page
