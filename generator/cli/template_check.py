"""``accountdocs templates check``: which files, for which artifact, and all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.artifacts.catalog import CATALOG, Artifact, artifact_named
from generator.errors import PackageError, TemplateProblem, UsageError
from generator.files import read_office_file
from generator.guard import Rules
from generator.settings import Customer
from generator.template_store import included, problems_of
from generator.template_words import judgments_in

_ENDINGS = (".docx", ".pptx", ".xlsx")
_KEPT = ".edited-"  # a file that `templates init --force` put aside


@dataclass(frozen=True, slots=True)
class Fault:
    path: Path
    artifact: str
    problem: TemplateProblem

    def plain(self) -> dict[str, object]:
        return {"path": str(self.path), "artifact": self.artifact, **asdict(self.problem)}


def office_files(given: Sequence[Path]) -> list[Path]:
    """The files, and of folders the Office files in them. UsageError where a folder has none."""
    return list(dict.fromkeys(file for path in given for file in _files(path)))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = [
        file
        for file in sorted(path.iterdir())
        if file.suffix.lower() in _ENDINGS
        and not file.name.startswith((".", "~$"))  # locks of Office
        and _KEPT not in file.name
    ]
    if not found:
        raise UsageError(
            f"{path} holds no Word, PowerPoint or Excel file.", next_step="Name another folder."
        )
    blocks = {name.lower() for file in found for name in _blocks_of(file)}
    yield from [file for file in found if file.name.lower() not in blocks]


def _blocks_of(file: Path) -> tuple[str, ...]:
    """The files that a template includes: they are checked where they are included."""
    try:
        return included(file.name, read_office_file(file))
    except (OSError, PackageError):
        return ()


def faults_of(files: Sequence[Path], named: str | None, customer: Customer) -> list[Fault]:
    """Every fault of every file. UsageError where it cannot be told what a file is for."""
    made_for = {file: artifact_for(file, named) for file in files if named or file.exists()}
    rules = Rules(words=customer.words, allowed=customer.allowed)
    found = []
    for file in files:
        artifact = made_for.get(file)
        problems = _problems(file, artifact, rules) if artifact else [_missing(file)]
        found += [Fault(file, artifact.name if artifact else "", p) for p in problems]
    return found


def _problems(file: Path, artifact: Artifact, rules: Rules) -> list[TemplateProblem]:
    """Words of judgment are looked for where nothing else is wrong: the template can be filled."""
    return problems_of(file, artifact) or judgments_in(file, artifact, rules)


def _missing(file: Path) -> TemplateProblem:
    what = "cannot be read: No such file or directory"
    return TemplateProblem(str(file), "", "", what, "check the name of the file")


def artifact_for(file: Path, named: str | None) -> Artifact:
    """The artifact a template is for. UsageError where that cannot be told."""
    if named is not None:
        return artifact_named(named)
    stem, kind = file.stem.lower(), file.suffix.lower().lstrip(".")
    same_kind = [a for a in CATALOG.values() if a.extension == kind]
    by_name = [a for a in same_kind if Path(a.template).stem in stem or a.name in stem]
    chosen = by_name or same_kind
    if len(chosen) != 1:
        known = ", ".join(CATALOG)
        raise UsageError(
            f"{file} does not say which artifact it is a template for.",
            next_step=f"Say so with --artifact ({known}).",
        )
    return chosen[0]
