"""One run's view of one org: the connection, the mapping, and what has been learnt so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from generator.crm.catalog import Catalog
from generator.crm.mapping import Mapping
from generator.crm.transport import Usage
from generator.crm.wire import Answer, Identity, Wire
from generator.model.org import DataProblem, Org
from generator.model.records import Product


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """What is known of the organisation itself, read once a session."""

    org: Org
    products: tuple[Product, ...]
    problems: tuple[DataProblem, ...] = ()
    zone: tzinfo = UTC  # the org's: which day a time belongs to


@dataclass
class Forest:
    """Which account hangs below which, as far as it was read.

    ``parents`` holds every account seen with its parent; ``whole`` those whose accounts below are
    all in it.
    """

    parents: dict[str, str | None] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)


@dataclass
class Session:
    """What the readers work with. ``repr`` shows no secret."""

    wire: Wire
    mapping: Mapping = field(repr=False)
    is_sample: bool = False
    reader_kind: str = ""  # how the reader signed in: see Org.reader_kind
    catalog: Catalog = field(init=False, repr=False)
    facts: OrgFacts | None = field(default=None, init=False, repr=False)
    fact_rows: dict[str, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)
    forest: Forest = field(default_factory=Forest, init=False, repr=False)
    asked: dict[str, Answer] = field(default_factory=dict, init=False, repr=False)
    """First pages that came with the describes, by statement; each is taken once."""
    account_names: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """Names of the org's accounts by id, where they were asked for (``crm.names``)."""

    def __post_init__(self) -> None:
        self.catalog = Catalog(self.wire, self.mapping)

    def close(self) -> None:
        """Let go of the connection. The session is of no use afterwards."""
        self.wire.transport.close()

    @property
    def api_calls(self) -> int:
        """Calls so far, as Salesforce counts them."""
        return self.wire.api_calls

    @property
    def usage(self) -> Usage | None:
        """The org's own count against its daily limit, as it last said."""
        return self.wire.usage

    @property
    def identity(self) -> Identity:
        return self.wire.identity
