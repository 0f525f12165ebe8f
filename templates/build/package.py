"""Leaves nothing of the making in a file: same bytes each time, no author, no dates, no thumbnail."""

from __future__ import annotations

import io
import re
import zipfile

from generator.office.theming import with_word_colours
from templates.build.theme import COLOURS

_STAMP = (1980, 1, 1, 0, 0, 0)
_DATE = "2026-01-01T00:00:00Z"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
# What is filled when the document is made has a tag, and stays.
_RESIDUE = re.compile(
    rb"<(dc:creator|cp:lastModifiedBy|dc:description|cp:keywords|dc:subject|cp:category)>[^<{]*</\1>"
)
# The name of the making program also tells LibreOffice that it must find the row heights itself.
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>accountdocs</Application></Properties>'
)
_DROP = (
    *("docProps/thumbnail.jpeg", "docProps/custom.xml", "customXml/"),
    *("word/stylesWithEffects.xml", "ppt/printerSettings/"),
)
_DROP_REFERENCES = (
    re.compile(rb'<Relationship [^>]*Target="(?:/)?docProps/thumbnail\.jpeg"[^>]*/>'),
    re.compile(rb'<Relationship [^>]*Target="(?:\.\./|/)?customXml/[^"]*"[^>]*/>'),
    re.compile(rb'<Relationship [^>]*Target="(?:stylesWithEffects|printerSettings/)[^"]*"[^>]*/>'),
    re.compile(rb'<Override [^>]*PartName="/(?:customXml/|word/stylesWithEffects)[^"]*"[^>]*/>'),
    re.compile(rb'<Default [^>]*Extension="(?:jpeg|bin)"[^>]*/>'),
)


def normalise(data: bytes) -> bytes:
    """The package ``data`` with sorted entries, fixed times and no residue."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            if name.startswith(_DROP):
                continue
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            out.writestr(entry, _content(name, source.read(name)))
    return target.getvalue()


def _content(name: str, data: bytes) -> bytes:
    if name.endswith((".xlsx", ".docx", ".pptx")):
        return normalise(data)
    if name == "docProps/app.xml":
        return _APP
    if name == "docProps/core.xml":
        return _RESIDUE.sub(b"", _DATES.sub(rb"\g<1>" + _DATE.encode() + rb"\g<2>", data))
    if name.startswith("word/") and name.endswith(".xml"):
        return with_word_colours(data, COLOURS)
    if name.endswith(".rels") or name == "[Content_Types].xml":
        for pattern in _DROP_REFERENCES:
            data = pattern.sub(b"", data)
    return data
