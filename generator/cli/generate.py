"""``accountdocs generate``: the main job."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import note
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
from generator.cli.reading import inputs_of, past_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.pipeline import Order
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
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with the run over a set that was interrupted in this --out, with all that was "
    "typed then and as of its day. Typed with a whole command, it begins the run where none was "
    "interrupted.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Do everything but write, and say of each file whether it would be new, changed, "
    "unchanged, or left because it was edited by hand.",
)
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
      accountdocs generate "Kestrel & Rowe Foods" --org sample
      accountdocs generate --tier 1 --only plan,qbr --out documents
      accountdocs generate "Kestrel & Rowe Foods" --only plan --form light
      accountdocs generate --tier 1 --only plan --plan-year FY2027 --out drafts
      accountdocs generate --manager "Helena Voss" --as-of 2026-11-22 --json
      accountdocs generate --resume
    """
    from generator.cli.resuming import taken_up
    from generator.cli.running import Job, run_job
    from generator.template_folder import check_folder
    from generator.template_store import check_templates

    left = None
    if typed["resume"]:
        names, typed, left = taken_up(names, typed)
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
    return run_job(Job(names, chosen, typed, settings, order, inputs, left))


def check_wanted(names: Sequence[str], chosen: Typed) -> None:
    """UsageError unless accounts are named or selected, and not both."""
    if names and not chosen.is_empty:
        raise UsageError(
            "Accounts are named and selected at once.",
            next_step="Give names, or options such as --tier and --owner.",
        )
    if not names and chosen.is_empty:
        raise UsageError(
            "No account is named, and none is selected.",
            next_step='Give a name ("Acme Industries"), a selection such as --tier 1, or --all.',
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
