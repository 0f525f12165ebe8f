"""``show`` in the terminal: the account's sections as lines of text, from composed values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from generator.formats import Formats
from generator.terminal import cut, harmless, heading, table, wrap

Values = dict[str, Any]
UNKNOWN = "not recorded"
_SIGNS = {"owned": "■", "in_progress": "◐", "open": "·"}
_ROWS = 8


def lines_of(values: Values, formats: Formats, width: int) -> list[str]:
    """All sections, a blank line between them."""
    formats = replace(formats, currency=values["account"]["currency"])
    lines: list[str] = []
    for section in _SECTIONS:
        found = section(values, formats, width)
        if found:
            lines += [*found, ""]
    return lines[:-1]


def _header(values: Values, _formats: Formats, width: int) -> list[str]:
    account, document = values["account"], values["document"]
    facts = [
        f"Tier {account['tier']} ({account['tier_source']})",
        account["segment_label"],
        account["owner"],
        account["line"],
    ]
    lines = [cut(harmless(account["name"]), width)]
    lines += wrap(" · ".join(str(fact) for fact in facts if fact), width)
    lines += wrap(account["segment_why"] or "", width) + wrap(document["footer"], width)
    if document["is_sample"]:
        lines.append(document["sample_marking"])
    return lines


def _money(values: Values, formats: Formats, width: int) -> list[str]:
    rows = [(k["name"], k["value"] or UNKNOWN, k["note"]) for k in values["summary"]["kpis"]]
    for state in ("won", "lost", "open"):
        total = values[state]
        amount = formats.money(total["amount"]) or UNKNOWN
        rows.append((f"{state.capitalize()} deals: {total['count']}", amount, total["amount_note"]))
    lines = heading("Money", width) + wrap(values["summary"]["headline"] or "", width)
    return lines + table(("Figure", "Value", ""), rows, width, numbers=(1,))


def _week(values: Values, formats: Formats, width: int) -> list[str]:
    rows = [
        (a["rank"], a["text"], a["owner"], formats.date(a["due"]), a["reason"])
        for a in values["top_actions"]
    ]
    lines = heading("This week", width)
    if rows:
        lines += table(("#", "What", "Owner", "Due", "Why"), rows, width)
    return lines + wrap(values["summary"]["actions_note"], width)


def _whitespace(values: Values, formats: Formats, width: int) -> list[str]:
    space = values["whitespace"]
    lines = heading("Whitespace", width) + wrap(values["conclusions"]["whitespace"] or "", width)
    if not space["cells"]:
        return lines
    columns = space["columns"]
    lines += [
        f"{place:>3}  {cut(harmless(column['name']), width - 5)}"
        for place, column in enumerate(columns, 1)
    ]
    heads = ("Division", *(str(place) for place in range(1, len(columns) + 1)), "Open value")
    rows = [
        (
            row["label"],
            *(_SIGNS[cell["state"]] for cell in row["cells"]),
            formats.money(row["value"]),
        )
        for row in space["rows"]
    ]
    lines += table(heads, rows, width, numbers=(len(heads) - 1,))
    return [*lines, "■ owned   ◐ in progress   · open"]


def _people(values: Values, _formats: Formats, width: int) -> list[str]:
    people = values["relationships"]
    lines = heading("Relationships", width)
    lines += wrap(values["conclusions"]["relationships"] or "", width)
    rows = [
        (c["name"], c["title"], c["role_label"], c["influence_label"], _strength(c))
        for c in people["contacts"][:_ROWS]
    ]
    if rows:
        lines += table(("Contact", "Title", "Role", "Influence", "Strength"), rows, width)
    lines += _more(people["contacts"])
    for gap in people["gaps"]:
        lines += wrap(f"- {gap['text']} {gap['action']}", width)
    return lines


def _strength(contact: Values) -> str | None:
    if contact["strength"] is None:
        return None
    inferred = " (inferred)" if contact["strength_source"] == "inferred" else ""
    return f"{contact['strength_label']}{inferred}"


def _more(rows: list[Any]) -> list[str]:
    return [f"and {len(rows) - _ROWS} more"] if len(rows) > _ROWS else []


def _goals(values: Values, formats: Formats, width: int) -> list[str]:
    lines = heading("Goals and plays", width) + wrap(values["conclusions"]["goals"] or "", width)
    rows = [
        (goal["name"], m["name"], m["baseline_text"], m["current_text"], m["target_text"])
        for goal in values["goals"]
        for m in goal["measures"]
    ]
    if rows:
        heads = ("Goal", "Measure", "Baseline", "Current", "Target")
        lines += table(heads, rows[:_ROWS], width, numbers=(2, 3, 4)) + _more(rows)
    plays = [
        (p["name"], p["unit"], p["owner"], formats.date(p["close_date"]), formats.money(p["value"]))
        for p in values["plays"]
    ]
    if plays:
        heads = ("Play", "Division", "Owner", "Close", "Value")
        lines += ["", *table(heads, plays[:_ROWS], width, numbers=(4,)), *_more(plays)]
    return lines


def _metrics(values: Values, _formats: Formats, width: int) -> list[str]:
    rows = [
        (kind, m["name"], m["baseline_text"], m["current_text"], m["target_text"])
        for kind in ("leading", "lagging")
        for m in values["metrics"][kind]
    ]
    heads = ("", "Metric", "Baseline", "Current", "Target")
    return [*heading("Scorecard", width), *table(heads, rows, width, numbers=(2, 3, 4))]


def _risks(values: Values, formats: Formats, width: int) -> list[str]:
    lines = heading("Risks", width) + wrap(values["conclusions"]["risks"] or "", width)
    rows = [
        (r["name"], r["likelihood_label"], r["impact_label"], r["owner"], formats.date(r["due"]))
        for r in values["risks"]
    ]
    if not rows:
        return lines
    heads = ("Risk", "Likelihood", "Impact", "Owner", "Due")
    return lines + table(heads, rows[:_ROWS], width) + _more(rows)


def _coverage(values: Values, _formats: Formats, width: int) -> list[str]:
    lines = heading("What was read", width) + wrap(values["conclusions"]["coverage"] or "", width)
    gaps = [c for c in values["coverage"] if c["state"] != "read" or c["missing"]]
    lines += [line for c in gaps for line in wrap(f"- {c['label']}: {c['line']}", width)]
    rates = [rate["line"] for rate in values["rates_shown"]] + [values["rates_more"]]
    if values["rates"]:
        lines += wrap(f"Converted: {' · '.join(part for part in rates if part)}", width)
    for problem in values["problems"][:_ROWS]:
        lines += wrap(f"! {problem['message']}", width)
    return lines + _more(values["problems"])


Section = Callable[[Values, Formats, int], list[str]]
_SECTIONS: tuple[Section, ...] = (
    _header,
    _money,
    _week,
    _whitespace,
    _people,
    _goals,
    _metrics,
    _risks,
    _coverage,
)
