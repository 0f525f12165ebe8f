"""Which elements change what is being read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from . import cells, listing, shapes, words
from .rules import VALUE
from .state import State, shortened

Opening = Callable[[State, Mapping[str, str]], None]
Closing = Callable[[State], object]
Content = Callable[[State, str], None]


def _push(word: str) -> Opening:
    return lambda state, _: state.words.append(word)


def _pop(state: State) -> None:
    state.words.pop()


def _row(state: State, _: Mapping[str, str]) -> None:
    state.words.append(f"row {_next_row(state)}")


def _table(state: State, _: Mapping[str, str]) -> None:
    shapes.become("table", state)
    state.rows.append(0)


def _word_table(state: State, _: Mapping[str, str]) -> None:
    state.words.append(f"table {state.count('table')}")
    state.rows.append(0)


def _word_row(state: State, _: Mapping[str, str]) -> None:
    state.words.append(f"{state.word.partition(', ')[0]}, row {_next_row(state)}")


def _next_row(state: State) -> int:
    if not state.rows:
        return 0
    state.rows[-1] += 1
    return state.rows[-1]


def _end_table(state: State) -> None:
    state.rows.pop()


def _end_word_table(state: State) -> None:
    state.words.pop()
    state.rows.pop()


def _numbered(what: str) -> Opening:
    return lambda state, attributes: state.words.append(f"{what} {attributes.get('id', '')}")


def _property(state: State, attributes: Mapping[str, str]) -> None:
    state.words.append(f'custom property "{shortened(attributes.get("name", ""))}"')


def _of_cell(state: State, attributes: Mapping[str, str]) -> None:
    state.words.append(f"cell {attributes.get('ref', '')}")


def _numbers(state: State, _: Mapping[str, str]) -> None:
    state.cell.type = "numbers"


def _no_numbers(state: State) -> None:
    state.cell.type = ""


def _plotted(state: State, text: str) -> None:
    if state.cell.type == "numbers":
        state.emit(state.word or "values", text, VALUE)
    else:
        state.tell(state.word or "labels", text)


_CHART_WORDS = {
    "c:title": "title",
    "c:tx": "series name",
    "c:cat": "categories",
    "c:xVal": "values",
    "c:yVal": "values",
    "c:val": "values",
    "c:bubbleSize": "values",
    "c:dLbls": "data labels",
    "cx:title": "title",
    "cx:tx": "series name",
    "cx:strDim": "categories",
    "cx:dataLabels": "data labels",
}
_RANGED = {
    "x:dataValidation": "data validation",
    "ms:dataValidation": "data validation",
    "x:conditionalFormatting": "conditional format",
    "ms:conditionalFormatting": "conditional format",
}
_HIDERS = ("w:vanish", "w:specVanish", "w:webHidden")
OPENING: dict[str, Opening] = {
    "w:p": words.open_paragraph,
    **dict.fromkeys(
        ["a:p", "x:si", "x:is", "x:text", "x:rPh", "svg:text", "svg:title"], words.open_block
    ),
    **dict.fromkeys(_HIDERS, words.hide),
    **{key: _push(word) for key, word in _CHART_WORDS.items()},
    **{key: partial(cells.open_ranged, word) for key, word in _RANGED.items()},
    "w:r": words.open_run,
    "w:fldChar": words.field_boundary,
    "w:sym": words.add_symbol,
    "w:footnote": _numbered("footnote"),
    "w:endnote": _numbered("endnote"),
    "w:comment": _numbered("comment"),
    "w:tbl": _word_table,
    "w:tr": _word_row,
    "a:tbl": _table,
    "a:tr": _row,
    "a:off": partial(shapes.place, inner=False),
    "a:chOff": partial(shapes.place, inner=True),
    "a:ext": partial(shapes.stretch, inner=False),
    "a:chExt": partial(shapes.stretch, inner=True),
    **dict.fromkeys(["p:cNvPr", "ms:cNvPr", "ms:docPr"], shapes.name_shape),
    "c:chart": lambda state, _: shapes.become("chart", state),
    "cx:chart": lambda state, _: shapes.become("chart", state),
    "ms:relIds": lambda state, _: shapes.become("diagram", state),
    "p:oleObj": lambda state, _: shapes.become("embedded file", state),
    "c:numCache": _numbers,
    "c:numLit": _numbers,
    "cx:numDim": _numbers,
    "x:sheetFormatPr": cells.open_format,
    "x:col": cells.open_column,
    "x:row": cells.open_row,
    **dict.fromkeys(["x:c", "x:cell"], cells.open_cell),
    **dict.fromkeys(["x:comment", "ms:threadedComment"], _of_cell),
    "op:property": _property,
    "p:sldId": listing.slide,
    "p:sldSz": listing.size,
    "x:sheet": listing.sheet,
    "rel:Relationship": listing.relation,
}
CLOSING: dict[str, Closing] = {
    "w:p": words.close_paragraph,
    **dict.fromkeys(["a:p", "x:is", "x:text", "x:rPh", "svg:text", "svg:title"], words.close_block),
    **dict.fromkeys([*_CHART_WORDS, *_RANGED, "w:footnote", "w:endnote", "w:comment"], _pop),
    **dict.fromkeys(["w:tr", "a:tr", "op:property"], _pop),
    **dict.fromkeys(["x:comment", "ms:threadedComment"], _pop),
    **dict.fromkeys(["c:numCache", "c:numLit", "cx:numDim"], _no_numbers),
    "a:tbl": _end_table,
    "w:tbl": _end_word_table,
    "x:si": listing.shared_string,
    **dict.fromkeys(["x:c", "x:cell"], cells.close_cell),
    "w:r": words.close_run,
}
CONTENT: dict[str, Content] = {
    **dict.fromkeys(
        ["x:oddHeader", "x:oddFooter", "x:evenHeader", "x:evenFooter", "x:firstHeader"],
        cells.page_text,
    ),
    "x:firstFooter": cells.page_text,
    **dict.fromkeys(
        ["x:f", "x:formula", "x:formula1", "x:formula2", "x:calculatedColumnFormula", "xm:f"],
        cells.formula,
    ),
    **dict.fromkeys(["x:totalsRowFormula", "x:definedName", "c:f", "cx:f"], cells.formula),
    **dict.fromkeys(["w:instrText", "w:delInstrText"], lambda s, text: s.field_code.append(text)),
    "x:v": cells.value,
    **dict.fromkeys(["c:v", "cx:v", "cx:pt"], _plotted),
}
