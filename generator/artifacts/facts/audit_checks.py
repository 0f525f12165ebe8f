"""The checks of the audit in words: why each stands as it does, and what to do next.

Wording coaches: it says what is on record and what would help, and blames nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.analysis.rollups.audit import Audit, Finding, PlanAudit
from generator.analysis.rollups.audit.results import ACCEPTED
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Verdict,
)
from generator.artifacts.context import Voice

_ANY = ("unread", "not_kept", "no_plan")
"""Reasons that are the same for every check."""
_NAMED = 3  # names in one sentence before the rest is counted


@dataclass(frozen=True, slots=True)
class Line:
    """One check of one plan: a row of the sheet of all checks."""

    plan: PlanAudit
    finding: Finding

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the records that lack something; where none does, of all that were looked at."""
        verdict = self.finding.verdict
        return verdict.lacking or verdict.ids


_STATES = (FAIL, WARN, ACCEPTED, UNKNOWN, PASS, NOT_APPLICABLE)
"""In this order the checks of one plan are listed."""


def lines(audit: Audit, _ctx: Any) -> list[Line]:
    """Plan by plan; of each what to fix first, then what else is open, then the rest."""
    return [Line(plan, finding) for plan in audit.plans for finding in _in_order(plan)]


def _in_order(plan: PlanAudit) -> list[Finding]:
    return sorted(plan.findings, key=lambda row: (row is not plan.first, _STATES.index(row.state)))


def open_lines(audit: Audit, ctx: Any) -> list[Line]:
    """What fails or warns."""
    return [line for line in lines(audit, ctx) if _is_open(line)]


def other_lines(audit: Audit, ctx: Any) -> list[Line]:
    return [line for line in lines(audit, ctx) if not _is_open(line)]


def _is_open(line: Line) -> bool:
    return line.finding.state in (FAIL, WARN)


def reason(line: Line, ctx: Voice) -> str | None:
    return reason_of(line.finding.check, line.finding.verdict, line.plan, ctx)


def reason_of(check: str, verdict: Verdict, plan: PlanAudit | None, ctx: Voice) -> str | None:
    about = "any" if verdict.reason in _ANY else check
    return ctx.say(f"audit.reason.{about}.{verdict.reason}", **_told(check, verdict, plan, ctx))


def _told(
    check: str, verdict: Verdict, plan: PlanAudit | None, ctx: Voice
) -> dict[str, str | int | None]:
    """What a sentence about a verdict may say; what it does not know is not offered."""
    manager = plan.manager.name if plan and plan.manager else ctx.say("audit.manager")
    names = [_name(check, name, ctx) for name in verdict.names]
    told: dict[str, str | int | None] = {
        "n": verdict.n,
        "m": ctx.formats.number(verdict.m),
        "days": ctx.formats.number(verdict.days),
        "day": ctx.formats.date(verdict.day),
        "limit": ctx.formats.number(verdict.limit),
        "share": ctx.formats.percent(verdict.share),
        "names": _listed(names, ctx),
        "manager": manager,
    }
    return {name: value for name, value in told.items() if value is not None}


def _listed(names: list[str], ctx: Voice) -> str:
    """The first names, parted by semicolons, for a name may hold commas; the rest is counted. A
    full stop at the end of the last is the sentence's."""
    more = ctx.say("audit.more", n=len(names) - _NAMED) if len(names) > _NAMED else None
    return "; ".join((*names[:_NAMED], *((more,) if more else ()))).rstrip(".")


def _name(check: str, name: str, ctx: Voice) -> str:
    return (ctx.label("audit_question", name) or name) if check == "questions" else name


def coach(line: Line, ctx: Voice) -> str | None:
    """The next step; None where nothing is open."""
    return _coach(line.finding, line.plan, ctx) if _is_open(line) else None


def _coach(finding: Finding, plan: PlanAudit, ctx: Voice) -> str | None:
    own = f"{finding.check}_{finding.verdict.reason}"
    key = own if ctx.phrases.has(f"audit.coach.{own}") else finding.check
    return ctx.say(f"audit.coach.{key}", **_told(finding.check, finding.verdict, plan, ctx))


def first(plan: PlanAudit, ctx: Voice) -> str | None:
    """The check to fix first, and what is on record of it."""
    found = plan.first
    if found is None:
        return ctx.say("audit.nothing_to_do")
    check = ctx.label("audit_check", found.check)
    return ctx.say(
        "audit.first", check=check, reason=reason_of(found.check, found.verdict, plan, ctx)
    )


def first_step(plan: PlanAudit, ctx: Voice) -> str | None:
    """What would fix it."""
    return _coach(plan.first, plan, ctx) if plan.first else None


def line_check(line: Line, ctx: Voice) -> str | None:
    return check_label(line.finding, ctx)


def state_label(line: Line, ctx: Voice) -> str | None:
    return ctx.label("audit_state", line.finding.state)


def line_required(line: Line, ctx: Voice) -> str | None:
    return required_label(line.finding, ctx)


def next_owner(line: Line, _ctx: Any) -> str | None:
    owner = line.finding.owner
    return owner.name if _is_open(line) and owner else None


def next_due(line: Line, _ctx: Any) -> date | None:
    return line.finding.due if _is_open(line) else None


def records(line: Line, _ctx: Any) -> str:
    return ", ".join(line.ids)


def check_label(source: Any, ctx: Voice) -> str | None:
    return ctx.label("audit_check", source.check)


def required_label(source: Any, ctx: Voice) -> str | None:
    return ctx.label("audit_required", "yes" if source.is_required else "no")
