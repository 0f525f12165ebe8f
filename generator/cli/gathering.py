"""Many accounts gathered for one command, and what they say together.

``accounts`` prints them; the commands of the rollups (``packet``, ``topx``, ``audit``, ``lost``,
``calendar``) make a document of them: ``rollup_options``, ``gathered``, ``finishing.finish``.

An account that cannot be read, or whose analysis ends in a fault, is left out and named
(``LeftOutAccount``); the others are made all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from generator.cli.accepting import acceptances_of
from generator.cli.console import Progress, note
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
from generator.cli.scoping import head_for
from generator.errors import AccountdocsError, AccountNotFound, fault_of_our_own

if TYPE_CHECKING:
    from generator.analysis.portfolio import Portfolio
    from generator.analysis.portfolio.results import Acceptance
    from generator.analysis.results import AnalysedAccount
    from generator.analysis.rollups import Head, LeftOutAccount
    from generator.cli.orgs import Org
    from generator.crm.accounts import AccountRef
    from generator.history import Past
    from generator.inputs import Inputs
    from generator.model.snapshot import Snapshot
    from generator.rollups import RollupOrder
    from generator.settings import Settings

Each = Callable[["Snapshot", "AnalysedAccount", "Settings", "Past"], None]
"""What a command takes of each account besides its analysis, while its records are at hand."""

rollup_options = together(
    selection_options,
    click.option("--out", type=FOLDER, help="Where the document goes.  [default: outputs]"),
    click.option("--templates", type=FOLDER, help="A folder with templates of your own."),
    click.option("--force", is_flag=True, help="Write over a file edited by hand, and keep it."),
    json_option,
    org_options,
)


@dataclass(slots=True)
class Analysed:
    """The accounts of a set as they are read: those analysed, and those left out. ``inputs`` have
    their manager chain resolved."""

    inputs: Inputs
    found: list[AnalysedAccount] = field(default_factory=list)
    left_out: list[LeftOutAccount] = field(default_factory=list)

    def leave_out(self, account_id: str, name: str, reason: str) -> None:
        from generator.analysis.rollups import LeftOutAccount

        self.left_out.append(LeftOutAccount(account_id, name, reason))


@dataclass(frozen=True, slots=True)
class Gathering:
    """The accounts by name, with what they say together, while their org is still open."""

    org: Org
    settings: Settings
    inputs: Inputs
    past: Past
    accounts: tuple[AnalysedAccount, ...]
    acceptances: tuple[Acceptance, ...]  # of findings of the audit
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
        read = analysed_of(
            org,
            chosen,
            settings,
            inputs,
            progress,
            names=names,
            past=past,
            each=each,
            debug=typed["debug"],
        )
        _check_any(read)
        found, left_out = tuple(read.found), read.left_out
        agreed = acceptances_of(read.inputs, found)
        portfolio = portfolio_of(org, settings, found, agreed)
        head = head_for(org, chosen, found, left_out, portfolio.currency, is_named=bool(names))
        order = _order(settings, force=typed["force"])
        yield Gathering(
            org, settings, read.inputs, past, found, agreed, portfolio, head, order, started
        )


def _check_any(read: Analysed) -> None:
    """AccountNotFound where there is no account to speak of."""
    if read.found:
        return
    if read.left_out:
        raise AccountNotFound(f"No account is left: nothing was made. {read.left_out[0].reason}")
    raise AccountNotFound(
        "No account fits the selection: nothing was made.",
        next_step="accountdocs accounts lists those there are.",
    )


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


def portfolio_of(
    org: Org,
    settings: Settings,
    found: Sequence[AnalysedAccount],
    acceptances: Sequence[Acceptance],
) -> Portfolio:
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
    return portfolio(found, facts, window, quotas, options, acceptances=acceptances)


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
    debug: bool = False,
) -> Analysed:
    """The selected accounts, analysed, by name as ``portfolio`` has them; none where none is.

    ``names``: those accounts alone. ``past``: what changes are counted from, and where the
    snapshots are kept, as by any run that makes documents; without it neither. ``each`` is called
    with every snapshot and its analysis, in the order in which they are read. ``debug``: a fault of
    our own is let through. A CRM that stops answering ends it, as it ends any run.
    """
    from generator.cli.orgs import today
    from generator.history import Past, keep

    past, day = past or Past(), today()
    if chosen.manager is not None:
        inputs = with_managers(org, inputs)
    refs = _refs(org, names, chosen, settings, inputs)
    made = Analysed(with_managers(org, inputs) if refs else inputs)
    problems = set[str]()
    take = _Taking(org, settings, past, each, debug)
    for number, snapshot in enumerate(_read(take, refs, made), 1):
        take.into(made, snapshot)
        problems.add(keep(snapshot, past, day))
        progress.update(number, len(refs))
    for problem in sorted(problems - {""})[:1]:  # the same of all: the folder
        note(problem)
    _say_left_out(made, len(refs))
    made.found.sort(key=lambda row: (row.profile.name.casefold(), row.profile.id))
    return made


@dataclass(frozen=True, slots=True)
class _Taking:
    """How each account is taken: analysed, and what a command takes of it besides."""

    org: Org
    settings: Settings
    past: Past
    each: Each | None
    debug: bool

    def into(self, made: Analysed, snapshot: Snapshot) -> None:
        """Adds the account, or leaves it out with the reason: one account stops no other."""
        try:
            account = _analysed(self.org, self.settings, snapshot, self.past)
            if self.each is not None:
                self.each(snapshot, account, self.settings, self.past)
        except AccountdocsError as error:
            reason = str(error)
        except MemoryError:
            raise  # not of our making, and worse in a process that goes on
        except Exception as error:
            if self.debug:
                raise
            reason = fault_of_our_own(error)
        else:
            made.found.append(account)
            return
        made.leave_out(snapshot.account_id, snapshot.account.name, reason)


def _read(take: _Taking, refs: Sequence[AccountRef], made: Analysed) -> Iterator[Snapshot]:
    """The snapshots of those that can be read; the others are left out."""
    waiting = {ref.id: ref.name for ref in refs}
    try:
        rows = list(waiting.items())
        for snapshot in snapshots(take.org, take.settings, rows, made.inputs):
            waiting.pop(snapshot.account_id, None)
            yield snapshot
    except AccountNotFound as error:  # comes after all others were given
        for account_id, name in waiting.items():
            made.leave_out(account_id, name, str(error))


def _say_left_out(made: Analysed, count: int) -> None:
    for one in made.left_out:
        note(f"{one.name} ({one.id}) is left out: {one.reason}")
    if made.left_out:
        note(f"{len(made.found)} of {count} accounts are told of.")


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
