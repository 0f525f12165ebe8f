"""Templates on disk: which file an artifact is made from, compiled once, and all their faults."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from generator.artifacts.catalog import Artifact, document_named
from generator.artifacts.synonyms import synonyms_for
from generator.artifacts.vocabulary import names_tree
from generator.engine import Names, Template, check_template, compile_template, includes_of
from generator.errors import (
    OutputError,
    PackageError,
    TemplateError,
    TemplateProblem,
    UsageError,
)
from generator.files import data_folder, digest, read_office_file


def template_path(artifact: Artifact, folder: Path | None) -> Path:
    """The user's own template where there is one of that name, else the delivered one."""
    if folder is not None and (folder / artifact.template).is_file():
        return folder / artifact.template
    return data_folder("templates") / artifact.template


def names_for(artifact: Artifact) -> Names:
    tree, withheld = names_tree(artifact.name)
    return Names(tree, withheld, synonyms_for(artifact.name))


def template_for(artifact: Artifact, folder: Path | None) -> tuple[Template, str]:
    """The compiled template and its SHA-256; compiled once in a process for each content.

    What the template includes is part of its content.
    """
    return template_of(template_path(artifact, folder), artifact)


def template_of(path: Path, artifact: Artifact) -> tuple[Template, str]:
    """The same for one file."""
    data = _read(path)
    blocks = _blocks(path, data)
    whole = "".join([digest(data), *[f" {name} {digest(held)}" for name, held in blocks]])
    sha = digest(whole.encode()) if blocks else digest(data)
    return _compiled(artifact.name, path.name, data, blocks), sha


Blocks = tuple[tuple[str, bytes], ...]
"""Files that a template includes, by name."""


@lru_cache(maxsize=32)
def _compiled(name: str, filename: str, data: bytes, blocks: Blocks) -> Template:
    names = names_for(document_named(name))
    return compile_template(data, filename=filename, names=names, beside=dict(blocks))


def _blocks(path: Path, data: bytes) -> Blocks:
    """The files beside a template that it includes, and those that they include; what is not there
    is reported where the template is compiled."""
    found: dict[str, bytes] = {}
    waiting = list(included(path.name, data))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        file = path.parent / name
        try:
            if file.resolve().parent != path.parent.resolve():
                continue  # a link out of the folder
            found[name] = read_office_file(file)
        except (OSError, PackageError):
            continue
        waiting += included(name, found[name])
    return tuple(sorted(found.items()))


@lru_cache(maxsize=64)
def included(filename: str, data: bytes) -> tuple[str, ...]:
    """The names of the files that a template's text includes."""
    return includes_of(data) if filename.lower().endswith(".docx") else ()


def _read(path: Path) -> bytes:
    try:
        return read_office_file(path)
    except OSError as error:
        raise OutputError(
            f"The template {path} cannot be read: {error.strerror or error}.",
            next_step="Check --templates, or install accountdocs again.",
        ) from error


def check_templates(artifacts: Sequence[Artifact], folder: Path | None) -> None:
    """TemplateError with every fault of every template that is needed, before anything is read."""
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", next_step="Check --templates.")
    if folder is not None and not any((folder / a.template).is_file() for a in artifacts):
        wanted = ", ".join(a.template for a in artifacts)
        raise UsageError(
            f"{folder} holds no template for what is to be made.",
            next_step=f"Name yours as the delivered ones: {wanted}.",
        )
    problems: list[TemplateProblem] = []
    for artifact in artifacts:
        try:
            template_for(artifact, folder)  # kept: the run will not compile it again
        except TemplateError as error:
            problems += error.problems
        except PackageError as error:
            problems.append(_as_problem(template_path(artifact, folder), error))
    if problems:
        raise TemplateError(problems)


def problems_of(path: Path, artifact: Artifact) -> list[TemplateProblem]:
    """All faults of one template file for one artifact; that it cannot be read is one."""
    try:
        data = read_office_file(path)
        beside = dict(_blocks(path, data))
        return check_template(data, filename=path.name, names=names_for(artifact), beside=beside)
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        return [TemplateProblem(str(path), "", "", what, "check the name of the file")]
    except PackageError as error:
        return [_as_problem(path, error)]


def _as_problem(path: Path, error: PackageError) -> TemplateProblem:
    return TemplateProblem(path.name, "", "", error.message, error.next_step)
