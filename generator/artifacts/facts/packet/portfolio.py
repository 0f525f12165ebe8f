"""The accounts of the packet together: where the revenue is, where growth could be, who carries it.

METHOD.md rows 5, 6, 7, 8, 10, 11, 17, 23, 24, 61. Money is in the portfolio's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.money import HUNDRED
from generator.analysis.portfolio.results import Due, OwnerLoad, QuotaLine, Rank
from generator.analysis.results import AnalysedAccount
from generator.artifacts.context import Voice
from generator.artifacts.facts.flags import named
from generator.artifacts.facts.packet import PacketView
from generator.model.org import could_be_read

_COLUMNS = ("low", "high", "unknown")
"""Growth potential: with the largest part of the page between what is known."""
_QUADRANTS = {
    ("high", "low"): "retention",
    ("high", "high"): "strategic",
    ("low", "low"): "motion",
    ("low", "high"): "land_expand",
}


def headline(view: PacketView, ctx: Voice) -> str | None:
    """How few accounts make most of the revenue (row 6)."""
    row, formats = view.packet.portfolio.pareto, ctx.formats
    known, every = row.revenue.of or (0, 0)
    if not row.top:
        return ctx.say("packet.no_pareto", n=known, m=str(every))
    return ctx.say(
        "packet.pareto",
        n=len(row.top),
        m=str(known),
        part=formats.money_short(row.top_revenue),
        whole=formats.money_short(row.revenue.value),
        percent=formats.percent(row.percent),
    )


def left_out(view: PacketView, ctx: Voice) -> str:
    """The accounts without a rate, in no sum and in no rank; else empty."""
    refs = view.packet.portfolio.without_rate
    if not refs:
        return ""
    return (
        ctx.say("packet.without_rate", names=named(refs, ctx.phrases), currency=view.head.currency)
        or ""
    )


def grid(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    """A row for high, low and, where there is any, unknown revenue; a cell for each potential."""
    found: dict[tuple[str, str], list[AnalysedAccount]] = {}
    for account in view.accounts:
        found.setdefault(_place(account), []).append(account)
    unknown = any(revenue == "unknown" for revenue, _ in found)
    return [
        _grid_row(revenue, found, view, ctx)
        for revenue in ("high", "low", *(("unknown",) if unknown else ()))
    ]


def _place(account: AnalysedAccount) -> tuple[str, str]:
    profile = account.profile
    return (
        _level(account.revenue.current.value, profile.revenue_threshold),
        _level(profile.potential.value, profile.potential_threshold),
    )


def _level(value: Decimal | None, threshold: Decimal | None) -> str:
    if value is None or threshold is None:
        return "unknown"
    return "high" if value >= threshold else "low"


def _grid_row(
    revenue: str,
    found: dict[tuple[str, str], list[AnalysedAccount]],
    view: PacketView,
    ctx: Voice,
) -> dict[str, Any]:
    row: dict[str, Any] = {"revenue": ctx.label("revenue_level", revenue)}
    ids: list[str] = []
    for potential in _COLUMNS:
        accounts = found.get((revenue, potential), [])
        segment = _QUADRANTS.get((revenue, potential))
        row[f"{potential}_title"] = ctx.say(
            "packet.quadrant",
            segment=ctx.label("quadrant", segment or "unknown"),
            n=str(len(accounts)),
        )
        row[potential] = "\n".join(_named(a, view, ctx) for a in _largest_first(accounts, view))
        ids += [account.profile.id for account in accounts]
    return {**row, "ids": tuple(sorted(ids))}


def _largest_first(accounts: Sequence[AnalysedAccount], view: PacketView) -> list[AnalysedAccount]:
    ranks = {row.account.id: row.revenue_rank for row in view.packet.portfolio.ranks}
    last = len(ranks) + 1
    return sorted(accounts, key=lambda a: (ranks[a.profile.id] or last, a.profile.name))


def _named(account: AnalysedAccount, view: PacketView, ctx: Voice) -> str:
    """The account with revenue and potential, in the portfolio's currency where it has a rate."""
    rank = next(r for r in view.packet.portfolio.ranks if r.account.id == account.profile.id)
    unknown = ctx.say("packet.unknown")
    return (
        ctx.say(
            "packet.placed",
            name=account.profile.name,
            revenue=ctx.formats.money_short(rank.revenue) or unknown,
            potential=ctx.formats.money_short(rank.upside) or unknown,
        )
        or account.profile.name
    )


