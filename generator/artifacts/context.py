"""What a declared name may use besides its source: formats, phrases, and what is being made.

``Voice`` knows nothing of the account; it is all that derived names get beside the composed
values. ``Facts`` adds the analysed account, for names that read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import Artifact
from generator.artifacts.phrases import Phrases
from generator.artifacts.schema import CUSTOMER
from generator.formats import Formats

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Footer:
    """What the caller knows about the reading, for internal footers: ``org`` and ``user`` override
    the names in the account."""

    org: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    formats: Formats
    phrases: Phrases
    artifact: Artifact
    form: str
    footer: Footer = Footer()
    made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, make: Callable[[Any, Any], Made], source: Any) -> Made:
        """``make(source, voice)``, made once for a document however many names are told by it."""
        key = (make, id(source))
        if key not in self.made:
            self.made[key] = (make(source, self), source)  # held, or its id is given to another
        result: Made = self.made[key][0]
        return result

    @property
    def is_customer(self) -> bool:
        return self.artifact.audience == CUSTOMER

    @property
    def is_full(self) -> bool:
        return self.form == "full"

    @property
    def depth(self) -> int:
        """0 for a full document, 1 for a light one, 2 for a brief."""
        return ("full", "light").index(self.form) if self.form in ("full", "light") else 2

    def say(self, key: str, **values: str | int | None) -> str | None:
        """The sentence of that key; None where a value it needs is unknown."""
        return self.phrases.say(key, **values)

    def say_of(self, key: str, n: int, m: int) -> str | None:
        """``n of m`` as the phrase says it; where n is all there are, as ``<key>_all`` does."""
        return self.say(f"{key}_all" if n == m else key, n=n, m=m)

    def label(self, group: str, state: str | None) -> str | None:
        """The word for a state; the state itself where the phrase file has no word for it."""
        return None if state is None else self.phrases.label(group, state)

    def join(self, *parts: str | None) -> str | None:
        """Sentences one after the other, unknown ones left out; None where none is left."""
        return " ".join(part for part in parts if part) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Voice):
    account: AnalysedAccount
