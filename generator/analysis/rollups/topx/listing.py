"""Which deals are on the list of a quarter, and what was decided of each (METHOD.md row 113).

The CRM's box has no quarter: ticked is ticked. So the box says which deals are meant, and for which
quarter is what a file says, else the close date; why is what the file and kept snapshots say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.analysis.money import Money, ids_of
from generator.analysis.rollups.topx.criteria import Judged
from generator.analysis.rollups.topx.facts import AccountFocus, DealFacts, KeptBoxes
from generator.analysis.rollups.topx.judging import verdict
from generator.analysis.rollups.topx.picks import Line, Lines
from generator.analysis.rollups.topx.quarters import Times, list_before
from generator.analysis.rollups.topx.results import Decision, Difference, TopXDeal
from generator.analysis.rollups.topx.rules import TopXRules
from generator.analysis.settle import RENEWAL
from generator.model.org import FiscalQuarter

BOX, FILE, HISTORY = "box", "file", "history"
SELECTED, CONFIRMED, HELD_OVER, DROPPED = "selected", "confirmed", "held_over", "dropped"


@dataclass(frozen=True, slots=True)
class Listing:
    """The set with all that says what is on the list. ``kept``: snapshots by account."""

    accounts: Sequence[AccountFocus]
    lines: Lines
    kept: Mapping[str, Sequence[KeptBoxes]]
    times: Times
    rules: TopXRules
    money: Money

    @property
    def source(self) -> str | None:
        """Where the list comes from: the box wherever one can be read, else the file."""
        if any(focus.is_recorded for focus in self.accounts):
            return BOX
        return FILE if self.lines.has_file else None

    def deals(self) -> tuple[TopXDeal, ...]:
        """By account as the set is, each account's by close date."""
        found = []
        for focus in self.accounts:
            rows = [facts for facts in focus.deals if self.is_on(facts)]
            rows.sort(key=lambda facts: (facts.row.close_date, facts.row.id))
            found += [self._deal(focus, facts) for facts in rows]
        return tuple(found)

    def is_on(self, facts: DealFacts) -> bool:
        """Whether the deal is on the list of the quarter."""
        if facts.deal.state != "open":
            return False
        last = self.lines.last(facts.row.id, self.times.quarter)
        if self.source == BOX and not facts.row.is_top_x:
            return False
        if last is None:
            return self.source == BOX and self._closes_with_it(facts)
        return last.pick.status != DROPPED

    def _closes_with_it(self, facts: DealFacts) -> bool:
        """Of a ticked deal that no line puts on a list: what closes by the end of the running
        quarter is on that quarter's, all else on the next one's."""
        quarter = self.times.quarter
        if self.times.is_running:
            return facts.row.close_date <= quarter.end
        return facts.row.close_date >= quarter.start

    def _deal(self, focus: AccountFocus, facts: DealFacts) -> TopXDeal:
        row, deal, quarter = facts.row, facts.deal, self.times.quarter
        judged = Judged(facts, focus, self.rules, self.money, self.times.as_of)
        return TopXDeal(
            id=row.id,
            name=row.name,
            account=focus.ref,
            unit=deal.unit,
            owner=deal.owner,
            kind=row.kind,
            stage=row.stage,
            probability=row.probability,
            amount=self.money.convert_deal(row.amount, row.currency, row.close_date),
            own_amount=row.amount,
            currency=row.currency,
            close_date=row.close_date,
            timing=_timing(facts, quarter),
            is_new_business=row.kind != RENEWAL,
            is_stalled=deal.stalled,
            is_single_threaded=focus.single_threaded(row.account_id),
            next_step=row.next_step,
            decision=self._decision(focus, facts),
            help=self.lines.help(row.id, quarter),
            picked_by=self.lines.pickers(row.id, quarter),
            verdict=verdict(judged),
            ids=ids_of((row.id,), (line.pick.id for line in self.lines.of(row.id, quarter))),
        )

    def _decision(self, focus: AccountFocus, facts: DealFacts) -> Decision:
        """By the last line of the file; else held over where the snapshot of the list before shows
        the box and the month of selection has begun; else selected, for the box is ticked."""
        deal_id = facts.row.id
        line = self.lines.last(deal_id, self.times.quarter)
        if line is not None:
            late = self.lines.is_late(deal_id, self.times.quarter, self.times.window_end)
            return _decision_of(line, late)
        kept = self.kept.get(focus.account.profile.id, ())
        before = list_before(kept, self.times)
        if before and deal_id in before.flagged and self.times.phase != "ahead":
            return Decision(HELD_OVER, HISTORY, day=before.day, is_late=False)
        return Decision(SELECTED, BOX, is_late=self._late_box(deal_id, kept))

    def _late_box(self, deal_id: str, kept: Sequence[KeptBoxes]) -> bool | None:
        """Not late while there is time. After that, by the last snapshot of that time: what was
        not ticked then was ticked later."""
        if self.times.phase != "over":
            return False
        end = self.times.window_end
        rows = [row for row in kept if row.is_recorded and row.day <= end]
        last = max(rows, key=lambda row: row.day, default=None)
        if last is None or last.day < self.times.window_start:
            return None
        return deal_id not in last.flagged

    def differences(self) -> tuple[Difference, ...]:
        """What the file says of this quarter's list and the box does not, or the other way round;
        and what could not be resolved."""
        found = list(self.lines.differences)
        for focus in self.accounts:
            for facts in focus.deals:
                line = self.lines.last(facts.row.id, self.times.quarter)
                kind = self._difference(facts, line)
                if line is not None and kind is not None:
                    ids = (line.pick.id, facts.row.id)
                    found.append(Difference(kind, facts.row.name, line.by.name, ids))
        return tuple(found)

    def _difference(self, facts: DealFacts, line: Line | None) -> str | None:
        if line is None or self.source != BOX:
            return None
        is_dropped, is_ticked = line.pick.status == DROPPED, bool(facts.row.is_top_x)
        if facts.deal.state != "open":
            return None if is_dropped else "closed"
        if is_dropped and is_ticked:
            return "still_ticked"
        return "not_ticked" if not is_dropped and not is_ticked else None


def _decision_of(line: Line, is_late: bool | None) -> Decision:
    pick = line.pick
    return Decision(pick.status, FILE, line.by.name, pick.day, pick.why, is_late, (pick.id,))


def _timing(facts: DealFacts, quarter: FiscalQuarter) -> str:
    if facts.row.close_date < quarter.start:
        return "before"
    return "in" if facts.row.close_date <= quarter.end else "after"
