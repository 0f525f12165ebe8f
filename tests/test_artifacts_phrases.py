"""Phrase files: places filled, plurals chosen, overrides checked, nothing run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import generator.artifacts
from generator.artifacts import compose
from generator.artifacts.phrases import load_phrases, places
from generator.errors import SettingsError
from generator.formats import Formats
from tests.test_artifacts_builder import full_account

ROOM = Path(generator.artifacts.__file__).parent


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_value_with_braces_is_printed_as_it_stands() -> None:
    phrases = load_phrases()
    said = phrases.say("conclusion.sponsor", name="{name} {{7*7}} {0.__class__}")
    assert said == "{name} {{7*7}} {0.__class__} sponsors the account."


def test_an_unknown_value_leaves_the_sentence_out() -> None:
    assert load_phrases().say("conclusion.sponsor", name=None) is None


def test_the_number_chooses_the_form() -> None:
    phrases = load_phrases()
    assert phrases.say("more.crm", n=1) == "1 more in Salesforce"
    assert phrases.say("more.workbook", n=4) == "4 more in the workbook"
    assert phrases.say("takeaway.open", n=0) == "No case is open today."
    assert phrases.say("count.days", n=1200, n_text="1,200") == "1,200 days"


def test_a_state_without_a_word_is_printed_as_it_stands() -> None:
    assert load_phrases().label("role", "tribal_elder") == "tribal_elder"


def test_an_own_file_replaces_phrases_and_leaves_the_others(tmp_path: Path) -> None:
    own = write(tmp_path, '[marking]\ninternal = "FOR US ONLY"\n[label.role]\nchampion = "Fan"\n')
    phrases = load_phrases("en", own)
    assert phrases.say("marking.internal") == "FOR US ONLY"
    assert phrases.say("marking.sample") == "SAMPLE DATA"
    assert phrases.label("role", "champion") == "Fan"
    values = compose(full_account(), "plan", Formats(), phrases=phrases).values
    assert "FOR US ONLY" in values["document"]["marking"]


def test_plural_forms_of_other_languages_are_understood(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        '[more.crm]\none = "{n} wiersz"\nfew = "{n} wiersze"\nmany = "{n} wierszy"\n'
        'other = "{n} wiersza"\n',
    )
    phrases = load_phrases("pl", own)
    said = [phrases.say("more.crm", n=count) for count in (1, 3, 5)]
    assert said == ["1 wiersz", "3 wiersze", "5 wierszy"]


def test_a_language_that_is_not_delivered_speaks_english_by_english_rules() -> None:
    assert load_phrases("fr_FR").say("more.crm", n=0) == "0 more in Salesforce"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[markings]\ninternal = "x"\n', "markings.internal is not a known key"),
        ('[conclusion]\nsponsor = "{nme} it is"\n', "conclusion.sponsor has no place {nme}"),
        ('[conclusion]\nsponsor = "{name.__class__}"\n', "conclusion.sponsor has a stray brace"),
        ("[conclusion]\nsponsor = 5\n", "conclusion.sponsor is not a text"),
        ("[conclusion\n", "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_its_fault(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as caught:
        load_phrases("en", write(tmp_path, text))
    assert "own.toml" in str(caught.value)
    assert caught.value.next_step


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    own = write(tmp_path, '[a]\nb = "x"\n[c]\nd = "y"\n')
    with pytest.raises(SettingsError, match=r"a\.b is not a known key; c\.d is not a known key"):
        load_phrases("en", own)


def test_a_missing_file_and_a_missing_language_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_phrases("en", tmp_path / "absent.toml")
    with pytest.raises(SettingsError, match="no language 'xx_nonsense'"):
        load_phrases("xx_nonsense")


def _said_in_code() -> list[tuple[str, set[str] | None]]:
    """Every key that the code says, as a pattern, with the places it fills (None: not literal)."""
    found: list[tuple[str, set[str] | None]] = []
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in {"say", "say_of"} and node.args:
                pattern = _pattern(node.args[0])
                if pattern is not None:
                    found.append((pattern, _filled(node)))
    return found


def _filled(call: ast.Call) -> set[str] | None:
    if isinstance(call.func, ast.Attribute) and call.func.attr == "say_of":
        return {"n", "m"}
    names = [word.arg for word in call.keywords]
    return None if None in names else {str(name) for name in names}


def _pattern(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_]+"
            for part in node.values
        )
    return None


def test_every_key_that_the_code_says_is_in_the_file() -> None:
    keys = load_phrases().texts
    missing = [p for p, _ in _said_in_code() if not any(re.fullmatch(p, key) for key in keys)]
    assert missing == []


def test_the_code_fills_every_place_of_what_it_says() -> None:
    texts = load_phrases().texts
    for pattern, filled in _said_in_code():
        for key in (key for key in texts if re.fullmatch(pattern, key)):
            if filled is not None and pattern == re.escape(key):
                assert places(texts[key]) <= filled, key


def test_every_phrase_of_the_file_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    patterns = [pattern for pattern, _ in _said_in_code()]
    unsaid = [
        key
        for key in load_phrases().texts
        if not key.startswith(("label.", "spelled."))
        and not any(re.fullmatch(pattern, key.removesuffix("_all")) for pattern in patterns)
        and not any(re.fullmatch(pattern, key) for pattern in patterns)
        and f'"{key}"' not in code
    ]
    assert unsaid == []
