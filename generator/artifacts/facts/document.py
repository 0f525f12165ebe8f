"""The document about itself: title, markings, footer, expiry."""

from __future__ import annotations

from datetime import date, timedelta

from generator.analysis.results import AnalysedAccount, Period
from generator.artifacts.context import Facts


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


def org(account: AnalysedAccount, ctx: Facts) -> str:
    return ctx.footer.org or account.org_name


def user(account: AnalysedAccount, ctx: Facts) -> str | None:
    """Whose eyes read the CRM. An integration user may see more than who reads the document, so
    the document says where it was one (SALESFORCE.md 3.3)."""
    name = ctx.footer.user or account.reader or None
    if account.reader_kind != "integration":
        return name
    return ctx.say("reader.integration", user=name) if name else ctx.say("reader.unnamed")


def user_kind(account: AnalysedAccount, _ctx: Facts) -> str | None:
    return account.reader_kind or None


def expires(account: AnalysedAccount, _ctx: Facts) -> date:
    """When the plan would be stale (METHOD.md rows 3 and 18)."""
    return account.period.as_of + timedelta(days=account.refresh_days)


def sample_marking(account: AnalysedAccount, ctx: Facts) -> str:
    return (ctx.say("marking.sample") or "") if account.is_sample else ""


def marking(account: AnalysedAccount, ctx: Facts) -> str:
    marks = [sample_marking(account, ctx)]
    if not ctx.is_customer:
        marks = [ctx.say("marking.internal") or "", *marks]
        if account.is_sandbox:
            marks.append(ctx.say("marking.sandbox") or "")
        if is_draft(account, ctx):
            year = fiscal_year_named(account.period.year)
            marks.insert(0, ctx.say("marking.draft", year=year) or "")
    return " · ".join(mark for mark in marks if mark)


def basis(account: AnalysedAccount, ctx: Facts) -> str:
    if not account.is_read_later:
        return ""
    return ctx.say("footer.read_later", date=ctx.formats.date(account.period.as_of)) or ""


def basis_note(account: AnalysedAccount, ctx: Facts) -> str:
    if not account.is_read_later:
        return ""
    return ctx.say("footer.read_later_note", date=ctx.formats.date(account.period.as_of)) or ""


def footer(account: AnalysedAccount, ctx: Facts) -> str:
    """For customers the as-of date only (CONTRACT.md, "Rules that hold everywhere")."""
    parts = [ctx.say("footer.as_of", date=ctx.formats.date(account.period.as_of))]
    if not ctx.is_customer:
        until = ctx.say("footer.expires", date=ctx.formats.date(expires(account, ctx)))
        parts += [org(account, ctx), user(account, ctx), until, basis(account, ctx)]
    return " · ".join(part for part in parts if part)


def fiscal_year(period: Period, _ctx: Facts) -> str:
    return fiscal_year_named(period.year)


def fiscal_year_named(year: int) -> str:
    return f"FY{year}"
