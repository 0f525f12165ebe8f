"""The whole job for one account: read -> analyse -> compose -> render -> check -> write.

Reading is done by set, for many accounts at once, and hands over one frozen snapshot for each
(``crm.reader``). Everything here starts from a snapshot, is pure until the last step, and can be
called stage by stage. The two columns of the house meet in ``render``: composed values know no
Office files, templates know no accounts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import Any

from generator import __version__
from generator.analysis.analyse import analyse
from generator.analysis.options import Options
from generator.analysis.results import AnalysedAccount
from generator.artifacts.catalog import Artifact, Assignment, artifact_named, assignments
from generator.artifacts.compose import compose
from generator.artifacts.context import Footer
from generator.artifacts.phrases import load_phrases
from generator.artifacts.vocabulary import names_tree
from generator.delivery import Delivery, Document, deliver
from generator.engine import Names, Template, check_template, compile_template
from generator.errors import (
    AccountdocsError,
    OutputError,
    PackageError,
    SettingsError,
    TemplateError,
    TemplateProblem,
    UsageError,
)
from generator.files import artifact_path, data_folder, digest
from generator.formats import Formats
from generator.model.org import FiscalQuarter, Org
from generator.model.snapshot import Snapshot, to_json
from generator.settings import unknown_key

_MOST = 3650
"""The largest threshold in days, months or counts: ten years of days."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, the same for every account of a run. Plain data: it goes to workers.

    ``period`` is a fiscal quarter such as ``2026-Q4``; ``day`` is today, which names kept files.
    """

    out: Path
    only: tuple[str, ...] = ()
    templates: Path | None = None
    phrases: Path | None = None
    locale: str | None = None
    period: str | None = None
    thresholds: Mapping[str, int | float] = field(default_factory=dict)
    is_read_later: bool = False
    force: bool = False
    dry_run: bool = False
    debug: bool = False
    day: date = date.min

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


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document, not yet in its place. ``problems``: values that were altered by a
    published rule, and what was left out."""

    artifact: Artifact
    document: Document
    problems: tuple[str, ...]


def produce(snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    """All documents of one account, from its snapshot to the files. One outcome for each.

    A document that cannot be made is a failed outcome; the others are made. AccountdocsError only
    where nothing can be made of the account at all.
    """
    account = analysed(snapshot, order.thresholds, order.period)
    basis = basis_of(snapshot, order)
    made: list[Made] = []
    outcomes: dict[str, Outcome] = {}
    for assignment in assignments(account.profile.tier, order.only):
        name = assignment.artifact.name
        try:
            if assignment.form is None:
                outcomes[name] = outcome(account, assignment.artifact, "skipped", assignment.reason)
            else:
                outcomes[name] = outcome(account, assignment.artifact, "failed")
                made.append(render(account, assignment, order, basis))
        except AccountdocsError as error:
            outcomes[name] = outcome(account, assignment.artifact, "failed", str(error))
    outcomes |= {o.artifact: o for o in _place(account, made, order)}
    return tuple(outcomes.values())


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
        footer=Footer(is_read_later=order.is_read_later),
    )
    rendered = template.render(composed.values, formats)
    path = artifact_path(
        account.profile.name, account.profile.id, artifact.name, artifact.extension
    )
    document = Document(path, rendered.data, {**basis, "template": template_sha, "form": form})
    missing = tuple(f"Left out: {row.slide} ({row.reason})." for row in composed.left_out)
    return Made(artifact, document, (*rendered.changes, *missing))


def _place(account: AnalysedAccount, made: Sequence[Made], order: Order) -> list[Outcome]:
    if order.dry_run:
        return [
            outcome(account, m.artifact, "skipped", "dry run", order.out / m.document.path)
            for m in made
        ]
    documents = [m.document for m in made]
    placed = deliver(order.out, account.profile.id, documents, force=order.force, day=order.day)
    return [_delivered(account, one, delivery) for one, delivery in zip(made, placed, strict=True)]


