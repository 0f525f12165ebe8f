"""Many accounts gathered for one command, and what they say together.

``accounts`` prints them; the commands of the rollups (``packet``, ``topx``, ``audit``, ``lost``,
``calendar``) make a document of them: ``rollup_options``, ``gathered``, ``finish``.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import Progress, note, say, say_json
from generator.cli.options import (
    FOLDER,
    Typed,
    json_option,
    org_options,
    selection_options,
    settings_of,
    together,
)
from generator.cli.reading import inputs_of, past_of, past_on, snapshots, with_managers
from generator.errors import AccountNotFound

if TYPE_CHECKING:
    from generator.analysis.portfolio import Portfolio
    from generator.analysis.results import AnalysedAccount, Person
    from generator.analysis.rollups import Head
    from generator.cli.orgs import Org
    from generator.crm.accounts import AccountRef
    from generator.history import Past
    from generator.inputs import Inputs
    from generator.model.snapshot import Snapshot
    from generator.rollups import RollupFile, RollupOrder, RollupOutcome
    from generator.settings import Settings

Each = Callable[["Snapshot", "AnalysedAccount"], None]
"""What a command takes of each account besides its analysis, while its records are at hand."""

_NAMED = 3
"""So many names a title has room for."""

rollup_options = together(
    selection_options,
    click.option("--out", type=FOLDER, help="Where the document goes.  [default: outputs]"),
    click.option("--templates", type=FOLDER, help="A folder with templates of your own."),
    click.option("--force", is_flag=True, help="Write over a file edited by hand, and keep it."),
    json_option,
    org_options,
)


@dataclass(frozen=True, slots=True)
class Gathering:
    """The accounts by name, with what they say together, while their org is still open."""

    org: Org
    settings: Settings
    inputs: Inputs
    past: Past
    accounts: tuple[AnalysedAccount, ...]
    portfolio: Portfolio
    head: Head
    order: RollupOrder
    started: tuple[datetime, float]  # time of day, and on a clock that only runs forward


@contextmanager
def gathered(
    typed: dict[str, Any],
    artifact: str,
    *,
    names: Sequence[str] = (),
    each: Each | None = None,
) -> Iterator[Gathering]:
    """What was typed, read and analysed, for one rollup. Nothing typed selects all accounts.

    ``names``: accounts that were named, in place of a selection. The template is checked before
    anything is read. AccountNotFound where nothing is selected.
    """
    from generator.cli.orgs import open_org, today

    started = datetime.now(UTC), time.monotonic()
    chosen = Typed(**{name: typed[name] for name in Typed.__dataclass_fields__})
    settings = _settled(typed, artifact, names, chosen)
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Accounts") as progress:
        past = past_on(past_of(settings), org, today())
        found = analysed_of(
            org, chosen, settings, inputs, progress, names=names, past=past, each=each
        )
        if not found:
            raise AccountNotFound(
                "No account fits the selection: nothing was made.",
                next_step="accountdocs accounts lists those there are.",
            )
        portfolio = portfolio_of(org, settings, found)
        head = _head(org, chosen, found, portfolio, is_named=bool(names))
        order = _order(settings, force=typed["force"])
        accounts = tuple(found)
        yield Gathering(org, settings, inputs, past, accounts, portfolio, head, order, started)


def _settled(typed: dict[str, Any], artifact: str, names: Sequence[str], chosen: Typed) -> Settings:
    """The settings of what was typed, the template checked. UsageError where accounts are both
    named and selected."""
    from generator.artifacts.catalog import document_named
    from generator.cli.generate import check_wanted
    from generator.template_folder import check_folder
    from generator.template_store import check_templates

    if names:
        check_wanted(names, chosen)
    settings = settings_of(
        typed["config"], typed["org"], out=typed["out"], templates=typed["templates"]
    )
    wanted = (document_named(artifact),)
    check_templates(wanted, settings.templates)
    for text in check_folder(wanted, settings.templates):
        note(text)
    return settings


def _head(
    org: Org,
    chosen: Typed,
    found: Sequence[AnalysedAccount],
    portfolio: Portfolio,
    *,
    is_named: bool,
) -> Head:
    from generator.analysis.rollups import head_of

    person = _person(org, chosen)
    scope = named_words(found) if is_named else scope_words(chosen, person)
    return head_of(found, scope, portfolio.currency, person)


def named_words(found: Sequence[AnalysedAccount]) -> str:
    """The accounts by name where they are few: ``Acme, Borealis``; else how many."""
    names = [account.profile.name for account in found]
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} named accounts"


def scope_words(chosen: Typed, person: Person | None) -> str:
    """Which accounts these are: ``Dana Reyes, tier 1``; ``all accounts``."""
    parts = [
        person.name if person else "",
        f"tier {chosen.tier}" if chosen.tier is not None else "",
        "selected accounts" if chosen.where is not None else "",
    ]
    return ", ".join(part for part in parts if part) or "all accounts"


def _person(org: Org, chosen: Typed) -> Person | None:
    """Whose accounts they are: the manager's, else the owner's, else the reader's own."""
    from generator.analysis.results import Person
    from generator.crm.people import users_named

    me = org.session.identity.user_id if chosen.mine else None
    name = chosen.manager or chosen.owner or me
    if not name:
        return None
    user = users_named(org.session, [name])[0]  # one: selecting by it found it
    return Person(user.id, user.name, user.title)


def _order(settings: Settings, *, force: bool) -> RollupOrder:
    from generator.cli.orgs import today
    from generator.rollups import RollupOrder

    return RollupOrder(
        out=settings.out,
        templates=settings.templates,
        phrases=settings.phrases,
        locale=settings.locale,
        force=force,
        day=today(),
    )


