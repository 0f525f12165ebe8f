"""The criteria of a Top X deal, by the kind of team that sells it (METHOD.md rows 110-112).

Each says met, not met or not known, and by which records. What nobody records is not known: a
judgment of ours (strategic value, terms, return on effort) is never inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.analysis.money import HUNDRED, Money, cents, ids_of
from generator.analysis.rollups.topx.facts import AccountFocus, DealContact, DealFacts
from generator.analysis.rollups.topx.results import Criterion, Fact
from generator.analysis.rollups.topx.rules import ENTERPRISE, SMB, STRATEGIC, TopXRules

CRITERION, GATE, NEGATIVE = "criterion", "gate", "negative"

SUPPORTIVE, STRONG = 2, 3
"""Levels of strength from which a person counts as reached, and a champion as strong (row 51)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A deal with what it is judged by; ``money`` converts into the corporate currency."""

    facts: DealFacts
    focus: AccountFocus
    rules: TopXRules
    money: Money
    as_of: date

    @property
    def yearly(self) -> Decimal | None:
        row = self.facts.row
        return self.money.convert_deal(self.facts.yearly, row.currency, row.close_date)

    @property
    def potential(self) -> Decimal | None:
        return self.money.convert(self.focus.potential.value, self.focus.account.currency)


def _found(key: str, met: bool | None, why: str, *ids: str, **facts: Fact) -> Criterion:
    return Criterion(key, CRITERION, met, why, tuple(facts.items()), ids_of(ids))


def _stated(one: Judged, key: str, name: str) -> Criterion:
    """What a field of the opportunity states, and nothing else could say."""
    row = one.facts.row
    value: bool | None = getattr(row, name)
    if value is None:
        is_mapped = any(field == f"opportunity.{name}" for field, _ in one.focus.account.sources)
        return _found(key, None, "unrecorded" if is_mapped else "unmapped")
    return _found(key, value, "yes" if value else "no", row.id)


# -- SMB teams (row 110) ---------------------------------------------------------------------------


def arr_potential(one: Judged) -> Criterion:
    """A year of the deal, or the account's growth potential, reaches the threshold. Only where both
    are known and neither does, it is not met."""
    least, key = one.rules.arr_potential, "arr_potential"
    account_id = one.focus.account.profile.id
    deal, account = one.yearly, one.potential
    if deal is not None and deal >= least:
        return _found(key, True, "deal", one.facts.row.id, amount=deal, least=least)
    if account is not None and account >= least:
        return _found(key, True, "account", account_id, amount=account, least=least)
    if deal is None or account is None:
        return _found(key, None, "unknown", least=least)
    most = max(deal, account)
    return _found(key, False, "below", one.facts.row.id, account_id, amount=most, least=least)


def strategic_value(one: Judged) -> Criterion:
    return _stated(one, "strategic_value", "strategic_value")


def qualified(one: Judged) -> Criterion:
    """Two of budget, authority, need and timing are there and none is denied ("and/or" of the
    method): budget by the opportunity's field or the whitespace cell, authority by an economic
    buyer or decision maker on the deal, need by the cell, timing by the customer's own date."""
    row, cells = one.facts.row, one.facts.cells
    there = _there(one.facts.contacts) or ()
    buyers = [contact for contact in there if contact.role in _AUTHORITY]
    answers: dict[str, bool | None] = {
        "budget": row.budget_confirmed
        if row.budget_confirmed is not None
        else _answer(cell.budget for cell in cells),
        "authority": True if buyers else None,
        "need": _answer(cell.need for cell in cells),
        "timing": True if row.project_date else None,
    }
    given = tuple(name for name, answer in answers.items() if answer)
    denied = tuple(name for name, answer in answers.items() if answer is False)
    ids = ids_of((row.id,), *(c.ids for c in buyers), *(cell.ids for cell in cells))
    if denied:
        return _found("qualified", False, "denied", *ids, parts=denied)
    if len(given) >= _QUALIFIED:
        return _found("qualified", True, "there", *ids, parts=given)
    missing = tuple(name for name, answer in answers.items() if answer is None)
    return _found("qualified", None, "unknown", *ids, parts=missing)


