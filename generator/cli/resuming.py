"""``generate --resume``: an interrupted run goes on as it was begun, or says why it cannot."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.cli.console import note
from generator.cli.options import Typed, settings_of
from generator.errors import UsageError

if TYPE_CHECKING:
    from generator.cli.orgs import Org
    from generator.inputs import Inputs
    from generator.journal import Head, Left
    from generator.pipeline import Order
    from generator.settings import Settings

SELECTING: Final = tuple(Typed.__dataclass_fields__)
_OPTIONS: Final[Mapping[str, str]] = {
    "names": "the accounts named",
    **{name: f"--{'all' if name == 'every' else name}" for name in SELECTING},
    **{name: f"--{name.replace('_', '-')}" for name in ("only", "form", "period", "plan_year")},
    **{name: f"--{name.replace('_', '-')}" for name in ("since", "as_of", "templates", "org")},
    "config": "--config",
    "force": "--force",
    "accept_find": "--accept-find",
    "accepted_by": "--as",
}
"""What a run is made by: --out is where its journal lies, and --jobs, --json and --debug change
nothing in what is made."""

_ANEW_BY: Final = ("form", "period", "plan_year", "since", "as_of", "templates", "org", "config")
_DAYS: Final = ("since", "as_of")
_PATHS: Final = ("templates", "config")
_ANEW: Final = (
    "Run the whole command without --resume to begin anew: documents that are made already stay, "
    "and are told as unchanged where they would be the same."
)


def words_of(names: Sequence[str], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed of ``_OPTIONS``, as plain JSON values; nothing of what was not."""
    only = ",".join(part.strip() for part in (typed["only"] or "").split(",") if part.strip())
    found = {**typed, "names": tuple(names), "only": only}
    return {name: _plain(found[name]) for name in _OPTIONS if found[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.as_posix() if isinstance(value, Path) else value


def taken_up(
    names: tuple[str, ...], typed: dict[str, Any]
) -> tuple[tuple[str, ...], dict[str, Any], Left | None]:
    """Names and options of the run that was interrupted, and what it left; those typed and None
    where none was. UsageError where it cannot be gone on with."""
    from generator.journal import left_in

    if typed["dry_run"]:
        raise UsageError("--dry-run writes nothing, so there is nothing to --resume.")
    is_alone = not names and not any(typed[name] for name in SELECTING)
    out = settings_of(typed["config"], typed["org"], out=typed["out"]).out
    left = left_in(out)
    if left is None and is_alone:
        raise UsageError(
            f"No run was interrupted in {out}.",
            next_step="Name accounts or a selection; or name the folder with --out.",
        )
    if left is None:
        note(f"No run was interrupted in {out}: this one begins.")
        return names, typed, None
    _check_same(words_of(names, typed), left.head, is_alone=is_alone)
    return tuple(left.head.typed.get("names", ())), {**typed, **_restored(left.head, out)}, left


def _check_same(now: Mapping[str, Any], head: Head, *, is_alone: bool) -> None:
    """A command that names accounts or a selection could run by itself, so all of it must be as
    then; beside --resume alone, what was not typed again is as it was then."""
    then = dict(head.typed)
    if now.get("as_of") == head.as_of.isoformat():
        then["as_of"] = now["as_of"]  # it was that day, typed or not
    compared = now if is_alone else _OPTIONS
    differing = [name for name in _OPTIONS if name in compared and now.get(name) != then.get(name)]
    if differing:
        told = "; ".join(_differs(name, then.get(name), now.get(name)) for name in differing)
        raise UsageError(
            f"The run that was interrupted was typed otherwise: {told}.",
            next_step=f"Type --resume without them to go on with it. {_ANEW}",
        )


def _differs(name: str, then: Any, now: Any) -> str:
    return f"{_OPTIONS[name]} ({_shown(then)} then, {_shown(now)} now)"


def _shown(value: Any) -> str:
    if value is None:
        return "not typed"
    if value is True:
        return "typed"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _restored(head: Head, out: Path) -> dict[str, Any]:
    """The options as click would give them; the day is the run's own, typed or not."""
    found: dict[str, Any] = {name: head.typed.get(name) for name in _OPTIONS if name != "names"}
    found |= {name: date.fromisoformat(found[name]) for name in _DAYS if found[name]}
    found |= {name: Path(found[name]) for name in _PATHS if found[name]}
    flags = {"every", "mine", "force"}
    found |= {name: bool(found[name]) for name in flags}
    return found | {
        "accept_find": tuple(found["accept_find"] or ()),
        "as_of": head.as_of,
        "out": out,
    }


def making_of(settings: Settings, order: Order, inputs: Inputs) -> dict[str, str]:
    """What documents are made from beside the records, a digest for each part. What was typed is
    not among it, nor what only says how fast or how long the run may work."""
    from generator import __version__
    from generator.artifacts.phrases import load_phrases
    from generator.files import digest
    from generator.pipeline import language_of
    from generator.template_store import template_for

    told = {
        "locale": settings.locale,
        "thresholds": settings.thresholds,
        "planning": asdict(settings.planning),
        "customer": asdict(settings.customer),
        "mapping": settings.mapping,
        "history": asdict(settings.history),
        "inputs": [settings.inputs, settings.inputs_safe],
        "where": settings.accounts_where,
    }
    templates = {a.name: template_for(a, order.templates)[1] for a in order.artifacts}
    phrases = load_phrases(language_of(order.locale or "en_US"), order.phrases)
    return {
        "settings": digest(_canonical(told)),
        "templates": digest(_canonical(templates)),
        "phrases": digest(_canonical(dict(phrases.texts))),
        "inputs": digest(_laid_in(inputs)),
        "accountdocs": __version__,
    }


def _laid_in(inputs: Inputs) -> bytes:
    """What the inputs folder says of accounts. Lists for rollups are in none of their documents."""
    pictures = sorted((key, path.read_bytes()) for key, path in inputs.logos.items())
    tables = (inputs.usage, inputs.signals, inputs.texts, inputs.managers)
    return repr((tables, pictures)).encode()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, default=str).encode()


def check_making(head: Head, making: Mapping[str, str]) -> None:
    """UsageError where a part is another one now: documents of one run are of one making."""
    changed = [name for name, digest in making.items() if head.making.get(name) != digest]
    if changed:
        raise UsageError(
            f"Since the run was interrupted, {' and '.join(changed)} changed, and documents of one "
            "run are of one making.",
            next_step=f"Put back what was, or begin anew. {_ANEW}",
        )


def check_org(head: Head, org: Org) -> None:
    """UsageError where the accounts of the run are another org's."""
    if org.session.identity.org_id != head.org_id:
        raise UsageError(
            f"The run that was interrupted read the org {head.org_id or 'of another sign-in'}, and "
            f"--org {org.name} now is {org.session.identity.org_id or 'unknown'}.",
            next_step=f"Sign in to that org again. {_ANEW}",
        )


def check_still(left: Left, out: Path) -> None:
    """UsageError where another command went on with the run, or began one, since it was looked at.
    The caller holds the lock of the output folder."""
    from generator.journal import left_in

    if left_in(out) != left:
        raise UsageError(
            f"Another command went on with the run that was interrupted in {out}, or began one.",
            next_step="Run the same command again: it starts from what there is now.",
        )


def making_anew(words: Mapping[str, Any]) -> dict[str, str]:
    """The options by which one document of a run is made anew as in that run, by name, ready for a
    shell; ``words`` are those of ``words_of``. The output folder is not among them: the report
    lies in it, says so, and is the same wherever it lies."""
    import shlex

    found = {name: words[name] for name in _ANEW_BY if name in words}
    return {name: f"{_OPTIONS[name]} {shlex.quote(value)}" for name, value in found.items()}


def going_on(typed: Mapping[str, Any]) -> str:
    """The command that goes on with the run, to be pasted."""
    import shlex

    places = [
        part
        for name in ("out", "config")
        if typed[name] is not None
        for part in (f"--{name}", shlex.quote(str(typed[name])))
    ]
    return " ".join(["accountdocs generate --resume", *places])
