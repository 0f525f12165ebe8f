"""Addresses from data: a link leads where it seems to lead, or there is none and the run says so.

CONTRACT.md and docs/templates.md 1.6; RELIABILITY.md 4 (only http, https and mailto come out).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from generator.engine import Rendered, compile_template
from generator.engine.addresses import MAX_ADDRESS, safe_address
from tests import engine_kit, excel_kit
from tests.engine_kit import deck, parts, saved, word
from tests.hostile_kit import W
from tests.hostile_names import all_names
from tests.hostile_texts import FIELDS, FORMULAS

LED_ASTRAY = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    " javascript:alert(1)", "\x01javascript:alert(1)", "javascript\x00:alert(1)", "javascript:1234",
    "javascript%3Aalert(1)", "javascript&#58;alert(1)", "jav\u00adascript:alert(1)",
    "data:text/html,<script>x</script>", "data:text/html;base64,eA==", "vbscript:msgbox(1)",
    "file:///etc/passwd", "file://host/share", "FILE:c:/x", "ftp://x.example",
    "ms-word:ofe|u|http://x",
    "ms-excel:ofv|u|http://x", "search-ms:query=x", "ms-msdt:/id", "tel:5551234", "sms:1", "blob:x",
    "about:blank", "chrome://x", "view-source:http://x.example", "ldap://x.example",
    "jar:http://x!/",
    "\\\\host\\share", "\\\\host@80\\x", "//host/x", "///x.example", "/\\x.example", "\\/x.example",
    "http:\\\\x.example", "http:/x.example", "http:x.example", "http:///x.example", "https:",
    "http://user:pass@x.example/", "http://x.example@y.example/", "https://x.example\\@y.example/",
    "x.example@y.example", "http://x.example:99999/", "http://x.example:a/", "http://-x.example/",
    "http://x..example/", "http://.x.example/", "http://x_\u202e.example/", "http://[::1]/",
    "http://[x",
    "http://x.ex ample/", "http://x\u3000.example/", "http://x\u2028.example/",
    "http://%65x.example/",
    "http://" + "x" * 64 + ".example/", "http://x.example/" + "y" * 2_000, "http://x.example/\x00",
    "http://x.example/%00", "http://x.example/\nSet: y", "http://x.example/\\..\\x",
    "http:// x.example",
    "mailto:", "mailto:x", "mailto:@x.example", "mailto:a@b@x.example",
    "mailto:a@x.example,b@x.example",
    "mailto:a@x.example?bcc=b@x.example", "mailto:a@x.example?cc=b", "mailto:a@x.example?to=b",
    "mailto:a@x.example?attach=/etc/passwd", "mailto:a@x.example?subject=x&bcc=b",
    "mailto:a@x.example?subject=x%0D%0Abcc:b", "mailto:a@x.example?subject=x%0abcc:b",
    "mailto:a@x.example\nbcc:b", "mailto:a%0Abcc@x.example", "mailto:?to=a@x.example",
    "n/a", "none", "-", "TBD", "?", "#", "", "   ", "localhost", "C:\\x\\y.docx", "c:/x", "../x",
    "..",
)  # fmt: skip
LED_WELL = {
    "x.example": "https://x.example", " x.example\n": "https://x.example",
    "www.x.example/a?b=1&c=2#d": "https://www.x.example/a?b=1&c=2#d",
    "HTTP://X.Example/A": "http://x.example/A",
    "https://x.example:8443/": "https://x.example:8443/",
    "x.example:8080/a": "https://x.example:8080/a", "http://intranet/x": "http://intranet/x",
    "http://192.0.2.1/": "http://192.0.2.1/", "http://x.example/a b": "http://x.example/a%20b",
    "http://x.example/é?ü#ß": "http://x.example/%C3%A9?%C3%BC#%C3%9F",
    "http://x.example/%zz%41": "http://x.example/%25zz%41",
    'http://x.example/<"\'>`|{}^': "http://x.example/%3C%22'%3E%60%7C%7B%7D%5E",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://аpple.example/": "https://xn--pple-43d.example/",
    "http://x.example/\u202etxt.exe": "http://x.example/%E2%80%AEtxt.exe",
    "http://x.example/a@b:c": "http://x.example/a@b:c",
    "mailto:a.b+c@x.example": "mailto:a.b+c@x.example",
    "MAILTO:a@x.example?subject=Hi x&body=1%0A2": "mailto:a@x.example?subject=Hi%20x&body=1%0A2",
}  # fmt: skip
_SHAPE = re.compile(r"(?:https?://|mailto:)[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")
_TYPE = "hyperlink"


@pytest.mark.parametrize("address", LED_ASTRAY)
def test_an_address_that_leads_astray_is_refused(address: str) -> None:
    found, why = safe_address(address)
    assert found == ""
    assert "its text stands alone" in why


@pytest.mark.parametrize("address", LED_WELL)
def test_an_address_comes_out_as_programs_send_it(address: str) -> None:
    assert safe_address(address) == (LED_WELL[address], "")
    assert safe_address(LED_WELL[address]) == (LED_WELL[address], ""), "and stays what it is"


def strange(address: str) -> list[str]:
    """What is wrong with an address that came out."""
    parts = urlsplit(address)
    checks = {
        "another scheme": parts.scheme not in ("http", "https", "mailto"),
        "characters": not _SHAPE.fullmatch(address) or "%00" in address,
        "a lone percent": re.search("%(?![0-9A-Fa-f]{2})", address) is not None,
        "too long": len(address) > MAX_ADDRESS,
        "a user": parts.scheme != "mailto" and "@" in parts.netloc,
        "no host": parts.scheme != "mailto" and not parts.hostname,
        "more than a mail": re.search("[?&](?!subject=|body=)[^=]*=", parts.query) is not None
        and parts.scheme == "mailto",
    }
    return [why for why, holds in checks.items() if holds]


def mutated(seed: int, count: int) -> list[str]:
    """Addresses put together from pieces of good and bad ones."""
    chance = random.Random(seed)
    pieces = [
        piece for text in (*LED_ASTRAY, *LED_WELL) for piece in re.split(r"(\W)", text) if piece
    ]
    return ["".join(chance.choices(pieces, k=chance.randint(1, 12))) for _ in range(count)]


@pytest.mark.proof("addresses from data", slice=3_000, full=100_000)
def test_whatever_comes_out_is_an_address_that_leads_where_it_says(
    cases: int, seed: int, record_property: Callable[[str, object], None]
) -> None:
    tried = [*all_names(), *FIELDS, *FORMULAS, *mutated(seed, cases)]
    tried += [
        f"{head}{text}" for text in tried[:1_000] for head in ("http://", "mailto:a@x.example?")
    ]
    passed = [found for found, _ in map(safe_address, tried) if found]
    assert {found: why for found in passed if (why := strange(found))} == {}
    assert [found for found in passed if safe_address(found) != (found, "")] == []
    assert len(passed) > 20
    record_property("cases", len(tried))


# -- in the three formats -----------------------------------------------------------------------


def linked(kind: str) -> Any:
    """A template of that kind whose one link leads to ``account.site``."""
    if kind == "xlsx":
        book = excel_kit.workbook({"A1": "{{ account.name }}"})
        book.active["A1"].hyperlink = "{{ account.site }}"
        return compile_template(excel_kit.saved(book), filename="t.xlsx", names=excel_kit.NAMES)
    if kind == "docx":
        return compile_template(in_word(), filename="t.docx", names=engine_kit.NAMES)
    made = deck("{{ account.name }}")
    made.slides[0].shapes.title.text_frame.paragraphs[0].runs[
        0
    ].hyperlink.address = "{{ account.site }}"
    made.slides[0].shapes.title.click_action.hyperlink.address = "{{ account.site }}"
    return compile_template(saved(made), filename="t.pptx", names=engine_kit.NAMES)


def in_word(look: str = "") -> bytes:
    """A document with one link whose run has ``look`` among its properties."""
    document = word("")
    id_ = document.part.relate_to("{{ account.site }}", KINDS.HYPERLINK, is_external=True)
    link, run, shown = (OxmlElement(f"w:{name}") for name in ("hyperlink", "r", "t"))
    link.set(qn("r:id"), id_)
    shown.text = "{{ account.name }}"
    run.append(parse_xml(f"<w:rPr {W}>{look}</w:rPr>"))
    run.append(shown)
    link.append(run)
    document.paragraphs[0]._p.append(link)
    return saved(document)


def rendered(template: Any, kind: str, address: str) -> Rendered:
    kit: Any = excel_kit if kind == "xlsx" else engine_kit
    account = {**kit.values()["account"], "name": "Its text", "site": address}
    made: Rendered = template.render(kit.values(account=account), kit.FORMATS)
    return made


def targets(data: bytes) -> list[str]:
    return [
        relation.get("Target", "")
        for name, body in parts(data).items()
        if name.endswith(".rels")
        for relation in ElementTree.fromstring(body)
        if relation.get("Type", "").endswith("/hyperlink")
    ]


def link_elements(data: bytes) -> int:
    """How many links a reader could follow."""
    return sum(
        item.tag.rpartition("}")[2] in ("hyperlink", "hlinkClick")
        for name, body in parts(data).items()
        if name.endswith(".xml")
        for item in ElementTree.fromstring(body).iter()
    )


def shown(kind: str, made: Rendered) -> str:
    if kind == "xlsx":
        return str(excel_kit.opened(made).active["A1"].value)
    if kind == "docx":
        return docx.Document(BytesIO(made.data)).paragraphs[0].text
    return str(engine_kit.opened(made).slides[0].shapes.title.text)


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_a_refused_link_leaves_its_text_alone_and_is_listed(kind: str) -> None:
    template = linked(kind)
    for address in LED_ASTRAY:
        made = rendered(template, kind, address)
        assert (targets(made.data), link_elements(made.data)) == ([], 0), address
        assert shown(kind, made) == "Its text"
        if address or kind != "xlsx":  # where there is no address there never was a link
            assert any("its text stands alone" in change for change in made.changes), address
    for address, wanted in LED_WELL.items():
        made = rendered(template, kind, address)
        assert set(targets(made.data)) == {wanted}
        assert link_elements(made.data) >= 1
        assert (shown(kind, made), made.changes) == ("Its text", ())
        assert unquote(wanted).isprintable() or "%E2%80%AE" in wanted or "%0A" in wanted


@pytest.mark.parametrize(
    "look",
    [
        '<w:rStyle w:val="Hyperlink"/><w:b/>',
        '<w:b/><w:color w:val="0563C1" w:themeColor="hyperlink"/><w:u w:val="single"/>',
    ],
)
def test_a_refused_link_of_word_does_not_look_like_one_and_a_good_one_does(look: str) -> None:
    template = compile_template(in_word(look), filename="t.docx", names=engine_kit.NAMES)

    good, bad = (
        parts(rendered(template, "docx", address).data)["word/document.xml"].decode()
        for address in ("x.example", "javascript:alert(1)")
    )

    assert look in good
    assert "<w:rPr><w:b/></w:rPr>" in bad
