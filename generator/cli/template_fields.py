"""``accountdocs templates fields``: every name a template may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.cli.console import note, say, say_json
from generator.cli.options import config_options, json_option, settings_of

if TYPE_CHECKING:
    from generator.artifacts.schema import Entry
    from generator.crm.sources import Source


class Field(NamedTuple):
    """A documented name with where its value comes from: objects and fields of the CRM, files."""

    entry: Entry
    sources: tuple[Source | str, ...]

    @property
    def group(self) -> str:
        return self.entry.name.partition(".")[0].partition("[")[0]

    def written(self, shape: str) -> list[str]:
        """The sources as ``full`` or ``short`` texts."""
        return [s if isinstance(s, str) else str(getattr(s, shape)) for s in self.sources]

    def holds(self, text: str) -> bool:
        entry = self.entry
        said = (entry.name, entry.doc, entry.example, entry.kind, *self.written("full"))
        return any(text.casefold() in one.casefold() for one in said)


@click.command("fields")
@click.option("--artifact", metavar="NAME", help="Only the names this artifact offers.")
@click.option("--search", metavar="TEXT", help="Only the names that say this, or come from it.")
@json_option
@config_options
def fields(
    artifact: str | None, search: str | None, as_json: bool, config: Path | None, debug: bool
) -> None:
    """List every name a template may use: kind, unit, audience, meaning, example, source.

    One line for each. The source is where the mapping looks in Salesforce; what is made from other
    names says from which.

    \b
    Example:
      accountdocs templates fields --artifact qbr
      accountdocs templates fields --search renewal
    """
    from generator.artifacts.catalog import artifact_named
    from generator.artifacts.vocabulary import entries

    if artifact is not None:
        artifact_named(artifact)
    sources = _sources(config)
    every = [Field(e, sources(e)) for e in entries() if artifact is None or artifact in e.artifacts]
    chosen = [field for field in every if search is None or field.holds(search)]
    if as_json:
        say_json({"fields": [_as_json(field) for field in chosen]})
    elif not chosen:
        note(f"No name says {search!r}, and none comes from it.")
    else:
        _print(chosen)


def _print(chosen: Sequence[Field]) -> None:
    group = chosen[0].group
    for field in chosen:
        if field.group != group:
            say()
        group = field.group
        say(_line(field))


def _line(field: Field) -> str:
    entry = field.entry
    about = ", ".join(text for text in (entry.kind, entry.unit, entry.audience) if text)
    shows = entry.kind not in ("chart", "picture", "map", "matrix", "flag")
    example = f" E.g. {entry.example.rstrip('.')}." if entry.example and shows else ""
    written = field.written("short")
    origin = f" From {'; '.join(written)}." if written else ""
    if not origin and entry.uses:
        origin = f" Made from {', '.join(entry.uses)}."
    return f"{entry.name}  ({about})  {entry.doc}{example}{origin}"


def _as_json(field: Field) -> dict[str, object]:
    entry = field.entry
    return {
        "name": entry.name,
        "kind": entry.kind,
        "unit": entry.unit,
        "audience": entry.audience,
        "meaning": entry.doc,
        "example": entry.example,
        "artifacts": list(entry.artifacts),
        "from": field.written("full"),
        "made_from": list(entry.uses),
        "group": field.group,
    }


def _sources(config: Path | None) -> Callable[[Entry], tuple[Source | str, ...]]:
    """Of an entry, where the settings' mapping keeps what it is made from."""
    from generator.cli.orgs import mapping_of
    from generator.crm.sources import sources_of

    mapping = mapping_of(settings_of(config))

    def of(entry: Entry) -> tuple[Source | str, ...]:
        found = [source for origin in entry.origins for source in sources_of(mapping, origin)]
        return tuple(dict.fromkeys(found))

    return of
