"""What became of earlier lists: won, lost, held over, dropped (METHOD.md rows 113, 115)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.analysis.money import ids_of, percent
from generator.analysis.results import Deal, Figure
from generator.analysis.rollups.topx.facts import AccountFocus, KeptBoxes
from generator.analysis.rollups.topx.listing import DROPPED, HELD_OVER, Listing
from generator.analysis.rollups.topx.picks import Line
from generator.analysis.rollups.topx.quarters import list_before
from generator.analysis.rollups.topx.results import DealRef, PastDeal, WinRate
from generator.model.records import Opportunity


@dataclass(frozen=True, slots=True)
class Past:
    """The earlier lists of a set."""

    listing: Listing

    def win_rate(self) -> WinRate | None:
        """None where the box cannot be read and no snapshot was kept."""
        times = self.listing.times
        kept_days = sum(1 for rows in self.listing.kept.values() for row in rows if row.is_recorded)
        if self.listing.source != "box" and not kept_days:
            return None
        decided = [deal for _, deal, _ in self._decided()]
        won = ids_of(deal.id for deal in decided if deal.state == "won")
        lost = ids_of(deal.id for deal in decided if deal.state == "lost")
        rate = Figure(
            percent(len(won), len(decided)), ids_of(won, lost), of=(len(won), len(decided))
        )
        return WinRate(times.since, times.as_of, rate, won, lost, kept_days)

    def _decided(self) -> Iterable[tuple[AccountFocus, Deal, Opportunity]]:
        since, until = self.listing.times.since, self.listing.times.as_of
        for focus in self.listing.accounts:
            marked = {facts.row.id for facts in focus.flagged}
            marked |= {deal_id for row in self._kept(focus) for deal_id in row.flagged}
            for deal, row in focus.pairs:
                if deal.state != "open" and deal.id in marked and since <= deal.close_date <= until:
                    yield focus, deal, row

    def _kept(self, focus: AccountFocus) -> Sequence[KeptBoxes]:
        rows = self.listing.kept.get(focus.account.profile.id, ())
        return [row for row in rows if row.is_recorded]

    def rows(self) -> tuple[PastDeal, ...]:
        """Decided deals, then what was held over, then what was dropped; the latest first."""
        rows = [self._row(focus, deal, row, deal.state) for focus, deal, row in self._decided()]
        for focus in self.listing.accounts:
            for deal, row in focus.pairs:
                outcome = self._outcome(focus, deal)
                if outcome is not None:
                    rows.append(self._row(focus, deal, row, outcome))
        rows.sort(key=lambda row: (row.account.name.casefold(), row.id))
        rows.sort(key=lambda row: row.close_date, reverse=True)
        return tuple(sorted(rows, key=lambda row: _ORDER.index(row.outcome)))

    def _outcome(self, focus: AccountFocus, deal: Deal) -> str | None:
        """Of an open deal: by the last line about the list, else by the list before."""
        if deal.state != "open":
            return None
        line = self._line(deal.id)
        if line is not None and line.pick.status in (HELD_OVER, DROPPED):
            return line.pick.status
        times = self.listing.times
        before = list_before(self._kept(focus), times)
        is_chosen = self.listing.lines.last(deal.id, times.quarter) is not None
        if is_chosen or before is None or deal.id not in before.flagged:
            return None
        boxes = [facts for facts in focus.flagged if facts.row.id == deal.id]
        if not boxes:
            return DROPPED
        is_on = any(map(self.listing.is_on, boxes))  # of the running list it is yet to be decided
        return HELD_OVER if is_on and times.phase != "ahead" else None

    def _line(self, deal_id: str) -> Line | None:
        """The last line about this quarter's list, else about the one before."""
        lines, times = self.listing.lines, self.listing.times
        return lines.last(deal_id, times.quarter) or lines.last(deal_id, times.before)

    def _row(self, focus: AccountFocus, deal: Deal, row: Opportunity, outcome: str) -> PastDeal:
        line = self._line(deal.id)
        said = line if line is not None and line.pick.status == outcome else None
        days = (kept.day for kept in self._kept(focus) if deal.id in kept.flagged)
        return PastDeal(
            id=deal.id,
            name=deal.name,
            account=focus.ref,
            owner=deal.owner,
            outcome=outcome,
            close_date=deal.close_date,
            amount=self.listing.money.convert_deal(row.amount, row.currency, row.close_date),
            why=said.pick.why if said else deal.loss_reason,
            by=said.by.name if said else None,
            is_box_on=row.is_top_x,
            seen_in=tuple(sorted(days, reverse=True)),
            quarter=f"{line.pick.year}-Q{line.pick.quarter}" if line else None,
            is_late=self._is_late(line) if line else None,
            ids=ids_of((deal.id,), (line.pick.id,) if line else ()),
        )

    def _is_late(self, line: Line) -> bool | None:
        """By the month in which the list was made that the line is about."""
        times = self.listing.times
        here = (line.pick.year, line.pick.quarter) == (times.quarter.year, times.quarter.number)
        quarter, last = (
            (times.quarter, times.window_end) if here else (times.before, times.before_window_end)
        )
        return self.listing.lines.is_late(line.deal_id, quarter, last)

    def late_before(self) -> tuple[DealRef, ...]:
        """Deals that the file puts on the list of the quarter before, later than they should."""
        lines, times = self.listing.lines, self.listing.times
        last = times.before_window_end
        return tuple(
            DealRef(row.id, row.name)
            for focus in self.listing.accounts
            for row in focus.rows
            if lines.is_late(row.id, times.before, last)
        )


_ORDER = ("won", "lost", HELD_OVER, DROPPED)
