"""The packet put together: the analysed set, and of each account with a page what its review says.

The review is composed as for its own deck, from the same account: so the packet says nothing else
than the account's documents do (METHOD.md row 102).
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.calendar import PlanningCalendar
from generator.analysis.rollups.packet import Packet
from generator.analysis.rollups.topx import TopX
from generator.artifacts.catalog import REVIEW
from generator.artifacts.compose import compose
from generator.artifacts.facts.packet import PacketView, PageView
from generator.artifacts.phrases import Phrases
from generator.formats import Formats


def packet_view(
    packet: Packet,
    calendar: PlanningCalendar,
    top_x: TopX,
    accounts: Sequence[AnalysedAccount],
    *,
    formats: Formats,
    phrases: Phrases,
) -> PacketView:
    """``accounts`` by name: those that the three results were made from."""
    by_id = {account.profile.id: account for account in accounts}
    pages = []
    for number, found in enumerate(packet.pages, 1):
        account = by_id[found.account.id]
        review = compose(account, REVIEW.name, formats, form="full", phrases=phrases)
        pages.append(
            PageView(found, packet.portfolio, account, number, review.values, review.ids_of)
        )
    return PacketView(packet, calendar, top_x, tuple(accounts), tuple(pages))
