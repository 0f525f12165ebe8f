"""The folder: which files it holds, and all of them read, or refused with all their mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.errors import InputProblem, InputsError
from generator.inputs.audit import read_audit
from generator.inputs.faults import Faults, did_you_mean
from generator.inputs.logos import find_logos
from generator.inputs.managers import read_managers
from generator.inputs.rows import AUDIT, FILES, MANAGERS, SIGNALS, TEXTS, TOPX, USAGE, Inputs
from generator.inputs.signals import read_signals
from generator.inputs.texts import read_texts
from generator.inputs.topx import read_topx
from generator.inputs.usage import read_usage

SAFE = ("usage.active_users", "usage.licensed")
"""What the settings may declare fit for customers; free text is internal always."""

_SHEETS = (".xlsx", ".xls", ".ods", ".numbers", ".txt", ".tsv")


def read_inputs(folder: Path, *, safe: Sequence[str] = (), checks: Sequence[str] = ()) -> Inputs:
    """The files of ``folder``; empty where there is no such folder. Each file is read once.

    ``safe`` are fields of SAFE, or ``usage.*`` for all of them; ``checks`` are the plan audit's, by
    key, of which ``audit.csv`` may speak. InputsError with the mistakes of
    all files together: nothing of a faulty folder is used.
    """
    chosen = _safe(safe)
    if not folder.exists():
        return Inputs(folder.name, safe=chosen)
    names = _listed(folder)
    faults, label = Faults(), folder.name
    files = {name: _bytes(folder, name, faults) for name in FILES if name in names}
    usage, notes = read_usage(f"{label}/{USAGE}", files.get(USAGE), faults)
    signals, more = read_signals(f"{label}/{SIGNALS}", files.get(SIGNALS), faults)
    notes += more
    managers, more = read_managers(f"{label}/{MANAGERS}", files.get(MANAGERS), faults)
    notes += more
    audit, more = read_audit(f"{label}/{AUDIT}", files.get(AUDIT), faults, checks)
    notes += more
    topx, more = read_topx(f"{label}/{TOPX}", files.get(TOPX), faults)
    notes += more
    texts = read_texts(f"{label}/{TEXTS}", files.get(TEXTS), faults)
    logos, more = find_logos(folder, label, faults)
    notes += more
    faults.refuse()
    return Inputs(
        label,
        usage=usage,
        signals=signals,
        texts=texts,
        managers=managers,
        audit=audit,
        topx=topx,
        logos=logos,
        safe=chosen,
        notes=(*notes, *_strangers(label, names)),
    )


def _safe(names: Sequence[str]) -> tuple[str, ...]:
    wrong = [name for name in names if name not in (*SAFE, "usage.*")]
    if wrong:
        hint = did_you_mean(wrong[0], SAFE) or f"known here: {', '.join(SAFE)}"
        said = f"{wrong[0]} cannot be declared safe for customers"
        raise InputsError([InputProblem("the setting inputs.customer_safe", None, "", said, hint)])
    return SAFE if "usage.*" in names else tuple(name for name in SAFE if name in names)


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        said = f"cannot be read: {error.strerror or error}"
        raise InputsError([InputProblem(str(folder), None, "", said, "check the folder")]) from None


def _bytes(folder: Path, name: str, faults: Faults) -> bytes | None:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        said = f"cannot be read: {error.strerror or error}"
        faults.add(f"{folder.name}/{name}", None, "", said, "close it elsewhere, check its rights")
        return None


def _strangers(label: str, names: Sequence[str]) -> Iterator[str]:
    """Files that look as if they were meant to be read, and are not."""
    for name in names:
        if name in FILES or name.startswith((".", "~")):
            continue
        stem, _, _ = name.rpartition(".")
        near = did_you_mean(name, FILES).removeprefix("did you mean ").removesuffix("?")
        if near and (name.endswith((".csv", ".toml")) or stem == near.rpartition(".")[0]):
            how = "save it as" if name.lower().endswith(_SHEETS) else "name it"
            yield f"{label}/{name} is not read; {how} {near} if it is meant to be."