def thresholds(view: PacketView, ctx: Voice) -> str | None:
    """From where on revenue and potential are high, in the portfolio's currency."""
    own = [a for a in view.accounts if a.currency == view.head.currency]
    if not own:
        return ctx.say("packet.thresholds_converted")
    profile = own[0].profile
    return ctx.say(
        "packet.thresholds",
        revenue=ctx.formats.money_short(profile.revenue_threshold),
        potential=ctx.formats.money_short(profile.potential_threshold),
    )


def ranks(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    """All accounts by revenue, with the share that each and the larger make (rows 6, 10)."""
    portfolio, accounts = view.packet.portfolio, {a.profile.id: a for a in view.accounts}
    order = sorted(portfolio.ranks, key=lambda row: (row.revenue_rank or len(accounts) + 1,
                                                     row.account.name.casefold()))  # fmt: skip
    whole, reached, rows = portfolio.pareto.revenue.value, Decimal(0), []
    last = portfolio.pareto.top[-1].id if portfolio.pareto.top else None
    for rank in order:
        reached += rank.revenue or Decimal(0)
        share = reached * HUNDRED / whole if whole and rank.revenue is not None else None
        rows.append(_ranked(rank, share, accounts[rank.account.id], ctx)
                    | {"is_line": rank.account.id == last})  # fmt: skip
    return rows


def _ranked(
    rank: Rank, share: Decimal | None, account: AnalysedAccount, ctx: Voice
) -> dict[str, Any]:
    profile = account.profile
    return {
        "account": rank.account.name,
        "tier": profile.tier,
        "segment": ctx.label("segment", profile.segment),
        "revenue": rank.revenue,
        "revenue_rank": rank.revenue_rank,
        "share": None if share is None else share.quantize(Decimal(1)),
        "upside": rank.upside,
        "upside_rank": rank.upside_rank,
        "renewal": account.renewal.day.value,
        "owner": profile.owner.name if profile.owner else None,
        "ids": (profile.id,),
    }


def owners_title(view: PacketView, ctx: Voice) -> str | None:
    """How many hold more tier 1 plans than can be kept, and how many fewer (rows 7, 8)."""
    least, most = view.packet.portfolio.plans_each
    rows = [r for r in view.packet.portfolio.owners if r.owner and r.status != "none"]
    if not rows:
        return ctx.say("packet.no_owners")
    states = [row.status for row in rows]
    return ctx.say(
        "packet.owners",
        many=ctx.say("packet.owners_many", n=states.count("many"), most=str(most)),
        few=ctx.say("packet.owners_few", n=states.count("few"), least=str(least)),
    )


def has_overload(view: PacketView, _ctx: Voice) -> bool:
    """Whether anybody holds more tier 1 plans than can be kept: then it is told who holds which."""
    return any(row.status == "many" for row in view.packet.portfolio.owners)


def owners(view: PacketView, ctx: Voice) -> list[dict[str, Any]]:
    return [_owner(row, view, ctx) for row in view.packet.portfolio.owners]


def _owner(row: OwnerLoad, view: PacketView, ctx: Voice) -> dict[str, Any]:
    least, most = view.packet.portfolio.plans_each
    ids = tuple(sorted(ref.id for ref in (*row.tier1_plans, *row.other_plans)))
    return {
        "owner": row.owner.name if row.owner else ctx.say("flag.nobody"),
        "tier1": len(row.tier1_plans),
        "others": len(row.other_plans),
        "state": ctx.say(f"packet.load.{row.status}", least=str(least), most=str(most)),
        "de_tier": ", ".join(ref.name for ref in row.de_tier) or None,
        "ids": ids or ((row.owner.id,) if row.owner else ()),
    }


def coverage(view: PacketView, ctx: Voice) -> str | None:
    """Tier 1 accounts whose plan was touched in the planning round, and who is missing (row 5)."""
    row = view.packet.portfolio.coverage
    touched, every = row.percent.of or (0, 0)
    if not every:
        return ctx.say("packet.no_tier1")
    known, phrase = every - len(row.unknown), "packet.coverage"
    if row.unknown:
        phrase = "packet.coverage_known"
    elif every == 1:
        phrase = "packet.coverage_alone"
    day = ctx.formats.date(row.start)
    told = ctx.say(phrase, n=touched, m=str(known), date=day) if known else None
    missing = (
        ctx.say("packet.missing", names=named(row.missing, ctx.phrases)) if row.missing else None
    )
    unknown = (
        ctx.say("packet.not_known", names=named(row.unknown, ctx.phrases)) if row.unknown else None
    )
    return ctx.join(told, missing, unknown)


def sponsors(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    return [
        {
            "sponsor": load.sponsor.name,
            "count": len(load.accounts),
            "accounts": ", ".join(ref.name for ref in load.accounts),
            "ids": tuple(sorted(ref.id for ref in load.accounts)),
        }
        for load in view.packet.portfolio.sponsors.loads
    ]


def shares_sponsor(view: PacketView, _ctx: Voice) -> bool:
    """Whether a sponsor has several accounts: who has which is of use then."""
    return any(len(load.accounts) > 1 for load in view.packet.portfolio.sponsors.loads)


def without_sponsor(view: PacketView, ctx: Voice) -> str | None:
    found = view.packet.portfolio.sponsors
    is_one_each = bool(found.loads) and not shares_sponsor(view, ctx)
    each = ctx.say("packet.each_sponsors_one") if is_one_each else None
    refs = found.tier1_without
    if refs:
        without = ctx.say("packet.without_sponsor", n=len(refs), names=named(refs, ctx.phrases))
        return ctx.join(without, each)
    if all(account.profile.tier != 1 for account in view.accounts):
        return ctx.join(ctx.say("packet.no_tier1"), each)
    return ctx.join(ctx.say("packet.all_sponsored"), each)


def quotas_title(view: PacketView, ctx: Voice) -> str | None:
    """That owners have their quota, or that it could not be read (row 17)."""
    found = view.packet.portfolio.quotas
    year = f"FY{found.year}"
    if not could_be_read(found.state):
        return ctx.say("packet.no_quotas", year=year)
    have = sum(bool(row.quota.ids) for row in found.lines)
    return ctx.say("packet.quotas", n=have, m=str(len(found.lines)), year=year)


def quotas(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    return [_quota(row) for row in view.packet.portfolio.quotas.lines]


def _quota(row: QuotaLine) -> dict[str, Any]:
    known, every = row.target.of or (0, 0)
    return {
        "owner": row.owner.name,
        "quota": row.quota,
        "target": row.target,
        "gap": row.gap,
        "known": known,
        "accounts": every,
        "ids": tuple(sorted(ref.id for ref in row.accounts)),
    }


def due(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    """Reviews by the day on which they are due (rows 18, 24)."""
    as_of = view.head.as_of
    return [_due(row, row.day, as_of) for row in view.packet.portfolio.due if row.day is not None]


def _due(row: Due, day: date, as_of: date) -> dict[str, Any]:
    return {
        "date": day,
        "is_late": day < as_of,
        "account": row.account.name,
        "owner": row.owner.name if row.owner else None,
        "reason": row.reason,
        "ids": (row.account.id,),
    }


def motion(view: PacketView, _ctx: Voice) -> list[dict[str, Any]]:
    """The accounts of tier 3, the nearest renewal first (row 4)."""
    rows = sorted(view.packet.motion, key=lambda row: row.renewal or date.max)
    return [
        {
            "account": row.account.name,
            "owner": row.owner.name if row.owner else None,
            "renewal": row.renewal,
            "days": row.renewal_days,
            "playbook": row.playbook,
            "ids": row.ids,
        }
        for row in rows
    ]
