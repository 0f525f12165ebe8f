"""By which rules the records of a figure were chosen: window, day, thresholds, in sentences.

A figure's own note says what it stands on for this account; here stands what holds for all.
"""

from __future__ import annotations

from decimal import Decimal

from generator.analysis.dates import add_months
from generator.analysis.options import CHANGE_DAYS, DEAL_MONTHS, SIGNAL_DAYS, Options
from generator.analysis.results import AnalysedAccount
from generator.artifacts.context import Voice

_DEALS = "deals"
_TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "account": ("account", ("revenue_threshold", "potential_threshold")),
    "team": ("team", ("active_days",)),
    "revenue": ("revenue", ("reconcile_percent",)),
    "expected": ("expected", ()),
    "products": ("products", ()),
    "usage": ("products", ()),
    "renewal": ("renewal", ("renewal_red_days", "renewal_agree_days")),
    "contract_history": ("contracts", ()),
    "contracts": ("contracts", ()),
    "won": (_DEALS, ()),
    "lost": (_DEALS, ()),
    "timeline": (_DEALS, ("stalled_days", "stalled_pushes")),
    "timeline_quarters": (_DEALS, ()),
    "performance": (_DEALS, ()),
    "open": ("open", ("stalled_days", "stalled_pushes")),
    "stalled": ("open", ("stalled_days", "stalled_pushes")),
    "whitespace": ("whitespace", ("buyer_touch_days", "fantasy_open_cells")),
    "relationships": ("people", ("active_days", "role_months", "top_share_percent")),
    "priorities": ("priorities", ()),
    "goals": ("goals", ()),
    "plays": ("plays", ("light_plays",)),
    "aims": ("goals", ()),
    "metrics": ("metrics", ("active_days",)),
    "actions": ("actions", ()),
    "top_actions": ("top_actions", ("renewal_red_days", "active_days")),
    "blockers": ("blockers", ("stalled_days", "stalled_pushes")),
    "risks": ("risks", ("renewal_red_days", "active_days")),
    "support": ("support", ()),
    "activity": ("activity", ("active_days",)),
    "rivals": (_DEALS, ()),
    "signals": ("signals", ()),
    "plan": ("plan", ("stale_days_tier1", "stale_days_tier2")),
    "changes": ("changes", ()),
}
"""By the first part of a name: the key of its sentence, and the thresholds that play a part."""

_OWN = {"revenue.target": "revenue_target", "revenue.gap": "revenue_gap"}
"""Names whose rule is another than their topic's."""


def rules_of(account: AnalysedAccount, dotted: str, foreign: str, ctx: Voice) -> tuple[str, ...]:
    """The rules that chose the records behind a name, the general ones last. ``foreign``: the
    currencies among them that are not the account's."""
    top = dotted.partition(".")[0].removesuffix("[]").removesuffix("_shown").removesuffix("_more")
    period, date = account.period, ctx.formats.date
    own = _OWN.get(dotted) or _TOPICS.get(top, ("", ()))[0]
    values = {
        "as_of": date(period.as_of),
        "first": date(add_months(period.as_of, -DEAL_MONTHS)),
        "months": str(DEAL_MONTHS),
        "days": str(CHANGE_DAYS if top == "changes" else SIGNAL_DAYS),
        "quarter": period.quarter.label,
        "year": f"FY{period.year}",
        "source": account.revenue.source,
        "account": account.profile.name,
    }
    below = len(account.profile.units) - 1
    said = (
        ctx.say(f"explain.{own}", **values) if own else None,
        ctx.say("explain.scope", n=below, account=account.profile.name)
        if below
        else ctx.say("explain.alone", account=account.profile.name),
        ctx.say("explain.converted", foreign=foreign or None, currency=account.currency),
        ctx.say("explain.as_of", as_of=values["as_of"]),
        ctx.say("explain.read_later") if account.is_read_later else None,
    )
    return tuple(text for text in said if text)


def thresholds_of(dotted: str, options: Options) -> tuple[tuple[str, Decimal | int], ...]:
    """(name in the settings, value) of those that play a part in the name's topic."""
    top = dotted.partition(".")[0].removesuffix("[]")
    _, names = ("", ()) if dotted in _OWN else _TOPICS.get(top, ("", ()))
    return tuple((f"thresholds.{name}", getattr(options, name)) for name in names)
