"""How computing a formula ends without a plain value: an error of Excel's, or not here."""

from __future__ import annotations

from collections.abc import Sequence

VALUE = "#VALUE!"


class Fault(Exception):
    """An error value. Raised while computing, kept as the cell's value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unknown(Exception):
    """What cannot be computed here: the cell gets no cached value and Excel works it out."""


class Pending(Exception):
    """Formula cells that must be computed first."""

    def __init__(self, cells: Sequence[object]) -> None:
        super().__init__()
        self.cells = cells
