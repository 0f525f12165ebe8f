"""The guard of finished customer files: what must not leave is looked for, and a file that holds it
is refused.

It takes texts with their places and knows neither templates nor Office files; it shares nothing
with what composed the document (docs/decisions/0016).
"""

from __future__ import annotations

from generator.guard.finds import Find, Passage
from generator.guard.rules import Rules
from generator.guard.search import search
from generator.guard.watch import Secrets, Watch, secrets_of

__all__ = ["Find", "Passage", "Rules", "Secrets", "Watch", "search", "secrets_of"]
