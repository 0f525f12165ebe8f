"""A tier 1 account whose plan passes the audit, for tests that spoil one thing of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from generator.analysis.analyse import Options, analyse
from generator.analysis.money import money_for
from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
from generator.analysis.rollups import head_of
from generator.analysis.rollups.audit import Acceptance, Audit, Finding, audit
from tests.builders import AS_OF, Book, moment

ANA, SPONSOR = "005000000000001AAA", "005000000000002AAA"


class Good(Book):
    """Ids of what a test may spoil stand in attributes."""

    def __init__(self, name: str = "Acme", number: int = 1, **account: Any) -> None:
        given: dict[str, Any] = {
            "id": f"001{number:012d}AAA",
            "owner_id": ANA,
            "tier": 1,
            "arr": Decimal(100_000),
            "revenue_target": Decimal(150_000),
            "executive_sponsor_id": SPONSOR,
            "potential": Decimal(900_000),
            "expansion_thesis": "What works in the north is copied in the south.",
            "renewal_strategy": "Three years, agreed in spring.",
            "last_review": AS_OF - timedelta(days=100),
            "corporate": "USD",
        }
        super().__init__(name, **{**given, **account})
        self.user("Ana Ruiz", id=ANA)
        self.user("Mara Lind", id=SPONSOR)
        self._people()
        self._plan()
        self._work()
        self.contract(date(2027, 12, 31))

    def _people(self) -> None:
        self.ann = self.contact("Ann Moss", title="CFO", role="economic_buyer", strength=3)
        self.bob = self.contact("Bob Hale", title="COO", role="champion", strength=4)
        self.north = self.division("North")
        self.cid = self.contact("Cid Vane", account=self.north, role="champion", strength=3)
        self.dan = self.contact("Dan Roe", account=self.north, role="user", strength=3)
        for person in (self.ann, self.bob, self.cid, self.dan):
            self.event(AS_OF - timedelta(days=10), person, owner_id=SPONSOR)

    def _plan(self) -> None:
        self.wish = self.priority(
            "Fewer stops",
            kpi="Stops a week",
            outcome="Lines run on",
            stated_by_id=self.bob,
            stated_on=date(2026, 3, 2),
            stated_where="Workshop",
        )
        self.plan_id = self.plan(
            owner_id=ANA,
            created=date(2025, 12, 1),
            modified=moment(AS_OF - timedelta(days=5)),
            efforts="New shift plan.",
            challenges="Two engineers.",
            vision="One view of all lines.",
        )
        self.goal = self.objective(
            self.plan_id,
            "Grow yearly revenue to 150 thousand",
            kind="growth",
            owner_id=ANA,
            end_date=date(2026, 12, 31),
            priority_id=self.wish,
            customer_outcome="Two stops fewer a week",
        )
        self.size = self.measure(self.goal, "ARR", baseline="90000", target="150000")
        product = self.product("Atlas")
        self.cell = self.play(
            "Atlas for the north",
            product,
            account=self.north,
            owner_id=ANA,
            value="40000",
            close_date=date(2027, 2, 1),
            need="yes",
            access="yes",
            budget="no",
            objective_id=self.goal,
            priority_id=self.wish,
        )

    def _work(self) -> None:
        self.todo = self.task("Call Ann", AS_OF + timedelta(days=5), owner_id=ANA)
        self.danger = self.risk("Budget cut", owner_id=ANA, mitigation="Show the return.")


TARGETS = {
    "metric_targets": tuple(
        (name, Decimal(1))
        for name in ("active_executives", "buying_centers", "play_progression", "action_completion")
    )
}


def audited(*books: Book, accepted: tuple[Acceptance, ...] = (), **options: Any) -> Audit:
    """The audit of these accounts, as of the first one's day."""
    chosen = Options(**{**TARGETS, **options})
    found = [analyse(book.build(), options=chosen) for book in books]
    org = books[0].org
    window = planning_window(org.fiscal, books[0].as_of, 4)
    whole = portfolio(found, org, window, QuotaFacts(2026, "no_records"), chosen)
    return audit(
        found,
        head_of(found, "all accounts", org.currency),
        whole,
        money_for(org, org.currency, books[0].as_of),
        options=chosen,
        acceptances=accepted,
    )


def found_by(check: str, book: Book, **options: Any) -> Finding:
    (plan,) = audited(book, **options).plans
    return next(finding for finding in plan.findings if finding.check == check)
