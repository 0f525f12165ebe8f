"""What authors mean who type what their field, Salesforce, Word or a spreadsheet taught them."""

from __future__ import annotations

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement

from generator.artifacts.catalog import artifact_named
from generator.artifacts.synonyms import WORDS, synonyms_for
from generator.artifacts.vocabulary import names_tree
from generator.engine.template import check_template
from generator.template_store import names_for
from tests.engine_kit import NAMES, deck, paragraphs, problems, render, saved, word

PLAN = names_for(artifact_named("plan"))


def told(*lines: str) -> str:
    return "\n".join(map(str, problems(word(*lines), PLAN)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("{% for d in divisions %}{{ d.name }}{% endfor %}", "account.divisions, "),
        ("{% for d in deals %}{{ d.name }}{% endfor %}", "open.deals, won.deals or lost.deals?"),
        ("{{ deals }}", "open.deals, won.deals or lost.deals?"),
        ("{% for o in opportunities %}{{ o.name }}{% endfor %}", "open.deals, won.deals"),
        ("{{ opportunity.amount }}", "{% for opportunity in open.deals %}"),
        ("{{ open_deals | length }}", "open.deals?"),
        ("{{ Account_Name }}", "account.name?"),
        ("{{ renewal-date }}", "renewal.date?"),
        ("{% for p in people %}{{ p.name }}{% endfor %}", "relationships.contacts, team or "),
        ("{% for s in sponsors %}{{ s.name }}{% endfor %}", "team?"),
        ("{{ account.sponsor }}", "relationships.sponsor"),
        ("{{ relationships.grid }}", "relationships.matrix?"),
        ("{{ account.ARR__c }}", "revenue.current?"),
        ("{% for r in risk %}{{ r.name }}{% endfor %}", "is not a known name; did you mean risks?"),
        ("{% for p in plays %}{{ p.due }}{% endfor %}", "p.close_date?"),
        ("{% for a in actions %}{% if a.is_late %}x{% endif %}{% endfor %}", "a.days_overdue?"),
        ("{{ revenue.gap | money-short }}", "did you mean money_short?"),
        ("{{ account.name | Upper }}", "did you mean upper?"),
        ("{{ revenue.gap | currency }}", "write | money"),
        ("{{ continued.left }}", "{% continue %}, in its alt text"),
    ],
)  # fmt: skip
def test_a_name_that_there_is_not_is_answered_by_the_one_that_is_meant(
    typed: str, meant: str
) -> None:
    assert meant in told(typed)


def test_every_word_leads_to_names_that_exist_for_the_artifact_and_is_none_at_its_top() -> None:
    for artifact in ("plan", "whitespace", "qbr", "ebr"):
        tree, _ = names_tree(artifact)
        for word_, names in synonyms_for(artifact).items():
            assert names, word_
            for name in names:
                shape = tree
                for step in name.split(".") if "." in name else ():
                    shape = shape[0] if isinstance(shape, list) else shape
                    assert step in shape, (artifact, word_, name)
                    shape = shape[step]
    assert set(WORDS) - set(synonyms_for("plan")) == set(), "words that lead nowhere"
    assert "open.deals" not in {n for names in synonyms_for("qbr").values() for n in names}


@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("{{ renewal.date | date(d MMM) }}", 'write date("d MMM")'),
        ("{{ SUM(plays.value) }}", 'write plays | sum("value")'),
        ("{{ COUNT(plays) }}", "write plays | length"),
        ("{{ account.name.upper() }}", "write account.name | upper"),
        ('{% if renewal.date > "2026-01-01" %}x{% endif %}', "with a date, such as document.as_of"),
        ("{% if revenue.gap > 100,000 %}x{% endif %}", "write 100000"),
        ("{% if revenue.gap > 1,000,000 %}x{% endif %}", "write 1000000"),
        ("{% if revenue.gap > $100000 %}x{% endif %}", "write 100000"),
        ("{% if performance.win_rate > 50% %}x{% endif %}", "write 50"),
        ("{% include block.docx %}", 'write {% include "block.docx" %}'),
        ("{% inlcude 'a.docx' %}", "did you mean include?"),
        ("{% set x = 1 %}", "continue, chart, picture, map, matrix, timeline and include"),
        ("{{ account.na\u00b0me }}", "the sign \u00b0 has no meaning here"),
        ("{% if sections.risks == 'true' %}x{% endif %}", "write sections.risks alone"),
        ("{{ renewal.date - 3 }}", "compared, not calculated with"),
        ("{{ account.name | default(none }}", "close each bracket"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_write(typed: str, helps: str) -> None:
    assert helps in told(typed)


def test_what_office_makes_of_a_half_and_of_a_dash_is_understood() -> None:
    document = word("{{ \u00bd }} {{ renewal.days \u2011 1 }} {{ 3 * \u00be }}")

    assert paragraphs(render(document)) == ["0.5 29 2.25"]


@pytest.mark.parametrize(
    ("typed", "write"),
    [
        ("{{ account.name }}}", "write }}"),
        ("<<Account_Name>>", "write {{ account.name }}"),
        ("<<account.name>>", "write {{ account.name }}"),
        ("\u00abAccount_Name\u00bb", "write {{ account.name }}"),
        ("{!Account.Name}", "write {{ account.name }}"),
        ("{!$User.FirstName}", "is no tag"),
    ],
)
def test_a_tag_of_another_program_is_no_text(typed: str, write: str) -> None:
    (fault,) = problems(word(f"Dear {typed}, hello {{{{ account.name }}}}"), PLAN)

    assert write in str(fault)
    assert fault.tag == typed


def test_a_tag_of_another_program_is_found_in_cells_and_shapes_too() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"] = "<<Account_Name>>"
    (fault,) = check_template(saved(book), filename="w.xlsx", names=NAMES)
    assert "cell B2" in fault.place
    (fault,) = problems(deck("<<Account_Name>>"), NAMES)
    assert "slide 1" in fault.place


@pytest.mark.parametrize(
    "text",
    [
        "\u00abBonjour\u00bb \u00abYouTube\u00bb \u00abexample.com\u00bb \u00ab a.b \u00bb",
        "1 << 2 >> 3; <<interface>> <<end>>; a<<b",
        '{"name": {{ account.name }}}, {x}, {!important}, {!}',
        "{ {account.name} } {{ account.name }} }",
        "{# <<Account_Name>> {!Account.Name} #}{{ '<<Account_Name>>' }}",
    ],
)
def test_what_a_good_document_may_say_is_no_fault(text: str) -> None:
    assert told(text) == ""


def test_a_pair_across_the_edge_of_a_content_control_is_told_of_it() -> None:
    document = docx.Document()
    opener = document.add_paragraph("{% for p in plays %}")
    document.add_paragraph("{{ p.name }}")
    document.add_paragraph("{% endfor %}")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    opener._p.addprevious(control)
    content.append(opener._p)

    (fault,) = problems(document, PLAN)

    assert "a content control lies around one of them" in fault.message
    assert "inside of it or both outside" in fault.suggestion
