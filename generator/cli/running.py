"""A run of ``generate``: org opened, accounts found, documents made, and what became of them told.

A run over a set keeps a journal while it is under way (``journal``), and leaves an exceptions
report at its end (``exception_report``).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cli.console import Progress, complain, note, say, say_json
from generator.cli.outcomes import exceptions_told, notes, summary, written
from generator.cli.reading import past_on, snapshots, with_managers, with_others
from generator.cli.resuming import (
    check_making,
    check_org,
    check_still,
    going_on,
    making_anew,
    making_of,
    words_of,
)
from generator.errors import AccountNotFound, CrmError

if TYPE_CHECKING:
    from generator.batch import RunFacts, RunWeek, Target
    from generator.cli.options import Typed
    from generator.cli.orgs import Org
    from generator.crm.selections import Selection
    from generator.exception_report import Placed
    from generator.inputs import Inputs
    from generator.journal import Journal, Left, Outcomes
    from generator.model.org import FiscalQuarter
    from generator.pipeline import Order, Outcome
    from generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is asked for. ``typed``: the options of the command; ``left``: what the run left
    that is gone on with, None where one begins."""

    names: tuple[str, ...]
    chosen: Typed
    typed: Mapping[str, Any]
    settings: Settings
    order: Order
    inputs: Inputs
    left: Left | None

    @property
    def words(self) -> Mapping[str, Any]:
        """What was typed, as the journal keeps it: of a run that is gone on with, by its own."""
        return self.left.head.typed if self.left else words_of(self.names, self.typed)

    @property
    def is_over_a_set(self) -> bool:
        return len(self.names) > 1 or not self.chosen.is_empty


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run before it makes anything. ``making``: see ``resuming.making_of``;
    ``quarter``: the one under review, where it was asked for."""

    org: Org
    targets: Sequence[Target]
    making: Mapping[str, str]
    quarter: FiscalQuarter | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended. ``listed``: the exceptions report; ``report``: the run report, and
    ``kept`` where it lies; ``is_whole``: every account is at its end, nothing is left to resume."""

    outcomes: Sequence[Outcome]
    is_stopped: bool
    facts: RunFacts
    listed: Placed | None
    report: Mapping[str, object]
    kept: Path | None
    is_whole: bool


def run_job(job: Job) -> int:
    """Makes the documents, tells what became of them, and gives the command's exit code."""
    from generator.cli.orgs import asked_quarter, check_plan_year, open_org
    from generator.files import exclusive

    started = (datetime.now(UTC), time.monotonic())
    making = making_of(job.settings, job.order, job.inputs) if job.is_over_a_set else {}
    if job.left is not None:
        check_making(job.left.head, making)
    with open_org(job.settings, job.typed["as_of"]) as org:
        job = _on_its_day(job, org)
        targets = _targets(job, org)
        job = replace(job, order=guarded(job.order, org))
        quarter = asked_quarter(org, job.order.period)  # its calendar came with the accounts
        check_plan_year(org, job.order.plan_year, job.order.planning)
        with nullcontext() if job.order.dry_run else exclusive(job.order.out):
            ended = _ended(job, Known(org, targets, making, quarter), started)
    _tell(ended, job, is_sample=org.is_sample)
    is_told = ended.listed is None or all(one.sha256 for one in ended.listed.files)
    is_done = is_told and ended.is_whole and not any(map(is_refused, ended.outcomes))
    return 0 if is_done else 1


def _on_its_day(job: Job, org: Org) -> Job:
    """The job with what the as-of day means, and the manager chain where it is asked for."""
    order = job.order
    past = past_on(order.past, org, order.day)
    order = replace(order, is_read_later=org.is_read_later, past=past)
    is_asked = job.chosen.manager is not None and job.left is None
    inputs = with_managers(org, job.inputs) if is_asked else job.inputs
    return replace(job, order=order, inputs=inputs)


def _targets(job: Job, org: Org) -> Sequence[Target]:
    """The accounts: those of the run that was interrupted, else those named or selected."""
    if job.left is None:
        return targets_of(org, job.names, job.chosen.selection(job.settings, job.inputs.chain))
    check_org(job.left.head, org)
    return job.left.head.targets


def targets_of(org: Org, names: Sequence[str], selection: Selection) -> list[Target]:
    """The accounts, each once. AccountNotFound where nothing is selected."""
    from generator.batch import Target
    from generator.crm.accounts import find
    from generator.crm.selections import select

    named = [find(org.session, name) for name in names]
    refs = named or select(org.session, selection)
    if not refs:
        raise AccountNotFound(
            "No account fits the selection: nothing was made.",
            next_step="accountdocs accounts lists those there are.",
        )
    return list(dict.fromkeys(Target(ref.id, ref.name) for ref in refs))


def guarded(order: Order, org: Org) -> Order:
    """The order with the org's accounts to look for, where a customer's file is to be made."""
    from generator.artifacts.schema import CUSTOMER

    if not any(artifact.audience == CUSTOMER for artifact in order.artifacts):
        return order
    return replace(order, guard=with_others(order.guard, org))


def _ended(job: Job, known: Known, started: tuple[datetime, float]) -> Ended:
    """The run, from the first account to its reports. The journal goes last, so that a run killed
    before its reports were written can be gone on with."""
    from generator.batch import RunFacts

    before = _standing(job)
    with _journal(job, known, before) or nullcontext() as journal:
        outcomes, is_stopped = _made(job, known, before, journal)
        listed = None if is_stopped else _listed(job, known, outcomes)
        facts = RunFacts(
            id=f"{started[0]:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
            as_of=known.org.as_of.isoformat(),
            org=known.org.name,
            api_calls=known.org.api_calls,
            seconds=round(time.monotonic() - started[1], 2),
            planning=_week_of(known.org, job.settings),
        )
        report, kept = _reported(facts, outcomes, listed, job.order)
        is_whole = journal.end() if journal else True
    return Ended(outcomes, is_stopped, facts, listed, report, kept, is_whole)