_QUALIFIED = 2
_AUTHORITY = ("economic_buyer", "decision_maker")


def _answer(answers: Iterable[str | None]) -> bool | None:
    """Yes where one cell says yes, no where all say no."""
    said = list(answers)
    if "yes" in said:
        return True
    return False if said and all(answer == "no" for answer in said) else None


def terms(one: Judged) -> Criterion:
    return _stated(one, "terms", "terms_accepted")


def positioning(one: Judged) -> Criterion:
    """Against every rival named (what the customer would build itself is one) our advantage is
    written down, or we won more often than we lost. Nobody named is not nobody there."""
    rivals, key = one.facts.rivals, "positioning"
    if rivals is None:
        return _found(key, None, "unreadable")
    if not rivals:
        return _found(key, None, "nobody")
    ids = [rival.id for rival in rivals]
    behind = tuple(r.name for r in rivals if not r.has_advantage and r.lost > r.won)
    if behind:
        return _found(key, False, "behind", *ids, rivals=behind)
    open_ones = tuple(r.name for r in rivals if not r.has_advantage and r.won <= r.lost)
    if open_ones:
        return _found(key, None, "unknown", *ids, rivals=open_ones)
    return _found(key, True, "ahead", *ids, rivals=tuple(r.name for r in rivals))


# -- Enterprise teams (row 111) --------------------------------------------------------------------


def effort(one: Judged) -> Criterion:
    return _stated(one, "effort", "worth_effort")


def employees(one: Judged) -> Criterion:
    profile, more = one.focus.account.profile, one.rules.employees
    if profile.employees is None:
        return _found("employees", None, "unrecorded", more=more)
    met = profile.employees > more
    why = "more" if met else "fewer"
    return _found("employees", met, why, profile.id, count=profile.employees, more=more)


def access(one: Judged) -> Criterion:
    """An economic buyer on the deal of strength 2 or more, or a champion of 3 or more. Not met only
    where everybody's strength is known."""
    contacts = _there(one.facts.contacts)
    if contacts is None:
        return _found("access", None, "unreadable")
    for contact in contacts:
        least = _ENOUGH.get(contact.role or "")
        if least is not None and (contact.strength or 0) >= least:
            name, ids = contact.person.name, contact.ids
            return _found("access", True, str(contact.role), *ids, name=name)
    asked = [c for c in contacts if c.role in _ENOUGH]
    ids = ids_of(*(c.ids for c in asked))
    names = tuple(c.person.name for c in asked)
    if not asked:
        return _found("access", None, "nobody")
    if any(c.strength is None for c in asked):
        return _found("access", None, "unknown", *ids, names=names)
    return _found("access", False, "weak", *ids, names=names)


_ENOUGH = {"economic_buyer": SUPPORTIVE, "champion": STRONG}


def early(one: Judged) -> Criterion:
    """The gate: by the stages that the settings call early, else by probability."""
    row, rules = one.facts.row, one.rules
    if rules.early_stages:
        met = row.stage.casefold() in {stage.casefold() for stage in rules.early_stages}
        found = _found("early", met, "named" if met else "not_named", row.id, stage=row.stage)
    elif row.probability is None:
        found = _found("early", None, "unknown", stage=row.stage)
    else:
        met = row.probability <= rules.early_probability
        why, most = "early" if met else "late", rules.early_probability
        found = _found(
            "early", met, why, row.id, stage=row.stage, percent=int(row.probability), most=most
        )
    return Criterion(found.key, GATE, found.met, found.why, found.facts, found.ids)


# -- Strategic account teams (row 112) -------------------------------------------------------------


