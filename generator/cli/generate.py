"""``accountdocs generate``: the main job."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, complain, note, say, say_json
from generator.cli.options import (
    FOLDER,
    Typed,
    json_option,
    org_options,
    period_option,
    plan_year_option,
    selection_options,
    settings_of,
    since_option,
)
from generator.cli.outcomes import notes, summary, written
from generator.cli.reading import inputs_of, past_of, snapshots, with_managers, with_others
from generator.errors import AccountNotFound, UsageError

if TYPE_CHECKING:
    from generator.batch import RunFacts, Target
    from generator.cli.orgs import Org
    from generator.crm.selections import Selection
    from generator.inputs import Inputs
    from generator.model.snapshot import Snapshot
    from generator.pipeline import Order, Outcome
    from generator.settings import Settings


@click.command(short_help="Make the documents of one account or many.")
@click.argument("names", metavar="[ACCOUNT]...", nargs=-1)
@selection_options
@click.option(
    "--only",
    metavar="LIST",
    help="Only these artifacts, with commas: plan,whitespace,qbr,review,ebr.",
)
@click.option(
    "--form",
    type=click.Choice(("full", "light", "brief")),
    help="The form of the plan, instead of the one that the account's tier gives. For a tier 3 "
    "account together with --only plan.",
)
@click.option("--out", type=FOLDER, help="Where the documents go.  [default: outputs]")
@period_option
@plan_year_option
@since_option
@click.option("--templates", type=FOLDER, help="A folder with templates of your own.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Accounts worked on at once.")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@click.option("--force", is_flag=True, help="Write over files edited by hand, and keep the old.")
@click.option(
    "--accept-find",
    metavar="ID",
    multiple=True,
    help="Let this find of a customer's file out, for that one file; more of them with commas. "
    "Needs --as.",
)
@click.option("--as", "accepted_by", metavar="NAME", help="Who accepts it: the run report says so.")
@json_option
@org_options
def generate(names: tuple[str, ...], **typed: Any) -> int:
    """Make the documents of the named accounts, or of a selection.

    An ACCOUNT is a name, a record id of 15 or 18 characters, or the address of the account's page.
    Without --only each account gets what its tier calls for.

    \b
    Examples:
      accountdocs generate "Acme" --org sample
      accountdocs generate --tier 1 --only plan,qbr --out documents
      accountdocs generate "Acme" --only plan --form light
      accountdocs generate --tier 1 --only plan --plan-year FY2027 --out drafts
      accountdocs generate --manager "Dana Reyes" --as-of 2026-11-22 --json
    """
    from generator.template_folder import check_folder
    from generator.template_store import check_templates

    chosen = Typed(**{name: typed[name] for name in Typed.__dataclass_fields__})
    check_wanted(names, chosen)
    settings = settings_of(
        typed["config"],
        typed["org"],
        out=typed["out"],
        templates=typed["templates"],
        jobs=typed["jobs"],
    )
    order = order_of(settings, typed)
    check_templates(order.artifacts, order.templates)
    for text in check_folder(order.artifacts, order.templates):
        note(text)
    inputs = inputs_of(settings)
    return _run(
        names, chosen, settings, order, inputs, as_of=typed["as_of"], as_json=typed["as_json"]
    )


def check_wanted(names: Sequence[str], chosen: Typed) -> None:
    """UsageError unless accounts are named or selected, and not both."""
    if names and not chosen.is_empty:
        raise UsageError(
            "Accounts are named and selected at once.",
            next_step="Give names, or options such as --tier and --owner.",
        )
    if not names and chosen.is_empty:
        raise UsageError(
            "No account is named.", next_step='Give a name, as in: accountdocs generate "Acme".'
        )


def order_of(settings: Settings, typed: dict[str, Any]) -> Order:
    """What is to be made. UsageError for an artifact that there is not, or for none at all."""
    from generator.artifacts.catalog import PLAN, artifact_named
    from generator.cli.orgs import today
    from generator.guard import Rules
    from generator.pipeline import Order

    only = tuple(part.strip() for part in (typed["only"] or "").split(",") if part.strip())
    if typed["only"] is not None and not only:
        raise UsageError("--only names no artifact.", next_step="Write it like --only plan,qbr.")
    for name in only:
        artifact_named(name)
    if typed["form"] and only and PLAN.name not in only:
        raise UsageError(
            "--form is the form of the plan, and --only leaves the plan out.",
            next_step="Write it like --only plan --form light.",
        )
    accepted = accepted_of(typed["accept_find"], typed["accepted_by"])
    return Order(
        out=settings.out,
        only=only,
        form=typed["form"],
        templates=settings.templates,
        phrases=settings.phrases,
        locale=settings.locale,
        period=typed["period"],
        plan_year=typed["plan_year"],
        thresholds=settings.thresholds,
        planning=settings.planning,
        force=typed["force"],
        dry_run=typed["dry_run"],
        debug=typed["debug"],
        day=today(),
        guard=Rules(words=settings.customer.words, allowed=settings.customer.allowed),
        accepted=accepted,
        limits=settings.limits,
        past=past_of(settings, typed["since"]),
    )


def accepted_of(finds: Sequence[str], name: str | None) -> dict[str, str]:
    """The finds that are let out, and by whom; each text may hold several, with commas.
    UsageError where one is typed without the other."""
    by = " ".join((name or "").split())
    if finds and not by:
        raise UsageError(
            "--accept-find needs the name of the person who accepts.",
            next_step=f'Write it like --accept-find {finds[0]} --as "Dana Reyes".',
        )
    if by and not finds:
        raise UsageError(
            "--as names who accepts a find, and none is accepted.",
            next_step="Add --accept-find ID.",
        )
    typed = [part.strip() for text in finds for part in text.split(",") if part.strip()]
    for find in typed:
        if not re.fullmatch(r"[Ff][0-9A-Fa-f]{8}", find):
            raise UsageError(
                f"{find!r} is no find.", next_step="Copy its id from the message: F and 8 signs."
            )
    return dict.fromkeys((f"F{find[1:].lower()}" for find in typed), by)


def _run(
    names: Sequence[str],
    chosen: Typed,
    settings: Settings,
    order: Order,
    inputs: Inputs,
    *,
    as_of: date | None,
    as_json: bool,
) -> int:
    from generator.batch import Interrupted, RunFacts
    from generator.cli.orgs import asked_quarter, check_plan_year, open_org

    started, clock = datetime.now(UTC), time.monotonic()
    with open_org(settings, as_of) as org:
        order = _of_day(order, org)
        if chosen.manager is not None:
            inputs = with_managers(org, inputs)
        targets = targets_of(org, names, chosen.selection(settings, inputs.chain))
        order = guarded(order, org)
        quarter = asked_quarter(org, order.period)  # its calendar came with the accounts
        check_plan_year(org, order.plan_year, order.planning)
        interrupted = False
        try:
            read = snapshots(org, settings, targets, inputs, quarter=quarter)
            outcomes = _made(targets, order, settings.jobs, read)
        except Interrupted as stop:
            outcomes, interrupted = stop.outcomes, True
        facts = RunFacts(
            id=f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
            as_of=org.as_of.isoformat(),
            org=org.name,
            api_calls=org.api_calls,
            seconds=round(time.monotonic() - clock, 2),
        )
    _tell(facts, outcomes, order, is_sample=org.is_sample, as_json=as_json)
    if interrupted:
        complain("Stopped before all accounts were done.")
    return 1 if any(is_refused(outcome) for outcome in outcomes) else 0


def _of_day(order: Order, org: Org) -> Order:
    """The order with what the as-of day means: records read on another day are no snapshot of it.
    The sample's records are, for they do not change."""
    from dataclasses import replace

    past = replace(order.past, keeps=org.is_sample or org.as_of == order.day)
    return replace(order, is_read_later=org.is_read_later, past=past)


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
    from dataclasses import replace

    from generator.artifacts.schema import CUSTOMER

    if not any(artifact.audience == CUSTOMER for artifact in order.artifacts):
        return order
    return replace(order, guard=with_others(order.guard, org))