def _week_of(org: Org, settings: Settings) -> RunWeek | None:
    """By what was read of the org for the accounts: nothing is asked of it for this."""
    from generator.analysis.cadence import cadence
    from generator.analysis.options import Options
    from generator.analysis.scope import period_on
    from generator.asked import planning_rule
    from generator.batch import RunWeek

    if org.session.facts is None:
        return None
    options = Options(planning=planning_rule(settings.planning))
    season = cadence(period_on(org.session.facts.org.fiscal, org.as_of, options), options)
    running = next((week for week in season.weeks if week.number == season.week), None)
    step, (start, end) = (
        (running.step, (running.start, running.end))
        if running
        else (None, (season.start, season.end))
    )
    return RunWeek(season.year, season.week, step, start.isoformat(), end.isoformat())


def _made(
    job: Job, known: Known, before: Mapping[str, Outcomes], journal: Journal | None
) -> tuple[list[Outcome], bool]:
    """The outcomes of all accounts, and whether somebody stopped the run."""
    from generator.batch import Interrupted, run
    from generator.errors import RunRefused

    found = snapshots(
        known.org,
        job.settings,
        known.targets,
        job.inputs,
        quarter=known.quarter,
        without=before,
    )
    keep = journal.note if journal else lambda target, outcomes: None
    with Progress("Accounts") as progress:
        try:
            return run(
                known.targets,
                found,
                job.order,
                jobs=job.settings.jobs,
                before=before,
                progress=progress.update,
                finished=keep,
            ), False
        except Interrupted as stop:
            return stop.outcomes, True
        except RunRefused:
            if journal is not None and job.left is None:
                journal.drop()  # nothing was begun
            raise


def _standing(job: Job) -> dict[str, Outcomes]:
    """The accounts that the interrupted run made and whose files are as it left them."""
    if job.left is None:
        return {}
    check_still(job.left, job.order.out)
    before = job.left.standing()
    total, changed = len(job.left.head.targets), len(job.left.done) - len(before)
    again = f"; {changed} more are made again, for their files are otherwise now" if changed else ""
    note(f"Going on with the run that was interrupted: {len(before)} of {total} accounts{again}.")
    return before


def _journal(job: Job, known: Known, before: Mapping[str, Outcomes]) -> Journal | None:
    """The journal of a run over a set that writes."""
    from generator.journal import Head, Journal, path_in

    if not job.is_over_a_set or job.order.dry_run:
        return None
    if job.left is None and path_in(job.order.out).exists():
        note(
            "A run that was interrupted is given up (--resume would go on with it): what it made "
            "stays, and is told as unchanged where it would be the same."
        )
    head = Head(
        typed=dict(job.words),
        making=known.making,
        org_id=known.org.session.identity.org_id,
        as_of=known.org.as_of,
        targets=tuple(known.targets),
    )
    return Journal(job.order.out, head, before)


def _listed(job: Job, known: Known, outcomes: Sequence[Outcome]) -> Placed | None:
    """The exceptions report of a run over a set that writes."""
    from generator.artifacts.exceptions import Head
    from generator.crm.orgfacts import org_facts
    from generator.exception_report import place_report

    if not job.is_over_a_set or job.order.dry_run:
        return None
    org = known.org
    try:
        name = org_facts(org.session).org.name
    except CrmError:  # it stopped answering, which is among what is to be told
        name = org.name
    kinds = tuple(dict.fromkeys(one.artifact for one in outcomes))
    head = Head(org.as_of, name, org.is_sample, len(known.targets), len(outcomes), kinds)
    return place_report(outcomes, head, job.order, making_anew(job.words))


def _reported(
    facts: RunFacts, outcomes: Sequence[Outcome], listed: Placed | None, order: Order
) -> tuple[dict[str, object], Path | None]:
    """The run report, and where it was kept with those of earlier runs."""
    from generator.batch import keep_report, report_of
    from generator.template_folder import origins

    made_from = origins(order.artifacts, order.templates)
    report = {**report_of(facts, outcomes), "templates": made_from}
    if listed:
        report["exceptions"] = [str(one.path) for one in listed.files]
    return report, None if order.dry_run else keep_report(order.out, facts, report)


def is_refused(outcome: Outcome) -> bool:
    """Whether the outcome makes the run end as not all done."""
    from generator.delivery import EDITED

    return outcome.status == "failed" or (outcome.status, outcome.reason) == ("skipped", EDITED)


def _tell(ended: Ended, job: Job, *, is_sample: bool) -> None:
    """As JSON or a table on stdout; what is to be known beside it on stderr."""
    facts, outcomes = ended.facts, ended.outcomes
    if job.typed["as_json"]:
        say_json(ended.report)
    else:
        for line in written(outcomes):
            say(line)
        say()
        cost = f"{facts.seconds:.1f} s, {facts.api_calls} API calls"
        say(f"{summary(outcomes)}, as of {facts.as_of} ({cost}).")
        if is_sample:
            say("SAMPLE DATA: these documents are about a made-up company.")
        for text in notes(outcomes, job.order, ended.kept):
            note(text)
    for text in exceptions_told(ended.listed) if ended.listed else ():
        note(text)
    if ended.is_stopped or not ended.is_whole:
        more = "" if ended.is_whole else f" {going_on(job.typed)} goes on with the rest."
        complain(f"Stopped before all accounts were done.{more}")
