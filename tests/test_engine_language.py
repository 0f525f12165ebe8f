"""The language alone: tags in text, expressions, names, filters, and what it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.engine.language import (
    BadTag,
    Context,
    Names,
    Print,
    Problems,
    Program,
    Scope,
    checker_for,
    find_tags,
    printer_of,
    read_expression,
    read_statement,
)
from generator.errors import RenderError
from generator.formats import Formats
from tests.engine_kit import paragraphs, problems, render, word

NAMES = Names(
    {
        "account": {"name": "text", "arr": "money", "share": "percent", "since": "date"},
        "plays": [{"name": "text", "value": "money", "owner": {"name": "text"}}],
        "days": "number",
        "key": "flag",
        "words": ["text"],
        "chart": "chart",
    },
    {"account": {"margin": "money"}, "forecast": {"gap": "money"}},
)
VALUES: dict[str, Any] = {
    "account": {
        "name": "Acme",
        "arr": Decimal("1234567.4"),
        "share": Decimal("41.6"),
        "since": date(2026, 11, 5),
    },
    "plays": [
        {"name": "beta", "value": Decimal(20), "owner": {"name": "Bo"}},
        {"name": "Alpha", "value": Decimal(5), "owner": None},
        {"name": "Gamma", "value": None, "owner": {"name": "Cy"}},
    ],
    "days": 30,
    "key": True,
    "words": ["b", "a", "b"],
    "chart": None,
}


def compiled(expression: str) -> tuple[Program | None, list[str]]:
    problems = Problems("t.docx")
    mark = problems.mark("paragraph 1", "{{ " + expression + " }}")
    try:
        typed = checker_for(Scope(NAMES), problems, mark).printable(read_expression(expression))
    except BadTag as bad:
        return None, [bad.message]
    if problems.found:
        return None, [str(problem) for problem in problems.found]
    piece = Print(mark, typed.expr, printer_of(typed), (None,))
    return Program([piece], "t.docx"), []


def shown(expression: str, **changed: Any) -> str:
    program, faults = compiled(expression)
    assert program is not None, faults
    return program.render(Context(VALUES | changed, Formats("en_US", "USD")))


def faults(expression: str) -> str:
    program, found = compiled(expression)
    assert program is None, f"{expression} was accepted"
    return "\n".join(found)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("account.name", "Acme"),
        ("account['name']", "Acme"),
        ("account.arr", "$1,234,567"),
        ("account.arr | money_short", "$1.2M"),
        ("account.share", "42%"),
        ("account.share | percent(1)", "41.6%"),
        ("account.since", "Nov 5, 2026"),
        ("account.since | date('d MMMM')", "5 November"),
        ("account.since | quarter", "Q4 2026"),
        ("account.since | quarter(2)", "Q4 FY2027"),
        ("days", "30"),
        ("12345.5 | number(2)", "12,345.50"),
        ("plays[0].name", "beta"),
        ("plays | length", "3"),
        ("(plays | first).name", "beta"),
        ("plays | sort('name') | join(', ', 'name')", "Alpha, beta, Gamma"),
        ("plays | sort('value', reverse=true) | join(' ', 'value')", "$20 $5"),
        ("words | unique | join('-')", "b-a"),
        ("plays | limit(2) | join(', ', 'name')", "beta, Alpha"),
        ("plays | limit(0) | length", "0"),
        ("plays | limit(99) | length", "3"),
        ("account.name | upper ~ '!'", "ACME!"),
        ("'a b c' | title", "A B C"),
        ("'one two three' | truncate(8)", "one two…"),
        ("'aXb' | replace('X', '&')", "a&amp;b"),
        ("days + 2 * 3 - 6 / 4", "34.5"),
        ("-days | abs", "30"),
        ("(10 / 4) | round", "2"),
        ("'soon' if days < 60 else 'later'", "soon"),
        ("'both' if days > 1 and not days >= 31 or false else 'no'", "both"),
        ("'in' if 'cm' in account.name else 'out'", "in"),
        ("'in' if 'a' not in words else 'out'", "out"),
        ("'chain' if 1 < days < 31 else 'no'", "chain"),
        ("plays[1].owner.name | default('nobody')", "nobody"),
        ("plays[9].name | default('no play')", "no play"),
        ("plays | sum('value') | default('not known')", "not known"),
        ("words | length * 2", "6"),
        ("'set' if account.name is known else 'not set'", "set"),
        ("account.name ~ ' pays ' ~ account.arr", "Acme pays $1,234,567"),
    ],
)
def test_expressions_print_what_their_author_means(expression: str, text: str) -> None:
    assert shown(expression) == text


def test_comparisons_with_the_unknown_are_false() -> None:
    for comparison in (
        "days < 5", "days > 5", "days <= 5", "days >= 5", "days == 5", "days != 5", "days == days",
        "5 != days", "'a' in words", "'a' not in words",
    ):  # fmt: skip
        assert shown(f"'yes' if {comparison} else 'no'", days=None, words=None) == "no"


def test_the_unknown_passes_through_filters_and_sums() -> None:
    for expression in ("days + 1", "account.arr * 2", "account.name | upper", "'a' ~ account.name"):
        empty = {"name": None, "arr": None, "share": None, "since": None}
        assert shown(f"({expression}) | default('-')", days=None, account=empty) == "-"


def test_printing_the_unknown_names_the_tag_and_its_place() -> None:
    with pytest.raises(RenderError) as caught:
        shown("account.name", account={"name": None})
    assert str(caught.value) == (
        "t.docx, paragraph 1: {{ account.name }} has no value; "
        'give the text to print instead: | default("not recorded")'
    )


def test_dividing_by_zero_names_the_tag() -> None:
    with pytest.raises(RenderError, match=r"\{\{ 1 / days \}\} divides by zero"):
        shown("1 / days", days=0)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("acount.name", "did you mean account.name?"),
        ("account.nam", "did you mean account.name?"),
        ("owner.name", "is not a known name"),
        ("plays.name", "plays is a list"),
        ("account.margin", "internal"),
        ("forecast.gap", "internal"),
        ("account.name | uper", "did you mean upper?"),
        ("account.name | money", "money needs a number; account.name is a text"),
        ("account.arr | date", "date needs a date"),
        ("account.arr | number(1, 2)", "wrong arguments"),
        ("account.name | truncate", "wrong arguments"),
        ("account.name | limit(2)", "limit needs a list"),
        ("account.name == none", "write … is unknown, or … is known"),
        ("plays[:2]", "for the first five write | limit(5)"),
        ("plays | sum('valeu')", "did you mean"),
        ("plays | join(', ')", "join needs single values"),
        ("plays", "is a list"),
        ("account", "is a record"),
        ("key", "yes/no"),
        ("chart", "is a chart"),
        ("account.name + 'x'", "join texts with ~"),
        ("account.name * 9", "calculates with account.name"),
        ("account.name < 3", "compares a text with a number"),
        ("account.name is odd_one", "not a known test"),
        ("loop.index", "outside of a for"),
        ("account.name |", "cannot be read"),
        ("account..name", "cannot be read"),
        ("account name", "cannot be read"),
    ],
)
def test_faults_are_found_before_anything_is_rendered(expression: str, message: str) -> None:
    assert message in faults(expression)


@pytest.mark.parametrize(
    "payload",
    [
        "''.__class__.__mro__[1].__subclasses__()",
        "account.__class__",
        "account['__class__']",
        "account.name.upper()",
        "account.items()",
        "self.__init__.__globals__",
        "cycler.__init__.__globals__.os",
        "lipsum.__globals__['os'].popen('id').read()",
        "joiner()",
        "namespace(a=1)",
        "range(1000000000)",
        "dict(a=1)",
        "'a' * 100000000",
        "2 ** 100000000",
        "'%200000000d' % 1",
        "7 // 2",
        "account.name | attr('__class__')",
        "account.name | format('x')",
        "account.name | map('upper')",
        "words | selectattr('x')",
        "account.name | safe",
        "account.name | xmlattr",
        "words[0:2]",
        "{'a': 1}",
        "account.name.format(1)",
        "config",
        "request.application",
        "environment",
        "context",
        "account[account.name]",
        "caller()",
        "[].append(1)",
        "(1).__class__",
        "words | sort(attribute='__class__')",
        "plays | sum(account.name)",
    ],
)
def test_escapes_from_the_sandbox_are_refused(payload: str) -> None:
    assert faults(payload)


@pytest.mark.parametrize(
    "statement",
    [
        "set x = 1",
        "macro m()",
        "include 'x'",
        "import 'os' as os",
        "from 'a' import b",
        "call m()",
        "filter upper",
        "extends 'x'",
        "block a",
        "with a=1",
        "autoescape false",
        "raw",
        "do x",
        "endblock",
        "for a, b in c",
        "for loop in plays",
        "for a.b in plays",
        "for in plays",
        "if",
        "else if x",
        "chart a or b",
        "",
    ],
)
def test_statements_outside_the_grammar_are_refused(statement: str) -> None:
    with pytest.raises(BadTag):
        read_statement(statement)


def test_smart_quotes_dashes_and_odd_spaces_inside_a_tag_are_understood() -> None:
    tags, found = find_tags("“He” said {{ days\u00a0–\u00a01 | default(“it’s – so”) }} – ok")
    assert not found
    assert tags[0].body == 'days - 1 | default("it’s – so")'
    assert tags[0].raw.startswith("{{ days\u00a0–")


def test_a_closing_brace_in_a_text_does_not_close_the_tag() -> None:
    tags, _ = find_tags("{{ account.name | default('}}') }}{{ days }}")
    assert [tag.body for tag in tags] == ["account.name | default('}}')", "days"]


@pytest.mark.parametrize("text", ["{{ name", "{% if x", "{# note", "{{ a {{ b }}", "{{ 'a }"])
def test_a_tag_that_is_not_closed_is_a_fault(text: str) -> None:
    assert "never closed" in find_tags(text)[1][0].message


def test_a_lone_closer_is_a_fault_but_percent_braces_are_text() -> None:
    assert find_tags("the name }}")[1][0].raw == "name }}"
    assert find_tags("{50%}, #} and {x}") == ([], [])


def test_white_space_marks_of_jinja_are_accepted() -> None:
    tags, _ = find_tags("{%- if x -%}{{- y -}}")
    assert [tag.body for tag in tags] == ["if x", "y"]


def test_a_statement_may_start_with_a_word() -> None:
    assert read_statement("row for p in plays").word == "row"
    assert read_statement("slide if x").name == "if"
    read = read_statement('chart charts.cases or "No cases"')
    assert (read.name, read.otherwise) == ("chart", "No cases")


# -- nothing is hidden behind a choice between structures ----------------------------------------


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ (plays or columns)[0].margin }}", "is one of several kinds of value, not a list"),
        ("{{ (plays | default(columns))[0].margin }}", "is one of several kinds of value"),
        ("{{ (account if tags else renewal).margin }}", "margin is internal"),
        ("{{ [renewal, account][1].margin }}", "margin is not a known name"),
        ("{{ [account][0].margin }}", "margin is internal: this document may not show it"),
        ("{{ (account or account).margin }}", "margin is internal"),
        ("{{ ([account] | first).margin }}", "margin is internal"),
        ("{% for a in [account] %}{{ a.margin }}{% endfor %}", "{{ a.margin }} is internal"),
        ("{% for p in plays or columns %}{{ p.margin }}{% endfor %}", "only a list can be"),
        (
            "{% for p in ([] or plays) %}{{ p.margin }}{% endfor %}",
            "is not a known name p has",
        ),
        ("{{ plays or tags }}", "cannot be printed"),
    ],
)
def test_a_choice_between_structures_is_no_way_round_the_names(tag: str, said: str) -> None:
    (problem, *_) = problems(word(tag))
    assert said in f"{problem.tag} {problem.message} {problem.suggestion}"


def test_whether_one_of_two_lists_is_there_may_still_be_asked() -> None:
    both = "{% if plays and columns %}both{% endif %}"
    made = word(both, "{% if tags or account %}one{% endif %}")
    assert problems(made) == []
    assert paragraphs(render(made)) == ["both", "one"]
