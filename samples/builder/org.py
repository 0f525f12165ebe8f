"""The whole sample org, room by room, and the facts about it that ``org.json`` states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builder.clock import AS_OF
from builder.company import add_company
from builder.schema import parse_objects
from builder.source import load
from builder.store import Store

API_VERSION = "63.0"


def build_org(folder: Path) -> Store:
    """Every record of the sample org, from the source texts in ``folder``."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("objects_*.txt"))]
    store = Store([one for text in texts for one in parse_objects(text)])
    company = load(folder / "company.toml")
    add_company(store, company)
    return store


def org_facts(store: Store) -> dict[str, Any]:
    """What a reader must know before the first query: today, organisation, objects, counts."""
    [organization] = store.records("Organization")
    return {
        "as_of": AS_OF.isoformat(),
        "organization_id": organization["Id"],
        "name": organization["Name"],
        "api_version": API_VERSION,
        "corporate_currency": "USD",
        "fiscal_year_start_month": organization["FiscalYearStartMonth"],
        "running_user_id": store.id("User", "voss"),
        "objects": {name: len(store.records(name)) for name in sorted(store.objects)},
    }
