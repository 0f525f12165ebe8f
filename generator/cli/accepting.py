"""What the inputs folder says is so on purpose, for every command that flags or audits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.cli.console import note

if TYPE_CHECKING:
    from generator.analysis.portfolio.results import Acceptance
    from generator.analysis.results import AnalysedAccount
    from generator.inputs import Inputs


def acceptances_of(inputs: Inputs, found: Sequence[AnalysedAccount]) -> tuple[Acceptance, ...]:
    """What the inputs folder says is so on purpose."""
    from generator.analysis.portfolio.results import Acceptance
    from generator.inputs import accepted_rows

    names = [(account.profile.id, account.profile.name) for account in found]
    rows, notes = accepted_rows(inputs, names)
    for text in notes:
        note(text)
    return tuple(
        Acceptance(
            account_id=account_id,
            check=row.check,
            note=row.note,
            by=row.by,
            day=row.day,
            until=row.until,
            source=f"{inputs.file('audit.csv')}#{row.line}",
        )
        for account_id, row in rows
    )
