"""The table ``[topx]``: what it sets, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.analysis.rollups.topx.rules import TopXRules
from generator.asked import checks_of, top_x_rules
from generator.errors import SettingsError
from generator.settings import Flags, Settings, load_settings

DOCS = Path(__file__).parent.parent / "docs" / "topx.md"


def load(place: Path, text: str) -> Settings:
    (place / "accountdocs.toml").write_text(text, encoding="utf-8")
    return load_settings(Flags(), {}, folder=place)


def rules(place: Path, text: str) -> TopXRules:
    settings = load(place, text)
    return top_x_rules(settings.topx, settings.thresholds)


def test_without_the_table_the_rules_are_the_methods(tmp_path: Path) -> None:
    assert rules(tmp_path, "") == TopXRules()


def test_the_example_of_the_page_sets_what_it_says(tmp_path: Path) -> None:
    shown = DOCS.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    found = rules(tmp_path, shown)
    assert found == TopXRules(
        early_stages=("Discovery",),
        levels=("Sellers", "Directors"),
        people=(("Dana Reyes", 4),),
        teams=(("Dana Reyes", "smb"), ("tier 2", "strategic")),
    )  # its numbers are the defaults


def test_every_number_and_the_day_of_a_near_renewal_can_be_set(tmp_path: Path) -> None:
    text = "x = 3\nseveral = 2\narr_potential = 5000.5\nemployees = 500\nearly_probability = 30\n"
    found = rules(tmp_path, f"[topx]\n{text}weighted = 1\n[thresholds]\nrenewal_red_days = 90\n")
    assert (found.x, found.several, found.employees, found.early_probability) == (3, 2, 500, 30)
    assert (found.arr_potential, found.weighted) == (Decimal("5000.5"), Decimal(1))
    assert found.renewal_days == 90
    assert "renewal_red_days" in checks_of("thresholds")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[topx]\ny = 1", "topx.y is not a setting"),
        ("[topx]\nx = 0", "topx.x must be a whole number from 1"),
        ("[topx]\nearly_probability = 101", "topx.early_probability must be"),
        ("[topx]\nlevels = 'VPs'", "topx.levels must be a list"),
        ("[topx.people]\nDana = 'four'", "topx.people.Dana must be a whole number"),
        ("[topx.teams]\nDana = 'midmarket'", "topx.teams.Dana must be smb"),
        ("[topx]\npeople = 4", "topx.people must be a table"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
