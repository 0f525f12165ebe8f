"""Delivered templates, damaged at random: refused in words or filled, never a crash or a hang."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.artifacts.catalog import CATALOG
from generator.artifacts.compose import compose
from generator.engine import compile_template
from generator.errors import AccountdocsError, RenderError, TemplateError
from generator.formats import Formats
from generator.office.package import open_package
from generator.template_store import names_for
from tests.engine_kit import png
from tests.hostile_kit import packed, unpacked
from tests.test_artifacts_compose import full_account

FOLDER = Path(__file__).parent.parent / "templates"
DELIVERED = tuple(CATALOG.values())
FORMATS = Formats("en_US", "USD")
_ODD = (
    "",
    "-1",
    "0",
    "99999999999",
    "abc",
    "{{ x",
    "{{ account.name }}",
    "NaN",
    "rId999",
    "1e9",
    "../x",
)
_ATTRIBUTE = re.compile(r'( [\w:]+=")([^"]*)"')
_SMALL = re.compile(r"<([\w:]+)[^<>]*/>|<([\w:]+)[^<>]*>[^<]*</\2>")


@cache
def delivered(template: str) -> bytes:
    return (FOLDER / template).read_bytes()


@cache
def values_of(artifact: str) -> Mapping[str, Any]:
    made: Mapping[str, Any] = _with_pictures(compose(full_account(), artifact, FORMATS).values)
    return made


def _with_pictures(value: Any) -> Any:
    """The account's texts all say where they come from; what a picture holds must be one."""
    if isinstance(value, Mapping):
        logo = {"alt": "Logo", "data": png(4, 4)}
        return {k: logo if k == "logo" else _with_pictures(v) for k, v in value.items()}
    return [_with_pictures(inner) for inner in value] if isinstance(value, list) else value


def damaged(data: bytes, rng: Random) -> tuple[str, bytes]:
    """One mutation of a package: of its bytes, its parts, or of the XML in a part."""
    if rng.random() < 0.25:
        return "bytes of the archive", _bytes(data, rng)
    parts = unpacked(data)
    change = rng.choice([_gone, _empty, _swapped, _renamed, _part_bytes, *[_xml] * 5])
    return change(parts, rng), packed(parts)


def _bytes(data: bytes, rng: Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(made))
        kind = rng.randrange(4)
        if kind == 0:
            made[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del made[at : at + rng.randint(1, min(50, len(made) - 1))]
        elif kind == 2:
            made[at:at] = rng.randbytes(rng.randint(1, 20))
        else:
            made[at : at + 4] = rng.choice([bytes(4), b"\xff" * 4, b"PK\3\4"])
    return bytes(made)


def _gone(parts: dict[str, bytes], rng: Random) -> str:
    name = rng.choice(sorted(parts))
    del parts[name]
    return f"without {name}"


def _empty(parts: dict[str, bytes], rng: Random) -> str:
    name = rng.choice(sorted(parts))
    parts[name] = b""
    return f"empty {name}"


def _swapped(parts: dict[str, bytes], rng: Random) -> str:
    name, other = rng.choice(sorted(parts)), rng.choice(sorted(parts))
    parts[name] = parts[other]
    return f"{other} as {name}"


def _renamed(parts: dict[str, bytes], rng: Random) -> str:
    name = rng.choice(sorted(parts))
    parts[rng.choice(["x/", "../", ""]) + name.upper()] = parts.pop(name)
    return f"another name for {name}"


def _part_bytes(parts: dict[str, bytes], rng: Random) -> str:
    name = rng.choice([name for name in sorted(parts) if len(parts[name]) > 100])
    parts[name] = _bytes(parts[name], rng)
    return f"bytes of {name}"


def _xml(parts: dict[str, bytes], rng: Random) -> str:
    """Attributes and small elements changed, dropped or doubled: the part stays well-formed."""
    name = rng.choice([name for name in sorted(parts) if name.endswith((".xml", ".rels"))])
    text, done = parts[name].decode(), []
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(["value", "no attribute", "no element", "twice"])
        found = list((_ATTRIBUTE if kind in {"value", "no attribute"} else _SMALL).finditer(text))
        if not found:
            continue
        hit = rng.choice(found)
        new = {
            "value": f"{hit[1]}{rng.choice(_ODD)}" + '"',
            "twice": hit.group() * 2,
        }.get(kind, "")
        text = text[: hit.start()] + new + text[hit.end() :]
        done.append(f"{kind} {hit.group()[:60]}")
    parts[name] = text.encode()
    return f"{name}: {', '.join(done)}"


def outcome(template: str, artifact: str, data: bytes) -> str:
    """What became of a damaged template. Anything but our own errors goes through."""
    try:
        names = names_for(CATALOG[artifact])
        made = compile_template(data, filename=template, names=names)
        output = made.render(values_of(artifact), FORMATS).data
    except TemplateError as error:
        return "malformed" if "no Office program writes" in str(error) else "refused"
    except RenderError:
        return "not filled"
    open_package(output, filename=template, tags=False)
    return "filled"


def trials(count: int, seed: int) -> Iterator[tuple[str, str, bytes, str]]:
    rng = Random(seed)
    for number in range(count):
        artifact = DELIVERED[number % len(DELIVERED)]
        what, data = damaged(delivered(artifact.template), rng)
        yield artifact.template, artifact.name, data, f"{number}: {artifact.template}, {what}"


@pytest.mark.proof("damaged templates", slice=100, full=2_000)
def test_a_damaged_template_is_refused_in_words_or_filled(cases: int, seed: int) -> None:
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for template, artifact, data, what in trials(cases, seed):
        try:
            seen[outcome(template, artifact, data)] += 1
        except AccountdocsError as error:
            wrong.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")
        except Exception as error:  # noqa: BLE001 - that there is none is what is tested
            wrong.append(f"{what}: {type(error).__name__} {error!r:.200}")
    assert wrong == []
    assert seen["refused"] > cases / 4
    assert seen["filled"] > cases / 10
