"""Requests and responses as values, without sockets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .refusal import Refusal


@dataclass(frozen=True)
class Request:
    """``path`` is decoded and without the query, header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Asked:
    """A request as it came in. ``ordinal`` counts all requests of the server, from 1."""

    ordinal: int
    request: Request

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The addresses asked for, decoded, with their queries: those of a composite's subrequests,
        else the request's own."""
        asked = self.request
        if not asked.path.endswith("/composite"):
            query = "&".join(f"{name}={value}" for name, value in asked.query.items())
            return (f"{asked.path}?{query}" if query else asked.path,)
        rows = json.loads(asked.body or b"{}").get("compositeRequest", [])
        return tuple(unquote(str(row.get("url", ""))) for row in rows)


class Manner(Enum):
    """How an answer goes over the wire: whole, or in one of the ways in which calls break off."""

    WHOLE = "whole"
    DROPPED = "closed without an answer"
    RESET = "reset in the middle of the body"
    CUT = "closed in the middle of the body, all of which was announced"
    SILENT = "nothing, until the client gives up"
    DRIPPING = "the body byte by byte"
    PLAIN = "closed without an answer, and the next connection is answered without TLS"


@dataclass(frozen=True)
class Response:
    """``body``: JSON data, or bytes that go out as they are. ``rule``: the key of the rule in
    ``rules.RULES`` for which the request was refused. ``packed``: bytes that go out compressed to
    whoever takes that, as JSON does."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    packed: bool = False
    manner: Manner = Manner.WHOLE

    @property
    def packs(self) -> bool:
        return self.packed or not isinstance(self.body, bytes)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def request(
    method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Request:
    """A request from the target of its first line."""
    parts = urlsplit(target if not target.startswith("//") else "/" + target.lstrip("/"))
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    lower = {name.lower(): value for name, value in (headers or {}).items()}
    return Request(method, unquote(parts.path), query, lower, body)


def refused(refusal: Refusal) -> Response:
    return Response(refusal.status, refusal.body, rule=refusal.rule)


_BATCH = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)


def batch_size(headers: Mapping[str, str]) -> int:
    """The page size asked for, brought within 200 to 2,000; 2,000 without the header."""
    found = _BATCH.search(headers.get("sforce-query-options", ""))
    return min(2_000, max(200, int(found[1]))) if found else 2_000
