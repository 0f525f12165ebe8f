"""``accountdocs templates fields``: every name a template may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.console import note, say, say_json
from generator.cli.field_search import Field, search, withheld
from generator.cli.options import config_options, json_option, settings_of

if TYPE_CHECKING:
    from generator.artifacts.schema import Entry
    from generator.crm.sources import Source


@click.command("fields")
@click.option("--artifact", metavar="NAME", help="Only the names this artifact offers.")
@click.option(
    "--search", "text", metavar="TEXT", help="Only the names that say this, or come from it."
)
@json_option
@config_options
def fields(
    artifact: str | None, text: str | None, as_json: bool, config: Path | None, debug: bool
) -> None:
    """List every name a template may use: kind, unit, audience, meaning, example, source.

    One line for each, and one for each list with the tag that repeats over it. The source is where
    the mapping looks in Salesforce; what is made from other names says from which. A search that
    finds nothing tells what is near, or what else it is called.

    \b
    Example:
      accountdocs templates fields --artifact qbr
      accountdocs templates fields --search renewal
    """
    from generator.artifacts.catalog import document_named

    if artifact is not None:
        document_named(artifact)
    every = _every(config)
    offered = [f for f in every if artifact is None or artifact in f.entry.artifacts]
    chosen, said = (offered, "") if text is None else search(offered, text)
    if as_json:
        say_json({"fields": [_as_json(field) for field in chosen]})
        return
    hidden = "" if text is None or artifact is None else withheld(every, text, artifact)
    if said and not (hidden and not chosen):
        note(said)
    _print(chosen)
    if hidden:
        note(hidden)


def _every(config: Path | None) -> list[Field]:
    """All names with their sources, and at the end those that the language itself has."""
    from generator.artifacts.catalog import DOCUMENTS
    from generator.artifacts.schema import CUSTOMER, Entry
    from generator.artifacts.vocabulary import listing

    sources = _sources(config)
    decks = tuple(name for name, artifact in DOCUMENTS.items() if artifact.extension == "pptx")
    own = [
        Entry(name, kind, "", CUSTOMER, (), doc, "", where or tuple(DOCUMENTS), False, False)
        for name, kind, doc, where in (
            *((f"loop.{name}", kind, f"Inside of a for: {doc}", ()) for name, kind, doc in _LOOP),
            *((f"continued.{name}", "number", f"{doc} {_ON}", decks) for name, doc in _CONTINUED),
        )
    ]
    return [*(Field(entry, sources(entry)) for entry in listing()), *map(Field, own)]


_LOOP = (
    ("index", "number", "the number of the item, from 1."),
    ("index0", "number", "the number of the item, from 0."),
    ("first", "flag", "whether it is the first item."),
    ("last", "flag", "whether it is the last item."),
    ("length", "number", "how many items there are."),
    ("revindex", "number", "how many items are left, this one included."),
)
_ON = "On slides of a table with {% continue %}."
_CONTINUED = (
    ("page", "Which of the table's slides this is."),
    ("pages", "How many slides the table has."),
    ("left", "How many of the loop's items stand on no slide."),
)


def _print(chosen: Sequence[Field]) -> None:
    group = ""
    for field in chosen:
        if group not in ("", field.group):
            say()
        group = field.group
        say(_line(field))


def _line(field: Field) -> str:
    entry = field.entry
    about = ", ".join(text for text in (entry.kind, entry.unit, entry.audience) if text)
    shows = entry.kind not in ("chart", "picture", "map", "matrix", "flag")
    label = "Repeat over it" if entry.kind == "list" else "E.g."
    shown = entry.example.removesuffix(".")
    example = f" {label}{':' if entry.kind == 'list' else ''} {shown}." if shown and shows else ""
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
