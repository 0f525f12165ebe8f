"""Settings from file, environment and flags; every wrong key named with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.asked import checks_of, options_of
from generator.errors import SettingsError
from generator.settings import (
    CONNECTION_VARIABLES,
    Customer,
    Environment,
    Flags,
    Limits,
    Login,
    Planning,
    Settings,
    choose_org,
    load_settings,
)
from tests.builders import Book


def loaded(folder: Path, text: str | None = None, flags: Flags = Flags(), **env: str) -> Settings:
    if text is not None:
        (folder / "accountdocs.toml").write_text(text, encoding="utf-8")
    return load_settings(flags, env, folder=folder, checks_of=checks_of)


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path)

    assert settings.out == Path("outputs")
    assert settings.org is settings.templates is settings.jobs is settings.locale is None


def test_what_the_company_plans_by_is_read(tmp_path: Path) -> None:
    text = """
        [planning]
        themes = ["Energy", "One  view"]
        vague_verbs = ["harness"]
        [metrics.targets]
        renewal_rate = 95
        """
    planning = loaded(tmp_path, text).planning
    assert (planning.themes, planning.vague_verbs) == (("Energy", "One view"), ("harness",))
    assert planning.targets == {"renewal_rate": 95}


def test_a_target_of_no_metric_is_refused_with_the_nearest_name() -> None:
    snapshot = Book().build()
    with pytest.raises(SettingsError, match="did you mean renewal_rate"):
        options_of({}, None, snapshot, planning=Planning(targets={"renewal_rat": 95}))
    options = options_of({}, None, snapshot, planning=Planning(targets={"renewal_rate": 95}))
    assert options.metric_targets == (("renewal_rate", Decimal(95)),)


def test_every_setting_of_the_file_is_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
        org = "prod"
        out = "documents"
        templates = "ours"
        phrases = "ours.toml"
        locale = "en-GB"
        jobs = 3
        [accounts]
        where = "Type = 'Customer'"
        [orgs]
        prod = "sf:production"
        [logins.work]
        consumer_key = "3MVG9"
        login_url = "https://acme.my.salesforce.com"
        port = 9000
        [mapping.account.fields]
        tier = "Level__c"
        [thresholds]
        revenue_threshold = 750000
        [limits]
        share = 10
        seconds = 30
        pdf_seconds = 45
        [customer]
        words = ["project falcon"]
        allowed = ["Target"]
        """,
    )

    assert settings.org == "prod"
    assert settings.out == tmp_path / "documents"
    assert settings.templates == tmp_path / "ours"
    assert settings.phrases == tmp_path / "ours.toml"
    assert (settings.locale, settings.jobs) == ("en_GB", 3)
    assert (settings.share, settings.limits) == (10, Limits(30, 1000, 45))
    assert settings.accounts_where == "Type = 'Customer'"
    assert settings.logins == {"work": Login("3MVG9", "https://acme.my.salesforce.com", 9000)}
    assert settings.mapping == {"account": {"fields": {"tier": "Level__c"}}}
    assert settings.thresholds == {"revenue_threshold": 750000}
    assert settings.customer == Customer(words=("project falcon",), allowed=("Target",))
    assert choose_org(settings).connection == "sf:production"


def test_a_flag_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    text = 'org = "sample"\nout = "file"\nlocale = "en_US"\n'
    flags = Flags(out=Path("typed"))

    settings = loaded(tmp_path, text, flags, ACCOUNTDOCS_OUT="env", ACCOUNTDOCS_LOCALE="en_GB")

    assert (settings.org, settings.out, settings.locale) == ("sample", Path("typed"), "en_GB")


