"""A document about many accounts, about itself: title, markings, footer, what was read."""

from __future__ import annotations

from datetime import date, timedelta

from generator.analysis.rollups import Head, SetCoverage
from generator.artifacts.context import Voice
from generator.artifacts.facts import document


def title(head: Head, ctx: Voice) -> str | None:
    return ctx.say(f"title.{ctx.artifact.name}", quarter=head.period.quarter.label)


def full_title(head: Head, ctx: Voice) -> str:
    return f"{title(head, ctx)} - {head.scope}"


def expires(head: Head, ctx: Voice) -> date:
    """A rollup is out of date sooner than the plans in it: when it would be made anew."""
    return head.as_of + timedelta(days=ctx.artifact.valid_days or 0)


def footer(head: Head, ctx: Voice) -> str:
    part = ctx.say("report.part", n=head.count, m=head.count + len(head.left_out))
    whole = document.internal_footer(head, expires(head, ctx), ctx)
    return " · ".join(filter(None, (whole, part if head.left_out else None)))


_NAMED = 5
"""So many accounts that are left out are named; the command names them all."""


def basis_note(head: Head, ctx: Voice) -> str:
    """Where the records are newer than as-of, and which accounts of the set are not in it."""
    return " ".join(filter(None, (document.basis_note(head, ctx), _left_out(head, ctx))))


def _left_out(head: Head, ctx: Voice) -> str | None:
    names = [one.name for one in head.left_out]
    if not names:
        return None
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    if more > 0:
        return ctx.say("report.left_out_more", names=shown, n=more)
    return ctx.say("report.left_out", names=shown)


def state_label(row: SetCoverage, ctx: Voice) -> str | None:
    """In how many accounts there are records; where it could not be read, why."""
    if row.worst in ("read", "no_records"):
        return ctx.say_of("report.read_in", *row.of)
    return ctx.say(f"coverage.{row.worst}", user=_reader(ctx), n=row.count)


def _reader(ctx: Voice) -> str | None:
    return ctx.footer.user or ctx.say("coverage.the_reader")
