"""Changes of the account itself, of what it pays, renews and buys."""

from __future__ import annotations

from collections.abc import Iterator

from generator.analysis.changes.pairing import amounts, days, paired, words
from generator.analysis.money import ids_of
from generator.analysis.results import AnalysedAccount, Change, Deal
from generator.analysis.words import company_key
from generator.model.org import could_read


def business_changes(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Header, revenue, renewal and opportunities."""
    is_comparable = then.currency == now.currency
    yield from _header(then, now)
    if is_comparable:
        yield from _revenue(then, now)
    yield from _renewal(then, now)
    yield from _deals(then, now, is_comparable=is_comparable)
    yield from _rivals(then, now)


def _header(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    old, new, ids = then.profile, now.profile, (now.profile.id,)
    name = new.name
    yield from words(Change("account", "tier", name, ids=ids), str(old.tier), str(new.tier))
    yield from words(Change("account", "segment", name, ids=ids), old.segment, new.segment)
    yield from words(Change("account", "health", name, ids=ids), old.health, new.health)
    owners = [owner.name if owner else None for owner in (old.owner, new.owner)]
    yield from words(Change("account", "owner", name, ids=ids), owners[0], owners[1])


def _revenue(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    old, new, name = then.revenue, now.revenue, now.profile.name
    if old.source == new.source:  # of two rungs of the ladder the difference would mean nothing
        before, after = old.current.value, new.current.value
        yield from amounts(Change("revenue", "revenue", name, ids=new.current.ids), before, after)
    before, after = old.target.value, new.target.value
    yield from amounts(Change("revenue", "target", name, ids=new.target.ids), before, after)


def _renewal(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    old, new, name = then.renewal, now.renewal, now.profile.name
    moved = old.day.value, new.day.value
    passed = moved[0] is not None and moved[0] < now.period.as_of
    if passed and moved[1] is not None:
        ids = ids_of(old.day.ids, new.day.ids)
        yield Change("renewal", "renewal_past", name, day_before=moved[0], day=moved[1], ids=ids)
    else:
        yield from days(Change("renewal", "renewal", name, ids=new.day.ids), *moved)
    yield from words(
        Change("renewal", "renewal_status", name, ids=new.day.ids), old.status, new.status
    )


def _deals(then: AnalysedAccount, now: AnalysedAccount, *, is_comparable: bool) -> Iterator[Change]:
    """An opportunity that was decided before the baseline and left the 36 months is no change."""
    pairs = paired(then.performance.deals, now.performance.deals, _deal_id)
    for old, new in sorted(pairs, key=lambda pair: _deal_rank(*pair)):
        if new is None:
            if old is not None and old.state == "open":
                yield Change("deals", "deal_gone", old.name, ids=(old.id,))
        elif old is None:
            if _is_new(new, then):
                yield _told(f"deal_new_{new.state}", new)
        else:
            yield from _moved(old, new, is_comparable=is_comparable)


def _is_new(deal: Deal, then: AnalysedAccount) -> bool:
    """A record that was only now allowed to be read, or was moved here, was there before. One of
    the baseline's own day that the baseline has not was made after it."""
    return deal.created is None or deal.created >= then.period.as_of


def _told(kind: str, deal: Deal) -> Change:
    return Change(
        "deals", kind, deal.name, after=deal.stage, amount=deal.amount, day=deal.close_date,
        ids=(deal.id,),
    )  # fmt: skip


def _deal_rank(old: Deal | None, new: Deal | None) -> tuple[int, str]:
    """Won and lost first, then what is new, then what moved, what is gone last."""
    if new is None:
        return 4, "" if old is None else old.id
    if new.state != "open" and (old is None or old.state == "open"):
        return (0 if new.state == "won" else 1), new.id
    return (2 if old is None else 3), new.id


def _moved(old: Deal, new: Deal, *, is_comparable: bool) -> Iterator[Change]:
    ids = (new.id,)
    if old.state != new.state:
        yield _told(f"deal_{new.state}", new)
        return
    if new.state != "open":
        return
    yield from words(Change("deals", "deal_stage", new.name, ids=ids), old.stage, new.stage)
    yield from days(Change("deals", "deal", new.name, ids=ids), old.close_date, new.close_date)
    if is_comparable:
        yield from amounts(
            Change("deals", "deal_amount", new.name, ids=ids), old.amount, new.amount
        )


def _rivals(then: AnalysedAccount, now: AnalysedAccount) -> Iterator[Change]:
    """Rivals that no deal named before, where they could be read both times (METHOD.md row 117)."""
    if not all(could_read(account.coverage, "competitors") for account in (then, now)):
        return
    known = {company_key(rival.name) for rival in then.rivals}
    for rival in now.rivals:
        if company_key(rival.name) not in known:
            yield Change("deals", "rival_new", rival.name, ids=rival.ids)


def _deal_id(deal: Deal) -> str:
    return deal.id
