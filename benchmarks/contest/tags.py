"""How each contestant's template names a value and repeats a table row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tags:
    """``brackets`` around a name; ``dotted``: names reach into records, else ``account_name``.

    ``before``, ``after``: what stands around a row's values, in its first and last cell or, where
    ``own_rows``, in rows above and below it.
    """

    brackets: tuple[str, str] = ("{{ ", " }}")
    dotted: bool = True
    before: str = ""
    after: str = ""
    own_rows: bool = False
    item: str = ""

    def value(self, path: str) -> str:
        opening, closing = self.brackets
        return opening + (path if self.dotted else path.replace(".", "_")) + closing

    def rows(self, items: str, fields: Sequence[str]) -> list[list[str]]:
        """The texts of the template rows that become one row for each of ``items``."""
        opening, closing = self.brackets
        cells = [f"{opening}{self.item}{field}{closing}" for field in fields]
        before, after = self.before.format(items), self.after.format(items)
        if self.own_rows:
            blank = [""] * (len(cells) - 1)
            return [[before, *blank], cells, [after, *blank]]
        return [[before + cells[0], *cells[1:-1], cells[-1] + after]]


OURS = Tags(before="{{% for one in {} %}}", after="{{% endfor %}}", item="one.")
DOCXTPL = Tags(
    before="{{%tr for one in {} %}}", after="{{%tr endfor %}}", own_rows=True, item="one."
)
BRACES = Tags(("{", "}"), dotted=False, before="{{#{}}}", after="{{/{}}}")
PLAIN = Tags()  # for a program that knows the tables itself: one row to copy
