"""``accountdocs templates check``: which files, for which artifact, and all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.artifacts.catalog import DOCUMENTS, Artifact, document_named
from generator.errors import TemplateProblem, UsageError
from generator.guard import Rules
from generator.settings import Customer
from generator.template_folder import meant_for, needs_saving, office_files_in, stray
from generator.template_store import problems_of
from generator.template_words import judgments_in


@dataclass(frozen=True, slots=True)
class Fault:
    path: Path
    artifact: str
    problem: TemplateProblem

    def plain(self) -> dict[str, object]:
        return {"path": str(self.path), "artifact": self.artifact, **asdict(self.problem)}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file to check; ``is_found``: it was found in a folder, as ``generate`` looks for it."""

    path: Path
    is_found: bool = False


def office_files(given: Sequence[Path]) -> list[Chosen]:
    """The files, and of folders the Office files in them. UsageError where a folder has none."""
    chosen = {one.path: one for path in given for one in _files(path)}
    return list(chosen.values())


def _files(path: Path) -> Iterator[Chosen]:
    if not path.is_dir():
        yield Chosen(path)
        return
    found = office_files_in(path)
    if not found:
        raise UsageError(
            f"{path} holds no Word, PowerPoint or Excel file.", next_step="Name another folder."
        )
    yield from (Chosen(file, is_found=True) for file in found)


def faults_of(files: Sequence[Chosen], named: str | None, customer: Customer) -> list[Fault]:
    """Every fault of every file. UsageError where it cannot be told what a file is for."""
    made_for = {one.path: _artifact_of(one, named) for one in files}
    rules = Rules(words=customer.words, allowed=customer.allowed)
    found = []
    for one in files:
        artifact = made_for[one.path]
        problems = _problems(one, artifact, rules)
        found += [Fault(one.path, artifact.name if artifact else "", p) for p in problems]
    return found


def _artifact_of(one: Chosen, named: str | None) -> Artifact | None:
    """None for a file of which other things are to be said first."""
    if named is None and not one.path.exists():
        return None
    if named is None and (one.is_found or needs_saving(one.path)):
        meant, _ = meant_for(one.path)
        return meant[0] if len(meant) == 1 else None
    return artifact_for(one.path, named)


def _problems(one: Chosen, artifact: Artifact | None, rules: Rules) -> list[TemplateProblem]:
    """Words of judgment are looked for where nothing else is wrong: the template can be filled."""
    if artifact is None and not one.path.exists():
        return [_missing(one.path)]
    misnamed = stray(one.path, None if one.is_found else artifact)
    if needs_saving(one.path) and misnamed is not None and one.path.exists():
        return [misnamed.problem]
    named = [misnamed.problem] if misnamed is not None and one.is_found else []
    if artifact is None:
        return named
    return named + (problems_of(one.path, artifact) or judgments_in(one.path, artifact, rules))


def notes_of(files: Sequence[Chosen], named: str | None) -> Iterator[str]:
    """Of files that were named one by one, those that ``generate`` would not take as they are."""
    for one in files:
        artifact = _artifact_of(one, named)
        if one.is_found or artifact is None or needs_saving(one.path):
            continue
        if stray(one.path, artifact) is not None:
            yield (
                f"{one.path} was checked as a template of {artifact.name}; to be used by generate "
                f"it must be named {artifact.template}."
            )


def _missing(file: Path) -> TemplateProblem:
    what = "cannot be read: No such file or directory"
    return TemplateProblem(str(file), "", "", what, "check the name of the file")


def artifact_for(file: Path, named: str | None) -> Artifact:
    """The artifact a template is for. UsageError where that cannot be told."""
    if named is not None:
        return document_named(named)
    chosen, _ = meant_for(file)
    if len(chosen) != 1:
        known = ", ".join(DOCUMENTS)
        raise UsageError(
            f"{file} does not say which artifact it is a template for.",
            next_step=f"Say so with --artifact ({known}).",
        )
    return chosen[0]
