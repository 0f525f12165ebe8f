"""The engine's entry points: compile a template, check it, render it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from generator.engine.language import FormatsLike, Names, Problems
from generator.engine.washing import washed
from generator.errors import PackageError, TemplateError, TemplateProblem
from generator.office.package import Package, open_package


class Compiled(Protocol):
    """What each format's compiler gives."""

    def render(
        self, values: Mapping[str, object], formats: FormatsLike
    ) -> tuple[bytes, list[str]]: ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished, checked file. ``changes``: values altered by published rule, each with place."""

    data: bytes
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A compiled template. It can be rendered any number of times, by threads and processes."""

    filename: str
    _compiled: Compiled

    def render(self, values: Mapping[str, object], formats: FormatsLike) -> Rendered:
        """Fill the template. ``RenderError`` names the tag at fault with its place."""
        data, changes = self._compiled.render(values, formats)
        return Rendered(data, tuple(dict.fromkeys(changes)))


def compile_template(
    data: bytes,
    *,
    filename: str,
    names: Names,
    formats: FormatsLike | None = None,
    beside: Mapping[str, bytes] = {},
) -> Template:
    """Compile a Word, PowerPoint or Excel file. ``TemplateError`` holds all faults it has.

    ``beside``: files in the template's folder by name, of which it may include some.
    """
    del formats  # printing is bound when a template is rendered: one compiled form for all locales
    compiled, problems = _compile(data, filename, names, beside)
    if problems or compiled is None:
        raise TemplateError(problems)
    return Template(filename, compiled)


def check_template(
    data: bytes, *, filename: str, names: Names, beside: Mapping[str, bytes] = {}
) -> list[TemplateProblem]:
    """All faults of a template, without rendering and without a connection."""
    return _compile(data, filename, names, beside)[1]


def _compile(
    data: bytes, filename: str, names: Names, beside: Mapping[str, bytes]
) -> tuple[Compiled | None, list[TemplateProblem]]:
    problems = Problems(filename)
    try:
        package = open_package(data, filename=filename)
        compiled = _by_kind(washed(package), names, problems, beside)
    except PackageError as error:
        return None, [TemplateProblem(filename, "", "", _bare(error, filename), error.next_step)]
    except TemplateError as error:  # found last, where a program is made
        return None, [*problems.found, *error.problems]
    except RecursionError:
        return None, [TemplateProblem(filename, "", "", _TOO_DEEP)]
    except _MALFORMED as error:
        return None, [_malformed(filename, error)]
    return (None if problems.found else compiled), problems.found


_TOO_DEEP = "nests loops, conditions or brackets too deep to be read"

# A well-formed part can still hold what no Office program writes: a word where a number belongs, an
# element without the one it needs. Whatever a compiler meets then is a fault of the file.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, etree.LxmlError)


def _malformed(filename: str, error: Exception) -> TemplateProblem:
    said = "".join([char for char in str(error)[:100] if char.isprintable()])
    return TemplateProblem(
        filename,
        "",
        "",
        f"holds something that no Office program writes ({type(error).__name__}: {said})",
        "open the file in Office and save it again; if that does not help, report it with the file",
    )


def _by_kind(
    package: Package, names: Names, problems: Problems, beside: Mapping[str, bytes]
) -> Compiled | None:
    kind = package.content_type
    if "wordprocessingml" in kind:
        from generator.engine.blocks.including import with_blocks
        from generator.engine.word import compile_word

        return compile_word(with_blocks(package, beside, problems), names, problems)
    if "presentationml" in kind:
        from generator.engine.powerpoint import compile_powerpoint

        return compile_powerpoint(package, names, problems)
    if "spreadsheetml" not in kind:
        raise PackageError(
            f"{package.filename} is no Word, PowerPoint or Excel file.",
            next_step="Save it as .docx, .pptx or .xlsx.",
        )
    from generator.engine.excel import compile_excel

    compiled: Compiled | None = compile_excel(package, names, problems)
    return compiled


def _bare(error: PackageError, filename: str) -> str:
    return error.message.replace(f"{filename}: ", "").replace(f"{filename}, ", "").rstrip(".")
