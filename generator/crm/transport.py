"""The one place that every call to Salesforce passes through.

``Transport.request`` gives each call its time, counts it as Salesforce counts, keeps what the org
says of its limits, signs in again where a session ended, and turns every refusal into an error of
ours before anything else sees it. Whether a call is made again is ``patience``'s to say; it is the
wire that asks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from generator.crm import faults
from generator.crm.calls import GuardedSession, Timeouts
from generator.crm.faults import Origin, SessionEnded
from generator.crm.patience import Patience

Renew = Callable[[], str]
"""Signs in once more and gives a new access token. SignInFailed where that is refused."""

_DATA_CALL = re.compile(r"/services/data/v\d+\.\d+/.")
_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Usage:
    """The org's API calls of the last 24 hours and its limit, as it last said."""

    used: int
    limit: int


class Transport(GuardedSession):
    """A session for one org's data."""

    def __init__(
        self,
        origin: Origin,
        timeouts: Timeouts = Timeouts(),
        renew: Renew | None = None,
        patience: Patience = Patience(),
    ) -> None:
        super().__init__(origin, timeouts)
        self.patience = patience
        self._renew = renew
        self._token: str | None = None  # the one that replaced the first
        self.api_calls = 0
        self.usage: Usage | None = None

    def request(  # type: ignore[override]  # as GuardedSession's own
        self, method: str, url: str, **kwargs: Any
    ) -> requests.Response:
        """One call, made once more where a session that can be renewed has ended.

        Raises ConnectionFailed, SignInFailed, LimitReached or ReadFailed.
        """
        try:
            return self._request(method, url, **kwargs)
        except SessionEnded:
            if not self.renew():
                raise
            return self._request(method, url, **kwargs)

    def renew(self) -> bool:
        """Sign in again; whether this connection can. SignInFailed where that is refused."""
        if self._renew is None:
            return False
        self._token = self._renew()
        return True

    def _request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        if _DATA_CALL.search(urlsplit(url).path):
            self.api_calls += 1
        response = super().request(method, url, **kwargs)
        self._note_usage(response)
        if response.status_code >= 300:
            raise faults.refused(response, self.origin)
        return response

    def _note_usage(self, response: requests.Response) -> None:
        found = _USAGE.search(response.headers.get("Sforce-Limit-Info", ""))
        if found:
            self.usage = Usage(int(found.group(1)), int(found.group(2)))

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """The call's own headers, with the newest token in place of the one it was built with."""
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request
