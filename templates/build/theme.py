"""One theme for the three formats: a brand is changed here, or in Office, and nowhere else.

Every colour in the templates is a theme colour. All text colours have a contrast of at least 4.5
to 1 against the backgrounds that they are used on.
"""

from __future__ import annotations

NAME = "accountdocs"
HEADINGS = "Calibri"
BODY = "Calibri"

COLOURS = {
    "dk1": "1F2933",  # ink
    "lt1": "FFFFFF",
    "dk2": "16324F",  # navy: titles, bands
    "lt2": "F1F4F7",  # fog: panels
    "accent1": "1F5FA8",  # blue: ours, the main series
    "accent2": "0B7A70",  # teal: good, owned
    "accent3": "A85B00",  # amber: in progress, attention
    "accent4": "B3261E",  # red: risk
    "accent5": "6B4FA0",  # violet: second comparison
    "accent6": "5B6770",  # slate: open, neutral
    "hlink": "1F5FA8",
    "folHlink": "6B4FA0",
}

_FILLS = (
    '<a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:fillStyleLst>'
)
_LINES = (
    "<a:lnStyleLst>"
    + "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill>'
        '<a:schemeClr val="phClr"/></a:solidFill><a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    + "</a:lnStyleLst>"
)
_EFFECTS = (
    "<a:effectStyleLst>"
    + 3 * "<a:effectStyle><a:effectLst/></a:effectStyle>"
    + "</a:effectStyleLst>"
)


def theme_xml() -> bytes:
    """The theme part, the same bytes for Word, Excel and PowerPoint."""
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in COLOURS.items()
    )
    backgrounds = _FILLS.replace("fillStyleLst", "bgFillStyleLst")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{NAME}">'
        f'<a:themeElements><a:clrScheme name="{NAME}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{NAME}">{_font("majorFont", HEADINGS)}{_font("minorFont", BODY)}'
        f'</a:fontScheme><a:fmtScheme name="{NAME}">{_FILLS}{_LINES}{_EFFECTS}{backgrounds}'
        "</a:fmtScheme></a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def _font(slot: str, face: str) -> str:
    return (
        f'<a:{slot}><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/></a:{slot}>'
    )
