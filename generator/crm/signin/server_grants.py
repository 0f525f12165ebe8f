"""Signing in without a person: client credentials, and a signed assertion (JWT bearer)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from generator.crm.signin.ways import INTEGRATION, Grant
from generator.errors import SettingsError

_LOGIN, _TEST = "https://login.salesforce.com", "https://test.salesforce.com"
_ASSERTION_LIFE = 180  # seconds; Salesforce takes no longer ones (JWT bearer flow)
_SMALLEST_KEY = 2048  # bits; RFC 7518 section 3.3

SITE_SETTING = "SF_LOGIN_URL"


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """An app's consumer key and secret; it reads as the user that the app names to run as."""

    site: str
    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    address: str = SITE_SETTING
    token: str = "SF_CONSUMER_KEY and SF_CONSUMER_SECRET"  # noqa: S105 - the settings' names
    again: str = "Check SF_CONSUMER_KEY, SF_CONSUMER_SECRET and SF_LOGIN_URL."
    reader_kind: str = INTEGRATION
    notice: str = ""
    last_version: str = ""

    def sign_in(self) -> Grant:
        from oauthlib.oauth2 import BackendApplicationClient

        from generator.crm.signin.token_endpoint import Endpoint

        if self.site in (_LOGIN, _TEST):
            raise SettingsError(
                f"Salesforce grants client credentials at the org's own address, not at "
                f"{self.site}.",
                next_step="Set SF_LOGIN_URL to the org's My Domain address, "
                "https://<name>.my.salesforce.com.",
            )
        client = BackendApplicationClient(self.consumer_key)
        body = client.prepare_request_body(
            include_client_id=True, client_secret=self.consumer_secret
        )
        endpoint = Endpoint(self.site, self.address, "SF_CONSUMER_SECRET", self.again)
        return endpoint.grant(client, body)


@dataclass(frozen=True, slots=True)
class JwtBearer:
    """A user name, and the private key whose certificate the app holds."""

    site: str
    username: str
    consumer_key: str = field(repr=False)
    key_file: Path
    address: str = SITE_SETTING
    token: str = "SF_PRIVATE_KEY_FILE"  # noqa: S105 - the setting's name
    again: str = "Check SF_USERNAME, SF_CONSUMER_KEY, SF_PRIVATE_KEY_FILE and SF_LOGIN_URL."
    reader_kind: str = INTEGRATION
    notice: str = ""
    last_version: str = ""

    def sign_in(self) -> Grant:
        from oauthlib.oauth2 import ServiceApplicationClient

        from generator.crm.signin.token_endpoint import Endpoint

        client = ServiceApplicationClient(
            self.consumer_key,
            private_key=_private_key(self.key_file),
            subject=self.username,
            issuer=self.consumer_key,
            audience=audience_of(self.site),
        )
        body = client.prepare_request_body(expires_at=int(time.time()) + _ASSERTION_LIFE)
        endpoint = Endpoint(self.site, self.address, self.token, self.again)
        return endpoint.grant(client, body)


def audience_of(site: str) -> str:
    """Whom an assertion is meant for: Salesforce's own sign-in, of production or of sandboxes."""
    host = urlsplit(site).hostname or ""
    if not host.endswith(".salesforce.com"):
        return site
    is_test = host == "test.salesforce.com" or {"sandbox", "scratch"} & set(host.split("."))
    return _TEST if is_test else _LOGIN


def _private_key(path: Path) -> str:
    """The text of an RSA key in PEM form. SettingsError; no message holds any of it."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        data = path.read_bytes()
    except OSError as error:
        raise _bad_key(f"the file {path} cannot be read ({error.strerror})") from None
    try:
        key = load_pem_private_key(data, password=None)
    except TypeError:
        raise _bad_key(f"the key in {path} is protected by a password") from None
    except (ValueError, UnsupportedAlgorithm):
        raise _bad_key(f"{path} holds no private key in PEM form") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _SMALLEST_KEY:
        raise _bad_key(f"the key in {path} is no RSA key of {_SMALLEST_KEY} bits or more")
    return data.decode("ascii", "ignore")


def _bad_key(why: str) -> SettingsError:
    return SettingsError(
        f"SF_PRIVATE_KEY_FILE: {why}.",
        next_step="It must name the file with the app's private key, which begins with "
        "-----BEGIN PRIVATE KEY-----.",
    )
