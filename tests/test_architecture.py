"""Imports go one way, there is no cycle, and Salesforce's names stay in one room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"

LEAVES = frozenset({"errors", "formats", "ical", "richtext", "terminal", "tomlfile"})
ROOMS = frozenset(
    {
        "crm",
        "history",
        "inputs",
        "analysis",
        "artifacts",
        "engine",
        "files",
        "settings",
        "delivery",
        "guard",
        "asked",
        "clearance",
        "printing",
        "template_copies",
        "template_folder",
        "template_words",
        "template_store",
    }
)

MAY_IMPORT: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "formats": frozenset(),
    "ical": frozenset(),
    "richtext": frozenset(),
    "terminal": frozenset(),
    "tomlfile": frozenset(),
    "model": frozenset({"errors"}),
    "office": frozenset({"errors"}),
    "engine": LEAVES | {"office"},
    "crm": LEAVES | {"model"},
    "inputs": LEAVES | {"model"},
    "history": LEAVES | {"model", "files"},
    "analysis": LEAVES | {"model"},
    "artifacts": LEAVES | {"model", "analysis"},
    "files": LEAVES,
    "delivery": LEAVES | {"files"},
    "printing": frozenset({"errors"}),
    "guard": LEAVES | {"model"},
    "clearance": LEAVES
    | {"model", "analysis", "artifacts", "office", "guard", "files", "delivery"},
    "asked": LEAVES | {"model", "analysis", "settings"},
    "template_store": LEAVES | {"artifacts", "engine", "files"},
    "template_folder": LEAVES | {"artifacts", "files", "template_store"},
    "template_words": LEAVES | {"artifacts", "guard", "office", "template_store"},
    "template_copies": LEAVES
    | {"artifacts", "delivery", "engine", "files", "inputs", "office", "settings"},
    "settings": LEAVES,
    "pipeline": LEAVES | ROOMS | {"model"},
    "workers": LEAVES | ROOMS | {"model", "pipeline"},
    "batch": LEAVES | ROOMS | {"model", "pipeline", "workers"},
    "rollups": LEAVES | ROOMS,
    "journal": LEAVES | {"files", "model", "pipeline", "workers"},
    "exception_report": LEAVES
    | {"artifacts", "clearance", "delivery", "engine", "files", "pipeline"},
    "cli": LEAVES
    | ROOMS
    | {"model", "pipeline", "batch", "rollups", "journal", "exception_report"},
    "__main__": frozenset({"cli"}),
    "__init__": frozenset(),
}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path
    return found


MODULES = modules()


def room_of(module: str) -> str:
    """``generator.crm.reader`` stands in ``crm``; the package's own file in ``__init__``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports_of(module: str, source: str, *, is_package: bool) -> Iterator[str]:
    """The modules of ours that ``source`` imports, wherever in it the statement stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (known(alias.name) for alias in node.names if is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            base = base_of(node, module, is_package=is_package)
            if is_ours(base):
                yield from (known(f"{base}.{alias.name}") for alias in node.names)


def base_of(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    up = node.level - 1 if is_package else node.level
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def is_ours(name: str) -> bool:
    return name == "generator" or name.startswith("generator.")


def known(name: str) -> str:
    """The module that ``name`` is, or is a name of: ``generator.errors.UsageError`` too."""
    while name not in MODULES:
        name = name.rpartition(".")[0]
    return name


@cache
def edges() -> dict[str, set[str]]:
    return {
        name: {
            target
            for target in imports_of(
                name, path.read_text(encoding="utf-8"), is_package=path.name == "__init__.py"
            )
            if target != name
        }
        for name, path in MODULES.items()
    }


def test_the_walk_sees_every_form_of_import() -> None:
    source = (
        "from __future__ import annotations\n"
        "import generator.formats\n"
        "from generator import errors\n"
        "from generator.errors import UsageError\n"
        "from . import formats as f\n"
        "from ..errors import UsageError as U\n"
        "import json\n"
        "if TYPE_CHECKING:\n"
        "    from generator.model.org import Org\n"
        "def late():\n"
        "    from ..model import snapshot\n"
    )
    found = set(imports_of("generator.crm.reader", source, is_package=False))

    assert {"generator.errors", "generator.formats", "generator.model.org"} <= found
    assert "generator.model.snapshot" in found
    assert not any(name == "json" for name in found)


@pytest.mark.parametrize("room", sorted({room_of(name) for name in MODULES}))
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    assert room in MAY_IMPORT, f"{room} is no room of the house: add it to the rules first"
    allowed = MAY_IMPORT[room] | {room, "__init__"}  # the package itself holds the version only
    wrong = [
        f"{name} imports {target}"
        for name, targets in edges().items()
        if room_of(name) == room
        for target in sorted(targets)
        if room_of(target) not in allowed
    ]

    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert ring_in(edges()) is None


def test_a_ring_of_imports_is_found() -> None:
    assert ring_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == ["a", "b", "c", "a"]


def ring_in(graph: dict[str, set[str]]) -> list[str] | None:
    """The first ring of imports, as the path around it. A package's own modules count too."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str] | None:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return None
        for target in sorted(graph.get(node, ())):
            if ring := walk(target, [*path, node]):
                return ring
        done.add(node)
        return None

    return next((ring for node in sorted(graph) if (ring := walk(node, []))), None)


CRM_NAME = re.compile(r"\b\w+?__[cr]\b")


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_names_of_custom_fields_stand_in_the_crm_room_only(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".toml", ".json", ".md"}
        and "crm" not in path.relative_to(ROOT).parts[:2]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CRM_NAME.search(line)
    ]

    assert wrong == []


CRM_LIBRARIES = frozenset({"simple_salesforce", "requests"})
OFFICE_LIBRARIES = frozenset({"lxml", "jinja2", "docx", "pptx", "openpyxl", "zipfile"})


def outside_imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_crm_room_talks_to_a_server() -> None:
    wrong = {
        name: sorted(outside_imports(path) & CRM_LIBRARIES)
        for name, path in MODULES.items()
        if room_of(name) != "crm" and outside_imports(path) & CRM_LIBRARIES
    }

    assert wrong == {}


def test_accounts_know_no_office_files() -> None:
    rooms = {"crm", "model", "inputs", "analysis", "artifacts", "history"}
    wrong = {
        name: sorted(outside_imports(path) & OFFICE_LIBRARIES)
        for name, path in MODULES.items()
        if room_of(name) in rooms and outside_imports(path) & OFFICE_LIBRARIES
    }

    assert wrong == {}


CLOCK = re.compile(
    r"\b(?:date|datetime|dt\.date|dt\.datetime)\.(?:today|now|utcnow)\(|\btime\.time\("
)
PURE = frozenset(
    {"model", "inputs", "analysis", "artifacts", "engine", "office", "formats", "pipeline"}
)


def test_nothing_below_the_command_reads_the_clock() -> None:
    wrong = [
        f"{name}:{number}: {line.strip()}"
        for name, path in MODULES.items()
        if room_of(name) in PURE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLOCK.search(line)
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["generator", "templates/build"])
def test_modules_and_functions_stay_short(folder: str) -> None:
    """CONTRIBUTING: modules of 350 lines at most, no function over 40."""
    long = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if len(source.splitlines()) > 350:
            long.append(name)
        long += [
            f"{name}: {node.name}"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
        ]

    assert long == []
