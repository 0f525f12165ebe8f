"""``templates check``: words that no customer's file may hold, in a template's own text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import cli
from tests.engine_kit import deck

Check = Callable[[object], tuple[int, str]]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Check:
    monkeypatch.chdir(tmp_path)

    def call(made: object) -> tuple[int, str]:
        made.save("qbr.pptx")  # type: ignore[attr-defined]  # a presentation
        capfd.readouterr()
        code = cli.run(["templates", "check", "qbr.pptx"])
        told = capfd.readouterr()
        return code, told.out + told.err

    return call


def test_a_word_of_judgment_in_every_document_is_a_fault_with_its_place(check: Check) -> None:
    code, said = check(deck("{{ account.name }}", "Your renewal risk"))

    assert code == 1
    assert 'qbr.pptx: slide 2, shape "Title 1"' in said.replace("qbr.pptx, ", "qbr.pptx: ")
    assert "says 'renewal risk' in words of its own" in said
    assert "[customer]" in said


def test_a_placeholder_that_was_left_is_a_fault(check: Check) -> None:
    code, said = check(deck("Lorem ipsum dolor"))

    assert (code, "still says 'lorem ipsum'" in said) == (1, True)


@pytest.mark.parametrize(
    "text",
    [
        "{% if review.ask %}Churn risk{% endif %}",
        "{% if review.promises_count > 3 %}Churn risk{% else %}Fine{% endif %}",
        "{% if review.promises_count > 3 %}Fine{% else %}Churn risk{% endif %}",
        "{% slide for p in review.promises %}{% endfor %}Churn risk",
        "{{ commitments[3].name }} and churn risk",
        "{{ commitments[9].name }} and churn risk",  # more than the check has to fill in
    ],
)
def test_what_only_some_documents_show_is_a_fault_too(check: Check, text: str) -> None:
    code, said = check(deck(text))

    assert (code, "says 'churn risk'" in said) == (1, True)


def test_what_no_document_shows_is_none(check: Check) -> None:
    assert check(deck("{{ account.name }}", "{% if false %}Churn risk{% endif %}Fine")) == (
        0,
        "No faults.\n",
    )


def test_notes_to_the_editor_do_not_count(check: Check) -> None:
    made = deck("{{ account.name }}")
    made.slides[0].notes_slide.notes_text_frame.text = "Never speak of churn risk here."

    assert check(made) == (0, "No faults.\n")


def test_a_word_that_the_settings_allow_is_none(check: Check) -> None:
    Path("accountdocs.toml").write_text(
        '[customer]\nallowed = ["pipeline"]\nwords = ["project falcon"]\n', encoding="utf-8"
    )

    assert check(deck("Your pipeline"))[0] == 0
    code, said = check(deck("Project Falcon"))
    assert (code, "'project falcon'" in said) == (1, True)
