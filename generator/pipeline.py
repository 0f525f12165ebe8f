"""The whole job for one account: read -> analyse -> compose -> render -> check -> write.

Reading is done by set, for many accounts at once, and hands over one frozen snapshot for each
(``crm.reader``). Everything here starts from a snapshot, is pure until the last step, and can be
called stage by stage. The two columns of the house meet in ``render``: composed values know no
Office files, templates know no accounts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import __version__
from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.analysis.scope import period_of
from generator.artifacts.catalog import QBR, Artifact, Assignment, artifact_named, assignments
from generator.artifacts.compose import compose, facts_of
from generator.artifacts.phrases import load_phrases
from generator.artifacts.schema import CUSTOMER
from generator.artifacts.telling.left_out import LeftOut
from generator.asked import options_of
from generator.clearance import Accepted, finds_in, parted, refusal
from generator.delivery import Delivery, Document, deliver, rehearse
from generator.errors import AccountdocsError
from generator.files import artifact_path, digest
from generator.formats import Formats
from generator.guard import Find, Rules, secrets_of
from generator.history import Past, baseline_of, keep
from generator.model.org import DataProblem
from generator.model.snapshot import Snapshot, to_json
from generator.settings import Limits, Planning
from generator.template_store import template_for

_BASIS = ("locale", "period", "plan_year", "thresholds", "is_read_later")
"""Of an order, what is in a document; the rest says where it goes, and whether."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, the same for every account of a run. Plain data: it goes to workers.

    ``period`` is a fiscal quarter such as ``2026-Q4``, ``plan_year`` a fiscal year; ``day`` is
    today, which names kept files. ``guard`` is what no customer file may hold; ``accepted`` are
    finds of its that a person lets out, with that person's name.
    """

    out: Path
    only: tuple[str, ...] = ()
    form: str | None = None  # of the plan, whatever its account's tier
    templates: Path | None = None
    phrases: Path | None = None
    locale: str | None = None
    period: str | None = None
    plan_year: int | None = None
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    planning: Planning = Planning()
    is_read_later: bool = False
    force: bool = False
    dry_run: bool = False
    debug: bool = False
    day: date = date.min
    guard: Rules = Rules()
    accepted: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    past: Past = Past()

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The artifacts that some account of the run may get."""
        if self.only:
            return tuple(artifact_named(name) for name in dict.fromkeys(self.only))
        given = {a.artifact.name: a.artifact for tier in (1, 2, 3) for a in assignments(tier)}
        return tuple(given.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """One artifact of one account: a line of the run report (CONTRACT.md)."""

    account_id: str
    account: str
    artifact: str
    path: str | None
    audience: str
    status: str  # written, unchanged, skipped, failed
    reason: str = ""
    sha256: str | None = None
    problems: tuple[str, ...] = ()
    finds: tuple[Find, ...] = ()  # for which the file was refused
    accepted: tuple[Accepted, ...] = ()  # in spite of which it was let out
    thin: tuple[str, ...] = ()  # of ``problems`` those that make it too thin for a review
    left_out: tuple[LeftOut, ...] = ()  # of ``problems`` the slides that it has not
    owner: str | None = None  # of the account, where it was read
    instead_of: str = ""  # the quarter or year of which the file was whose place it took
    would_be: str = ""  # in a dry run: new, changed, unchanged, edited by hand


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document, not yet in its place. ``changes``: values that were altered by a
    published rule, or shortened. ``shown``: the facts its customer may see."""

    artifact: Artifact
    document: Document
    changes: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """All of it for the run report, an entry each."""
        return (*self.changes, *self.thin, *map(str, self.left_out))


def produce(snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    """All documents of one account, from its snapshot to the files. One outcome for each.

    A document that cannot be made is a failed outcome; the others are made. AccountdocsError only
    where nothing can be made of the account at all.
    """
    if snapshot.is_kept:  # on its own day: nothing in it was read later
        order = replace(order, is_read_later=False)
    account, of_year = _accounts(snapshot, order)
    basis = basis_of(snapshot, order) | {"baseline": str(account.baseline or "")}
    made: list[Made] = []
    outcomes: dict[str, Outcome] = {}
    for assignment in assignments(account.profile.tier, order.only, order.form):
        name = assignment.artifact.name
        try:
            if assignment.form is None:
                outcomes[name] = outcome(account, assignment.artifact, "skipped", assignment.reason)
            else:
                outcomes[name] = outcome(account, assignment.artifact, "failed")
                spoken_of = of_year if assignment.artifact.is_of_year else account
                one = render(spoken_of, assignment, order, basis)
                checked = cleared(one, snapshot, account, order)
                if isinstance(checked, Outcome):
                    outcomes[name] = checked
                else:
                    made.append(checked)
        except AccountdocsError as error:
            outcomes[name] = outcome(account, assignment.artifact, "failed", str(error))
    outcomes |= {o.artifact: o for o in _place(account, made, order)}
    return _remembered(tuple(outcomes.values()), snapshot, order)


def _remembered(
    outcomes: tuple[Outcome, ...], snapshot: Snapshot, order: Order
) -> tuple[Outcome, ...]:
    """Keeps the snapshot, last: only then was it what documents were made from."""
    problem = "" if order.dry_run else keep(snapshot, order.past, order.day)
    if not problem:
        return outcomes
    return tuple(replace(row, problems=(*row.problems, problem)) for row in outcomes)


def _accounts(snapshot: Snapshot, order: Order) -> tuple[AnalysedAccount, AnalysedAccount]:
    """The account as of its own year, and as of the plan's year, where another one was asked for:
    only what speaks of a year is made from it (``Artifact.is_of_year``)."""
    asked = partial(
        analysed,
        snapshot,
        order.thresholds,
        order.period,
        order.past,
        planning=order.planning,
        is_read_later=order.is_read_later,
    )
    account = asked()
    if order.plan_year is None:
        return account, account
    return account, asked(plan_year=order.plan_year)


def render(
    account: AnalysedAccount, assignment: Assignment, order: Order, basis: Mapping[str, str]
) -> Made:
    """One document: the account's values, composed for the audience, in the template.

    The engine checks the file that it made (package, relations, ids) before it hands it over.
    """
    artifact, form = assignment.artifact, assignment.form or "full"
    template, template_sha = template_for(artifact, order.templates)
    formats = formats_for(account, order)
    composed = compose(
        account,
        artifact.name,
        formats,
        form=form,
        phrases=load_phrases(language_of(formats.locale), order.phrases),
    )
    rendered = template.render(composed.values, formats)
    path = artifact_path(
        account.profile.name, account.profile.id, artifact.name, artifact.extension
    )
    period = account.period
    about = f"FY{period.year}, {form} form" if artifact.is_of_year else period.quarter.key
    basis = {**basis, "template": template_sha, "form": form}
    document = Document(path, rendered.data, basis, about)
    return Made(
        artifact,
        document,
        changes=(*rendered.changes, *composed.shortened),
        thin=composed.thin,
        left_out=composed.left_out,
        shown=facts_of(composed),
    )


def cleared(
    made: Made, snapshot: Snapshot, account: AnalysedAccount, order: Order
) -> Made | Outcome:
    """The document, if it is internal or its customer may have it; else the outcome that says what
    was found where. Nothing of a refused file is written."""
    if made.artifact.audience != CUSTOMER:
        return made
    name = made.artifact.name
    watch = secrets_of(snapshot, account).against(made.shown)
    finds = finds_in(made.document, name, snapshot, watch, order.guard)
    against, accepted = parted(finds, order.accepted)
    if against:
        refused = outcome(account, made.artifact, "failed", refusal(against))
        return replace(refused, finds=against, accepted=accepted)
    return replace(made, accepted=accepted)


def inspected(data: bytes, name: str, snapshot: Snapshot, order: Order) -> tuple[Find, ...]:
    """What any finished Office file holds that this account's customer must not see: for one that
    was edited by hand. PackageError where it is no Office file."""
    account = analysed(snapshot, order.thresholds, order.period, planning=order.planning)
    composed = compose(account, QBR.name, formats_for(account, order))
    watch = secrets_of(snapshot, account).against(facts_of(composed))
    return finds_in(Document(Path(name), data, {}), QBR.name, snapshot, watch, order.guard)


def _place(account: AnalysedAccount, made: Sequence[Made], order: Order) -> list[Outcome]:
    documents, key = [m.document for m in made], account.profile.id
    if order.dry_run:
        placed = rehearse(order.out, key, documents, force=order.force)
    else:
        placed = deliver(order.out, key, documents, force=order.force, day=order.day)
    return [_delivered(account, one, delivery) for one, delivery in zip(made, placed, strict=True)]


def _delivered(account: AnalysedAccount, made: Made, delivery: Delivery) -> Outcome:
    kept = (f"The file edited by hand was kept as {delivery.kept}.",) if delivery.kept else ()
    placed = outcome(account, made.artifact, delivery.status, delivery.reason, delivery.path)
    return replace(
        placed,
        sha256=delivery.sha256,
        problems=(*made.problems, *kept),
        accepted=made.accepted,
        thin=made.thin,
        left_out=made.left_out,
        instead_of=delivery.instead_of,
        would_be=delivery.would_be,
    )


def outcome(
    account: AnalysedAccount,
    artifact: Artifact,
    status: str,
    reason: str = "",
    path: Path | None = None,
) -> Outcome:
    profile = account.profile
    shown = None if path is None else str(path)
    owner = profile.owner.name if profile.owner else None
    return Outcome(
        profile.id,
        profile.name,
        artifact.name,
        shown,
        artifact.audience,
        status,
        reason,
        owner=owner,
    )


def analysed(
    snapshot: Snapshot,
    thresholds: Mapping[str, int | float],
    period: str | None = None,
    past: Past = Past(),
    *,
    plan_year: int | None = None,
    planning: Planning = Planning(),
    is_read_later: bool = False,
) -> AnalysedAccount:
    """What the records mean, with a user's thresholds and for the quarter and the plan's year that
    were asked for, and what changed since the baseline. ``is_read_later``: the run reads after the
    as-of day; a kept snapshot was read on its own day all the same."""
    options = options_of(thresholds, period, snapshot, plan_year=plan_year, planning=planning)
    options = replace(options, is_read_later=is_read_later and not snapshot.is_kept)
    first_day = period_of(snapshot, options).quarter.start
    found = baseline_of(snapshot, first_day, past)
    account = analyse(snapshot, options=options, baseline=found.snapshot)
    passed = tuple(
        DataProblem(
            f"The snapshot kept of {day.isoformat()} is damaged or of another version: no change "
            "is counted from it."
        )
        for day in found.unreadable
    )
    return replace(account, problems=(*account.problems, *passed)) if passed else account


def formats_for(account: AnalysedAccount, order: Order) -> Formats:
    return Formats(order.locale or "en_US", account.currency)


def language_of(locale: str) -> str:
    return locale.replace("-", "_")


def basis_of(snapshot: Snapshot, order: Order) -> dict[str, str]:
    """What all documents of the account are made from, but for the template (``unchanged``)."""
    settings = {name: getattr(order, name) for name in _BASIS}
    settings["planning"] = asdict(order.planning)
    settings |= {"phrases": _sha(order.phrases), "version": __version__}
    return {
        "records": digest(to_json(snapshot).encode("utf-8")),
        "as_of": snapshot.as_of.isoformat(),
        "settings": digest(json.dumps(settings, sort_keys=True, default=str).encode("utf-8")),
    }


def _sha(path: Path | None) -> str | None:
    return None if path is None else digest(path.read_bytes())
