"""What has no home in most CRMs, from files beside the settings: the ``inputs`` folder.

Product usage, news of companies, who manages whom, value propositions and logos (docs/inputs.md).
``read_inputs`` reads the folder once for a run and refuses all its mistakes together; ``joined``
lays what concerns an account into its snapshot. Nothing here knows the CRM.
"""

from __future__ import annotations

from generator.inputs.audit import accepted_rows
from generator.inputs.folder import read_inputs
from generator.inputs.joining import counted, joined
from generator.inputs.managers import unknown_people, with_people
from generator.inputs.names import near_misses
from generator.inputs.rows import Inputs

__all__ = [
    "Inputs",
    "accepted_rows",
    "counted",
    "joined",
    "near_misses",
    "read_inputs",
    "unknown_people",
    "with_people",
]
