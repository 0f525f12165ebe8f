"""The system's keyring, where a browser sign-in is kept: never a file of ours, nor plain text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from generator.errors import SettingsError, SignInFailed

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "accountdocs"
_INSTEAD = (
    "On a machine without one use --org sf:ALIAS (the Salesforce CLI's login), or client "
    "credentials with --org env."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One sign-in. It goes back to the ``site`` it was given by, with the app's key of then:
    what a settings file says later cannot send it elsewhere."""

    site: str
    consumer_key: str = field(repr=False)
    refresh_token: str = field(repr=False)


def keep(name: str, kept: Kept) -> None:
    text = json.dumps(
        {
            "site": kept.site,
            "consumer_key": kept.consumer_key,
            "refresh_token": kept.refresh_token,
        }
    )
    backend = usable()
    _guarded(lambda: backend.set_password(SERVICE, name, text))


def kept(name: str) -> Kept | None:
    """The sign-in of that name; None where there is none."""
    backend = usable()
    text = _guarded(lambda: backend.get_password(SERVICE, name))
    if text is None:
        return None
    try:
        found = json.loads(text)
        return Kept(found["site"], found["consumer_key"], found["refresh_token"])
    except (ValueError, TypeError, KeyError):
        raise SignInFailed(
            f"What the keyring holds for the login {name!r} cannot be read.",
            next_step=f"Sign in again: accountdocs login {name}",
        ) from None


def forget(name: str) -> None:
    backend = usable()
    _guarded(lambda: backend.delete_password(SERVICE, name))


def usable() -> KeyringBackend:
    """The system's keyring. SettingsError where there is none but such as keep plain text."""
    import keyring

    chosen = _guarded(keyring.get_keyring)
    members = getattr(chosen, "backends", None)  # several of them in a chain
    backends = [chosen] if members is None else list(members)
    found = next((backend for backend in backends if _is_safe(backend)), None)
    if found is None:
        raise SettingsError(
            "There is no system keyring here that keeps a sign-in safe.",
            next_step="Unlock or install one (GNOME Keyring, KWallet, macOS Keychain, Windows "
            f"Credential Locker). {_INSTEAD}",
        )
    return found


def _is_safe(backend: object) -> bool:
    """Not the stand-ins for none at all, nor keyrings.alt, whose files can be read by anybody."""
    kind = type(backend)
    if kind.__module__.startswith(("keyring.backends.fail", "keyring.backends.null")):
        return False
    return (
        not kind.__module__.startswith("keyrings.alt") and "plaintext" not in kind.__name__.lower()
    )


def _guarded(call: Callable[[], T]) -> T:
    """``call``'s result. What a keyring raises may quote what it was given: only its kind is told.

    Keyrings are programs of others (D-Bus, Keychain) and raise whatever these do.
    """
    try:
        return call()
    except Exception as error:  # noqa: BLE001
        raise SettingsError(
            f"The system's keyring did not do what was asked ({type(error).__name__}).",
            next_step=f"Unlock it and try again. {_INSTEAD}",
        ) from None
