"""A text that the CRM keeps as HTML."""

from __future__ import annotations

from typing import Any, Self


class Markup(str):
    """The plain text, for whoever reads, compares or prints it; the HTML beside it as ``html``."""

    __slots__ = ("html",)
    html: str

    def __new__(cls, text: str, html: str) -> Self:
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Markup, (str(self), self.html)
