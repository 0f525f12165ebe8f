"""What formulas may name beside cells: defined names and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .tables import TableTemplate
from .tokens import BadFormula, Token, plain_sheet, tokenize


@dataclass(frozen=True)
class Names:
    """Defined names and tables, by their lower-case name.

    A name of one sheet stands under ``sheet!name``; ``sheet``: from where names are read.
    """

    names: Mapping[str, str]
    tables: Mapping[str, TableTemplate]
    sheet: str = ""

    def text(self, name: str) -> str | None:
        """What a name stands for."""
        sheet, _, bare = name.lower().rpartition("!")
        local = f"{plain_sheet(sheet) or self.sheet.lower()}!{bare}"
        return self.names.get(local, self.names.get(bare))


def meaning(name: str, names: Names) -> Token | None:
    """A name that stands for one reference or one constant."""
    try:
        tokens = tokenize((names.text(name) or "").removeprefix("="))
    except BadFormula:
        return None
    return tokens[0] if len(tokens) == 1 else None


def constants(tokens: Sequence[Token], names: Names) -> list[Token]:
    """The tokens, with constants in the place of the names that stand for them."""
    return [
        meant
        if token.kind == "name"
        and (meant := meaning(token.text, names)) is not None
        and meant.kind in ("number", "text")
        else token
        for token in tokens
    ]
