"""The committed sample org, read as plain records, for the tests that judge it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
AS_OF = "2026-11-20"
Record = dict[str, Any]


@cache
def records(name: str) -> list[Record]:
    found: list[Record] = json.loads((SAMPLES / "records" / f"{name}.json").read_text("utf-8"))
    return found


@cache
def by_id(name: str) -> dict[str, Record]:
    return {record["Id"]: record for record in records(name)}


@cache
def describes() -> dict[str, Record]:
    folder = SAMPLES / "describe"
    return {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.iterdir())}


@cache
def root_of(account: str) -> str:
    """The ultimate parent of an account."""
    parent = by_id("Account")[account]["ParentId"]
    return root_of(parent) if parent else account


def roots(tier: int | None = None) -> list[Record]:
    found = [a for a in records("Account") if not a["ParentId"]]
    return [a for a in found if tier is None or a["Tier__c"] == f"Tier {tier}"]


@cache
def below(root: str) -> frozenset[str]:
    """The ids of an account and of all accounts below it."""
    return frozenset(a["Id"] for a in records("Account") if root_of(a["Id"]) == root)


def of(root: Record, name: str, field: str = "AccountId") -> list[Record]:
    """The records of an object that belong to a customer or to one of its divisions."""
    return [r for r in records(name) if r[field] in below(root["Id"])]