def test_the_file_is_looked_for_in_the_order_of_the_contract(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("flag", "variable", "here", "user")]
    for place in places:
        place.mkdir()
        (place / "accountdocs.toml").write_text(f'org = "{place.name}"', encoding="utf-8")
    flag, variable, here, user = places

    def org(flags: Flags = Flags(), **env: str) -> str | None:
        return load_settings(flags, env, folder=here, user_folder=user).org

    named = {"ACCOUNTDOCS_CONFIG": str(variable / "accountdocs.toml")}
    assert org(Flags(config=flag / "accountdocs.toml"), **named) == "flag"
    assert org(**named) == "variable"
    assert org() == "here"
    (here / "accountdocs.toml").unlink()
    assert org() == "user"


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no settings file gone\.toml.*--config"):
        loaded(tmp_path, flags=Flags(config=Path("gone.toml")))
    with pytest.raises(SettingsError, match=r"no settings file .*gone\.toml.*ACCOUNTDOCS_CONFIG"):
        loaded(tmp_path, ACCOUNTDOCS_CONFIG="gone.toml")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('org = "sample"\ntemplate = "x"', 2, "template is not a setting; did you mean templates?"),
        ('[acounts]\nwhere = "x"', 1, "acounts is not a setting; did you mean accounts?"),
        ('\n[accounts]\nwher = "x"', 3, "accounts.wher is not a setting; did you mean where?"),
        ('accounts.were = "x"', 1, "accounts.were is not a setting; did you mean where?"),
        ('jobs = "many"', 1, "jobs must be a whole number from 1 to 64"),
        ("jobs = 0", 1, "jobs must be a whole number from 1 to 64"),
        ("jobs = true", 1, "jobs must be a whole number from 1 to 64"),
        ("org = 3", 1, "org must be a text in quotes"),
        ('out = ""', 1, "out must be a text in quotes"),
        ('locale = "tlh_XX"', 1, "locale must be a locale such as en_GB"),
        ('accounts = "x"', 1, "accounts must be a table"),
        ('[orgs]\nprod = "https://x.my.salesforce.com"', 2, "tokens are never kept here"),
        ('[orgs]\nenv = "sf:x"', 2, "the name 'env' is taken"),
        ('[thresholds]\nactive_days = "x"', 2, "active_days must be a whole number from 0"),
        ('[planning]\nthems = ["x"]', 2, "planning.thems is not a setting; did you mean themes"),
        ('[planning]\nthemes = "x"', 2, "planning.themes must be a list of texts in quotes"),
        ("[metrics]\ntargets = 5", 2, "metrics.targets must be a table"),
        ('[metrics.targets]\narr_change = "x"', 2, "metrics.targets.arr_change must be a number"),
        ("[metrics.targets]\nrenewal_rat = 9", 2, "is not a setting; did you mean renewal_rate?"),
        ("[thresholds]\nactiv_days = 9", 2, "is not a setting; did you mean active_days?"),
        ("[logins]\nwork = 3", 2, "logins.work must be a table"),
        ("[logins.work]\nport = 0", 2, "logins.work.port must be a whole number from 1 to 65,535"),
        ("[logins.work]\nlogin_url = 3", 2, "logins.work.login_url must be a text in quotes"),
        ('[logins.work]\nconsumer_kee = "x"', 2, "did you mean consumer_key?"),
        ('[logins.work]\nrefresh_token = "x"', 2, "Known here: consumer_key, login_url, port."),
        ('mapping = "gone.toml"', 1, "there is no file"),
        ('[customer]\nword = ["x"]', 2, "customer.word is not a setting; did you mean words?"),
        ('[customer]\nwords = "x"', 2, "customer.words must be a list of texts in quotes"),
        ('[customer]\nallowed = ["--"]', 2, "customer.allowed must be a list of words"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(
    tmp_path: Path, text: str, line: int, hint: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)

    assert f"accountdocs.toml, line {line}: " in str(caught.value)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[limits]\nshare = 400", "limits.share must be more than 0, and 100 at the most"),
        ("[limits]\nshare = nan", "limits.share must be a number"),
        ("[limits]\nseconds = 0.2", "limits.seconds must be from 1 to 86,400"),
        ("[limits]\npdf_seconds = inf", "limits.pdf_seconds must be a number"),
        ("[limits]\nmegabytes = 1", "limits.megabytes must be from 200 to 1,000,000"),
        ("[network]\nattempts = 2.5", "network.attempts must be a whole number from 1 to 100"),
        ("[network]\npause = -1", "network.pause must be more than 0, and 86,400 at the most"),
        ("[thresholds]\nactive_days = -1", "must be a whole number from 0 to 3,650"),
        ("[thresholds]\nactive_days = 90.5", "must be a whole number from 0 to 3,650"),
        ("[thresholds]\ntop_share_percent = 600", "must be from 0 to 100"),
        ("[thresholds]\nrevenue_threshold = -5", "must be 0 or more"),
        ("[metrics.targets]\nrenewal_rate = 9500", "must be from 0 to 100"),
        ("[metrics.targets]\nactive_executives = -2", "must be 0 or more"),
        (
            "[planning]\nstarts = 2026-11-02\nprevious = 2027-11-01",
            "planning.previous must be before planning.starts, 2026-11-02",
        ),
        ('locale = "tlh_XX"', "locale must be a locale such as en_GB, not 'tlh_XX'"),
        ('locale = "de_UK"', "locale must be a locale such as de_DE, not 'de_UK'"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)
    assert wanted in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"), [("en_UK", "en_GB"), ("en-gb", "en_GB"), ("iw_IL", "he_IL"), ("de", "de")]
)
def test_a_locale_is_kept_under_the_name_that_it_has_now(
    tmp_path: Path, typed: str, meant: str
) -> None:
    assert loaded(tmp_path, f'locale = "{typed}"').locale == meant


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = """
jobs = 0
locle = "en_GB"
[brand]
paper = "A5"
font = ""
[logins.work]
port = 0
[logins.home]
consumer_kee = "x"
[metrics.targets]
renewal_rat = 95
[limits]
share = 400
[thresholds]
activ_days = 1
top_share_percent = 101
[customer]
words = "x"
"""
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text, ACCOUNTDOCS_JOBS="many")

    told = [line.partition("accountdocs.toml, line ")[2] for line in caught.value.lines]
    assert [line.split(" ")[:2] for line in told[:-1]] == [
        ["2:", "jobs"],
        ["3:", "locle"],
        ["5:", "brand.paper"],
        ["6:", "brand.font"],
        ["8:", "logins.work.port"],
        ["10:", "logins.home.consumer_kee"],
        ["12:", "metrics.targets.renewal_rat"],
        ["14:", "limits.share"],
        ["16:", "thresholds.activ_days"],
        ["17:", "thresholds.top_share_percent"],
        ["19:", "customer.words"],
    ]
    assert caught.value.lines[-1] == "$ACCOUNTDOCS_JOBS must be a whole number from 1 to 64."
    assert "did you mean locale?" in told[1]
    assert "did you mean active_days?" in told[8]


