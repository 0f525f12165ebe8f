"""``accountdocs login`` and ``logout``: a browser sign-in, for people without a Salesforce CLI."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from generator.cli.console import complain, note, say, say_json
from generator.cli.options import config_options, json_option, settings_of
from generator.errors import CrmError, SettingsError, UsageError

if TYPE_CHECKING:
    from generator.crm.signin.browser import BrowserLogin
    from generator.crm.signin.ways import Grant
    from generator.settings import Settings

_NAME = re.compile(r"[\w.\-]{1,64}")


@click.command(short_help="Sign in once with a browser.")
@click.argument("name")
@click.option("--no-browser", is_flag=True, help="Only print the address; open it yourself.")
@click.option(
    "--timeout",
    "seconds",
    type=click.IntRange(1, 3600),
    default=300,
    help="Seconds to wait for you to sign in.  [default: 300]",
)
@json_option
@config_options
def login(name: str, **typed: Any) -> None:
    """Sign in to Salesforce with a browser, for --org login:NAME from then on.

    Your administrator's External Client App gives the consumer key: set it as consumer_key under
    [logins.NAME] in the settings, or as SF_CONSUMER_KEY; the address to sign in at as login_url, or
    as SF_LOGIN_URL. What lets the next run in again lies in the system's keyring, in no file.

    \b
    Example:
      accountdocs login work
      accountdocs accounts --org login:work
    """
    asked = _asked(_checked(name), settings_of(typed["config"]))
    grant = asked.sign_in(_shower(no_browser=typed["no_browser"]), typed["seconds"])
    user = _user(grant, asked)
    if typed["as_json"]:
        say_json(
            {
                "login": name,
                "org": f"login:{name}",
                "instance_url": grant.url,
                "user": user or None,
            }
        )
    else:
        say(f"Signed in to {grant.url}{f' as {user}' if user else ''}.")
        say(f"Use it with --org login:{name}.")


@click.command(short_help="End a browser sign-in.")
@click.argument("name")
@json_option
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def logout(name: str, as_json: bool, debug: bool) -> int:
    """End a sign-in of `accountdocs login`: here, and at Salesforce.

    The exit code is 1 where it is ended here and Salesforce could not be told.

    \b
    Example:
      accountdocs logout work
    """
    from generator.crm.signin.browser import signed_out

    ended = signed_out(_checked(name))
    if as_json:
        say_json({"login": name, "removed": True, "revoked": ended})
    else:
        before = " At Salesforce it had ended before." if ended is False else ""
        say(f"The login {name} is removed.{before}")
    if ended is None:
        complain(_NOT_TOLD)
        return 1
    return 0


_NOT_TOLD = (
    "Salesforce could not be told that the login is removed, and still takes it. End it there too: "
    "your own settings, OAuth Connected Apps; or ask an administrator to."
)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be a login's name.",
            next_step="Use letters, digits, dots, hyphens and underscores.",
        )
    return name


def _asked(name: str, settings: Settings) -> BrowserLogin:
    from generator.crm.addresses import site_of
    from generator.crm.signin.browser import BrowserLogin
    from generator.crm.signin.environment import LOGIN_URL, login_site
    from generator.settings import Login

    wanted = settings.logins.get(name, Login())
    key = wanted.consumer_key or settings.environment.get("SF_CONSUMER_KEY", "").strip()
    if not key:
        raise SettingsError(
            f"There is no consumer key for the login {name!r} ({settings.origin}).",
            next_step=f"Set consumer_key under [logins.{name}], or SF_CONSUMER_KEY, to that of "
            "the External Client App that your administrator made.",
        )
    if wanted.login_url:
        address = f"login_url under [logins.{name}]"
        return BrowserLogin(name, site_of(wanted.login_url, address), key, wanted.port, address)
    return BrowserLogin(name, login_site(settings.environment), key, wanted.port, LOGIN_URL)


def _shower(*, no_browser: bool) -> Callable[[str], None]:
    """What makes the address known: printed in any case, and opened in a browser unless not."""

    def show(address: str) -> None:
        note("Sign in to Salesforce at this address:", address)
        if no_browser:
            return
        import webbrowser

        with suppress(webbrowser.Error):
            if webbrowser.open(address):
                note("A browser opens it now. Ctrl-C ends the waiting.")
                return
        note("No browser could be opened: open the address yourself.")

    return show


def _user(grant: Grant, way: BrowserLogin) -> str:
    """Who signed in, as the org says; empty where it does not say. It is asked once: the sign-in
    is kept either way, and nobody is to wait for a name."""
    from generator.crm.connect import Connection, open_connection
    from generator.crm.patience import Patience

    connection = Connection(
        grant.url,
        grant.token,
        url_setting=way.address,
        token_setting=f"the login {way.name}",
        again=f"Sign in again: accountdocs login {way.name}",
    )
    session = open_connection(connection, patience=Patience(attempts=1))
    try:
        return session.identity.name
    except CrmError:
        return ""  # the sign-in is kept; whether it may read, the next run will say
    finally:
        session.close()
