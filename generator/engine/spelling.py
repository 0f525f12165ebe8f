"""What an author meant who mistyped a tag: for the message, and so that a tag's partner, which is
right, is not blamed.
"""

from __future__ import annotations

import difflib
import re

STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif")
_OTHER_TONGUES = {
    **dict.fromkeys(("foreach", "each", "loop", "repeat", "while"), "for"),
    **dict.fromkeys(("when", "iff"), "if"),
    **dict.fromkeys(("elseif", "elsif", "elif:"), "elif"),
    **dict.fromkeys(("otherwise", "els"), "else"),
    **dict.fromkeys(("endforeach", "endloop", "endeach", "next"), "endfor"),
    **dict.fromkeys(("endiff", "fi"), "endif"),
    **dict.fromkeys(("image", "img", "logo"), "picture"),
    **dict.fromkeys(("graph", "diagram"), "chart"),
}
_ENDS = ("end", "endrow", "endcolumn", "endslide", "endsheet", "endshape", "endparagraph")
_TEXT = re.compile(r'"[^"]*"|\'[^\']*\'')


def meant(body: str, known: tuple[str, ...] = STATEMENTS) -> str:
    """The statement that ``body`` was meant as: one of ``known``, ``end`` for whatever closes what
    is open, or empty."""
    words = body.lower().split()
    if not words:
        return ""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first == "end" and f"end{second}" in ("endfor", "endif"):
        return f"end{second}"
    if first == "else" and second == "if":
        return "elif"
    if first in known or first in _OTHER_TONGUES:
        return _OTHER_TONGUES.get(first, first)
    if first in _ENDS:
        return "end"
    cutoff = 0.75 if first.startswith("end") else 0.65
    near = difflib.get_close_matches(first, known, n=1, cutoff=cutoff)
    return near[0] if near else ""


def no_statement(body: str, words: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, str]:
    """Why ``{% body %}`` says nothing, and what to write."""
    if not body:
        return "is empty", f"begin it with {_listed(known)}"
    first, *rest = body.split()
    if rest and first.lower() in words:
        return no_statement(" ".join(rest), words, known)
    near = meant(body, known)
    if near == "end":
        return f"{first!r} closes nothing", "write endfor or endif"
    if near and not (first == "else" and near != "elif"):
        return f"{first!r} is not a statement", f"did you mean {near}?"
    if rest and (word := _near(first.lower(), words)):
        return f"{first!r} is not a statement", f"did you mean {word}?"
    lone = not rest and re.fullmatch(r"\w+", first) and not first.startswith("end")
    if "." in first or (lone and first not in _PROGRAMS):
        return f"{first!r} is not a statement", f"to print a value write {{{{ {body} }}}}"
    return f"{first!r} is not a statement", f"there are {_listed(known)}"


_PROGRAMS = ("raw", "break", "do")


def _near(word: str, words: tuple[str, ...]) -> str:
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.8)
    return found[0] if found else ""


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


_SIGNS = (
    (re.compile(r"(?<![\d.,])(\d{1,3}),(\d{3}),(\d{3})(?![\d,])"), r"write \1\2\3"),
    (re.compile(r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,])"), r"write \1\2"),
    (re.compile(r"[$\u20ac\u00a3\u00a5]\s*(\d[\d.]*)"), r"write \1: a number has no currency"),
    (re.compile(r"(\d[\d.]*)\s*%"), r"write \1: a percentage is the number before its sign"),
    (re.compile(r"(\b\w+)\(\s*([^\W\d]\w*(?:[ .,/-]+\w+)*)\s*\)"), r'write \1("\2")'),
    (re.compile(r"&"), "write and"),
    (re.compile(r"\|\|"), "write or between conditions; a filter stands after one |"),
    (re.compile(r"=>"), "write >="),
    (re.compile(r"=<"), "write <="),
    (re.compile(r"<>"), "write !="),
    (re.compile(r"->|\u2192|\u00bb"), "names are joined by points: account.name"),
    (re.compile(r"\.\."), "names are joined by one point: account.name"),
    (re.compile(r"\{"), "write two braces at each end, and none between them"),
    (re.compile(r"[;:]"), "what a filter needs stands in brackets, with commas between"),
    (re.compile(r"\bwhere\b"), "a condition begins with if: {% for p in plays if p.value > 3 %}"),
    (re.compile(r"\breversed\b"), 'write | sort("name", reverse=true) after the list'),
    (re.compile(r"!(?=[\w(])"), "write not"),
    (re.compile(r"\bis\s+\d"), "to compare write =="),
    (re.compile(r"(?<![=!<>])=(?![=])"), "to compare write =="),
    (re.compile(r"^[#/>$@%]"), "a name begins with a letter"),
)


def unreadable(said: str, body: str) -> tuple[str, str]:
    """What the parser says of ``body``, in an author's words, and what to write."""
    bare = _TEXT.sub('""', body)
    if bare.count('"') % 2 or "'" in bare or any(quote in bare for quote in "\u201c\u201d"):
        return "has a quotation mark without its partner", 'put each text into quotes: "so"'
    if bare.count("(") != bare.count(")") or bare.count("[") != bare.count("]"):
        return "has a bracket without its partner", "close each bracket that you open"
    for sign, tip in _SIGNS:
        if found := sign.search(bare):
            return f"cannot be read: {_plainly(said, bare)}", found.expand(tip)
    plain = _plainly(said, bare)
    return f"cannot be read: {plain}", "" if "breaks off" in plain else _missing(bare)


_NEAR_END = 200  # characters: what is looked at from every one of its letters may not be long


def _missing(bare: str) -> str:
    if found := re.search(r"\b([\w.]+)\s+([\w.]+)\s*$", bare[-_NEAR_END:]):
        return (
            f"between {found[1]} and {found[2]} something is missing: a point in a name, | before "
            "a filter, quotes around a text"
        )
    return ""


def _plainly(said: str, bare: str) -> str:
    if "end of template" in said and "got" not in said:
        return "it breaks off"
    if found := re.search(r"expected token '([^']+)', got '(.*)'", said):
        wanted, got = found.groups()
        if wanted in ("in", "name"):
            what = "the word in" if wanted == "in" else "a name"
            return f"{what} is expected, not {got!r}"
        return f"{got!r} has no meaning where it stands"
    if found := re.search(r"unexpected char '(.)'", said):
        return f"the sign {found[1]} has no meaning here"
    if found := re.search(r"unexpected '(.*)'", said):
        return f"{found[1]!r} has no meaning where it stands"
    if "nvalid character in identifier" in said:
        odd = next((char for char in bare if not (char.isascii() or char.isidentifier())), "")
        return f"the sign {odd} has no meaning here".replace("  ", " ")
    if "expected name or number" in said:
        return "a name is missing after a point"
    return said
