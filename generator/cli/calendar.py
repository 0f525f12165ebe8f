"""``accountdocs calendar``: the planning season of many accounts, as workbook and .ics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.cli.finishing import finish
from generator.cli.gathering import gathered, rollup_options

if TYPE_CHECKING:
    from generator.analysis.rollups.calendar import PlanningCalendar
    from generator.rollups import RollupFile, RollupOrder


@click.command(short_help="Make the planning calendar, with what is done and who is late.")
@rollup_options
def calendar(**typed: Any) -> int:
    """Make the planning calendar: the six weeks in which next year's plans are made, a checklist
    for each role with what of it the records show as done, who is late, the customer reviews that
    are scheduled or missing, and the plans that are due for an update.

    A workbook, and an .ics file beside it that any calendar imports; importing a newer one updates
    what is there. Without a selection it is about all accounts.

    \b
    Examples:
      accountdocs calendar --org sample
      accountdocs calendar --manager "Helena Voss" --out season
    """
    from generator.analysis.rollups.calendar import planning_calendar
    from generator.artifacts.facts.document import fiscal_year_named
    from generator.asked import planning_rule, season_doubts
    from generator.cli.console import note
    from generator.rollups import render_rollup

    with gathered(typed, "calendar") as found:
        rule = planning_rule(found.settings.planning)
        for text in season_doubts(found.head.cadence, rule.previous):
            note(text)
        made = planning_calendar(found.accounts, found.portfolio, found.head, rule)
        about = fiscal_year_named(found.head.cadence.year)
        files = [
            render_rollup(made, "calendar", found.order, about=about),
            _events(made, found.order, about),
        ]
        return finish(found, files, made, as_json=typed["as_json"])


def _events(made: PlanningCalendar, order: RollupOrder, about: str) -> RollupFile:
    """The same for people's own calendars."""
    from generator.artifacts.rollup import voice_of
    from generator.artifacts.season_events import season_events, season_name
    from generator.ical import calendar_file
    from generator.rollups import beside

    voice = voice_of(made, "calendar", order.formats, order.words)
    data = calendar_file(season_events(made, voice), season_name(made, voice), made.head.as_of)
    return beside(made.head, "calendar", "ics", data, order, about=about)
