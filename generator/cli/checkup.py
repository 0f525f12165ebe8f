"""What ``accountdocs doctor`` finds out, step by step: one that fails is a finding, not an end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from generator.artifacts.forecast import Beside, Forecast, forecast
from generator.artifacts.needs import INDISPENSABLE
from generator.artifacts.phrases import Phrases, load_phrases
from generator.cli.orgs import Org, mapping_of, open_org
from generator.cli.reading import inputs_of
from generator.crm.orgfacts import org_facts
from generator.crm.proposing import proposed_mapping
from generator.crm.session import Session
from generator.crm.survey import forget, kept_survey, survey
from generator.crm.transport import Usage
from generator.errors import AccountdocsError, InputsError, MappingError, SettingsError
from generator.formats import Formats
from generator.model.capability import KindCapability, Survey
from generator.settings import SAMPLE, Settings, choose_org

MAPPING = "the mapping"
"""The step in which mistakes of the mapping are found."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: in which step, what, and what to do about it."""

    step: str
    message: str
    next_step: str = ""


@dataclass
class Checkup:
    """All that was found out. What is None or empty was not reached."""

    connection: str = ""
    is_sample: bool = False
    reason: str = ""  # why this connection, where nobody named it
    mapping_origin: str = ""
    site: str = ""
    api_version: str = ""
    reader: str = ""
    reader_kind: str = ""  # person, integration, or not known
    org_id: str = ""
    org_name: str = ""
    is_sandbox: bool | None = None
    survey: Survey | None = None
    is_kept: bool = False  # the survey is one of the last day
    forecasts: tuple[Forecast, ...] = ()
    usage: Usage | None = None
    spent: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    doubts: tuple[str, ...] = ()  # about the mapping's words and the org's values
    proposal: str | None = None  # a mapping file's text, where one was asked for

    @property
    def is_well(self) -> bool:
        """Whether documents can be made: accounts and opportunities, a mapping without mistakes."""
        return not self.troubles


def checkup(settings: Settings, *, refresh: bool, propose: str | None = None) -> Checkup:
    """Everything about the org of ``settings``; ``refresh``: whatever was kept of the last day.

    ``propose`` is the name of a mapping file to be proposed from what the org describes.
    """
    found = Checkup(mapping_origin=settings.mapping_source.name if settings.mapping else "")
    settings = _with_a_sound_mapping(settings, found)
    try:
        choice = choose_org(settings)
        found.connection, found.reason = settings.org or choice.connection, choice.reason
        found.is_sample = choice.connection == SAMPLE
    except SettingsError as error:
        _note(found, "the choice of an org", error)
        return found
    try:
        with open_org(settings, None, notes=False) as org:
            _examine(found, org, settings, refresh=refresh, propose=propose)
            found.usage, found.spent = org.session.usage, org.api_calls
    except AccountdocsError as error:
        _note(found, "signing in", error)
    return found


def _with_a_sound_mapping(settings: Settings, found: Checkup) -> Settings:
    """``settings``, or the same with the default mapping where the org's own has mistakes."""
    try:
        mapping_of(settings)
    except SettingsError as error:
        _note(found, MAPPING, error)
        return replace(settings, mapping={})
    return settings


def _note(found: Checkup, step: str, error: AccountdocsError) -> None:
    """``error`` as a trouble, each mistake of a mapping as one, and none of them twice."""
    new = [Trouble(step, error.message, error.next_step)]
    if isinstance(error, MappingError):
        new = [Trouble(MAPPING, mistake) for mistake in error.mistakes]
    found.troubles += [trouble for trouble in new if trouble not in found.troubles]


# --- the org --------------------------------------------------------------------------------------


def _examine(
    found: Checkup, org: Org, settings: Settings, *, refresh: bool, propose: str | None
) -> None:
    session = org.session
    if refresh:
        forget(session)
    found.site = session.wire.site
    step = "reaching the org"
    try:
        _reach(found, session)
        step = "what the org offers"
        _survey(found, session, settings, refresh=refresh)
        _hold_the_mapping_against(found, session)
        if propose is not None:
            step = "a mapping from the org"
            found.proposal = proposed_mapping(session, shares(found.survey), propose)
    except AccountdocsError as error:
        _note(found, step, error)
    found.api_version = session.wire.api_version


def _reach(found: Checkup, session: Session) -> None:
    """The first call: it shows whether the token is taken, and brings the org's usage with it."""
    found.reader, found.reader_kind = session.identity.name, session.reader_kind
    org = org_facts(session).org
    found.org_id, found.org_name, found.is_sandbox = org.id, org.name, org.is_sandbox


def _survey(found: Checkup, session: Session, settings: Settings, *, refresh: bool) -> None:
    kept = None if refresh else kept_survey(session)
    found.is_kept = kept is not None
    found.survey = kept or survey(session, datetime.now(UTC))
    phrases, formats = words(settings)
    found.forecasts = forecast(found.survey, phrases, formats, _beside(found, settings))
    session.catalog.complete()
    for mistake in session.catalog.mistakes if session.mapping.refuses_missing else ():
        found.troubles.append(Trouble(MAPPING, str(mistake), ""))
    for kind in INDISPENSABLE:
        _check_minimum(found, found.survey.kind(kind))


def _beside(found: Checkup, settings: Settings) -> Beside:
    """What the inputs folder holds; nothing where it is faulty, for then nothing of it is used."""
    try:
        inputs = inputs_of(settings)
    except InputsError as error:
        _note(found, "the inputs folder", error)
        return Beside()
    there = {"usage": inputs.usage, "signals": inputs.signals}
    topics = frozenset(topic for topic, table in there.items() if table is not None)
    return Beside(topics, frozenset(inputs.safe))


def words(settings: Settings) -> tuple[Phrases, Formats]:
    """What the documents are worded with. SettingsError for a faulty phrase file."""
    locale = (settings.locale or "en_US").replace("-", "_")
    return load_phrases(locale, settings.phrases), Formats(settings.locale or "en_US", "USD")


def _check_minimum(found: Checkup, kind: KindCapability) -> None:
    if not kind.is_readable:
        names = " or ".join(kind.candidates) or kind.kind
        found.troubles.append(
            Trouble(
                "what the org offers",
                f"{names} cannot be read, and without it nothing can be made.",
                f"Ask an administrator for read access to {names} for the user of the connection.",
            )
        )


def _hold_the_mapping_against(found: Checkup, session: Session) -> None:
    """Names of the org's own mapping that the org does not have, and what else is doubtful."""
    refused: tuple[str, ...] = ()
    try:
        session.catalog.check(whole=True)
    except MappingError as error:
        _note(found, MAPPING, error)
        refused = tuple(mistake.text for mistake in session.catalog.mistakes)
    messages = (problem.message for problem in session.catalog.problems)
    found.doubts = tuple(text for text in messages if text not in refused)


def shares(survey: Survey | None) -> dict[str, float]:
    """By ``Object.Field`` the share of records, 0 to 1, that have a value, where it was counted."""
    return {
        one.source: one.filled / kind.count
        for kind in (survey.kinds if survey else ())
        for one in kind.found
        if kind.count and one.filled is not None
    }