def portfolio_of(org: Org, settings: Settings, found: Sequence[AnalysedAccount]) -> Portfolio:
    """What the accounts say together, of at least one. Asks for their owners' quotas."""
    from generator.analysis.portfolio import QuotaFacts, planning_window, portfolio
    from generator.asked import thresholds_of
    from generator.crm.orgfacts import org_facts
    from generator.crm.quotas import read_quotas

    facts, period = org_facts(org.session).org, found[0].period
    owners = [account.profile.owner.id for account in found if account.profile.owner]
    read = read_quotas(org.session, owners, period.year_start, period.year_end)
    options = thresholds_of(settings.thresholds)
    window = planning_window(facts.fiscal, org.as_of, settings.planning.quarter)
    quotas = QuotaFacts(period.year, read.state, read.source, read.quotas)
    return portfolio(found, facts, window, quotas, options)


def analysed_of(
    org: Org,
    chosen: Typed,
    settings: Settings,
    inputs: Inputs,
    progress: Progress,
    *,
    names: Sequence[str] = (),
    past: Past | None = None,
    each: Each | None = None,
) -> list[AnalysedAccount]:
    """The selected accounts, analysed, by name as ``portfolio`` has them; none where none is.

    ``names``: those accounts alone. ``past``: what changes are counted from, and where the
    snapshots are kept, as by any run that makes documents; without it neither. ``each`` is called
    with every snapshot and its analysis, in the order in which they are read.
    """
    from generator.cli.orgs import today
    from generator.history import Past, keep

    past, day = past or Past(), today()
    if chosen.manager is not None:
        inputs = with_managers(org, inputs)
    refs = _refs(org, names, chosen, settings, inputs)
    found, problems = [], set[str]()
    read = snapshots(org, settings, [(ref.id, ref.name) for ref in refs], inputs)
    for number, snapshot in enumerate(read, 1):
        account = _analysed(org, settings, snapshot, past)
        if each is not None:
            each(snapshot, account)
        problems.add(keep(snapshot, past, day))
        found.append(account)
        progress.update(number, len(refs))
    for problem in sorted(problems - {""})[:1]:  # the same of all: the folder
        note(problem)
    return sorted(found, key=lambda row: (row.profile.name.casefold(), row.profile.id))


def _analysed(org: Org, settings: Settings, snapshot: Snapshot, past: Past) -> AnalysedAccount:
    from generator.pipeline import analysed

    return analysed(
        snapshot,
        settings.thresholds,
        past=past,
        planning=settings.planning,
        is_read_later=org.is_read_later,
    )


def _refs(
    org: Org, names: Sequence[str], chosen: Typed, settings: Settings, inputs: Inputs
) -> Sequence[AccountRef]:
    """The accounts that were named, each once; else those selected, all where nothing was typed."""
    from generator.crm.accounts import find
    from generator.crm.selections import select

    if names:
        return [*{ref.id: ref for ref in (find(org.session, name) for name in names)}.values()]
    wanted = Typed(every=True) if chosen.is_empty else chosen
    return select(org.session, wanted.selection(settings, inputs.chain))


def finish(gathering: Gathering, files: Sequence[RollupFile], values: Any, *, as_json: bool) -> int:
    """Puts the files of one rollup in their places and tells what became of them; 0 or 1.

    ``values`` is the result that they were made from: it goes into the JSON under the artifact's
    name.
    """
    from generator.files import exclusive
    from generator.rollups import place

    with exclusive(gathering.order.out):
        outcomes = place(gathering.head, files, gathering.order)
    return tell(gathering, outcomes, values, as_json=as_json)


def tell(
    gathering: Gathering, outcomes: Sequence[RollupOutcome], values: Any, *, as_json: bool
) -> int:
    """Prints the outcomes, or the whole as JSON; 1 where something failed or was edited by hand."""
    from generator.model import codec

    failed = [row for row in outcomes if row.status in ("failed", "skipped")]
    if as_json:
        say_json(
            {
                "run": _run(gathering),
                "artifacts": [{**asdict(row), "problems": list(row.problems)} for row in outcomes],
                "failed": [
                    {"artifact": row.artifact, "path": row.path, "reason": row.reason}
                    for row in failed
                ],
                outcomes[0].artifact: {**codec.encode(values), "head": _about(gathering.head)},
            }
        )
        return 1 if failed else 0
    for row in outcomes:
        say(f"{row.path}: {row.status}{f', {row.reason}' if row.reason else ''}")
        for problem in row.problems:
            note(f"{row.path}: {problem}")
    if gathering.org.is_sample:
        say("SAMPLE DATA: this is about made-up companies.")
    if any(row.status == "skipped" for row in outcomes):
        note("A file edited by hand was left as it is; --force writes anew and keeps the old.")
    return 1 if failed else 0


def _about(head: Head) -> dict[str, Any]:
    """Of the head what says which accounts and whose; not what documents print at their ends."""
    from generator.model import codec

    names = ("scope", "person", "currency", "as_of", "count", "accounts", "cadence")
    return {name: codec.encode(getattr(head, name)) for name in names}


def _run(gathering: Gathering) -> dict[str, Any]:
    started, clock = gathering.started
    return {
        "id": f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
        "as_of": gathering.org.as_of.isoformat(),
        "org": gathering.org.name,
        "api_calls": gathering.org.api_calls,
        "seconds": round(time.monotonic() - clock, 2),
    }
