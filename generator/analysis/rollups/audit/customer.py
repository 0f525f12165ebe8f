"""What the customer wants and was asked, and whom we know there."""

from __future__ import annotations

from datetime import date

from generator.analysis.money import ids_of
from generator.analysis.portfolio.members import (
    ECONOMIC_BUYER,
    YEAR_DAYS,
    economic_buyers,
    reviews_known,
)
from generator.analysis.results import Person, RoleCoverage, UnitThreading
from generator.analysis.rollups.audit.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNKNOWN,
    WARN,
    Subject,
    Verdict,
    graded,
    of_all,
    unread,
)

KNOWS_US = 2
"""The least strength of a relationship, of 0 to 4 (rows 51, 54)."""
_DECIDES = (ECONOMIC_BUYER, "decision_maker", "champion")
"""Who in a division makes it a covered buying centre: one of these (row 50)."""


def priorities(subject: Subject) -> Verdict:
    """The customer's own priorities, each with who said it, when and where (row 42)."""
    if not subject.reads("priorities"):
        return unread()
    rows = subject.account.priorities
    if not rows:
        return Verdict(FAIL, "missing", subject.root, subject.root)
    return of_all(rows, lambda row: not row.unsourced, lambda row: (row.id,), lambda row: row.name)


def questions(subject: Subject) -> Verdict:
    """The five discovery questions: ``n`` of ``m`` have an answer on record (row 43)."""
    account, text = subject.account, subject.account.plan
    if not subject.reads("plans"):
        return unread()
    answers = {
        "priorities": text.customer_priorities or account.priorities,
        "efforts": text.efforts,
        "challenge": text.challenges,
        "success": text.performance_indicators or [p for p in account.priorities if p.kpi],
        "way": text.vision,
    }
    open_ones = tuple(name for name, answer in answers.items() if not answer)
    ids = ids_of([text.id], (row.id for row in account.priorities)) or subject.root
    n, m = len(answers) - len(open_ones), len(answers)
    if not open_ones:
        return Verdict(PASS, "all", ids, n=n, m=m)
    return Verdict(
        graded(n, m),
        "some" if n else "none",
        ids,
        ids_of([text.id]) or subject.root,
        open_ones,
        n,
        m,
    )


def validated(subject: Subject) -> Verdict:
    """A review with the customer, at which it confirms the goals, within a year (row 104): the
    later of the account's own field and the newest event that is one."""
    reviews = subject.account.customer_reviews
    if reviews.last is None:
        if not reviews_known(subject.account):
            return unread(*subject.root)
        return Verdict(WARN, "none_recorded", subject.root, subject.root)
    days = (subject.as_of - reviews.last).days
    if days > YEAR_DAYS:
        ids = reviews.last_ids
        return Verdict(FAIL, "long_ago", ids, ids, day=reviews.last, days=days)
    return Verdict(PASS, "within_a_year", reviews.last_ids, day=reviews.last, days=days)


def sponsor(subject: Subject) -> Verdict:
    """An executive sponsor of ours is named (rows 2, 61)."""
    people = subject.account.relationships
    if people.sponsor is not None:
        names = (people.sponsor.name,)
        return Verdict(PASS, "named", (*subject.root, people.sponsor.id), names=names)
    if not people.lacks_sponsor:
        return unread(*subject.root)
    return Verdict(FAIL, "missing", subject.root, subject.root)


def sponsor_meets(subject: Subject) -> Verdict:
    """The sponsor held a meeting with the customer within a year (row 61)."""
    people = subject.account.relationships
    if people.sponsor is None:
        return Verdict(NOT_APPLICABLE, "no_sponsor", subject.root)
    if not subject.reads("activities"):
        return unread(*subject.root)
    return _met(subject, people.sponsor, people.sponsor_last_meeting)


def _met(subject: Subject, who: Person, last: date | None) -> Verdict:
    ids, names = (*subject.root, who.id), (who.name,)
    if last is None:
        return Verdict(WARN, "never", ids, (who.id,), names)
    if (subject.as_of - last).days > YEAR_DAYS:
        return Verdict(WARN, "long_ago", ids, (who.id,), names, day=last)
    return Verdict(PASS, "met", ids, names=names, day=last)


def buyer(subject: Subject) -> Verdict:
    """The economic buyer is known by name, and knows us (rows 49, 53)."""
    if not subject.reads("contacts"):
        return unread()
    rows = economic_buyers(subject.account)
    if not rows:
        return Verdict(FAIL, "missing", subject.root, subject.root)
    ids, names = ids_of(row.id for row in rows), tuple(row.name for row in rows)
    known = [row.strength for row in rows if row.strength is not None]
    if known and max(known) < KNOWS_US:
        return Verdict(WARN, "distant", ids, ids, names)
    return Verdict(PASS, "known", ids, names=names)


def centres(subject: Subject) -> Verdict:
    """In each division somebody who buys, decides or champions is known (row 50)."""
    if not subject.reads("contacts"):
        return unread()
    rows = subject.account.relationships.coverage
    if not rows:
        return Verdict(NOT_APPLICABLE, "no_division", subject.root)
    return of_all(rows, _is_covered, _unit, lambda row: row.unit)


def _is_covered(row: RoleCoverage) -> bool:
    return any(names for role, names in row.filled if role in _DECIDES)


def _unit(row: RoleCoverage | UnitThreading) -> tuple[str, ...]:
    return (row.unit_id,)


def threads(subject: Subject) -> Verdict:
    """Two or more active relationships; none with most of the touches (row 54).

    ``n`` is how many are active, ``share`` how much of a year's touches one contact has.
    """
    people = subject.account.relationships
    if people.single_threaded is None:
        return Verdict(UNKNOWN, "no_activity", subject.root)
    active = tuple(row for row in people.contacts if row.is_active)
    ids, names = ids_of(row.id for row in active), tuple(row.name for row in active)
    if people.single_threaded:
        reason, here = ("single", ids) if active else ("nobody", subject.root)
        return Verdict(FAIL, reason, here, here, names, len(active))
    share = people.top_share
    if share.value is not None and share.value > subject.options.top_share_percent:
        return Verdict(
            WARN, "one_contact", share.ids, share.ids, n=len(active), share=int(share.value)
        )
    return Verdict(PASS, "several", ids, n=len(active))


def division_threads(subject: Subject) -> Verdict:
    """In each division two or more active relationships (row 54)."""
    rows = [row for row in subject.account.relationships.units if row.single_threaded is not None]
    if len(subject.account.profile.units) < 2:
        return Verdict(NOT_APPLICABLE, "no_division", subject.root)
    if not rows:
        return Verdict(UNKNOWN, "no_activity", subject.root)
    return of_all(rows, lambda row: not row.single_threaded, _unit, lambda row: row.unit)