def _made(
    targets: Sequence[Target],
    order: Order,
    jobs: int | None,
    found: Iterable[Snapshot],
) -> list[Outcome]:
    from contextlib import nullcontext

    from generator.batch import run
    from generator.files import exclusive

    lock = nullcontext() if order.dry_run else exclusive(order.out)
    with lock, Progress("Accounts") as progress:
        return run(targets, found, order, jobs=jobs, progress=progress.update)


def is_refused(outcome: Outcome) -> bool:
    """Whether the outcome makes the run end as not all done."""
    from generator.delivery import EDITED

    return outcome.status == "failed" or (outcome.status, outcome.reason) == ("skipped", EDITED)


def _tell(
    facts: RunFacts, outcomes: Sequence[Outcome], order: Order, *, is_sample: bool, as_json: bool
) -> None:
    """The report: kept with the run, and as JSON or a table on stdout."""
    from generator.batch import keep_report, report_of
    from generator.template_folder import origins

    made_from = origins(order.artifacts, order.templates)
    report = {**report_of(facts, outcomes), "templates": made_from}
    kept = None if order.dry_run else keep_report(order.out, facts, report)
    if as_json:
        say_json(report)
        return
    for line in written(outcomes):
        say(line)
    say()
    cost = f"{facts.seconds:.1f} s, {facts.api_calls} API calls"
    say(f"{summary(outcomes)}, as of {facts.as_of} ({cost}).")
    if is_sample:
        say("SAMPLE DATA: these documents are about a made-up company.")
    for text in notes(outcomes, order, kept):
        note(text)
