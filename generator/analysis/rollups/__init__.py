"""What documents about many accounts are made from (decision 20): pure functions over analysed
accounts, one frozen result for each document. Every result has a ``head``."""

from __future__ import annotations

from generator.analysis.rollups.head import Head, LeftOutAccount, SetCoverage, head_of

__all__ = ["Head", "LeftOutAccount", "SetCoverage", "head_of"]
