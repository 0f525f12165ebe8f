"""``accountdocs inspect``: whether a file, edited by hand or not, may go to the customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator.cli.console import Progress, say, say_json
from generator.cli.options import json_option, org_options, period_option, settings_of
from generator.cli.reading import inputs_of, snapshots, with_others

if TYPE_CHECKING:
    from generator.cli.orgs import Org
    from generator.crm.accounts import AccountRef
    from generator.guard import Find
    from generator.model.snapshot import Snapshot
    from generator.pipeline import Order
    from generator.settings import Settings

SUFFIXES: Final = (
    *("docx", "docm", "dotx", "dotm"),
    *("xlsx", "xlsm", "xltx", "xltm"),
    *("pptx", "pptm", "potx", "potm", "ppsx", "ppsm"),
)
"""Files that are read: of Word, Excel and PowerPoint, with macros or as templates too."""

MOST: Final = 30
"""Finds that are told, of all files together; with ``--json`` all of them are."""

_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
"""Stands near the beginning of a file of that kind, whatever the file is called."""

_CARRIERS: Final = (
    "Authors, comments, thumbnails, labels: in PowerPoint, Word and Excel, File > Info > Inspect "
    "Document takes them out."
)
_TEXTS: Final = (
    "Texts, names, amounts and addresses: take them out or replace them at the places named; those "
    "of a chart in its data."
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What became of one file: why it was not read, or what was found in it."""

    path: Path
    finds: tuple[Find, ...] = ()
    error: str | None = None
    is_internal: bool = False


@click.command(short_help="Search a file for what its customer must not see.")
@click.argument("account")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@period_option
@json_option
@org_options
def inspect(account: str, files: tuple[Path, ...], **typed: Any) -> int:
    """Search Office files that are to go to a customer, as every deck is searched when it is made:
    for internal texts and amounts of the account, other customers' names, words of judgment, traces
    of the CRM and hidden carriers. For decks edited by hand. Nothing is changed.

    Files of Word, Excel and PowerPoint are read (docx, xlsx, pptx, and those with macros or that
    are templates: docm, dotx, dotm, xlsm, xltx, xltm, pptm, potx, potm, ppsx, ppsm); no PDF.

    ACCOUNT is a name, a record id of 15 or 18 characters, or the address of the account's page.

    \b
    Example:
      accountdocs inspect "Kestrel & Rowe Foods" my-deck.pptx --org sample
    """
    from generator.cli.orgs import asked_quarter, open_org
    from generator.crm.accounts import find

    settings = settings_of(typed["config"], typed["org"])
    inputs = inputs_of(settings)
    with open_org(settings, typed["as_of"]) as org, Progress("Account"):
        found = find(org.session, account)
        quarter = asked_quarter(org, typed["period"])
        target = [(found.id, found.name)]
        (snapshot,) = snapshots(org, settings, target, inputs, quarter=quarter)
        order = _order(settings, typed["period"], org)
    results = [_searched(path, snapshot, order) for path in files]
    if typed["as_json"]:
        _tell_json(found, results)
    else:
        for line in told(results):
            say(line)
    return 1 if any(one.finds or one.error for one in results) else 0


def _order(settings: Settings, period: str | None, org: Org) -> Order:
    """As a deck of that quarter is made, with what is looked for in it."""
    from generator.guard import Rules
    from generator.pipeline import Order

    words = settings.customer
    return Order(
        out=settings.out,
        phrases=settings.phrases,
        locale=settings.locale,
        period=period,
        thresholds=settings.thresholds,
        planning=settings.planning,
        guard=with_others(Rules(words=words.words, allowed=words.allowed), org),
    )


def _searched(path: Path, snapshot: Snapshot, order: Order) -> Inspected:
    """One file; that it cannot be read hides nothing of the others."""
    from generator.errors import AccountdocsError
    from generator.files import read_office_file
    from generator.pipeline import inspected

    try:
        refused = _refused(path)
        if refused:
            return Inspected(path, error=refused)
        data = read_office_file(path)
        if _OPEN_DOCUMENT in data[:256]:
            return Inspected(path, error=_unread("a file of OpenDocument"))
        finds = inspected(data, path.name, snapshot, order)
        return Inspected(path, finds, is_internal=bool(finds) and _is_internal(path, data, order))
    except OSError as error:
        return Inspected(path, error=f"it cannot be read: {error.strerror or error}")
    except AccountdocsError as error:
        return Inspected(path, error=str(error))


def _is_internal(path: Path, data: bytes, order: Order) -> bool:
    from generator.artifacts.phrases import load_phrases
    from generator.clearance import is_marked_internal
    from generator.pipeline import language_of

    phrases = load_phrases(language_of(order.locale or "en_US"), order.phrases)
    return is_marked_internal(data, path.name, phrases)


def _refused(path: Path) -> str | None:
    """Why a file of that name is not even opened."""
    suffix = path.suffix.lower().removeprefix(".")
    if path.is_dir():
        return "a folder is not searched: name the files in it"
    if suffix == "pdf":
        return "a PDF is not searched: inspect the deck before you export it"
    return None if suffix in SUFFIXES else _unread(f"a .{suffix} file" if suffix else "such a file")


def _unread(what: str) -> str:
    return f"{what} is not searched: only {', '.join(SUFFIXES)} are"


def _tell_json(account: AccountRef, results: Sequence[Inspected]) -> None:
    from dataclasses import asdict

    rows = [
        {
            "path": str(one.path),
            "error": one.error,
            "internal": one.is_internal,
            "finds": [
                {key: value for key, value in asdict(find).items() if key != "id"}
                for find in one.finds
            ],
        }
        for one in results
    ]
    say_json({"account_id": account.id, "account": account.name, "files": rows})


def told(results: Sequence[Inspected]) -> Iterator[str]:
    """A line for each file, its finds below it, and what to do. A find's id is not told: it could
    be accepted nowhere but in ``generate``."""
    left = MOST
    for one in results:
        yield f"{one.path}: {_verdict(one)}"
        shown = one.finds[:left]
        left -= len(shown)
        yield from (f"  {find.told}" for find in shown)
        if len(one.finds) > len(shown):
            yield f"  and {len(one.finds) - len(shown)} more: --json names all"
    kinds = {find.kind for one in results for find in one.finds}
    if "carrier" in kinds:
        yield _CARRIERS
    if kinds - {"carrier"}:
        yield _TEXTS


def _verdict(one: Inspected) -> str:
    if one.error:
        return f"error: {one.error}"
    if not one.finds:
        return "no finds"
    internal = "; it is marked as an internal document, not for customers"
    return f"finds: {len(one.finds)}{internal if one.is_internal else ''}"
