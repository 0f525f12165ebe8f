"""The inputs folder as the command uses it, against the sample org."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.acceptance_runs import SAMPLES, Ran, command
from tests.reading_back import all_words

KESTREL = "Kestrel & Rowe Foods"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the sample's inputs."""
    shutil.copytree(SAMPLES / "inputs", tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Ran:
    return command(*args, "--org", "sample")


def words(path: Path) -> str:
    return "\n".join(text for _, text in all_words(path))


def document(place: Path, artifact: str) -> Path:
    (found,) = place.glob(f"outputs/*/*-{artifact}.*")
    return found


def test_the_documents_hold_the_inputs_and_say_where_from(place: Path) -> None:
    ran = run("generate", KESTREL).well()

    plan, book = words(document(place, "plan")), words(document(place, "whitespace"))
    assert "Active users that Salesforce does not hold: inputs/usage.csv" in plan
    assert "A range of chilled snacks" in plan
    assert "inputs/signals.csv" in plan
    assert "inputs/usage.csv, newest 2026-10-31" in book
    assert "not declared safe for customers: usage.active_users" in ran.err
    deck = words(document(place, "qbr"))
    assert "inputs/" not in deck
    assert "591" not in deck  # ShiftBook's users, all three divisions together
    assert "591" in plan


def test_the_same_inputs_give_the_same_bytes_and_other_inputs_other_ones(place: Path) -> None:
    run("generate", KESTREL, "--only", "plan").well()
    first = document(place, "plan").read_bytes()

    again = run("generate", KESTREL, "--only", "plan", "--json").well().json
    assert [row["status"] for row in again["artifacts"]] == ["unchanged"]

    usage = place / "inputs" / "usage.csv"
    usage.write_text(usage.read_text("utf-8").replace(",134,", ",135,"), encoding="utf-8")
    other = run("generate", KESTREL, "--only", "plan", "--json").well().json
    assert [row["status"] for row in other["artifacts"]] == ["written"]
    assert document(place, "plan").read_bytes() != first


def test_a_customer_sees_a_file_s_figures_once_they_are_declared(place: Path) -> None:
    (place / "accountdocs.toml").write_text(
        '[inputs]\ncustomer_safe = ["usage.active_users"]\n', encoding="utf-8"
    )

    run("generate", KESTREL, "--only", "qbr").well()

    deck = words(document(place, "qbr"))
    assert "591" in deck
    assert "inputs/" not in deck


def test_a_wrong_file_ends_every_command_before_anything_is_read_or_written(place: Path) -> None:
    (place / "inputs" / "usage.csv").write_text("account,product\n", encoding="utf-8")
    (place / "inputs" / "signals.csv").write_text("account,date\n", encoding="utf-8")

    for args in (("generate", KESTREL), ("show", KESTREL), ("accounts",)):
        ran = run(*args)
        assert ran.code == 1
        assert ran.out == ""
        assert "inputs/usage.csv, line 1, active_users: is missing in the header" in ran.err
        assert "inputs/signals.csv, line 1, kind: is missing in the header" in ran.err
        assert "Traceback" not in ran.err
    assert not (place / "outputs").exists()


def test_show_and_accounts_know_the_inputs_too(place: Path) -> None:
    shown = run("show", KESTREL, "--json").well().json

    told = [row for row in shown["products"] if row["users_source"]]
    assert [(row["product"], row["active_users"], row["users_on"]) for row in told] == [
        ("ShiftBook", 134, "2026-10-31"),
        ("ShiftBook", 171, "2026-10-31"),
        ("ShiftBook", 286, "2026-10-31"),
    ]
    sources = [ids for path, ids in shown["sources"].items() if path.endswith("].active_users")]
    assert any("inputs/usage.csv#3" in ids for ids in sources)
    run("accounts").well()


def test_a_selection_by_manager_follows_the_file(place: Path) -> None:
    rows = "user,manager\nRobert Stavely,CRM Integration\n"
    (place / "inputs" / "managers.csv").write_text(rows, encoding="utf-8")

    everyone = run("accounts", "--all", "--json").well().json["accounts"]
    below = run("accounts", "--manager", "CRM Integration", "--json").well().json["accounts"]

    assert [row["id"] for row in below] == [row["id"] for row in everyone]


def test_a_name_that_is_nearly_the_account_s_is_told(place: Path) -> None:
    usage = place / "inputs" / "usage.csv"
    usage.write_text(usage.read_text("utf-8").replace("Rowe Foods", "Rowe Food"), encoding="utf-8")

    ran = run("show", KESTREL).well()

    assert (
        f"inputs/usage.csv, line 2: no account 'Kestrel & Rowe Food' is read; is it '{KESTREL}'?"
        in ran.err
    )


def test_the_folder_lies_beside_the_settings_or_where_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "team" / "inputs").mkdir(parents=True)
    wrong = tmp_path / "team" / "inputs" / "usage.csv"
    wrong.write_text("account\n", encoding="utf-8")
    settings = tmp_path / "team" / "s.toml"
    settings.write_text("", encoding="utf-8")

    assert run("show", KESTREL).code == 0
    beside = run("show", KESTREL, "--config", str(settings))
    assert (beside.code, "inputs/usage.csv, line 1" in beside.err) == (1, True)

    (tmp_path / "team" / "ours").mkdir()
    settings.write_text('inputs = "ours"\n', encoding="utf-8")
    assert run("show", KESTREL, "--config", str(settings)).code == 0
    settings.write_text('inputs = "gone"\n', encoding="utf-8")
    gone = run("show", KESTREL, "--config", str(settings))
    assert gone.code == 1
    assert "s.toml, line 1: inputs: there is no folder" in gone.err
