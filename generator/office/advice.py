"""What an author does in Office about something that no template may hold.

To save the file again, which helps with a damaged one, takes none of these away.
"""

from __future__ import annotations

from .relationships import Relationship

_CHART = (
    "paste the chart again with Embed Workbook, or choose File > Info > Edit Links to Files > "
    "Break Link"
)
_PICTURE = (
    "delete it and insert the picture itself: Insert > Pictures, without Link to File; or choose "
    "File > Info > Edit Links to Files > Break Link"
)
_OBJECT = "delete it, and paste it as a picture, or its cells as a table"
_BASE = "in Word's Templates and Add-ins dialog write Normal as the document's template"
_WORKBOOK = "choose Data > Edit Links (Workbook Links) > Break Link"
_QUERIES = "delete them under Data > Queries & Connections"
_MACROS = "save it as .docx, .pptx or .xlsx, which hold no macros"
_ADDRESS = "remove the link, or let it lead to http, https or mailto"
_MEDIA = "remove it, or insert the file itself"

ADVICE = (_CHART, _PICTURE, _OBJECT, _BASE, _WORKBOOK, _QUERIES, _MACROS, _ADDRESS, _MEDIA)
_BY_KIND = {
    "oleobject": _OBJECT,
    "control": _OBJECT,
    "attachedtemplate": _BASE,
    "externallink": _WORKBOOK,
    "externallinkpath": _WORKBOOK,
    "connections": _QUERIES,
    "querytable": _QUERIES,
    "vbaproject": _MACROS,
    "wordvbadata": _MACROS,
    "image": _PICTURE,
    "hyperlink": _ADDRESS,
    **dict.fromkeys(("audio", "video", "media"), _MEDIA),
}


def advice_on(source: str, item: Relationship) -> str:
    """What to do about a relationship that is refused; empty where nothing is known to help."""
    if "/charts/" in source:
        return _CHART
    return _BY_KIND.get(item.kind.lower(), "")


def is_advised(message: str) -> bool:
    return any(text in message for text in ADVICE)
