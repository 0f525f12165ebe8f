"""Our engine as users run it: compiled once, then filled and written; checks and sandbox on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from contest.accounts import FORMATS, TREES, typed
from generator.engine import Names, Template, compile_template

Json = dict[str, Any]


def template(path: Path, kind: str) -> Template:
    return compile_template(path.read_bytes(), filename=path.name, names=Names(TREES[kind]))


def contestant(path: Path, kind: str) -> tuple[Callable[[Json], Any], Callable[[Any, Path], None]]:
    """(what is done before the clock runs, what it measures)."""
    compiled, tree = template(path, kind), TREES[kind]

    def make(values: Json, target: Path) -> None:
        target.write_bytes(compiled.render(values, FORMATS).data)

    return lambda line: typed(line["values"], tree), make