def test_a_file_that_is_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"accountdocs\.toml cannot be read: .*line 1"):
        loaded(tmp_path, "org = prod")


def test_a_mapping_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text('[account]\nobject = "Account"', encoding="utf-8")

    settings = loaded(tmp_path, 'mapping = "map.toml"')

    assert settings.mapping == {"account": {"object": "Account"}}
    assert settings.mapping_source.spot("account", "object").label == "[account] object"
    assert settings.mapping_source.spot("account").where == f"{tmp_path / 'map.toml'}, line 1"


def test_jobs_in_the_environment_must_be_a_number(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ACCOUNTDOCS_JOBS must be a whole number"):
        loaded(tmp_path, ACCOUNTDOCS_JOBS="many")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "sample"),
        ({"SF_INSTANCE_URL": "https://x"}, "env"),
        *(({name: "x"}, "env") for name in CONNECTION_VARIABLES),
        ({"SF_LOGIN_URL": "https://x", "SF_DOMAIN": "test"}, "sample"),
        ({"SF_INSTANCE_URL": ""}, "sample"),
    ],
)
def test_the_default_org_is_the_environment_s_else_the_sample_and_said(
    tmp_path: Path, env: dict[str, str], expected: str
) -> None:
    choice = choose_org(loaded(tmp_path, **env))

    assert choice.connection == expected
    assert choice.reason


def test_an_org_that_is_named_needs_no_explanation(tmp_path: Path) -> None:
    assert choose_org(loaded(tmp_path, flags=Flags(org="sf:prod"))) == ("sf:prod", "")


def test_an_org_that_nobody_named_is_said_with_the_nearest(tmp_path: Path) -> None:
    settings = loaded(tmp_path, '[orgs]\nproduction = "sf:x"', Flags(org="prodution"))

    said = r"no org 'prodution' \(.*\); did you mean production\?"
    with pytest.raises(SettingsError, match=said):
        choose_org(settings)


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    settings = loaded(tmp_path, SF_ACCESS_TOKEN="canary-token", SF_PASSWORD="canary-password")

    shown = f"{settings} {settings!r} {settings.environment} {[settings]}"
    assert "canary" not in shown
    assert settings.environment["SF_ACCESS_TOKEN"] == "canary-token"


def test_an_environment_is_a_mapping_like_any_other() -> None:
    environment = Environment({"A": "1"})

    assert dict(environment) == {"A": "1"}
    assert len(environment) == 1
    assert environment.get("B") is None


def test_inputs_lie_beside_the_settings_file_or_in_the_working_folder(tmp_path: Path) -> None:
    assert loaded(tmp_path).inputs == tmp_path / "inputs"
    below = tmp_path / "below"
    below.mkdir()
    (below / "s.toml").write_text("", encoding="utf-8")
    assert loaded(tmp_path, flags=Flags(config=Path("below/s.toml"))).inputs == below / "inputs"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inputs = 5", "line 1: inputs must be a text in quotes"),
        ('inputs = "gone"', "line 1: inputs: there is no folder"),
        ("[inputs]\nfolder = 5", "line 2: inputs.folder must be a text in quotes"),
        (
            "[inputs]\ncustomer_safe = 'usage.licensed'",
            "line 2: inputs.customer_safe must be a list",
        ),
        ("[inputs]\nsafe = []", "line 2: inputs.safe is not a setting"),
    ],
)
def test_a_wrong_setting_of_the_inputs_is_named_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)
    assert said in str(caught.value)


def test_a_text_that_is_a_find_and_never_one_is_an_error_with_its_line(tmp_path: Path) -> None:
    text = '[customer]\nwords = ["Project  Falcon"]\nallowed = ["Target", "project falcon"]'
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)
    assert "line 3: customer.allowed names 'project falcon'" in str(caught.value)
    assert "customer.words" in str(caught.value)
    kept = loaded(tmp_path, text.replace("project falcon", "project")).customer
    assert kept.allowed == ("Target", "project")
