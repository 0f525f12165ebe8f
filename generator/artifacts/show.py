"""The analysed account for people at a terminal and for programs: ``show`` and ``accounts``.

The JSON has the vocabulary's own names, so that it, the documents and ``explain`` speak of a figure
in the same way (CONTRACT.md, "show --json prints one object with at least").
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.analysis.results import AnalysedAccount, Blocker
from generator.artifacts.compose import Composed, compose
from generator.artifacts.schema import Leaf, Node, Record
from generator.artifacts.show_text import lines_of
from generator.artifacts.vocabulary import topics_for
from generator.formats import Formats

_SOURCE = "plan"  # an internal artifact: it holds every name there is
_IN_ROWS = re.compile(r"whitespace\.rows\[\d+\]\.cells\[")
_LEFT_OUT = {"document", "vendor", "field_sources", "sources", "coverage_gaps"}


def show_values(account: AnalysedAccount) -> dict[str, Any]:
    """``show --json``: every fact under its vocabulary name, without text made for print.

    Decimals (money first of all) are strings with all their digits, counts are numbers, dates ISO
    strings, unknown is null. ``sources`` gives the record ids of each figure by its path, such as
    ``revenue.current`` or ``whitespace.cells[3].value``.
    """
    composed = compose(account, _SOURCE, Formats(currency=account.currency), form="full")
    shown: dict[str, Any] = {
        "as_of": account.period.as_of.isoformat(),
        "is_read_later": account.is_read_later,
        "org": {
            "id": account.org_id,
            "name": account.org_name,
            "reader": account.reader,
            "reader_kind": account.reader_kind or None,
            "is_sample": account.is_sample,
            "is_sandbox": account.is_sandbox,
            "newest_change": account.newest_change,
        },
    }
    for topic in topics_for(_SOURCE):
        name = topic.node.name
        if not topic.derived and name not in _LEFT_OUT:
            shown[name] = _plain(topic.node, composed.values[name])
    _as_lists(account, shown)
    shown["field_sources"] = dict(account.sources)
    shown["sources"] = _sources(composed, shown)
    return shown


def _plain(node: Node, value: Any) -> Any:
    if isinstance(node, Leaf):
        return _json(value)
    if isinstance(node, Record):
        return _record(node.children, value)
    return [_record(node.children, row) for row in value]


def _record(children: tuple[Node, ...], value: dict[str, Any]) -> dict[str, Any]:
    return {
        child.name: _plain(child, value[child.name])
        for child in children
        if not (isinstance(child, Leaf) and child.printed)
    }


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def _as_lists(account: AnalysedAccount, shown: dict[str, Any]) -> None:
    """Names that documents print as one text are lists for programs; the grid stands once."""
    relations = account.relationships
    shown["relationships"]["single_threaded_units"] = list(relations.single_threaded_units)
    shown["relationships"]["cycles"] = list(relations.cycles)
    for row in shown["whitespace"]["rows"]:
        del row["cells"]
    for values in shown["goals"]:
        values["problems"] = [row["text"] for row in values["findings"]]
    for coverage, values in zip(account.coverage, shown["coverage"], strict=True):
        values["missing"] = list(coverage.missing)
    deals = {deal.id: deal for deal in account.performance.deals}
    lists = (shown["timeline"], *(shown[state]["deals"] for state in ("won", "lost", "open")))
    for values in (row for rows in lists for row in rows):
        values["products"] = list(deals[values["id"]].products)
        values["competitors"] = list(deals[values["id"]].competitors)


def _sources(composed: Composed, shown: dict[str, Any]) -> dict[str, list[str]]:
    """The paths that exist in ``shown``, each with its ids."""
    return {
        path: list(ids)
        for path, ids in composed.sources.items()
        if re.split(r"[.\[]", path)[0] in shown and not _IN_ROWS.match(path)
    }


def account_row(account: AnalysedAccount) -> dict[str, Any]:
    """One line of ``accounts``: what it is, what it is worth, when it renews, and why it is so."""
    profile, plan = account.profile, account.plan
    sponsor = account.relationships.sponsor
    row = {
        "id": profile.id,
        "name": profile.name,
        "is_read_later": account.is_read_later,
        "tier": profile.tier,
        "tier_source": profile.tier_source,
        "segment": profile.segment,
        "segment_reason": profile.segment_reason,
        "owner": profile.owner.name if profile.owner else None,
        "currency": account.currency,
        "revenue": account.revenue.current.value,
        "revenue_source": account.revenue.source,
        "potential": profile.potential.value,
        "potential_source": profile.potential.note,
        "revenue_threshold": profile.revenue_threshold,
        "potential_threshold": profile.potential_threshold,
        "target": account.revenue.target.value,
        "gap": account.revenue.gap.value,
        "industry": profile.industry,
        "territory": profile.territory,
        "products_owned": profile.products_owned.value,
        "addressable_spend": profile.addressable_spend,
        "share_of_spend": profile.share_of_spend,
        "market_share": profile.market_share,
        "growth_rate": profile.growth_rate,
        "sponsor": sponsor.name if sponsor else None,
        "playbook": profile.playbook,
        "renewal": account.renewal.day.value,
        "renewal_days": account.renewal.days,
        "renewal_status": account.renewal.status,
        "plan_owner": plan.owner.name if plan.owner else None,
        "plan_age_days": plan.age_days,
        "plan_is_stale": plan.is_stale,
    }
    plain = {name: _json(value) for name, value in row.items()}
    return plain | {"blockers": [_blocker(row) for row in account.blockers]}


def _blocker(row: Blocker) -> dict[str, Any]:
    """METHOD.md row 23: what a manager decides on each week, without opening the account."""
    return {
        "kind": row.kind,
        "name": row.name,
        "days": row.days,
        "why": row.why,
        "owner": row.owner.name if row.owner else None,
        "escalate_to": row.escalate_to.name if row.escalate_to else None,
    }


def show_text(account: AnalysedAccount, formats: Formats, width: int = 96) -> str:
    """The account on one or two screens. Nothing in it is obeyed by a terminal."""
    composed = compose(account, _SOURCE, formats, form="full")
    return "\n".join(lines_of(composed.values, formats, width)) + "\n"
