"""Documents about many accounts: composed, rendered and put in their places (decision 20).

``pipeline`` does the same for one account. Nothing here reads the CRM: it starts from a finished
result of ``analysis.rollups``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import __version__
from generator.analysis.results import Person
from generator.analysis.rollups import Head
from generator.artifacts.catalog import document_named
from generator.artifacts.phrases import Phrases, load_phrases
from generator.artifacts.rollup import Rollup, compose_rollup, headline_of
from generator.artifacts.schema import INTERNAL
from generator.delivery import Delivery, Document, deliver
from generator.errors import OutputError
from generator.files import digest, is_full_id, slug
from generator.formats import Formats
from generator.template_store import template_for

FOLDER = "team"
"""Below the output folder; accounts' folders end in a record id, so none has this name."""


@dataclass(frozen=True, slots=True)
class RollupOrder:
    """How rollups are made and where they go; ``day`` is today, which names kept files."""

    out: Path
    templates: Path | None = None
    phrases: Path | None = None
    locale: str | None = None
    force: bool = False
    day: date = date.min

    @property
    def formats(self) -> Formats:
        """With no currency of its own: a rollup's is in its head."""
        return Formats(self.locale or "en_US")

    @property
    def words(self) -> Phrases:
        """SettingsError where the user's own phrases have a fault."""
        return load_phrases(self.formats.locale.replace("-", "_"), self.phrases)


@dataclass(frozen=True, slots=True)
class RollupOutcome:
    """What became of one file of a rollup: a line of what the command reports."""

    artifact: str
    scope: str
    path: str
    audience: str
    status: str  # written, unchanged, skipped, failed
    reason: str = ""
    sha256: str | None = None
    problems: tuple[str, ...] = ()
    instead_of: str = ""  # the quarter or year of which the file was whose place it took
    headline: str = ""


@dataclass(frozen=True, slots=True)
class RollupFile:
    """A finished file, not yet in its place. ``problems``: values that were altered by a published
    rule; ``headline``: what the document says, in a sentence."""

    artifact: str
    document: Document
    problems: tuple[str, ...] = ()
    headline: str = ""


def rollup_path(head: Head, name: str, extension: str) -> Path:
    """``team/<scope>/<scope>-<name>.<ext>``; a person's folder has that person's id, for two may
    share a name, and one of accounts that were named or picked by a condition what tells it from
    others. OutputError where the id is none."""
    base = slug(head.scope)
    marks = [_of_person(head.person)] if head.person else []
    marks += [digest(head.picked.encode())[:_MARK]] if head.picked else []
    folder = "--".join([base, *marks])
    return Path(FOLDER, folder, f"{base}-{name}.{extension}")


_MARK = 8
"""Hexadecimal digits that tell one set from another."""


def _of_person(person: Person) -> str:
    if not is_full_id(person.id):
        raise OutputError(f"{person.id!r} is not an 18-character record id.")
    return person.id


def render_rollup(
    source: Rollup, artifact: str, order: RollupOrder, *, about: str = ""
) -> RollupFile:
    """The rollup in its template. TemplateError and RenderError as for any document. ``about``: the
    fiscal quarter or year, where another one's file has the same path."""
    what = document_named(artifact)
    template, sha = template_for(what, order.templates)
    formats, phrases = order.formats, order.words
    composed = compose_rollup(source, artifact, formats, phrases=phrases)
    rendered = template.render(composed.values, Formats(formats.locale, source.head.currency))
    path = rollup_path(source.head, artifact, what.extension)
    basis = _basis(source.head, order) | {"template": sha}
    document = Document(path, rendered.data, basis, about)
    return RollupFile(artifact, document, rendered.changes, headline_of(composed))


def beside(
    head: Head, artifact: str, extension: str, data: bytes, order: RollupOrder, *, about: str = ""
) -> RollupFile:
    """A file that goes with a rollup and has no template."""
    path = rollup_path(head, artifact, extension)
    return RollupFile(artifact, Document(path, data, _basis(head, order), about))


def place(head: Head, files: Sequence[RollupFile], order: RollupOrder) -> tuple[RollupOutcome, ...]:
    """The files in their places, each unless it was edited by hand. The caller holds the lock of
    the output folder (``files.exclusive``)."""
    documents = [file.document for file in files]
    placed = deliver(order.out, FOLDER, documents, force=order.force, day=order.day)
    return tuple(
        _outcome(head, file, delivery) for file, delivery in zip(files, placed, strict=True)
    )


def _outcome(head: Head, file: RollupFile, delivery: Delivery) -> RollupOutcome:
    kept = (f"The file edited by hand was kept as {delivery.kept}.",) if delivery.kept else ()
    return RollupOutcome(
        file.artifact,
        head.scope,
        str(delivery.path),
        INTERNAL,
        delivery.status,
        delivery.reason,
        delivery.sha256,
        (*file.problems, *kept),
        delivery.instead_of,
        file.headline if delivery.sha256 else "",
    )


def _basis(head: Head, order: RollupOrder) -> dict[str, str]:
    """What it is made from, but for records and template: what of the records is in it, its bytes
    show."""
    phrases = repr(sorted(order.words.texts.items())) if order.phrases is not None else ""
    return {
        "as_of": head.as_of.isoformat(),
        "locale": order.formats.locale,
        "phrases": digest(phrases.encode()) if phrases else "",
        "version": __version__,
    }
