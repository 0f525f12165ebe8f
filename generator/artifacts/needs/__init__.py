"""What each section of each artifact needs from the CRM: the one table that forecasts are made of.

It stands beside the catalog of artifacts: a section, sheet or slide that is added there is added
here as well, and a test says where one is forgotten.
"""

from __future__ import annotations

from typing import Final

from generator.artifacts.needs.deck import DECK, MARK, SAFE
from generator.artifacts.needs.plan import PLAN
from generator.artifacts.needs.review import REVIEW
from generator.artifacts.needs.shared import SIGNS, Need, Section
from generator.artifacts.needs.workbook import WORKBOOK

__all__ = ["INDISPENSABLE", "MARK", "SAFE", "SECTIONS", "SIGNS", "Need", "Section"]

INDISPENSABLE: Final = ("account", "opportunity")
"""Without these nothing is made at all (SALESFORCE.md 3.3, "Hard minimum")."""

SECTIONS: Final = (*PLAN, *WORKBOOK, *DECK, *REVIEW)
"""By artifact, in the order of the pages, sheets and slides."""
