"""docxtpl, as its documentation has it: the template opened for each document, values escaped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate


def docxtpl(path: Path) -> Callable[[dict[str, Any], Path], None]:
    def make(line: dict[str, Any], target: Path) -> None:
        document = DocxTemplate(path)
        document.render(line["texts"], autoescape=True)
        document.save(target)

    return make
