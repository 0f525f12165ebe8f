"""The table of checks in ``docs/audit.md``, from the checks of the program."""

from __future__ import annotations

from pathlib import Path

from generator.analysis.rollups.audit import CHECKS, Check
from generator.artifacts.phrases import load_phrases

PAGE = Path(__file__).with_name("audit.md")
_HEAD = "| Check | Name in `audit.csv` | Asks | Weight | Tiers | Rows |"


def with_checks(page: str) -> str:
    """``page`` with its table, which is its last part, made anew."""
    before = page.partition(_HEAD)[0]
    return before + "\n".join([_HEAD, "|---|---|---|---|---|---|", *map(_row, CHECKS), ""])


def _row(check: Check) -> str:
    phrases = load_phrases()
    label, asks = phrases.label("audit_check", check.key), phrases.say(f"audit.asks.{check.key}")
    weight = f"{check.weight}, required" if check.required else str(check.weight)
    tiers, rows = (", ".join(map(str, numbers)) for numbers in (check.tiers, check.rows))
    return f"| {label} | `{check.key}` | {asks} | {weight} | {tiers} | {rows} |"
