"""The delivered templates use documented names only, and every documented name renders.

For each artifact a template is made that prints every name it offers, as its kind wants: values as
text, lists by loops, yes/no values by conditions, charts, pictures, maps and fields of points in
their objects. It is filled with the values of the sample org's accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Cm
from pptx.util import Inches

from generator.analysis.analyse import analyse
from generator.analysis.results import AnalysedAccount
from generator.artifacts import CATALOG, compose, names_tree
from generator.artifacts.vocabulary import entries
from generator.crm.connect import Connection, open_connection
from generator.crm.mapping import default_mapping
from generator.crm.reader import read_accounts
from generator.crm.sample_org.data import load
from generator.crm.sample_org.server import SampleServer
from generator.crm.selections import Selection, select
from generator.engine import Names, compile_template
from generator.files import data_folder
from generator.formats import Formats
from templates.build import charts, sheets
from templates.build.word import chart as word_chart
from templates.build.word import grey_png
from tests.engine_kit import add_chart, deck, describe, parts, saved

OBJECTS = ("chart", "picture", "map", "matrix")


@pytest.fixture(scope="module")
def accounts() -> list[AnalysedAccount]:
    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=default_mapping())
        roots = [ref.id for ref in select(session, Selection())][:2]
        as_of = date.fromisoformat(data.org["as_of"])
        return [analyse(snapshot) for snapshot in read_accounts(session, roots, as_of)]


def leaves(shape: Any, path: str) -> Iterator[tuple[str, str]]:
    """Names outside of lists, with their kinds."""
    for key, inner in shape.items():
        name = f"{path}.{key}" if path else key
        if isinstance(inner, dict):
            yield from leaves(inner, name)
        elif isinstance(inner, str):
            yield name, inner


def lists(shape: Any, path: str) -> Iterator[tuple[str, Any]]:
    for key, inner in shape.items():
        name = f"{path}.{key}" if path else key
        if isinstance(inner, dict):
            yield from lists(inner, name)
        elif isinstance(inner, list):
            yield name, inner[0]


def blocks(shape: Any, path: str = "", depth: int = 0) -> Iterator[tuple[int, str, Any]]:
    """What a template of every name says: ``line``, ``open``, ``close`` or an object, in order."""
    for name, kind in leaves(shape, path):
        if kind in OBJECTS:
            yield depth, kind, name
        elif kind == "flag":
            yield depth, "line", f"{name}: {{% if {name} %}}yes{{% else %}}no{{% endif %}}"
        else:
            yield depth, "line", f"{name}: {{{{ {name} | default('-') }}}}"
    for name, item in lists(shape, path):
        variable = f"item{depth}"
        yield depth, "open", f"{{% for {variable} in {name} %}}"
        if isinstance(item, dict):
            yield from blocks(item, variable, depth + 1)
        else:
            yield depth, "line", f"{{{{ {variable} | default('-') }}}}"
        yield depth, "close", "{% endfor %}"


def word(tree: Any) -> bytes:
    document = docx.Document()
    xml, book = charts.parts(charts.Spec("column", (charts.Series("Value", "blue"),)))
    for _, kind, text in blocks(tree):
        if kind == "chart":
            word_chart(document, xml, book, f"{{% chart {text} %}}", 4)
        elif kind in OBJECTS:
            run = document.add_paragraph().add_run()
            shape = run.add_picture(BytesIO(grey_png()), Cm(16), Cm(10))
            shape._inline.docPr.set("descr", f"{{% {kind} {text} %}}")
        else:
            document.add_paragraph(text)
    return saved(document)


def slides(tree: Any) -> bytes:
    """Lines on the first slide; objects on slides of their own, repeated where lists hold them."""
    held = list(blocks(tree))
    objects = [entry for entry in held if entry[1] in OBJECTS]
    made = deck(*["All"] * (len(objects) + 1))
    box = made.slides[0].shapes.add_textbox(0, 0, Inches(9), Inches(6)).text_frame
    lines = [text for _, kind, text in held if kind not in OBJECTS]
    box.text = "\n".join(lines)
    for slide, entry in zip(list(made.slides)[1:], objects, strict=True):
        kind, name = entry[1:]
        around = _around(held, held.index(entry))
        if around:
            assert len(around) == 1, "an object in a list of a list has no slide of its own"
            loop = around[0].replace("{% for", "{% slide for")
            slide.notes_slide.notes_text_frame.text = loop + "{% endfor %}"
        if kind == "chart":
            add_chart(slide, f"{{% chart {name} %}}")
            continue
        picture = slide.shapes.add_picture(BytesIO(grey_png()), 0, 0, Inches(8), Inches(5))
        describe(picture, f"{{% {kind} {name} %}}")
    return saved(made)


def _around(held: list[tuple[int, str, Any]], at: int) -> list[str]:
    """The loops around an entry, outermost first."""
    open_: list[str] = []
    for _, kind, text in held[:at]:
        if kind == "open":
            open_.append(text)
        elif kind == "close":
            open_.pop()
    return open_


def workbook(tree: Any) -> bytes:
    """A cell for each line; pictures stand over the sheet. Charts, maps and fields of points are
    Excel's own there, and are left out."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for _, kind, text in blocks(tree):
        if kind == "picture":
            sheets.logo(sheet, 4, text, f"{{% picture {text} %}}")
        elif kind not in OBJECTS:
            sheet.append([text])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


