"""What to do about a checkup's findings, worst first."""

from __future__ import annotations

from generator.artifacts.forecast import EMPTY, FULL
from generator.artifacts.needs import INDISPENSABLE
from generator.cli.checkup import MAPPING, Checkup
from generator.model.capability import KindCapability, Survey

_LOW = 25
"""Percent of the org's API calls that are left, below which a large run should wait."""


def next_steps(found: Checkup) -> list[str]:
    """Sentences: faults first, then what is hidden, then what a mapping or a person can add."""
    steps = [f"{trouble.message} {trouble.next_step}".rstrip() for trouble in found.troubles]
    if found.survey is None:
        return steps
    steps += _quota(found)
    steps += _hidden(found.survey)
    if not any(trouble.step == MAPPING for trouble in found.troubles):
        steps += _unmapped(found.survey)  # else its mistakes come first
        steps += _fields(found.survey)
    if any(one.state != FULL for one in found.forecasts):
        steps += _off(found)
    elif steps and not found.troubles:
        steps.append("Every section has what it needs all the same: the rest is up to you.")
    return steps or [_ready(found)]


def _ready(found: Checkup) -> str:
    org = f" --org {found.connection}" if found.connection else ""
    return f"Nothing is missing: accountdocs generate --all --dry-run{org}"


def _quota(found: Checkup) -> list[str]:
    usage = found.usage
    if usage is None or (usage.limit - usage.used) * 100 >= _LOW * usage.limit:
        return []
    left = max(usage.limit - usage.used, 0)
    return [
        (
            f"Only {left:,} of {usage.limit:,} API calls are left for these 24 hours: read many "
            "accounts later, or ask an administrator who uses them."
        )
    ]


def _hidden(survey: Survey) -> list[str]:
    """What an administrator can open: objects that are there or are in every org."""
    kinds = [
        kind
        for kind in survey.kinds
        if kind.state == "not_visible" and not kind.is_optional and kind.kind not in INDISPENSABLE
    ]
    if not kinds:
        return []
    user = survey.reader or "the user of the connection"
    return [f"Ask an administrator to let {user} read {_objects(kinds)}."]


def _unmapped(survey: Survey) -> list[str]:
    kinds = [k for k in survey.kinds if k.state == "not_mapped" and not k.is_optional]
    if not kinds:
        return []
    names = ", ".join(kind.topic.replace("_", " ") for kind in kinds)
    return [
        (
            f"If the org keeps {names} in objects of its own, name them in the mapping: "
            "accountdocs doctor --write-mapping mapping.toml proposes one."
        )
    ]


def _fields(survey: Survey) -> list[str]:
    missing = [
        one.name
        for kind in survey.kinds
        if kind.is_readable
        for one in kind.wanted
        if not one.is_there
    ]
    if not missing:
        return []
    shown = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
    return [
        (
            f"Fields looked for in vain: {shown}. Name the org's own in the mapping, or ask an "
            "administrator whether they are hidden."
        )
    ]


def _off(found: Checkup) -> list[str]:
    """What is left is a matter of the org itself: features that are off, records nobody enters."""
    empty = [one.title for one in found.forecasts if one.state == EMPTY]
    if not empty:
        return []
    return [f"Until then these stay empty: {', '.join(dict.fromkeys(empty))}."]


def _objects(kinds: list[KindCapability]) -> str:
    return ", ".join(dict.fromkeys(kind.source or kind.candidates[0] for kind in kinds))
