"""One row for each account, for territory and quota planning (METHOD.md row 16).

Money stands in the account's own currency, but for the owner's quota, which is in the portfolio's:
each is named beside it. An owner's quota is on all rows of that owner, so it must not be added up.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.analysis.portfolio import Portfolio
from generator.analysis.portfolio.results import QuotaLine
from generator.analysis.results import AnalysedAccount
from generator.analysis.weighting import weighted_whitespace

_TRIGGER = re.compile(r"(^|[;,|:])([\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*)(?=[=+\-@＝＋－＠])")
"""What a spreadsheet may take for the begin of a formula: at the start of a cell, and after what it
may take for the end of one."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Of:
    account: AnalysedAccount
    portfolio: Portfolio
    quota: QuotaLine | None


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is one of the vocabulary: text, number, money, date."""

    name: str
    head: str
    kind: str
    get: Callable[[_Of], Any]


def _name(person: Any) -> str | None:
    return person.name if person else None


def _quota(of: _Of) -> Decimal | None:
    return of.quota.quota.value if of.quota else None


def _org(account: AnalysedAccount) -> str:
    return f"SAMPLE DATA: {account.org_name}" if account.is_sample else account.org_name


COLUMNS = (
    Column("account", "Account", "text", lambda of: of.account.profile.name),
    Column("id", "Account id", "text", lambda of: of.account.profile.id),
    Column("tier", "Tier", "number", lambda of: of.account.profile.tier),
    Column("tier_source", "Tier from", "text", lambda of: of.account.profile.tier_source),
    Column("segment", "Segment", "text", lambda of: of.account.profile.segment),
    Column("owner", "Owner", "text", lambda of: _name(of.account.profile.owner)),
    Column("territory", "Territory", "text", lambda of: of.account.profile.territory),
    Column("industry", "Industry", "text", lambda of: of.account.profile.industry),
    Column("current", "Revenue", "money", lambda of: of.account.revenue.current.value),
    Column("target", "Target", "money", lambda of: of.account.revenue.target.value),
    Column("gap", "To win", "money", lambda of: of.account.revenue.gap.value),
    Column("potential", "Growth potential", "money", lambda of: of.account.profile.potential.value),
    Column("whitespace", "White space", "money", lambda of: of.account.whitespace.value.value),
    Column(
        "weighted_whitespace",
        "White space weighted",
        "money",
        lambda of: weighted_whitespace(of.account.whitespace.cells).value,
    ),
    Column(
        "weighted_pipeline",
        "Pipeline weighted",
        "money",
        lambda of: of.account.expected.weighted.value,
    ),
    Column("renewal_date", "Renewal", "date", lambda of: of.account.renewal.day.value),
    Column("renewal_value", "Renewal value", "money", lambda of: of.account.renewal.value.value),
    Column(
        "pre_pipeline", "Pre-pipeline", "money", lambda of: of.account.expected.pre_pipeline.value
    ),
    Column("currency", "Currency", "text", lambda of: of.account.currency),
    Column("quota", "Owner's quota", "money", _quota),
    Column(
        "quota_currency",
        "Quota currency",
        "text",
        lambda of: None if _quota(of) is None else of.portfolio.currency,
    ),
    Column(
        "quota_year",
        "Quota year",
        "number",
        lambda of: None if _quota(of) is None else of.portfolio.quotas.year,
    ),
    Column("as_of", "As of", "date", lambda of: of.portfolio.as_of),
    Column("org", "Org", "text", lambda of: _org(of.account)),
)


def export_rows(accounts: Iterable[AnalysedAccount], portfolio: Portfolio) -> list[Row]:
    """By the names of COLUMNS; what is not recorded is None."""
    quotas = {line.owner.id: line for line in portfolio.quotas.lines}
    rows = []
    for account in accounts:
        owner = account.profile.owner
        of = _Of(account, portfolio, quotas.get(owner.id) if owner else None)
        rows.append({column.name: column.get(of) for column in COLUMNS})
    return rows


def csv_bytes(rows: Sequence[Row]) -> bytes:
    """CSV after RFC 4180: commas, all fields in quotes, UTF-8 with a mark that Excel knows it by.

    Texts cannot run as formulas (``harmless_field``); unknown is an empty field.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.head for column in COLUMNS])
    writer.writerows([[_field(row[column.name]) for column in COLUMNS] for row in rows])
    return target.getvalue().encode("utf-8-sig", "backslashreplace")


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else harmless_field(str(value))


def harmless_field(text: str) -> str:
    """``text`` as no spreadsheet runs it: an apostrophe before = + - @ (their wide forms too) where
    a cell may begin, and a blank for every control character and line end."""
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return _TRIGGER.sub(r"\1\2'", plain)
