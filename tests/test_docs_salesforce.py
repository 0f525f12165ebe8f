"""What docs/salesforce.md shows can be typed as it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from generator.crm.mapping import load_mapping
from generator.crm.patience import Patience
from generator.crm.transport import Timeouts
from generator.settings import SHARE, Flags, load_settings

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "salesforce.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_is_taken_by_the_settings(block: str, tmp_path: Path) -> None:
    (tmp_path / "accountdocs.toml").write_text(block, encoding="utf-8")
    settings = load_settings(Flags(), {}, folder=tmp_path)
    load_mapping(settings.mapping)


def test_the_defaults_it_names_are_those_of_the_program() -> None:
    (network,) = [b["network"] for block in BLOCKS if "network" in (b := tomllib.loads(block))]
    usual = Timeouts()
    assert network == {
        **{field.name: getattr(usual, field.name) for field in fields(usual)},
        "attempts": Patience().attempts,
        "pause": Patience().longest,
    }
    assert f"more than {SHARE} %" in TEXT


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
