"""What the CRM's free words mean to the method: states, seniority, roles, names of companies.

All comparisons are without case. Lists hold the usual English picklist values; whatever is in no
list is taken for ordinary (an unknown status is not an end).
"""

from __future__ import annotations

import re

from generator.analysis.results import Stakeholder

ENDED_ASSET = frozenset(
    ("obsolete", "expired", "cancelled", "canceled", "terminated", "returned", "churned", "retired")
)
"""Asset states in which a product is no longer owned."""

NO_CONTRACT = frozenset(
    ("draft", "in approval process", "expired", "terminated", "cancelled", "canceled", "superseded")
)
"""Contract states in which its end date announces no renewal."""

DEAD_PLAY = frozenset(
    ("lost", "closed lost", "dropped", "cancelled", "canceled", "abandoned", "rejected", "parked")
)
"""Play states in which nobody pursues it."""

WON_PLAY = frozenset(("won", "closed won", "done", "completed"))

CLOSED_PLAN = frozenset(("inactive", "closed", "archived", "expired", "completed"))

_UPLIFT = re.compile(r"\bprice|\buplift", re.IGNORECASE)
_KEEP = re.compile(r"\brenew|\bretain|\bretention", re.IGNORECASE)
_UPSELL = re.compile(r"\bup[- ]?sell", re.IGNORECASE)

_HIGH = frozenset(("high", "urgent", "critical", "highest", "p1", "1", "p0", "severe", "very high"))
_MEDIUM = frozenset(("medium", "normal", "p2", "2", "moderate"))
_LOW = frozenset(("low", "p3", "p4", "3", "4", "minor", "very low", "lowest"))


def is_uplift(kind: str | None) -> bool:
    """A kind of play that raises the price of what the customer has (row 75)."""
    return bool(_UPLIFT.search(kind or ""))


def keeps(kind: str | None) -> bool:
    """A kind of play that keeps what the customer pays: its money is the renewal's (row 95)."""
    return bool(_KEEP.search(kind or ""))


def sells_more(kind: str | None) -> bool:
    """A kind of play that raises what the customer pays for what it has (row 81)."""
    return is_uplift(kind) or bool(_UPSELL.search(kind or ""))


EXECUTIVE_RULE = "seniority C-level or VP, else by title"
"""How an executive is told, in words (SALESFORCE.md 3.4: "state which")."""

_EXECUTIVE_SENIORITY = re.compile(
    r"\bc[- ]?(level|suite|xo)\b|\b[se]?vp\b|\bvice president\b|^executive$", re.IGNORECASE
)
_EXECUTIVE_TITLE = re.compile(
    r"\bchief\b.*\bofficer\b|\bc[aefhimoprtds]{1,2}o\b|\bciso\b"
    r"|\b[se]?vp\b|\bpresident\b|\b(managing|executive) director\b|\bfounder\b|\bgeneral manager\b",
    re.IGNORECASE,
)
_NOT_EXECUTIVE = re.compile(
    r"\bassistant\b|\boffice of\b|\bto the (c|v|president)|\bchief of staff\b|\bsecretary\b",
    re.IGNORECASE,
)
_MIDDLE = re.compile(r"\bdirector\b|\bhead\b|\bmanager\b|\blead\b", re.IGNORECASE)

_LEGAL_FORM = re.compile(
    r"\b(incorporated|inc|llc|ltd|limited|gmbh|ag|se|corp|corporation|co|company|plc|sa|bv|nv|oy|ab)\b"
)


def canonical(text: str | None) -> str:
    """``text`` for comparison: no case, single spaces; blank where unknown."""
    return " ".join((text or "").casefold().split())


def is_closed_plan(status: str | None) -> bool:
    """Whether a plan's status, or a goal's, says that nobody works at it any more."""
    return canonical(status) in CLOSED_PLAN


def level(text: str | None) -> str | None:
    """high, medium or low; None where the word is unknown."""
    word = canonical(text)
    for name, words in (("high", _HIGH), ("medium", _MEDIUM), ("low", _LOW)):
        if word in words:
            return name
    return None


LEVEL_RANK = {"high": 3, "medium": 2, "low": 1}


def is_high(priority: str | None) -> bool:
    return level(priority) == "high"


def is_low(priority: str | None) -> bool:
    return level(priority) == "low"


def is_executive(seniority: str | None, title: str | None) -> bool:
    """C-level or VP: by stated seniority, else by title (row 62). An assistant to one is none."""
    if seniority:
        return bool(_EXECUTIVE_SENIORITY.search(seniority))
    if not title or _NOT_EXECUTIVE.search(title):
        return False
    return bool(_EXECUTIVE_TITLE.search(title))


def is_middle(seniority: str | None, title: str | None) -> bool:
    """A director, head, manager or lead: medium influence by position."""
    return bool(_MIDDLE.search(seniority or title or ""))


def position(seniority: str | None, title: str | None) -> str | None:
    """executive, middle or other (row 35); None where neither seniority nor title is known."""
    if is_executive(seniority, title):
        return "executive"
    if is_middle(seniority, title):
        return "middle"
    return "other" if seniority or title else None


def company_key(name: str) -> str:
    """A company's name for comparison: no case, punctuation or legal form (row 84)."""
    plain = re.sub(r"[^\w\s]", " ", name.casefold().replace(".", ""))
    short = " ".join(_LEGAL_FORM.sub(" ", plain).split())
    return short or " ".join(plain.split()) or name.casefold()


def join(names: list[str] | tuple[str, ...], most: int = 0, last: str = "and") -> str:
    """``A, B and C``; with ``most``, the names beyond it are counted: ``A, B and 3 more``."""
    shown = list(names[:most]) if most and len(names) > most else list(names)
    if len(shown) < len(names):
        shown.append(f"{len(names) - len(shown)} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def titled(row: Stakeholder) -> str:
    """``Ada Moss (CFO)``; the name alone where no title is recorded."""
    return f"{row.name} ({row.title})" if row.title else row.name


def count(number: int, one: str, many: str = "") -> str:
    """``1 contact``, ``2 contacts``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
