"""Accounts read from a file, one a line. Runs where only the peers are installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Lines:
    """The accounts of a file, again from the first after the last. None is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with self._path.open("rb") as file:
            while True:
                file.seek(0)
                yield from map(json.loads, file)
