"""The feature matrix of ``templates.md``, from ``features.toml``: each cell names its tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "templates.md"
START, END = "<!-- features -->\n", "<!-- end of features -->\n"
FORMATS = ("word", "powerpoint", "excel")


def features() -> list[dict[str, str | list[str]]]:
    """Name, and for each format the tests that show it, or why there are none."""
    rows: list[dict[str, str | list[str]]] = tomllib.loads(
        (HERE / "features.toml").read_text("utf-8")
    )["feature"]
    return rows


def place(test: str) -> tuple[str, str]:
    """File, below the project's folder, and function of a test."""
    file, _, function = test.partition(":")
    return f"tests/test_{file}.py", f"test_{function}"


def matrix() -> str:
    head = ["| Feature | Word | PowerPoint | Excel |", "|---|---|---|---|"]
    rows = [
        f"| {feature['name']} | {' | '.join(_cell(feature[name]) for name in FORMATS)} |"
        for feature in features()
    ]
    return "\n".join([*head, *rows, ""])


def _cell(held: str | list[str]) -> str:
    if isinstance(held, str):
        return held
    return " ".join(_link(test, number) for number, test in enumerate(held, 1))


def _link(test: str, number: int) -> str:
    file, function = place(test)
    label = "yes" if number == 1 else f"({number})"
    return f'[{label}](../{file} "{function}")'


def with_matrix(page: str) -> str:
    """The page with the matrix as it is now between its two marks."""
    before, rest = page.split(START)
    return before + START + matrix() + END + rest.split(END)[1]
