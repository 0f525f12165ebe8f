"""The artifacts there are: file format, audience, default template, and who gets which form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.artifacts.schema import CUSTOMER, INTERNAL
from generator.errors import UsageError


@dataclass(frozen=True, slots=True)
class Artifact:
    """``by_tier``: the form that an account of tier 1, 2, 3 gets without being asked; None: none.

    ``asked``: the form it gets when the artifact is asked for by name.
    """

    name: str
    title: str  # for lists and messages
    extension: str
    audience: str
    template: str  # file name of the default template
    by_tier: tuple[str | None, str | None, str | None]
    asked: tuple[str, str, str]
    is_of_year: bool = False  # speaks of the plan's fiscal year; the others of a quarter
    valid_days: int | None = None  # of a rollup: after so many days it is out of date

    def __post_init__(self) -> None:
        """ValueError for any other audience: whatever is not for us is composed for a customer."""
        if self.audience not in (INTERNAL, CUSTOMER):
            raise ValueError(f"{self.name}: there is no audience {self.audience!r}")


PLAN = Artifact(
    "plan",
    "account plan",
    "docx",
    INTERNAL,
    "account-plan.docx",
    by_tier=("full", "light", None),
    asked=("full", "light", "brief"),
    is_of_year=True,
)
WHITESPACE = Artifact(
    "whitespace",
    "whitespace workbook",
    "xlsx",
    INTERNAL,
    "whitespace.xlsx",
    by_tier=("full", "full", None),
    asked=("full", "full", "full"),
    is_of_year=True,
)
QBR = Artifact(
    "qbr",
    "customer review deck",
    "pptx",
    CUSTOMER,
    "qbr.pptx",
    by_tier=("full", None, None),
    asked=("full", "full", "full"),
)
REVIEW = Artifact(
    "review",
    "account review deck",
    "pptx",
    INTERNAL,
    "review.pptx",
    by_tier=("full", None, None),
    asked=("full", "full", "full"),
)
EBR = Artifact(
    "ebr",
    "executive review deck",
    "pptx",
    CUSTOMER,
    "ebr.pptx",
    by_tier=(None, None, None),
    asked=("light", "light", "light"),  # its lists are short for every tier
)

CATALOG: dict[str, Artifact] = {
    artifact.name: artifact for artifact in (PLAN, WHITESPACE, QBR, REVIEW, EBR)
}


def _rollup(name: str, title: str, extension: str, template: str, valid_days: int) -> Artifact:
    """A document about many accounts (decision 20): internal, and no account's own."""
    none, full = (None, None, None), ("full", "full", "full")
    return Artifact(name, title, extension, INTERNAL, template, none, full, valid_days=valid_days)


PACKET = _rollup("packet", "manager's packet", "docx", "packet.docx", 7)
TOPX = _rollup("topx", "Top X rollup", "xlsx", "topx.xlsx", 31)
AUDIT = _rollup("audit", "plan audit", "xlsx", "audit.xlsx", 90)
LOST = _rollup("lost", "lost-deal plans", "docx", "lost.docx", 90)
CALENDAR = _rollup("calendar", "planning calendar", "xlsx", "calendar.xlsx", 7)

_MADE: tuple[Artifact, ...] = (
    PACKET,
    TOPX,
    AUDIT,
    CALENDAR,
    LOST,
)
ROLLUPS: dict[str, Artifact] = {artifact.name: artifact for artifact in _MADE}
"""What is made of many accounts together; ``generate`` makes none of it."""

DOCUMENTS: dict[str, Artifact] = CATALOG | ROLLUPS
"""Everything that has a template."""

MANAGED_BY_MOTION = "managed by motion"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one account gets of one artifact: a form, or a reason why none is made."""

    artifact: Artifact
    form: str | None
    reason: str = ""


def artifact_named(name: str) -> Artifact:
    """The account's artifact of that name. UsageError for any other."""
    if name in ROLLUPS:
        raise UsageError(
            f"{name} is made of many accounts together.", next_step=f"Try: accountdocs {name}."
        )
    if name not in CATALOG:
        known = ", ".join(CATALOG)
        raise UsageError(f"There is no artifact {name!r}.", next_step=f"Choose from: {known}.")
    return CATALOG[name]


def document_named(name: str) -> Artifact:
    """The same, rollups included: everything that has a template. UsageError for any other."""
    return ROLLUPS[name] if name in ROLLUPS else artifact_named(name)


def assignments(
    tier: int, only: tuple[str, ...] = (), form: str | None = None
) -> tuple[Assignment, ...]:
    """What an account of ``tier`` gets (CONTRACT.md, "What each account gets without --only").

    With ``only``, exactly those artifacts, each in the form of the tier. Without, those of the
    tier; a tier 3 account's plan is listed as skipped, so that the run report names the account.
    ``form`` is that of every plan that is made, and makes no other: a full plan of a tier 3 account
    takes both to be asked for (METHOD.md row 4).
    """
    return tuple(_in_form(assignment, form) for assignment in _by_tier(tier, only))


def _in_form(given: Assignment, form: str | None) -> Assignment:
    is_meant = form is not None and given.artifact is PLAN and given.form is not None
    return replace(given, form=form) if is_meant else given


def _by_tier(tier: int, only: tuple[str, ...]) -> tuple[Assignment, ...]:
    place = tier - 1
    if only:
        chosen = [artifact_named(name) for name in dict.fromkeys(only)]
        return tuple(Assignment(artifact, artifact.asked[place]) for artifact in chosen)
    given = [
        Assignment(artifact, artifact.by_tier[place])
        for artifact in CATALOG.values()
        if artifact.by_tier[place] is not None
    ]
    return tuple(given) or (Assignment(PLAN, None, MANAGED_BY_MOTION),)
