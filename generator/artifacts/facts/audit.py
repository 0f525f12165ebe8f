"""The plan audit in words: what the plans of a set say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.analysis.portfolio.results import AccountRef, GrowthGroup
from generator.analysis.results import Figure
from generator.analysis.rollups.audit import Audit, CheckCount, PlanAudit, ScoreBand
from generator.analysis.rollups.audit.results import AcceptedFinding, OwnerAudit, PlayStep
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    PASS,
    WARN,
)
from generator.artifacts.context import Voice
from generator.artifacts.facts.audit_checks import check_label, reason_of
from generator.model.org import could_be_read

_FEW = 5
"""Of fewer accounts a mean and a median say little: each is told (row 12)."""
_SHOWN = 6  # accounts in one cell; the plans' own sheet has all


def grade_label(source: Any, ctx: Voice) -> str | None:
    return ctx.label("audit_state", source.grade)


def open_checks(audit: Audit, _ctx: Any) -> list[CheckCount]:
    """What is missing or to be looked at in any plan, in the most plans first."""
    rows = [row for row in audit.checks if row.failed or row.warned]
    return sorted(rows, key=lambda row: (-row.failed - row.warned, -row.failed))


def asks(row: CheckCount, ctx: Voice) -> str | None:
    return ctx.say(f"audit.asks.{row.check}")


def numbers(name: str) -> Any:
    """The whole numbers of a field as text: ``2, 61``."""
    return lambda row, _ctx: ", ".join(str(one) for one in getattr(row, name))


def counted(state: str) -> Any:
    return lambda plan, _ctx: plan.count(state)


def edits(back: int) -> Any:
    """Days with a recorded change in the running fiscal quarter, or so many before it."""
    return lambda plan, _ctx: plan.quarters[-1 - back].days


def quarter_label(back: int) -> Any:
    def label(audit: Audit, _ctx: Any) -> str:
        period = audit.head.period
        return period.fiscal.shift(period.fiscal.quarter_of(period.as_of), -back).label

    return label


def score_of(plan: PlanAudit, ctx: Voice) -> str | None:
    """How many of the checks that apply could be graded."""
    graded, applicable = plan.score.of or (0, 0)
    return ctx.say_of("audit.score_of", graded, applicable)


def filled(plan: PlanAudit, ctx: Voice) -> str | None:
    """``210 of 240`` facts."""
    if plan.filled is None:
        return None
    n, m = map(ctx.formats.number, plan.filled)
    return ctx.say("audit.filled", n=n, m=m)


def filled_line(audit: Audit, ctx: Voice) -> str | None:
    if audit.filled is None:
        return None
    n, m = map(ctx.formats.number, audit.filled)
    return ctx.say("audit.filled_line", n=n, m=m)


def headline(audit: Audit, ctx: Voice) -> str | None:
    """Of the accounts how many have a plan, how many of these all that they must have."""
    passed = sum(plan.grade == PASS for plan in audit.plans)
    waiting = sum(plan.grade in (FAIL, WARN) for plan in audit.plans)
    grade = ctx.label("audit_state", audit.plans[0].grade) if audit.plans else ""
    without = [plan for plan in audit.plans if plan.plan_id is None or plan.lacks_plan]
    unread = sum(not plan.lacks_plan for plan in without)
    said = ctx.say(
        "audit.headline",
        n=len(audit.plans),
        there=len(audit.plans) - len(without),
        passed=passed,
        open=waiting,
        grade=grade,
    )
    return ctx.join(said, ctx.say("audit.headline_unread", n=unread) if unread else None)


def score_line(audit: Audit, ctx: Voice) -> str | None:
    scored, of_all = audit.score.of or (0, 0)
    score = percent(audit.score, ctx)
    rest = of_all - scored
    return ctx.join(
        ctx.say("audit.score", n=scored, score=score),
        ctx.say("audit.score_without", n=rest, m=of_all) if rest else None,
    )


def percent(figure: Figure[Decimal], ctx: Voice) -> str | None:
    return ctx.formats.percent(figure.value)


def band_label(row: ScoreBand, ctx: Voice) -> str | None:
    if row.least is None:
        return ctx.say("audit.band_none")
    if row.most is None:
        return ctx.say("audit.band_top", least=row.least)
    return ctx.say("audit.band", least=row.least, most=row.most)


def names_of(*paths: str) -> Any:
    """The accounts of these fields; the first are named, the rest counted."""

    def names(row: Any, ctx: Voice) -> str:
        return _some([ref for path in paths for ref in getattr(row, path)], ctx)

    return names


def _some(refs: Sequence[AccountRef], ctx: Voice) -> str:
    more = ctx.say("audit.more", n=len(refs) - _SHOWN) if len(refs) > _SHOWN else None
    return "; ".join((*(ref.name for ref in refs[:_SHOWN]), *((more,) if more else ())))


def _names(refs: Iterable[AccountRef]) -> str:
    return "; ".join(ref.name for ref in refs)


def refs_ids(path: str) -> Any:
    return lambda row, _ctx: tuple(ref.id for ref in getattr(row, path))


def coverage_line(audit: Audit, ctx: Voice) -> str | None:
    found = audit.portfolio.coverage
    touched, of_all = found.percent.of or (0, 0)
    if not of_all:
        return ctx.say("audit.coverage_none")
    start, share = ctx.formats.date(found.start), ctx.formats.percent(found.percent.value)
    known = of_all - len(found.unknown)
    if not known:
        return ctx.say("audit.coverage_not_known", m=of_all, start=start)
    phrase = "audit.coverage_known" if found.unknown else "audit.coverage"
    said = ctx.say(phrase, n=touched, m=known, start=start, percent=share or "-")
    more = ctx.say("audit.coverage_unknown", n=len(found.unknown)) if found.unknown else None
    return ctx.join(said, more)


def growth_line(audit: Audit, ctx: Voice) -> str | None:
    found, date = audit.portfolio.growth, ctx.formats.date
    if not found.planned.n:
        return ctx.say("audit.growth_none", start=date(found.start))
    return ctx.say(
        "audit.growth_line",
        planned=found.planned.n,
        unplanned=found.unplanned.n,
        start=date(found.start),
        end=date(found.end),
    )


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One side of the comparison; ``ids`` of its accounts."""

    side: str
    group: GrowthGroup

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(ref.id for ref in self.group.accounts)