def renewal(one: Judged) -> Criterion:
    """The account's next renewal is near: then everything is talked about. By what is signed where
    that is ahead: our own opportunity is a forecast, and may be the very deal that is judged. A day
    that has passed is no chance any more."""
    renewal, most = one.focus.account.renewal, one.rules.renewal_days
    signed = renewal.agreed
    found = signed if signed.value is not None and signed.value >= one.as_of else renewal.day
    if found.value is None:
        return _found("renewal", None, "unknown")
    days = (found.value - one.as_of).days
    why = "overdue" if days < 0 else "near" if days <= most else "far"
    facts: dict[str, Fact] = {"day": found.value, "days": abs(days), "most": most}
    return _found("renewal", why == "near", why, *found.ids, **facts)


def size(one: Judged) -> Criterion:
    """A year of the deal times its probability: a small deal may be worth it late, a large one
    early."""
    row, least = one.facts.row, one.rules.weighted
    if one.yearly is None or row.probability is None:
        return _found("size", None, "unknown", least=least)
    weighted = cents(one.yearly * row.probability / HUNDRED)
    met = weighted is not None and weighted >= least
    facts: dict[str, Fact] = {
        "amount": one.yearly,
        "percent": int(row.probability),
        "weighted": weighted,
    }
    return _found("size", met, "enough" if met else "below", row.id, least=least, **facts)


def timeline(one: Judged) -> Criterion:
    """The customer wants its own project done by a day, and the deal closes before."""
    row, day = one.facts.row, one.facts.row.project_date
    if day is None:
        return _found("timeline", None, "unrecorded")
    met = row.close_date <= day
    why = "in_time" if met else "too_late"
    return _found("timeline", met, why, row.id, day=day, close=row.close_date)


def executive(one: Judged) -> Criterion:
    """Somebody of C-level, SVP or VP on the deal whom we have as a supporter."""
    contacts = _there(one.facts.contacts)
    if contacts is None:
        return _found("executive", None, "unreadable")
    leaders = [contact for contact in contacts if contact.person.is_executive]
    ids = ids_of(*(contact.ids for contact in leaders))
    names = tuple(contact.person.name for contact in leaders)
    if not leaders:
        return _found("executive", None, "nobody")
    ours = [c for c in leaders if (c.strength or 0) >= SUPPORTIVE]
    if ours:
        best = max(ours, key=lambda contact: (contact.strength or 0, contact.person.id))
        name, title = best.person.name, best.person.title or ""
        return _found("executive", True, "reached", *best.ids, name=name, title=title)
    if any(contact.strength is None for contact in leaders):
        return _found("executive", None, "unknown", *ids, names=names)
    return _found("executive", False, "weak", *ids, names=names)


def against(one: Judged) -> Criterion:
    """The negative indicator: a rival's product stands where we sell, or it is a tender. Absent
    only where the opportunity says that it is none and no rival's product is on record."""
    row, held = one.facts.row, [cell for cell in one.facts.cells if cell.competitor_held]
    ids = ids_of((row.id,), *(cell.ids for cell in held))
    if held:
        rivals = tuple(sorted({cell.competitor_held or "" for cell in held}))
        found = _found("against", True, "incumbent", *ids, rivals=rivals)
    elif row.is_rfp:
        found = _found("against", True, "tender", row.id)
    elif row.is_rfp is False and one.facts.cells:
        found = _found("against", False, "neither", *ids)
    else:
        found = _found("against", None, "unknown")
    return Criterion(found.key, NEGATIVE, found.met, found.why, found.facts, found.ids)


def _there(contacts: tuple[DealContact, ...] | None) -> list[DealContact] | None:
    """Without those who are said to have left, and who block."""
    if contacts is None:
        return None
    return [c for c in contacts if not c.person.has_left and c.role != "blocker"]


CRITERIA: Mapping[str, tuple[Callable[[Judged], Criterion], ...]] = {
    SMB: (arr_potential, strategic_value, qualified, terms, positioning),
    ENTERPRISE: (early, effort, employees, access),
    STRATEGIC: (renewal, size, timeline, executive, against),
}
