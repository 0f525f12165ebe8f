"""Charts, pictures and placeholders of diagrams for tiny Word documents."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.shared import Cm

from templates.build import charts
from templates.build import word as office
from tests.engine_kit import png

_SPEC = charts.Spec("bar", (charts.Series("Secret 1", "blue"), charts.Series("Secret 2", "teal")))


def add_object(document: Document, paragraph: Any, tag: str) -> None:
    """A chart or a picture with ``tag`` as its alternative text, at the end of ``paragraph``."""
    if "{% chart" in tag:
        made = office.chart(document, *charts.parts(_SPEC), "", 5)
        made._p.xpath(".//wp:docPr")[0].set("descr", tag)
        paragraph._p.append(made.runs[0]._r)
        made._p.getparent().remove(made._p)
        return
    size = {"width": Cm(12), "height": Cm(8)} if "picture" not in tag else {"width": Cm(2)}
    run = paragraph.add_run()
    run.add_picture(BytesIO(png(8, 8)), **size)
    run._r.xpath(".//wp:docPr")[0].set("descr", tag)
