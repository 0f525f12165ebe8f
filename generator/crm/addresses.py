"""Addresses that a user typed or a server named: https always, http only on loopback."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from generator.errors import SettingsError

_HOST = re.compile(r"[^\s/\\<>\"'`]+")


def site_of(url: str, setting: str = "SF_INSTANCE_URL") -> str:
    """``https://host[:port]`` of an address that a user typed as ``setting``."""
    text = url.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:  # brackets that do not fit, a port that is no number
        parts, host, port = urlsplit(""), None, None
    is_web = parts.scheme in ("http", "https") and parts.username is None
    if not host or not is_web or not _HOST.fullmatch(host):
        raise SettingsError(
            f"{setting} is not an address of a Salesforce org.",
            next_step="It looks like https://<name>.my.salesforce.com.",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"{setting} begins with http://: a token would travel unprotected.",
            next_step="Write https://.",
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
