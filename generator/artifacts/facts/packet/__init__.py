"""What the packet's names read: the analysed packet, and what each account's review says.

The pages are told by the values of the account reviews, as ``artifacts.packet`` composes them, so
that the packet cannot say anything else of an account than its own documents do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.analysis.portfolio import Portfolio
from generator.analysis.results import AnalysedAccount
from generator.analysis.rollups.calendar import PlanningCalendar
from generator.analysis.rollups.head import Head
from generator.analysis.rollups.packet import Packet, PacketPage
from generator.analysis.rollups.topx import TopX


@dataclass(frozen=True, slots=True)
class PageView:
    """One account. ``review`` are the composed values of its review; ``ids_of`` gives the records
    behind a path in them, such as ``renewal.date``."""

    found: PacketPage
    portfolio: Portfolio
    account: AnalysedAccount
    number: int  # of the page among these, from 1
    review: Mapping[str, Any]
    ids_of: Callable[[str], tuple[str, ...]]

    @property
    def id(self) -> str:
        return self.found.id


@dataclass(frozen=True, slots=True)
class PacketView:
    """``accounts`` by name, ``pages`` worst first."""

    packet: Packet
    calendar: PlanningCalendar
    top_x: TopX
    accounts: tuple[AnalysedAccount, ...]
    pages: tuple[PageView, ...]

    @property
    def head(self) -> Head:
        return self.packet.head
