"""Names that no file may have, or that two files cannot have at once, and what to hold of them."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

from generator.model.ids import checksum

NAUGHTY = Path(__file__).resolve().parents[2] / "shared" / "data" / "blns.json"
"""The big list of naughty strings, where it lies beside the project."""

_RESERVED = (
    "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
    *(f"COM{n}" for n in "0123456789¹²³"),
    *(f"LPT{n}" for n in "0123456789¹²³"),
)  # fmt: skip
_DRESSED = ("{0}", "{0}.docx", "{0}.", "{0} ", " {0}", "{0}:x", "\u200b{0}")
_SHAPED = (
    "", " ", ".", "..", "...", "/", "\\", "~", "-", "--", "--help", "-rf", "a/b", "a\\b", "../../x",
    "..\\..\\x", "/etc/passwd", "C:\\Windows", "C:x", "\\\\host\\share", "//host/share",
    "\\\\?\\C:\\x", "file:///x", "a:b", "a|b", "a<b>c", 'a"b', "a?b", "a*b", "a\x00b", "a\nb",
    "a\rb", "a\tb",
    "a\x1b[2Jb", "a\x7fb", "a\x85b", "a\u2028b", "\u202eexe.txt", "a\u202eb", "\ufeffa", "a\u200bb",
    "a\u00adb", "\ud800", "a\udfffb", "a\ufffeb", "a\uffffb", "\ue000", "\U000e0041", "a.", "a ",
    "a. . .", ".a", "~$a", ".~lock.a#", "a.edited-2026-11-20", ".accountdocs", "manifest", "lock",
    "a.tmp", "a" * 80, "a" * 81, "a" * 255, "a" * 4096, "é" * 80, "e\u0301" * 80, "日" * 80,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 30, "\u0301", "\u0301a", "\u3164",
    "\u115f\u1160",
    "ﬁ", "ﬀ", "Å", "Å", "A\u030a", "ß", "ẞ", "İ", "i\u0307", "ı", "ſ", "K", "Ω", "Ω", "①", "２",
    "％", "．．／", "／etc／passwd", "：", "“x”", "…", "․․", "a․", "$HOME", "$(id)", "`id`",
    "%TEMP%", "a;b", "a&b", "a'b", "{a}", "[a]", "(a)", "a,b", "a=b", "=1+1", "@a", "#a", "!a",
    "a!", "^a",
    "NUL.tar.gz", "con.con", "aux.h", "com1.txt.exe", "\u0130stanbul", "مرحبا", "שלום", "हिन्दी",
    "ไทย", "한국어", "\u1112\u1161\u11ab", "𝔘𝔫𝔦", "ａｃｍｅ", "Acme\u00a0AG", "Acme\u2003AG",
)  # fmt: skip


def own() -> list[str]:
    """Ours: the reserved names in seven dresses, and shapes that a system refuses or misreads."""
    dressed = [dress.format(name) for name in _RESERVED for dress in _DRESSED]
    return list(dict.fromkeys([*_SHAPED, *dressed]))[:255]


def all_names() -> list[str]:
    """The big list, where it is there, and ours: 770."""
    listed = json.loads(NAUGHTY.read_text(encoding="utf-8")) if NAUGHTY.is_file() else []
    return [*listed, *own()]


def colliding(seed: int, count: int) -> list[tuple[str, str]]:
    """Pairs of names that some system takes for one."""
    chance = random.Random(seed)
    pool = [name for name in (*own(), "Straße", "Éclair", "Kestrel & Rowe", "ÅNGSTRÖM") if name]
    changes = (
        str.upper, str.lower, str.swapcase, str.title, str.casefold, _form("NFD"), _form("NFC"),
        _form("NFKC"), lambda s: s + ".", lambda s: s + " ", lambda s: s + ". .", lambda s: s * 1,
        lambda s: s.ljust(90, "x") + "1", lambda s: s.ljust(90, "x") + "2", lambda s: f"\u200b{s}",
        lambda s: s.replace("a", "/"), lambda s: s.replace("-", "_"),
    )  # fmt: skip
    made = []
    while len(made) < count:
        name = chance.choice(pool)
        made.append((chance.choice(changes)(name), chance.choice(changes)(name)))
    return made


def _form(form: str):  # type: ignore[no-untyped-def]  # a key of the list above
    return lambda text: unicodedata.normalize(form, text)


def twins(number: int) -> tuple[str, str]:
    """Two accounts' ids that differ by case alone in what 15 characters of them say."""
    heads = (f"001Hq{number:06d}abCd", f"001Hq{number:06d}ABcD")
    first, second = (head + checksum(head) for head in heads)
    return first, second


def on_disk(part: str) -> str:
    """A name as a system that is blind to case and forms keeps it (Windows, macOS)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", part).casefold())


def faults(part: str) -> list[str]:
    """Why some system would refuse the name of a file or folder, or show another."""
    stem = part.split(".", maxsplit=1)[0].strip().upper().translate(str.maketrans("¹²³", "123"))
    checks = {
        "empty": not part,
        "too long": len(part.encode("utf-8", "surrogatepass")) > 120,
        "a character of paths": bool(set(part) & set('<>:"/\\|?*')),
        "not to be seen": any(unicodedata.category(c)[0] in "CZ" for c in part),
        "no NFC": part != unicodedata.normalize("NFC", part),
        "an end that Windows drops": part != part.rstrip(". "),
        "hidden or an option": part[:1] in ".-~ ",
        "reserved": stem in {name.translate(str.maketrans("¹²³", "123")) for name in _RESERVED},
    }
    return [why for why, holds in checks.items() if holds]
