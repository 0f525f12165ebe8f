"""Snapshots of what was read, kept from run to run: what changes are counted from.

Salesforce keeps little of its own history (SALESFORCE.md 3.1). So a run keeps the snapshot of each
account it read, one for each account and day, in the user's data folder and for the user's eyes
alone. Nothing here knows what a change is: an old snapshot is analysed like a new one
(``analysis.changes``).
"""

from __future__ import annotations

from generator.history.baseline import Past, baseline_of, keep, kept_of
from generator.history.store import Kept, Store

__all__ = ["Kept", "Past", "Store", "baseline_of", "keep", "kept_of"]
