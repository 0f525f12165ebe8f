"""Where in a TOML file a key stands, however it is written."""

from __future__ import annotations

import tomllib

import pytest

from generator.tomlfile import Mistake, Source, line_of

TEXT = '''# [not.a.table]
title = "x = 1"          # a value that looks like a key
dotted.key = 1.5
"quoted.key" = { inline = "a = 1", "two words" = [1,
  2, { deep = 3 }], last = 4 }

[mapping.account.fields] # a remark
tier = [
  "A__c", # [no]
  "B__c",
]
text = """
fake = 1
a "quoted" word"""
word = \'\'\'
other = 2\'\'\'
day = 2026-01-01T00:00:00Z
  [ mapping . "account" . values . tier ]
"Tier 1 / \\"x\\"" = 1
'0 - None' = 2
"*" = ""

[[list.of]]
name = 'a'
[[list.of]]
name = 'b'
'''
LINES = {
    "title": 2,
    "dotted": 3,
    "dotted.key": 3,
    "quoted.key": 4,
    "quoted.key.inline": 4,
    "quoted.key.two words": 4,
    "quoted.key.two words.deep": 5,
    "quoted.key.last": 5,
    "mapping": 7,
    "mapping.account.fields": 7,
    "mapping.account.fields.tier": 8,
    "mapping.account.fields.text": 12,
    "mapping.account.fields.word": 15,
    "mapping.account.fields.day": 17,
    "mapping.account.values.tier": 18,
    'mapping.account.values.tier.Tier 1 / "x"': 19,
    "mapping.account.values.tier.0 - None": 20,
    "mapping.account.values.tier.*": 21,
    "list.of": 23,
    "list.of.name": 24,
}


def test_the_text_of_these_tests_is_toml() -> None:
    assert tomllib.loads(TEXT)["quoted.key"]["last"] == 4


@pytest.mark.parametrize(("path", "line"), LINES.items())
def test_a_key_s_line_is_found(path: str, line: int) -> None:
    assert line_of(TEXT, path) == f", line {line}"


@pytest.mark.parametrize("path", ["fake", "other", "not", "mapping.account.fields.fake", "x", "ti"])
def test_what_is_no_key_has_no_line(path: str) -> None:
    assert line_of(TEXT, path) == ""


def test_a_spot_names_file_line_table_and_key() -> None:
    source = Source("accountdocs.toml", TEXT, "mapping")
    found = source.spot("account.fields", "tier").mistake("no good.")

    assert found == Mistake("accountdocs.toml, line 8", "[mapping.account.fields] tier: no good.")
    assert str(found) == "accountdocs.toml, line 8: [mapping.account.fields] tier: no good."
    assert source.spot("account").label == "[mapping.account]"
    assert source.spot("", "missing").label == "[mapping] missing"


def test_in_a_file_of_its_own_a_table_has_no_name_before_it() -> None:
    spot = Source("map.toml", "[account]\nobject = 'A'\n").spot("account", "object")

    assert (spot.where, spot.label) == ("map.toml, line 2", "[account] object")
    assert Source("map.toml", "missing = 1").spot("", "missing").label == "missing"
