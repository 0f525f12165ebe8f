"""Writes the sample org: ``python samples/build.py [--out DIR]``.

Makes ``org.json``, ``describe/<Object>.json`` and ``records/<Object>.json`` from what stands in
``samples/source``. The same source gives the same bytes on every machine; a test compares what is
committed with what this makes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from builder.org import build_org, org_facts
from builder.schema import describe

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the sample org's files.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    out: Path = parser.parse_args().out
    for name, text in sorted(made_files().items()):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def made_files() -> dict[str, str]:
    """Every file of the sample org: its path below ``samples`` and its text."""
    store = build_org(HERE / "source")
    objects = list(store.objects.values())
    files = {"org.json": _pretty(org_facts(store))}
    for one in objects:
        files[f"describe/{one.name}.json"] = _pretty(describe(one, objects))
        files[f"records/{one.name}.json"] = _rows(store.records(one.name))
    return files


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _rows(records: list[dict[str, Any]]) -> str:
    """A JSON array with one record a line, so that a change shows as the lines it touches."""
    lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in records]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


if __name__ == "__main__":
    main()
