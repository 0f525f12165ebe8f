"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from generator.crm.selections import Selection
    from generator.settings import Check, Settings

    _DayParam = click.ParamType[date]
    _TextParam = click.ParamType[str]
    _YearParam = click.ParamType[int]
else:  # older releases of click have no generic one
    _DayParam = _TextParam = _YearParam = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, listed by ``--help`` in this order."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_FIRST_YEAR, _LAST_YEAR = 1990, 2200
"""Years that can be asked for: fiscal quarters and months around them still have a date."""


class DayType(_DayParam):
    """A day, typed as 2026-11-22."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2026-11-22.", param, ctx)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{value!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}.", param, ctx)
        return day


FOLDER = click.Path(file_okay=False, path_type=Path)

config_options = together(
    click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The settings file. Default: accountdocs.toml here or in your configuration folder.",
    ),
    click.option("--debug", is_flag=True, help="Show where in the program an error arose."),
)

org_option = click.option(
    "--org",
    metavar="NAME",
    help="The org to read: sample, env, sf:ALIAS (the Salesforce CLI's login), login:NAME (see "
    "accountdocs login), or a name in the settings. Default: the settings' "
    "choice, else env where SF_... variables are set, else sample.",
)

org_options = together(
    org_option,
    click.option(
        "--as-of",
        type=DayType(),
        help="The day that stands for today. Default: today; for the sample org its own day.",
    ),
    config_options,
)

selection_options = together(
    click.option("--all", "every", is_flag=True, help="All accounts."),
    click.option("--tier", type=click.IntRange(1, 3), help="The accounts of this tier."),
    click.option("--owner", metavar="NAME", help="The accounts this person owns (name or id)."),
    click.option(
        "--manager", metavar="NAME", help="The accounts of everyone below this person (name or id)."
    ),
    click.option("--mine", is_flag=True, help="The accounts you own."),
    click.option("--where", metavar="SOQL", help="The accounts this SOQL condition is true of."),
)


class PeriodType(_TextParam):
    """A fiscal quarter, typed as 2026-Q4."""

    name = "YYYY-QN"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        found = re.fullmatch(r"(\d{4})-?Q([1-4])", value.strip(), re.IGNORECASE)
        if found is None:
            self.fail(f"{value!r} is not a fiscal quarter; write it like 2026-Q4.", param, ctx)
        if not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            self.fail(f"{value!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}.", param, ctx)
        return f"{found[1]}-Q{found[2]}"


period_option = click.option(
    "--period",
    type=PeriodType(),
    help="The fiscal quarter under review. Default: the last completed one.",
)


class PlanYearType(_YearParam):
    """A fiscal year, typed as FY2027 or 2027."""

    name = "FYYYYY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(?:FY ?)?(\d{4})", str(value).strip(), re.IGNORECASE)
        if found is None:
            self.fail(f"{value!r} is not a fiscal year; write it like FY2027.", param, ctx)
        if not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            self.fail(f"{value!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}.", param, ctx)
        return int(found[1])


plan_year_option = click.option(
    "--plan-year",
    type=PlanYearType(),
    help="The fiscal year of the plan. Default: the one that holds the as-of day. For the next "
    "year a draft is made, under the same name: give it an --out of its own to keep both.",
)

since_option = click.option(
    "--since",
    type=DayType(),
    help="Count changes from the snapshot kept on this day, or the last one before it. Default: "
    "the last one from before the period under review.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of the selection; the same options hold for ``generate`` and ``accounts``."""

    every: bool = False
    tier: int | None = None
    owner: str | None = None
    manager: str | None = None
    mine: bool = False
    where: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == Typed()

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the selection; for ``accounts`` nothing typed says the same."""
        return self in (Typed(), Typed(every=True))

    def selection(self, settings: Settings, chain: Mapping[str, str]) -> Selection:
        """As the CRM is asked; ``chain`` is user id to manager id, beside what the CRM says."""
        from generator.crm.selections import Selection

        return Selection(
            all=self.every,
            tier=self.tier,
            owner=self.owner,
            manager=self.manager,
            mine=self.mine,
            where=self.where,
            narrow=settings.accounts_where,
            chain=chain,
        )


def settings_of(
    config: Path | None,
    org: str | None = None,
    *,
    out: Path | None = None,
    templates: Path | None = None,
    jobs: int | None = None,
) -> Settings:
    """The settings, with what was typed laid over them. SettingsError with all that is wrong."""
    from platformdirs import user_config_path

    from generator.settings import Flags, load_settings

    flags = Flags(config=config, org=org, out=out, templates=templates, jobs=jobs)
    return load_settings(
        flags,
        os.environ,
        folder=Path(),
        user_folder=user_config_path("accountdocs"),
        checks_of=_checks_of,
    )


def _checks_of(table: str) -> Mapping[str, Check]:
    """Asked for only where a file has such a table: the analysis is not loaded for nothing."""
    from generator.asked import checks_of

    return checks_of(table)
