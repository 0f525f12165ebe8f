"""``accountdocs topx``: the Top X rollup of many accounts."""

from __future__ import annotations

from typing import Any

import click

from generator.cli.console import note
from generator.cli.finishing import finish
from generator.cli.focusing import Focus, top_x_of
from generator.cli.gathering import gathered, rollup_options
from generator.cli.options import PeriodType


@click.command(short_help="Roll up the Top X deals: who focuses on what, and why.")
@rollup_options
@click.option(
    "--quarter",
    type=PeriodType(),
    help="The fiscal quarter whose list it is. Default: the one after the running one.",
)
def topx(**typed: Any) -> int:
    """Roll up the deals whose Top X box is ticked: each held against the criteria of the team that
    sells it, how many each person selected, what managers and those above picked for themselves,
    what became of earlier lists. Without a selection all accounts are taken.

    What was confirmed, dropped or held over and why, and who picked what, stands in
    inputs/topx.csv; earlier lists come from the snapshots that runs keep.

    \b
    Examples:
      accountdocs topx --org sample
      accountdocs topx --manager "Helena Voss" --quarter 2027-Q1
    """
    from generator.rollups import render_rollup

    focus = Focus()
    with gathered(typed, "topx", each=focus.take) as found:
        result = top_x_of(found, focus, typed["quarter"])
        for name in result.unused:
            note(f"[topx] in the settings names {name!r}: nobody here has that name.")
        for name in result.shared:
            note(f"[topx] in the settings names {name!r}: several have that name, give the id.")
        if result.differences:
            file, count = found.inputs.file("topx.csv"), len(result.differences)
            lines = "1 difference" if count == 1 else f"{count:,} differences"
            note(f"{file} and the records: {lines}, listed at the end of the sheet Summary.")
        files = [render_rollup(result, "topx", found.order, about=result.quarter.label)]
        return finish(found, files, result, as_json=typed["as_json"])
