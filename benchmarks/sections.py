"""``RESULTS.md`` in sections: each benchmark replaces its own and leaves the others."""

from __future__ import annotations

import re
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
ORDER = ("times", "calls", "batch", "word", "powerpoint", "excel", "memory")


def write_section(name: str, text: str, path: Path = RESULTS) -> None:
    """Puts ``text`` where the section ``name`` stands, or in its place among the others."""
    found = read_sections(path.read_text("utf-8") if path.is_file() else "")
    found[name] = text.strip()
    known = sorted(found, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    pages = [f"<!-- {key} -->\n{found[key]}\n<!-- end of {key} -->\n" for key in known]
    path.write_text("\n".join([*pages, "Made by `make bench`.\n"]), "utf-8", newline="\n")


def read_sections(text: str) -> dict[str, str]:
    pattern = r"<!-- (\w+) -->\n(.*?)\n<!-- end of \1 -->"
    return dict(re.findall(pattern, text, re.DOTALL))
