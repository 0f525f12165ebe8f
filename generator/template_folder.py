"""A user's folder of templates: which files are used, and what lies there under another name.

``template_store`` takes a template by its exact name. Office and browsers make other names ("qbr
(1).pptx", "qbr.potx"): a file of such a name would be passed over without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.artifacts.catalog import CATALOG, DOCUMENTS, Artifact
from generator.errors import PackageError, TemplateProblem, UsageError
from generator.files import read_office_file
from generator.template_store import included

_SAVE_AS = {
    "docx": "Word Document (.docx)",
    "pptx": "PowerPoint Presentation (.pptx)",
    "xlsx": "Excel Workbook (.xlsx)",
}
_OTHERS = {
    **dict.fromkeys(("dotx", "docm", "dotm", "doc", "dot"), "docx"),
    **dict.fromkeys(("potx", "pptm", "potm", "ppt", "pot", "ppsx", "pps"), "pptx"),
    **dict.fromkeys(("xltx", "xlsm", "xltm", "xls", "xlt", "xlsb"), "xlsx"),
}
_KEPT = ".edited-"  # a file that `templates init --force` put aside


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that no document is made from. ``meant``: the artifacts it may be a template of;
    ``is_named``: whether its name says so, and not only its kind."""

    path: Path
    meant: tuple[Artifact, ...]
    is_named: bool

    @property
    def problem(self) -> TemplateProblem:
        return TemplateProblem(self.path.name, "", "", "is not used by generate", self.advice)

    @property
    def advice(self) -> str:
        others = _OTHERS.get(_ending(self.path))
        names = [artifact.template for artifact in self.meant]
        there = [name for name in names if (self.path.parent / name).is_file()]
        if others is not None:
            wanted = " or ".join(names)
            return f"open it in Office, save it as {_SAVE_AS[others]}, and name it {wanted}"
        if there == names:
            return f"{' and '.join(there)} is: take this file out of the folder"
        return f"name it {' or '.join(name for name in names if name not in there)}"


def office_files_in(folder: Path) -> list[Path]:
    """The Office files of a folder that may be templates, whatever they are named: none that
    another one includes, no locks, and nothing that was put aside."""
    found = [file for file in sorted(folder.iterdir()) if _is_office(file)]
    blocks = {name.lower() for file in found for name in _blocks_of(file)}
    return [file for file in found if file.name.lower() not in blocks]


def _is_office(file: Path) -> bool:
    is_ours = file.name.startswith((".", "~$")) or _KEPT in file.name  # "~$": Office's locks
    return not is_ours and _kind(file) != "" and file.is_file()


def _ending(file: Path) -> str:
    return file.suffix.lower().lstrip(".")


def _kind(file: Path) -> str:
    ending = _ending(file)
    return ending if ending in _SAVE_AS else _OTHERS.get(ending, "")


def _blocks_of(file: Path) -> tuple[str, ...]:
    """The files that a template includes: they are checked where they are included."""
    try:
        return included(file.name, read_office_file(file)) if _ending(file) == "docx" else ()
    except (OSError, PackageError):
        return ()


def meant_for(file: Path) -> tuple[tuple[Artifact, ...], bool]:
    """The artifacts that a file may be a template of, and whether its name says so. One of many
    accounts is meant only where the name says it."""
    stem, kind = file.stem.lower(), _kind(file)
    every = tuple(a for a in DOCUMENTS.values() if a.extension == kind)
    by_name = tuple(a for a in every if Path(a.template).stem in stem or a.name in stem)
    return by_name or tuple(a for a in every if a.name in CATALOG), bool(by_name)


def stray(file: Path, artifact: Artifact | None = None) -> Stray | None:
    """What is to be said of a file's name; None where it is that of a template, or of ``artifact``
    where one is given."""
    for one in DOCUMENTS.values() if artifact is None else (artifact,):
        if _is(file, file.parent / one.template):
            return None
    meant, is_named = meant_for(file) if artifact is None else ((artifact,), True)
    return Stray(file, meant, is_named)


def _is(file: Path, other: Path) -> bool:
    """Systems that tell no case apart find ``QBR.pptx`` under ``qbr.pptx``."""
    if file.name == other.name:
        return True
    try:
        return file.name.lower() == other.name.lower() and file.samefile(other)
    except OSError:
        return False


def needs_saving(file: Path) -> bool:
    """Whether Office must save the file in another form before it can be a template."""
    return _ending(file) in _OTHERS


def check_folder(artifacts: Sequence[Artifact], folder: Path | None) -> tuple[str, ...]:
    """What is to be said before documents are made: what comes from the delivered templates, and
    which files may have been meant for it. UsageError where a file's name leaves no doubt."""
    delivered = [a for a in artifacts if origins((a,), folder)[a.name] == "delivered"]
    if folder is None or not delivered:
        return ()
    passed_over = [
        one
        for file in office_files_in(folder)
        if (one := stray(file)) is not None and set(one.meant) & set(delivered)
    ]
    named = [one for one in passed_over if one.is_named]
    if named:
        raise UsageError(
            f"{folder} holds templates that would not be used, because of their names: "
            f"{_listed(named)}.",
            next_step="Do so, or take them out of the folder.",
        )
    return (
        _said(delivered, folder),
        *(f"{one.path}: not used; {one.advice}." for one in passed_over),
    )


def _listed(found: Iterable[Stray]) -> str:
    return "; ".join(f"{one.path.name} ({one.advice})" for one in found)


def _said(delivered: Sequence[Artifact], folder: Path) -> str:
    names = ", ".join(artifact.name for artifact in delivered)
    files = ", no ".join(artifact.template for artifact in delivered)
    one = "template" if len(delivered) == 1 else "templates"
    return f"Made from the delivered {one}: {names} (there is no {files} in {folder})."


def origins(artifacts: Iterable[Artifact], folder: Path | None) -> dict[str, str]:
    """Of each artifact whether its template is the user's ``own`` or ``delivered``."""
    return {
        a.name: "own" if folder is not None and (folder / a.template).is_file() else "delivered"
        for a in artifacts
    }
