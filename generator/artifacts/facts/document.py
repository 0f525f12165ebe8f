"""The document about itself: title, markings, footer, expiry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from generator.analysis.results import AnalysedAccount, Period
from generator.artifacts.context import Facts, Voice


class ReadForADay(Protocol):
    """What an account and a set of accounts have in common: who read them, and for which day."""

    @property
    def org_name(self) -> str: ...
    @property
    def reader(self) -> str: ...
    @property
    def reader_kind(self) -> str: ...
    @property
    def is_sample(self) -> bool: ...
    @property
    def is_sandbox(self) -> bool: ...
    @property
    def is_read_later(self) -> bool: ...
    @property
    def newest_change(self) -> str | None: ...
    @property
    def period(self) -> Period: ...


def title(account: AnalysedAccount, ctx: Facts) -> str:
    key = f"title.{ctx.artifact.name}_{ctx.form}"
    chosen = key if ctx.phrases.has(key) else f"title.{ctx.artifact.name}"
    said = ctx.say(chosen, quarter=account.period.quarter.label) or ""
    return (ctx.say("title.draft", title=said) or "") if is_draft(account, ctx) else said


def is_draft(account: AnalysedAccount, ctx: Facts) -> bool:
    """Made for a year that has not begun; a customer's document speaks of no plan year."""
    return account.period.is_ahead and not ctx.is_customer


def file_label(account: AnalysedAccount, ctx: Facts) -> str:
    return f"{account.profile.name} - {title(account, ctx)}"


def artifact(_account: AnalysedAccount, ctx: Facts) -> str:
    return ctx.artifact.name


def form(_account: AnalysedAccount, ctx: Facts) -> str:
    return ctx.form


def org(read: ReadForADay, ctx: Voice) -> str:
    return ctx.footer.org or read.org_name


def user(read: ReadForADay, ctx: Voice) -> str | None:
    """Whose eyes read the CRM. An integration user may see more than who reads the document, so
    the document says where it was one (SALESFORCE.md 3.3)."""
    name = ctx.footer.user or read.reader or None
    if read.reader_kind != "integration":
        return name
    return ctx.say("reader.integration", user=name) if name else ctx.say("reader.unnamed")


def user_kind(read: ReadForADay, _ctx: Voice) -> str | None:
    return read.reader_kind or None


def newest_change_label(read: ReadForADay, ctx: Voice) -> str | None:
    if read.newest_change is None:
        return None
    moment = datetime.fromisoformat(read.newest_change).astimezone(UTC)
    day = ctx.formats.date(moment.date())
    return ctx.say("footer.newest_change", date=day, time=f"{moment:%H:%M}")


def expires(account: AnalysedAccount, _ctx: Facts) -> date:
    """When the plan would be stale (METHOD.md rows 3 and 18)."""
    return account.period.as_of + timedelta(days=account.refresh_days)


def sample_marking(read: ReadForADay, ctx: Voice) -> str:
    return (ctx.say("marking.sample") or "") if read.is_sample else ""


def marking(account: AnalysedAccount, ctx: Facts) -> str:
    if ctx.is_customer:
        return sample_marking(account, ctx)
    said = internal_marking(account, ctx)
    if is_draft(account, ctx):
        year = fiscal_year_named(account.period.year)
        return _listed(ctx.say("marking.draft", year=year), said)
    return said


def internal_marking(read: ReadForADay, ctx: Voice) -> str:
    sandbox = ctx.say("marking.sandbox") if read.is_sandbox else None
    return _listed(ctx.say("marking.internal"), sample_marking(read, ctx), sandbox)


def basis(read: ReadForADay, ctx: Voice) -> str:
    if not read.is_read_later:
        return ""
    return ctx.say("footer.read_later", date=ctx.formats.date(read.period.as_of)) or ""


def basis_note(read: ReadForADay, ctx: Voice) -> str:
    if not read.is_read_later:
        return ""
    return ctx.say("footer.read_later_note", date=ctx.formats.date(read.period.as_of)) or ""


def footer(account: AnalysedAccount, ctx: Facts) -> str:
    """For customers the as-of date only (CONTRACT.md, "Rules that hold everywhere")."""
    if ctx.is_customer:
        return ctx.say("footer.as_of", date=ctx.formats.date(account.period.as_of)) or ""
    return internal_footer(account, expires(account, ctx), ctx)


def internal_footer(read: ReadForADay, until: date, ctx: Voice) -> str:
    as_of = ctx.say("footer.as_of", date=ctx.formats.date(read.period.as_of))
    valid = ctx.say("footer.expires", date=ctx.formats.date(until))
    return _listed(as_of, org(read, ctx), user(read, ctx), valid, basis(read, ctx))


def _listed(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def fiscal_year(period: Period, _ctx: Facts) -> str:
    return fiscal_year_named(period.year)


def fiscal_year_named(year: int) -> str:
    return f"FY{year}"