def growth_rows(audit: Audit, _ctx: Any) -> list[GrowthRow]:
    found = audit.portfolio.growth
    return [GrowthRow("planned", found.planned), GrowthRow("unplanned", found.unplanned)]


def side_label(row: GrowthRow, ctx: Voice) -> str | None:
    return ctx.label("audit_side", row.side)


def won_line(audit: Audit, ctx: Voice) -> str | None:
    counted_, of_all = audit.won.of or (0, 0)
    if not of_all:
        return ctx.say("audit.won_none")
    return ctx.say("audit.won", n=counted_, m=of_all, amount=ctx.formats.money(audit.won.value))


def tier3_line(audit: Audit, ctx: Voice) -> str | None:
    rest = (
        ctx.say("audit.tier3", names=_names(audit.tier3))
        if audit.tier3
        else ctx.say("audit.tier3_none")
    )
    flagged = audit.tier3_with_plan
    more = ctx.say("audit.tier3_plans", n=len(flagged), names=_names(flagged)) if flagged else None
    return ctx.join(more, rest)


def top_line(audit: Audit, ctx: Voice) -> str:
    """Accounts that make most of the revenue and have no plan (row 6); empty where none is, where
    all are of tier 3, of which none has one, and where plans could not be read."""
    is_known = all(could_be_read(c.worst) for c in audit.head.coverage if c.topic == "plans")
    found = audit.portfolio.pareto.top_without_plan if audit.plans and is_known else ()
    return (ctx.say("audit.top_without", n=len(found), names=_names(found)) or "") if found else ""


def rate_line(audit: Audit, ctx: Voice) -> str:
    """Accounts that no sum holds, for their money has no rate; empty where all have."""
    found = audit.portfolio.without_rate
    return (ctx.say("audit.without_rate", names=_names(found)) or "") if found else ""


def accepted_check(row: AcceptedFinding, ctx: Voice) -> str | None:
    return check_label(row.acceptance, ctx)


def accepted_reason(row: AcceptedFinding, ctx: Voice) -> str | None:
    """What the check finds today; None where it is not asked of the account's tier."""
    return reason_of(row.acceptance.check, row.verdict, None, ctx) if row.verdict else None


def accepted_label(row: AcceptedFinding, ctx: Voice) -> str | None:
    return ctx.label("audit_accepted", row.state)


def load_label(row: OwnerAudit, ctx: Voice) -> str | None:
    """Whether these are too few or too many tier 1 plans for one person (row 11)."""
    said = ctx.label("audit_load", row.load)
    if not row.de_tier:
        return said
    return ctx.say("audit.de_tier", load=said, names=_names(row.de_tier))


def load_line(audit: Audit, ctx: Voice) -> str | None:
    least, most = audit.portfolio.plans_each
    return ctx.say("audit.load", least=least, most=most)


def play_label(row: PlayStep, ctx: Voice) -> str | None:
    return ctx.label("audit_play", row.key)


def group_names(row: GrowthRow, ctx: Voice) -> str:
    """The accounts; of a few each with its growth, for a mean of two hides that one shrank."""
    group = row.group
    if group.n >= _FEW:
        return _some(group.accounts, ctx)
    pairs = zip(group.accounts, group.rates, strict=True)
    return "; ".join(f"{ref.name} {ctx.formats.percent(rate, 1)}" for ref, rate in pairs)
