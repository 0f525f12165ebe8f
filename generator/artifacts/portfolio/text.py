"""The accounts one by one, then what they say together: ``accounts`` in the terminal.

The first table has what is looked for most; what does not fit beside it has tables of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator.analysis.words import count
from generator.artifacts.facts.flags import flags, named
from generator.artifacts.phrases import load_phrases
from generator.artifacts.portfolio.by_account import (
    accounts,
    expected,
    motion,
    segments,
    selection_data,
    why,
)
from generator.artifacts.portfolio.view import View, days, name_of
from generator.terminal import heading


def portfolio_lines(view: View) -> list[str]:
    """All sections, a blank line between them; those that have nothing to say are not there."""
    lines: list[str] = []
    for section in _SECTIONS:
        found = section(view)
        if found:
            lines += [*found, ""]
    return lines[:-1]


def _pareto(view: View) -> list[str]:
    row, formats = view.portfolio.pareto, view.formats
    lines = heading(f"Where the revenue is, {view.scope}", view.width)
    known, every = row.revenue.of or (0, 0)
    if not row.top:
        return [*lines, f"The revenue of {known} of {every} accounts is known: no line to draw."]
    left = "" if known == every else f"; revenue is known for {known} of {every}"
    text = (
        f"{len(row.top)} of {known} accounts ({formats.percent(row.share)}) make "
        f"{view.money(row.top_revenue)} of {view.money(row.revenue.value)} a year, at least "
        f"{formats.percent(row.percent)}{left}: {named(row.top, load_phrases())}."
    )
    lines += view.told(text)
    for what, refs in (
        ("Of these without a plan", row.top_without_plan),
        ("Tier 3 accounts with a plan", row.tier3_with_plan),
    ):
        lines += view.told(f"{what}: {named(refs, load_phrases()) or 'none'}.")
    return lines


def _thresholds(view: View) -> list[str]:
    """Percentiles of the selection as values, ready for the settings (decision 0019)."""
    lines = heading("Thresholds that percentiles would give", view.width)
    for row in view.portfolio.thresholds:
        known = row.revenue.of or (0, 0)
        found = [
            f"{name} = {int(figure.value):<9}" if figure.value is not None else f"# {name}: unknown"
            for name, figure in (
                ("revenue_threshold", row.revenue),
                ("potential_threshold", row.potential),
            )
        ]
        lines.append(f"percentile {row.percentile} of {known[0]}:  {'  '.join(found).rstrip()}")
    note = "Copy a pair under [thresholds] in the settings; values hold whoever is selected."
    return [*lines, f"{note} In {view.portfolio.currency}."]


def _owners(view: View) -> list[str]:
    least, most = view.portfolio.plans_each
    verdicts = {"many": f"more than {most}", "few": f"fewer than {least}", "ok": "ok", "none": "-"}
    rows = [
        (
            name_of(row.owner) or "nobody",
            len(row.tier1_plans),
            len(row.other_plans),
            verdicts[row.status],
            ", ".join(ref.name for ref in row.de_tier) or None,
        )
        for row in view.portfolio.owners
    ]
    if not rows:
        return []
    each = f"{least} to {most} each"
    heads = ("Plan owner", "Tier 1 plans", "Other plans", each, "De-tier, the least upside first")
    return [*heading("Plans per owner", view.width), *view.listed(heads, rows, (1, 2))]


def _coverage(view: View) -> list[str]:
    row = view.portfolio.coverage
    touched, every = row.percent.of or (0, 0)
    if not every:
        return []
    text = (
        f"{touched} of {every} tier 1 accounts have a plan touched since {row.start.isoformat()}, "
        "when the planning quarter began."
    )
    if row.missing:
        text += f" Missing: {named(row.missing, load_phrases())}."
    if row.unknown:
        why = " Not known, for the plan was changed later or could not be read: "
        text += f"{why}{named(row.unknown, load_phrases())}."
    return heading("Tier 1 coverage", view.width) + view.told(text)


def _flags(view: View) -> list[str]:
    found = flags(view.portfolio, load_phrases(), view.formats)
    if not found:
        return []
    lines = heading("Flags", view.width)
    for flag in found:
        lines += view.told(f"{_GRADES[flag.grade]} {flag.text} {flag.to_do}")
    return [*lines, "!! is to be acted on now, ! to be watched, - to be known."]


_GRADES = {"act": "!!", "watch": "!", "note": "-"}


def _due(view: View) -> list[str]:
    as_of = view.portfolio.as_of
    rows = [
        (row.day, row.account.name, name_of(row.owner), _late(row.day, as_of) + row.reason)
        for row in view.portfolio.due
        if row.day is not None
    ]
    if not rows:
        return []
    heads = ("Due", "Account", "Owner", "Why: the strictest rule")
    return [*heading("Reviews due", view.width), *view.listed(heads, rows, ())]


def _late(day: date, as_of: date) -> str:
    return f"overdue by {days((as_of - day).days)}: " if day < as_of else ""


def _blockers(view: View) -> list[str]:
    rows = [
        (
            one.blocker.days,
            one.account.name,
            one.blocker.name,
            one.blocker.why,
            name_of(one.blocker.owner),
            name_of(one.blocker.escalate_to),
        )
        for one in view.portfolio.blockers
    ]
    if not rows:
        return []
    heads = ("Days", "Account", "What", "Why", "Owner", "Escalate to")
    return [*heading("Blockers", view.width), *view.listed(heads, rows, (0,))]


def _growth(view: View) -> list[str]:
    row = view.portfolio.growth
    if not row.planned.n and not row.unplanned.n:
        return []
    sides = [
        f"{what}: {count(side.n, 'account')}, mean {view.formats.percent(side.mean, 1)}, median "
        f"{view.formats.percent(side.median, 1)}"
        for what, side in (("with a plan", row.planned), ("comparable without", row.unplanned))
    ]
    text = (
        f"Growth from {row.start.isoformat()} to {row.end.isoformat()}. "
        f"{sides[0][0].upper()}{sides[0][1:]}; {sides[1]}. The plans were there when the time "
        "began; comparable is the same tier and size. This is not causal."
    )
    lines = heading("Planned beside unplanned growth", view.width) + view.told(text)
    for left in row.left_out:
        lines += view.told(f"Left out, {len(left.accounts)}: {left.reason}.")
    return lines


def _sponsors(view: View) -> list[str]:
    rows = [
        (load.sponsor.name, len(load.accounts), named(load.accounts, load_phrases()))
        for load in view.portfolio.sponsors.loads
    ]
    if not rows:
        return []
    heads = ("Executive sponsor", "Accounts", "Which")
    return [*heading("Sponsor load", view.width), *view.listed(heads, rows, (1,))]


def _quotas(view: View) -> list[str]:
    quotas = view.portfolio.quotas
    states = {"not_enabled": "forecasting is not enabled in this org", "not_visible":
              f"{quotas.source} is not visible to this user"}  # fmt: skip
    lines = heading(f"Quota FY{quotas.year} beside plan targets, {view.scope}", view.width)
    if quotas.state in states:
        return [*lines, f"Quotas: {states[quotas.state]}."]
    rows = [
        (
            row.owner.name,
            view.money(row.quota.value),
            view.money(row.target.value),
            view.money(row.gap.value),
            "{} of {}".format(*(row.target.of or (0, 0))),
        )
        for row in quotas.lines
    ]
    heads = ("Owner", "Quota", "Targets", "To win", "Accounts with a target")
    lines += view.listed(heads, rows, (1, 2, 3))
    others = f" {quotas.others} quotas of other forecasts are left out." if quotas.others else ""
    return [*lines, f"Targets are yearly revenue, a quota is what is to be sold.{others}"]


_SECTIONS: tuple[Callable[[View], list[str]], ...] = (
    accounts,
    selection_data,
    segments,
    why,
    _pareto,
    _owners,
    _coverage,
    _flags,
    _due,
    _blockers,
    motion,
    _growth,
    _sponsors,
    _quotas,
    expected,
    _thresholds,
)
