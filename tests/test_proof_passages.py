"""Texts planted anywhere in real files, and real files damaged anywhere. RELIABILITY.md 6, rows 10
and 13.
"""

from __future__ import annotations

import random
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from lxml import etree

from generator.errors import PackageError
from generator.office.passages import passages
from tests.passages_kit import SECRET, real_files, zipped

REAL = real_files()


@pytest.mark.proof("a text planted anywhere in an Office file", slice=150, full=10_000)
def test_a_text_planted_anywhere_is_told(cases: int, seed: int) -> None:
    dice = random.Random(seed)  # to be repeated, not to be secret
    files = [unpacked(data) for data in REAL]
    for number in range(cases):
        parts = dice.choice(files)
        name = dice.choice(sorted(parts))
        data, where = planted(parts, name, dice)
        assert is_told(data), (number, name, where)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def planted(parts: dict[str, bytes], name: str, dice: random.Random) -> tuple[bytes, str]:
    """The file with the secret somewhere in the part ``name``, or in a part inside of it."""
    content = parts[name]
    if content.startswith(b"PK"):
        inner = unpacked(content)
        changed, where = planted(inner, dice.choice(sorted(inner)), dice)
    elif name.endswith((".xml", ".rels")):
        changed, where = planted_in_xml(content, dice)
    else:
        at = dice.randrange(len(content) + 1)
        secret = SECRET.encode(dice.choice(["utf-8", "utf-16-le", "utf-16-be"]))
        changed, where = content[:at] + secret + content[at:], f"byte {at}"
    return zipped({**parts, name: changed}), where


def planted_in_xml(content: bytes, dice: random.Random) -> tuple[bytes, str]:
    root = etree.fromstring(content)
    element = dice.choice(list(root.iter(etree.Element)))
    how = dice.choice(["attribute", "new attribute", "text", "tail", "comment", "instruction"])
    if how == "attribute" and element.attrib:
        element.set(dice.choice(sorted(map(str, element.attrib))), SECRET)
    elif "attribute" in how:
        element.set("note", SECRET)
    elif how == "text":
        element.text = SECRET
    elif how == "tail" and element is not root:
        element.tail = SECRET
    else:
        element.append(etree.Comment(SECRET) if how == "comment" else etree.PI("note", SECRET))
    encoding = dice.choice(["UTF-8", "UTF-8", "UTF-16", "ISO-8859-1"])
    return etree.tostring(root, encoding=encoding), f"{how} of {element.tag}"


def is_told(data: bytes) -> bool:
    return any(SECRET in p.text for p in passages(data, "x") if p.kind != "joined")


@pytest.mark.proof("damaged Office files, taken apart", slice=60, full=2_000)
def test_damaged_archives_raise_nothing_but_package_errors(cases: int, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(cases):
        changed = bytearray(dice.choice(REAL))
        first = dice.choice([0, len(changed) - 6_000])  # the directory, where damage does most
        for _ in range(dice.randint(1, 40)):
            changed[dice.randrange(max(first, 0), len(changed))] = dice.randrange(256)
        with suppress(PackageError):
            list(passages(bytes(changed), "x.pptx"))


@pytest.mark.proof("damaged parts of Office files, taken apart", slice=60, full=2_000)
def test_damaged_parts_raise_nothing(cases: int, seed: int) -> None:
    dice = random.Random(seed)
    files = [unpacked(data) for data in REAL]
    for _ in range(cases):
        parts = dice.choice(files)
        name = dice.choice(sorted(parts))
        content = bytearray(parts[name])
        for _ in range(dice.randint(1, 10)):
            at = dice.randrange(len(content) + 1)
            content[at : at + dice.randrange(5)] = dice.randbytes(dice.randrange(5))
        assert list(passages(zipped({**parts, name: bytes(content)}), "x.pptx"))
