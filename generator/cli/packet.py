"""``accountdocs packet``: what a manager takes to the review of an hour, on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.finishing import tell
from generator.cli.focusing import Focus, top_x_of
from generator.cli.gathering import gathered, rollup_options

if TYPE_CHECKING:
    from generator.analysis.rollups.packet import Packet
    from generator.cli.gathering import Gathering
    from generator.rollups import RollupFile, RollupOutcome


_TIMED = "This LibreOffice packs the time of printing into the PDF: each printing is another file."


@click.command(short_help="Make a manager's review packet, to be printed.")
@rollup_options
@click.option("--pdf", is_flag=True, help="Print it as PDF as well; takes LibreOffice.")
def packet(pdf: bool, **typed: Any) -> int:
    """Make the review packet of a manager: flags worst first, the agenda of an hour, the accounts
    together, a page for each account of tier 1 and 2, the planning weeks. A Word document, made
    to be printed in black and white; edits belong in Salesforce.

    --manager covers everybody below that person. Without a selection all accounts are in it.

    \b
    Examples:
      accountdocs packet --manager "Helena Voss" --pdf --org sample
      accountdocs packet --mine
    """
    focus = Focus()
    with gathered(typed, "packet", each=focus.take) as gathering:
        found = _packet(gathering)
        outcomes = _made(gathering, _document(gathering, found, focus), pdf=pdf)
    return tell(gathering, outcomes, found, as_json=typed["as_json"])


def _packet(gathering: Gathering) -> Packet:
    from generator.analysis.rollups.packet import packet as packet_of
    from generator.asked import thresholds_of

    options = thresholds_of(gathering.settings.thresholds)
    return packet_of(gathering.accounts, gathering.portfolio, gathering.head, options)


def _made(gathering: Gathering, document: RollupFile, *, pdf: bool) -> list[RollupOutcome]:
    """The document in its place, and beside it the PDF of what lies there."""
    from generator.files import exclusive
    from generator.rollups import place

    with exclusive(gathering.order.out):
        outcomes = list(place(gathering.head, [document], gathering.order))
        if pdf:
            outcomes.append(_printed(gathering, outcomes[0]))
        else:
            outcomes = [beside_pdf(row) for row in outcomes]
    return outcomes


def beside_pdf(made: RollupOutcome) -> RollupOutcome:
    """The document's outcome, which tells where the PDF beside it was printed of an earlier one."""
    path = Path(made.path)
    pdf = path.with_suffix(".pdf")
    try:
        is_older = pdf.stat().st_mtime < path.stat().st_mtime
    except OSError:
        return made  # one of the two is not there
    said = f"{pdf.name} beside it is of an earlier packet: add --pdf to print it anew."
    return replace(made, problems=(*made.problems, said)) if is_older else made


def _document(gathering: Gathering, found: Packet, focus: Focus) -> RollupFile:
    from generator.analysis.rollups.calendar import planning_calendar
    from generator.artifacts.packet import packet_view
    from generator.asked import planning_rule
    from generator.rollups import render_rollup

    order, head = gathering.order, gathering.head
    rule = planning_rule(gathering.settings.planning)
    calendar = planning_calendar(gathering.accounts, gathering.portfolio, head, rule)
    top_x = top_x_of(gathering, focus)
    view = packet_view(
        found, calendar, top_x, gathering.accounts, formats=order.formats, phrases=order.words
    )
    return render_rollup(view, "packet", order)


def _printed(gathering: Gathering, made: RollupOutcome) -> RollupOutcome:
    """The PDF is always of the document that lies beside it, also of one edited by hand."""
    from generator.errors import OutputError
    from generator.printing import print_pdf
    from generator.rollups import beside, place

    order, path = gathering.order, Path(made.path)
    failed = replace(
        made, path=str(path.with_suffix(".pdf")), status="failed", sha256=None, problems=()
    )
    if made.status == "failed":
        return replace(failed, reason="There is no document to print.")
    try:
        seconds = gathering.settings.limits.pdf_seconds
        day = gathering.head.as_of
        pdf = print_pdf(path.read_bytes(), path.suffix[1:], day=day, seconds=seconds)
    except (OutputError, OSError) as error:
        return replace(failed, reason=str(error))
    file = beside(gathering.head, "packet", "pdf", pdf.data, order)
    if not pdf.is_dated:
        file = replace(file, problems=(_TIMED,))
    return place(gathering.head, [file], order)[0]
