"""Which fonts the texts of a part are written in, as far as they do not say it themselves."""

from __future__ import annotations

from dataclasses import dataclass

from generator.engine.dialects import DRAWING, Dialect
from generator.engine.markup import Element, parse, q
from generator.office.faces import Face, face_of
from generator.office.package import Package
from generator.office.theming import theme_fonts


@dataclass(frozen=True, slots=True)
class Faces:
    """Names of fonts: of a text that says nothing, and of the theme's headings and body."""

    usual: str = ""
    heading: str = ""
    body: str = ""

    def of(self, name: str) -> Face:
        """The face of a font as markup names it: ``+mn-lt`` is the theme's body, nothing usual."""
        if name.startswith("+"):
            name = self.heading if name.startswith("+mj") else self.body
        return face_of(name or self.usual)


def faces_of(package: Package, part: str, dialect: Dialect) -> Faces:
    """Of a slide those of its master's theme, of Word's parts those of the paragraphs' style."""
    if dialect is DRAWING:
        theme = _theme(package, part, "slideLayout", "slideMaster")
        return Faces(theme.get("minor", ""), theme.get("major", ""), theme.get("minor", ""))
    theme = _theme(package, package.main_part)
    heading, body = theme.get("major", ""), theme.get("minor", "")
    return Faces(_of_styles(package, heading, body), heading, body)


def _theme(package: Package, part: str, *steps: str) -> dict[str, str]:
    for step in (*steps, "theme"):
        found = package.related(part, step)
        if not found:
            return {}
        part = found[0]
    return theme_fonts(package.read(part))


def _of_styles(package: Package, heading: str, body: str) -> str:
    """The font of Word's usual paragraphs: their style's, else the document's."""
    found = package.related(package.main_part, "styles")
    root = parse(package.read(found[0])) if found else None
    for holder in _usual_styles(root) if root is not None else ():
        fonts = holder.find(f".//{q('w:rPr')}/{q('w:rFonts')}")
        theme = fonts.get(q("w:asciiTheme"), "") if fonts is not None else ""
        if fonts is not None and (theme or fonts.get(q("w:ascii"))):
            named = heading if theme.startswith("major") else body
            return named if theme else fonts.get(q("w:ascii")) or ""
    return ""


def _usual_styles(root: Element) -> list[Element]:
    usual = [
        style
        for style in root.iter(q("w:style"))
        if style.get(q("w:type")) == "paragraph" and style.get(q("w:default")) in ("1", "true")
    ]
    return [*usual[:1], *root.iter(q("w:docDefaults"))]
