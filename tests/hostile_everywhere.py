"""Tiny templates of the three formats with one tag in every kind of place that the grammar names.

``TAG`` stands for the value. What came out is read from the XML: every paragraph, every attribute
and every element of text, so that a place that nobody thought of is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from openpyxl.chart import BarChart, Reference
from pptx.oxml import parse_xml as parse_slide
from pptx.util import Emu

from generator.engine import Template, compile_template
from tests import engine_kit, excel_kit
from tests.engine_kit import add_chart, deck, describe, parts, saved, word
from tests.hostile_kit import File, W, unpacked
from tests.hostile_places import decoded
from tests.word_kit import add_object

TAG = "{{ account.name }}"
OPEN, CLOSE = "⟦", "⟧"
MARKED = f"{OPEN}{TAG}{CLOSE}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BOX = (
    '<w:r {w} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<w:drawing><wp:inline><wp:extent cx="1800000" cy="900000"/>'
    '<wp:docPr id="7" name="Box" descr="{tag}"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>'
    "<w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def _notes(kind: str) -> str:
    return (
        f'<w:{kind}s {W}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
        f'<w:{kind} w:id="2"><w:p><w:r><w:t>{MARKED}</w:t></w:r></w:p></w:{kind}></w:{kind}s>'
    )


def document() -> bytes:
    """18 places: see ``test_hostile_everywhere``."""
    made = word(MARKED, "{% for p in plays %}", MARKED, "{% endfor %}", "Heading")
    made.paragraphs[4].style = made.styles["List Bullet"]
    made.paragraphs[4].runs[0].text = MARKED
    for kind in ("footnote", "endnote"):
        made.paragraphs[0].add_run()._r.append(parse_xml(f'<w:{kind}Reference {W} w:id="2"/>'))
    grid = made.add_table(rows=2, cols=2)
    grid.cell(0, 0).text = f"{{% row for p in plays %}}{MARKED}{{% endfor %}}"
    grid.cell(1, 0).text = f"{{% column for c in columns %}}{MARKED}{{% endfor %}}"
    made.add_paragraph()._p.append(parse_xml(_BOX.format(w=W, tag=MARKED)))
    section = made.sections[0]
    section.different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    for story in (
        *(section.header, section.footer, section.first_page_header, section.first_page_footer),
        *(section.even_page_header, section.even_page_footer),
    ):
        story.paragraphs[0].text = MARKED
    for name in ("title", "subject", "keywords"):
        setattr(made.core_properties, name, MARKED)
    add_object(made, made.add_paragraph(), f"{{% chart charts.revenue %}}{MARKED}")
    add_object(made, made.add_paragraph(), "{% map map %}")
    add_object(made, made.add_paragraph(), "{% matrix grid %}")
    file = File("docx", {n: b for n, b in unpacked(saved(made)).items() if _UNUSED not in n})
    file.swap("word/_rels/document.xml.rels", _rel(file, _UNUSED), "")
    for kind in ("footnote", "endnote"):
        own = (f"word/{kind}s.xml", _notes(kind), f"{_WML}.{kind}s+xml")
        file.part(file.main, f"{kind}s", *own)
    return file.data


_UNUSED = "stylesWithEffects"  # a long part, which every test would read


def _rel(file: File, target: str) -> str:
    text = file.parts["word/_rels/document.xml.rels"].decode()
    return next(found for found in re.findall("<Relationship [^>]*/>", text) if target in found)


def presentation() -> bytes:
    made = deck(MARKED, MARKED)
    first, second = made.slides
    first.notes_slide.notes_text_frame.text = MARKED
    describe(first.shapes.add_textbox(0, 0, 9, 9), MARKED).text_frame.text = MARKED
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(Emu(0), Emu(0), Emu(9), Emu(9)).text_frame.text = MARKED
    table = first.shapes.add_table(2, 2, 0, 0, 5_000_000, 900_000).table
    table.cell(0, 0).text = f"{{% row for p in plays %}}{MARKED}{{% endfor %}}"
    table.cell(1, 0).text = f"{{% column for c in columns %}}{MARKED}{{% endfor %}}"
    add_chart(first, f"{{% chart charts.revenue %}}{MARKED}", title=MARKED)
    describe(second.shapes.add_shape(1, 0, 0, 5_000_000, 3_000_000), "{% map map %}")
    describe(second.shapes.add_shape(1, 0, 0, 5_000_000, 3_000_000), "{% matrix grid %}")
    layout = first.slide_layout
    layout.shapes[0]._element.getparent().append(_still(first.shapes[1]._element))
    made.slide_master.shapes._spTree.append(_still(first.shapes[1]._element))
    for name in ("title", "subject", "keywords"):
        setattr(made.core_properties, name, MARKED)
    return saved(made)


def _still(element: Any) -> Any:
    """A copy of a text box for a layout, which has no alternative text there."""
    copied = parse_slide(_text(element))
    copied.xpath(".//p:cNvPr")[0].attrib.pop("descr", None)
    copied.xpath(".//p:cNvPr")[0].set("id", "77")
    return copied


def _text(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element))


def workbook() -> bytes:
    book = excel_kit.workbook(
        {
            "A1": TAG,
            "A2": MARKED,
            "A3": f"{{% row for p in plays %}}{MARKED}{{% endfor %}}",
            "A5": f"{{% column for p in products %}}{MARKED}{{% endfor %}}",
            "A7": f"{{% if shown %}}{MARKED}{{% endif %}}",
            "C1": "{{ account.arr }}",
            "C2": "{{ account.arr }}",
        },
        "{{ account.name }}",
    )
    sheet: Any = book.active
    for name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader"):
        getattr(sheet, name).center.text = MARKED
    drawn = BarChart()
    drawn.title = MARKED
    drawn.add_data(Reference(sheet, min_col=3, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(drawn, "E5")
    for name in ("title", "subject", "keywords"):
        setattr(book.properties, name, MARKED)
    file = File("xlsx", unpacked(excel_kit.saved(book)))
    return file.swap(
        "xl/drawings/drawing1.xml", 'name="Chart 1"', f'name="Chart 1" descr="{MARKED}"'
    ).data


BUILT = {"docx": document, "pptx": presentation, "xlsx": workbook}
NAMES = {"docx": engine_kit.NAMES, "pptx": engine_kit.NAMES, "xlsx": excel_kit.NAMES}


@lru_cache
def built(kind: str) -> bytes:
    return BUILT[kind]()


@lru_cache
def compiled(kind: str) -> Template:
    return compile_template(built(kind), filename=f"t.{kind}", names=NAMES[kind])


def with_text(kind: str, text: str) -> bytes:
    """The template with another text in the place of every tag of its own for the value."""
    shown = escape(text, {'"': "&quot;", "\n": "&#10;"}).encode()
    made = {
        name: body.replace(TAG.encode(), shown) if name.endswith((".xml", ".rels")) else body
        for name, body in unpacked(built(kind)).items()
    }
    return File(kind, made).data


def values_with(kind: str, value: str) -> Mapping[str, Any]:
    if kind == "xlsx":
        account = {**excel_kit.values()["account"], "name": value}
        return excel_kit.values(account=account, plays=[excel_kit.play("P")])
    data = engine_kit.values(plays=[engine_kit.play("P")])
    data["account"]["name"] = value
    data["map"]["nodes"][0]["title"] = value
    data["grid"]["points"][0]["label"] = value
    data["charts"]["revenue"] = {**engine_kit.chart(1, 1), "categories": [value]}
    return data


# -- reading back --------------------------------------------------------------------------------


def marked_texts(data: bytes) -> list[str]:
    """All texts of a file that stand between brackets, from paragraphs, attributes and elements."""
    found: list[str] = []
    for name, body in parts(data).items():
        if name.endswith((".xml", ".rels")):
            found += _texts(ElementTree.fromstring(body), is_sheet=name.startswith("xl/"))
    return [text for text in found if text.startswith(OPEN) and text.endswith(CLOSE)]


def _texts(root: ElementTree.Element, *, is_sheet: bool) -> Iterator[str]:
    for element in root.iter():
        if element.tag in (f"{_W}p", f"{_A}p"):
            yield "".join(_run_texts(element))
        elif element.tag.endswith("}si"):
            yield decoded("".join(t.text or "" for t in element.iter() if t.tag.endswith("}t")))
        elif element.text and not element.tag.endswith("}t"):
            yield decoded(element.text) if is_sheet else element.text
        yield from element.attrib.values()


def _run_texts(paragraph: ElementTree.Element) -> Iterator[str]:
    """The text of a paragraph without those of boxes that hang on it."""
    for child in paragraph:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            yield child.text or ""
        elif local in ("br", "cr"):
            yield "\n"
        elif local == "tab":
            yield "\t"
        elif local not in ("drawing", "pict", "pPr", "rPr"):
            yield from _run_texts(child)


def header_text(value: str) -> str:
    """A text in a header or footer of Excel, where ``&`` begins a code."""
    return f"{OPEN}{value}{CLOSE}".replace("&", "&&")
