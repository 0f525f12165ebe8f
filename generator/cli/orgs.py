"""The org that a command reads, opened for as long as the command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from platformdirs import user_cache_path

from generator.cli.console import note
from generator.crm.calls import Timeouts
from generator.crm.capabilities import DescribeStore
from generator.crm.connect import Connection, connection_of, open_connection
from generator.crm.mapping import Mapping, default_mapping, load_mapping
from generator.crm.orgfacts import org_facts
from generator.crm.patience import Patience
from generator.crm.session import Session
from generator.crm.sizes import Estimate, Gauge
from generator.errors import RunRefused
from generator.files import data_folder
from generator.model.org import FiscalQuarter
from generator.settings import SAMPLE, Planning, Settings, choose_org

_MAX_DOUBTS = 3
SAMPLE_WORDS = "SAMPLE DATA: a made-up company, not your Salesforce"


@dataclass(frozen=True, slots=True)
class Org:
    """An open org. ``name`` is what ``--org`` would say; ``as_of`` stands for today."""

    name: str
    session: Session
    as_of: date
    is_sample: bool
    is_read_later: bool  # the records are read after the day they are computed for

    @property
    def api_calls(self) -> int:
        return self.session.api_calls


def today() -> date:
    """The user's own day."""
    return datetime.now(UTC).astimezone().date()


@contextmanager
def open_org(settings: Settings, as_of: date | None, *, notes: bool = True) -> Iterator[Org]:
    """The org of the settings. SettingsError where it is not configured. That it is the sample is
    told, and at the end what is doubtful about the mapping, unless without ``notes``: then the
    caller tells both."""
    choice = choose_org(settings)
    mapping = mapping_of(settings)
    name = settings.org or choice.connection
    if choice.connection != SAMPLE:
        if choice.reason:
            note(f"Reading --org {name}: {choice.reason}.")
        connection = connection_of(choice.connection, settings.environment)
        if connection.notice:
            note(f"{connection.notice}.")
        session = open_connection(
            connection,
            mapping=mapping,
            store=_store(),
            timeouts=timeouts_of(settings),
            patience=patience_of(settings),
        )
        yield _org(name, session, as_of, today())
        if notes:
            _note_doubts(session)
        return
    why = f" ({choice.reason}; --org names one)" if choice.reason else ""
    if notes:
        note(f"{SAMPLE_WORDS}{why}.")
    yield from _sample(name, mapping, as_of, notes=notes)


def _sample(name: str, mapping: Mapping, as_of: date | None, *, notes: bool) -> Iterator[Org]:
    from generator.crm.sample_org.data import load
    from generator.crm.sample_org.server import SampleServer

    data = load(data_folder("samples"))
    with SampleServer(data) as server:
        connection = Connection(server.url, server.token, is_sample=True)
        session = open_connection(connection, mapping=mapping)
        yield _org(name, session, as_of, date.fromisoformat(data.org["as_of"]))
        if notes:
            _note_doubts(session)


def _note_doubts(session: Session) -> None:
    """What is doubtful about the mapping in this org, where that is no error."""
    mistakes = [str(mistake) for mistake in session.catalog.mistakes]
    told = [problem.message for problem in session.catalog.problems[len(mistakes) :]]
    for text in (*mistakes, *told[:_MAX_DOUBTS]):
        note(f"Warning: {text}")
    if len(told) > _MAX_DOUBTS:
        note(f"Warning: {len(told) - _MAX_DOUBTS} more doubts about the mapping: see the doctor.")


def _org(name: str, session: Session, asked: date | None, now: date) -> Org:
    """``now`` is the day the records are of; a day before it is computed from later records."""
    as_of = asked or now
    return Org(name, session, as_of, session.is_sample, is_read_later=as_of < now)


def asked_quarter(org: Org, period: str | None) -> FiscalQuarter | None:
    """The quarter under review, if one was asked for. UsageError where it has not begun."""
    if period is None:
        return None  # nothing to ask the org for: its facts come with the accounts
    from generator.asked import quarter_of

    return quarter_of(period, org_facts(org.session).org, org.as_of)


def check_plan_year(org: Org, year: int | None, planning: Planning) -> None:
    """UsageError where no plan can be made for the year; for a draft, what there is to say of the
    time at which it is made."""
    if year is None:
        return
    from generator.analysis.cadence import cadence
    from generator.analysis.options import Options
    from generator.analysis.scope import period_on
    from generator.asked import plan_year_of, planning_doubts, planning_rule

    facts = org_facts(org.session).org
    rule = planning_rule(planning)
    options = Options(plan_year=plan_year_of(year, facts, org.as_of), planning=rule)
    period = period_on(facts.fiscal, org.as_of, options)
    if period.is_ahead:
        for text in planning_doubts(cadence(period, options), org.as_of, rule.previous):
            note(text)


def mapping_of(settings: Settings) -> Mapping:
    if not settings.mapping:
        return default_mapping()
    return load_mapping(settings.mapping, settings.mapping_source)


def gauge_of(settings: Settings) -> Gauge:
    """Says what a large run will take of the org's API calls, and refuses too large a share of what
    is left (RELIABILITY.md 2, rule (d))."""

    def gauge(estimate: Estimate) -> None:
        left = "the org did not say how many are left" if estimate.left is None else (
            f"the org has {estimate.left:,} left today"
        )  # fmt: skip
        note(
            f"Reading {estimate.accounts:,} accounts, divisions included: about "
            f"{estimate.records:,} records in {estimate.calls:,} API calls; {left}."
        )
        if estimate.left is not None and estimate.calls * 100 > estimate.left * settings.share:
            raise RunRefused(
                f"That is more than {settings.share:g} % of the API calls that the org has left.",
                next_step="Select fewer accounts, run it later, or raise `share` under [limits] "
                "in the settings file.",
            )

    return gauge


def timeouts_of(settings: Settings) -> Timeouts:
    """How long a call may take, as the settings have it."""
    given = {name: settings.network[name] for name in ("connect", "read", "whole")
             if name in settings.network}  # fmt: skip
    return replace(Timeouts(), **given)


def patience_of(settings: Settings) -> Patience:
    """How often a call is made again, and after what pause, as the settings have it."""
    network, usual = settings.network, Patience()
    pause = network.get("pause", usual.longest)
    return replace(
        usual,
        attempts=int(network.get("attempts", usual.attempts)),
        first=min(usual.first, pause),
        longest=pause,
    )


def _store() -> DescribeStore:
    return DescribeStore(user_cache_path("accountdocs") / "describes", datetime.now(UTC))