def _delivered(account: AnalysedAccount, made: Made, delivery: Delivery) -> Outcome:
    kept = (f"The file edited by hand was kept as {delivery.kept}.",) if delivery.kept else ()
    return Outcome(
        account.profile.id,
        account.profile.name,
        made.artifact.name,
        str(delivery.path),
        made.artifact.audience,
        delivery.status,
        delivery.reason,
        delivery.sha256,
        (*made.problems, *kept),
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
    return Outcome(
        profile.id, profile.name, artifact.name, shown, artifact.audience, status, reason
    )


def analysed(
    snapshot: Snapshot, thresholds: Mapping[str, int | float], period: str | None = None
) -> AnalysedAccount:
    """What the records mean, with a user's thresholds and for the quarter that was asked for."""
    return analyse(snapshot, options=options_of(thresholds, period, snapshot))


def options_of(
    thresholds: Mapping[str, int | float], period: str | None, snapshot: Snapshot
) -> Options:
    """The analysis' options. SettingsError for a threshold it does not have, or cannot be so."""
    defaults = Options()
    kinds = {name: type(getattr(defaults, name)) for name in Options.__dataclass_fields__}
    known = [name for name, kind in kinds.items() if kind in (int, Decimal)]
    chosen: dict[str, Any] = {}
    for name, value in thresholds.items():
        if name not in known:
            raise unknown_key("the settings", f"thresholds.{name}", name, known)
        if not _is_threshold(value, kinds[name]):
            wanted = "a whole number" if kinds[name] is int else "a number"
            raise SettingsError(
                f"thresholds.{name} cannot be {value}.",
                next_step=f"Write {wanted} that is not negative"
                f"{f', {_MOST:,} at the most' if kinds[name] is int else ''}.",
            )
        chosen[name] = kinds[name](str(value))
    return replace(defaults, quarter=quarter_of(period, snapshot.org, snapshot.as_of), **chosen)


def _is_threshold(value: float, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and 0 <= value <= _MOST
    return 0 <= value < inf


def quarter_of(period: str | None, org: Org, as_of: date) -> FiscalQuarter | None:
    """``2026-Q4`` as the org's fiscal calendar has it. UsageError for what is no quarter of it, and
    for one that has not begun: nothing in it could be known."""
    if period is None:
        return None
    found = re.fullmatch(r"(\d{4})-Q([1-4])", period)
    if found is None:
        raise UsageError(f"{period!r} is not a fiscal quarter.", next_step="Write it like 2026-Q4.")
    year, number = int(found[1]), int(found[2])
    if not org.fiscal.defines(year):
        near = ", ".join(q.key for q in org.fiscal.nearest(year, number, as_of))
        step = f"Its nearest quarters are: {near}." if near else "Leave --period out."
        raise UsageError(f"The org has fiscal years of its own; none is {year}.", next_step=step)
    quarter = org.fiscal.quarter(year, number)
    if quarter.start > as_of:
        raise UsageError(
            f"The fiscal quarter {period} begins on {quarter.start.isoformat()}, after the day the "
            f"documents are made for ({as_of.isoformat()}).",
            next_step=f"Ask for {org.fiscal.quarter_of(as_of).key} or one before it.",
        )
    return quarter


def formats_for(account: AnalysedAccount, order: Order) -> Formats:
    return Formats(order.locale or "en_US", account.currency)


def language_of(locale: str) -> str:
    return locale.replace("-", "_")


def basis_of(snapshot: Snapshot, order: Order) -> dict[str, str]:
    """What all documents of the account are made from, but for the template (``unchanged``)."""
    settings = asdict(order) | {"phrases": _sha(order.phrases), "version": __version__}
    for name in ("out", "only", "templates", "force", "dry_run", "debug", "day"):
        del settings[name]
    return {
        "records": digest(to_json(snapshot).encode("utf-8")),
        "as_of": snapshot.as_of.isoformat(),
        "settings": digest(json.dumps(settings, sort_keys=True).encode("utf-8")),
    }


def _sha(path: Path | None) -> str | None:
    return None if path is None else digest(path.read_bytes())


def template_path(artifact: Artifact, folder: Path | None) -> Path:
    """The user's own template where there is one of that name, else the delivered one."""
    if folder is not None and (folder / artifact.template).is_file():
        return folder / artifact.template
    return data_folder("templates") / artifact.template


def names_for(artifact: Artifact) -> Names:
    tree, withheld = names_tree(artifact.name)
    return Names(tree, withheld)


def template_for(artifact: Artifact, folder: Path | None) -> tuple[Template, str]:
    """The compiled template and its SHA-256; compiled once in a process for each content."""
    path = template_path(artifact, folder)
    data = _read(path)
    return _compiled(artifact.name, path.name, data), digest(data)


@lru_cache(maxsize=32)
def _compiled(name: str, filename: str, data: bytes) -> Template:
    return compile_template(data, filename=filename, names=names_for(artifact_named(name)))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"The template {path} cannot be read: {error.strerror or error}.",
            next_step="Check --templates, or install accountdocs again.",
        ) from error


def check_templates(artifacts: Sequence[Artifact], folder: Path | None) -> None:
    """TemplateError with every fault of every template that is needed, before anything is read."""
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", next_step="Check --templates.")
    if folder is not None and not any((folder / a.template).is_file() for a in artifacts):
        wanted = ", ".join(a.template for a in artifacts)
        raise UsageError(
            f"{folder} holds no template for what is to be made.",
            next_step=f"Name yours as the delivered ones: {wanted}.",
        )
    problems: list[TemplateProblem] = []
    for artifact in artifacts:
        try:
            template_for(artifact, folder)  # kept: the run will not compile it again
        except TemplateError as error:
            problems += error.problems
        except PackageError as error:
            problems.append(_as_problem(template_path(artifact, folder), error))
    if problems:
        raise TemplateError(problems)


def problems_of(path: Path, artifact: Artifact) -> list[TemplateProblem]:
    """All faults of one template file for one artifact; that it cannot be read is one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        return [TemplateProblem(str(path), "", "", what, "check the name of the file")]
    try:
        return check_template(data, filename=path.name, names=names_for(artifact))
    except PackageError as error:
        return [_as_problem(path, error)]


def _as_problem(path: Path, error: PackageError) -> TemplateProblem:
    return TemplateProblem(path.name, "", "", error.message, error.next_step)