MAKERS = {"docx": word, "pptx": slides, "xlsx": workbook}


@pytest.mark.parametrize("artifact", CATALOG.values(), ids=list(CATALOG))
def test_every_name_of_an_artifact_renders_in_its_format(
    artifact: Any, accounts: list[AnalysedAccount]
) -> None:
    tree, _ = names_tree(artifact.name)
    data = MAKERS[artifact.extension](tree)
    template = compile_template(data, filename=f"all.{artifact.extension}", names=Names(tree))
    for account in accounts:
        formats = Formats("en_US", account.currency)
        values = compose(account, artifact.name, formats).values
        made = template.render(values, formats).data
        whole = b"".join(body for name, body in parts(made).items() if name.endswith(".xml"))
        text = whole.decode()
        missing = [name for name, kind in leaves(tree, "") if kind not in OBJECTS]
        assert [name for name in missing if f"{name}: " not in text] == []
        assert "{{" not in text
        assert "{%" not in text


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_every_kind_of_value_renders_in_every_format(
    kind: str, accounts: list[AnalysedAccount]
) -> None:
    """The first name of each kind in the plan, outside of lists and in one."""
    whole, _ = names_tree("plan")
    names = dict(reversed([(k, n) for n, k in leaves(whole, "")]))
    tree: dict[str, Any] = {}
    for name in names.values():
        at: Any = tree
        source: Any = whole
        *way, last = name.split(".")
        for step in way:
            at, source = at.setdefault(step, {}), source[step]
        at[last] = source[last]
    tree["plays"] = whole["plays"]
    template = compile_template(MAKERS[kind](tree), filename=f"x.{kind}", names=Names(whole))
    assert set(names) >= {"text", "number", "money", "percent", "date", "flag", *OBJECTS}
    account = accounts[0]
    formats = Formats("de_DE", account.currency)
    assert template.render(compose(account, "plan", formats).values, formats).data


@pytest.mark.parametrize("artifact", CATALOG.values(), ids=list(CATALOG))
def test_the_delivered_template_uses_documented_names_only(artifact: Any) -> None:
    """It compiles against names made from the documentation alone."""
    tree: dict[str, Any] = {}
    for entry in entries():
        if artifact.name in entry.artifacts:
            _document(tree, entry.name.split("."), entry.kind)
    path = data_folder("templates") / artifact.template
    compile_template(path.read_bytes(), filename=path.name, names=Names(tree))
    assert tree == names_tree(artifact.name)[0]


def _document(at: Any, steps: list[str], kind: str) -> None:
    """Adds ``plays[].owner`` to a tree; ``plays_more`` documents ``plays_shown`` too."""
    step, *rest = steps
    if not rest:
        at[step] = kind
        base = step.removesuffix("_more")
        if base != step and isinstance(at.get(base), list):
            at[f"{base}_shown"] = at[base]
        return
    key = step.removesuffix("[]")
    inner = at.setdefault(key, [{}] if key != step else {})
    _document(inner[0] if key != step else inner, rest, kind)
