"""The committed templates are what ``templates.build`` makes, and have no faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.artifacts.catalog import CATALOG
from generator.template_store import problems_of
from templates.build.__main__ import TARGETS

FOLDER = Path(__file__).resolve().parent.parent / "templates"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_committed_template_is_what_the_builder_makes(name: str) -> None:
    assert (FOLDER / name).read_bytes() == TARGETS[name](), "run: python -m templates.build"


@pytest.mark.parametrize("artifact", CATALOG.values(), ids=list(CATALOG))
def test_the_default_template_has_no_fault(artifact) -> None:
    assert problems_of(FOLDER / artifact.template, artifact) == []
