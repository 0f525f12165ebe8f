"""Mistakes that authors make in templates, each with what must be said of it.

``text`` is what they type (a line is a paragraph), ``says`` stands in the message, ``tip`` in the
suggestion, ``tag`` is the text that the fault shows: without one, the tag that ``text`` is.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    text: str
    says: str
    tip: str = ""
    tag: str | None = None

    @property
    def shown(self) -> str:
        return self.text if self.tag is None else self.tag


_LOOP = "{% for p in plays %}"
_IF = "{% if renewal.conflict %}"
_UNKNOWN = "is not a known name"
_STRUCTURE = "is not a statement"

WORD: tuple[Mistake, ...] = (
    # names
    Mistake("{{ acount.name }}", _UNKNOWN, "did you mean account.name?"),
    Mistake("{{ account.nmae }}", _UNKNOWN, "did you mean account.name?"),
    Mistake("{{ Account.Name }}", _UNKNOWN, "did you mean account.name?"),
    Mistake("{{ revenu.gap }}", _UNKNOWN, "did you mean revenue.gap?"),
    Mistake("{{ revenue.current.value }}", _UNKNOWN, "revenue.current is an amount of money"),
    Mistake("{{ owner }}", _UNKNOWN, "did you mean account.owner, renewal.owner or plan.owner?"),
    Mistake("{{ play.owner }}", _UNKNOWN, "only between {% for play in plays %} and {% endfor %}"),
    Mistake("{{ r.name }}", _UNKNOWN, "no record and no loop around the tag is called r"),
    Mistake("{{ plays.name }}", _UNKNOWN, 'repeat over it, or write plays | join(", ", "name")'),
    Mistake("{{ plays[0].nme }}", _UNKNOWN, "did you mean plays[0].name?"),
    Mistake("{{ account[0] }}", "account is a record, not a list"),
    Mistake("{{ account.__class__ }}", _UNKNOWN),
    Mistake("{{ account name }}", "cannot be read", "a point in a name"),
    Mistake("{{ account..name }}", "a name is missing after a point", "joined by one point"),
    Mistake("{{ account->name }}", "cannot be read", "names are joined by points"),
    Mistake("{{ $account.name }}", "the sign $ has no meaning here", "begins with a letter"),
    # values that cannot be printed
    Mistake("{{ plays }}", "is a list", 'write plays | join(", ", "name")'),
    Mistake("{{ account }}", "is a record", "print one of its fields: account.id, account.name"),
    Mistake("{{ renewal.conflict }}", "is a yes/no value", "'yes' if renewal.conflict else 'no'"),
    Mistake("{{ charts.cases }}", "is a chart", "{% chart charts.cases %}"),
    Mistake("{{ relationships.map }}", "is a map", "{% map relationships.map %}"),
    Mistake("{{ account.logo }}", "is a picture", "{% picture account.logo %}"),
    # filters
    Mistake("{{ account.name | uper }}", "uper is not a known filter", "did you mean upper?"),
    Mistake("{{ revenue.gap | mony }}", "mony is not a known filter", "did you mean money?"),
    Mistake("{{ account.name | money }}", "money needs a number; account.name is a text"),
    Mistake("{{ account.name | date }}", "date needs a date"),
    Mistake("{{ revenue.gap | upper }}", "upper needs a text; revenue.gap is an amount of money"),
    Mistake('{{ renewal.date | date("shrt") }}', "date has no form 'shrt': write short, medium"),
    Mistake(
        '{{ renewal.date | date("DD.MM.YYYY") }}',
        "D counts the days of the year",
    ),
    Mistake('{{ renewal.date | date("yyyy-mm-dd") }}', 'did you mean date("yyyy-MM-dd")?'),
    Mistake("{{ account.name | truncate }}", "wrong arguments", "write | truncate(80)"),
    Mistake('{{ account.name | truncate("x") }}', "needs a whole number from 1 up, not 'x'"),
    Mistake("{{ account.name | default }}", "wrong arguments", 'write | default("not recorded")'),
    Mistake('{{ account.name | replace("a") }}', "wrong arguments", 'replace("old", "new")'),
    Mistake("{{ plays | sum }}", "sum adds up numbers; plays holds a record", 'sum("value")'),
    Mistake('{{ plays | sum("name") }}', "sum adds up numbers; plays holds a text"),
    Mistake('{{ plays | join(", ", "nme") }}', _UNKNOWN, "did you mean plays.name?"),
    Mistake('{{ account.name | default: "x" }}', "cannot be read", "stands in brackets"),
    Mistake("{{ account.name.upper() }}", "calls something: only filters are available"),
    Mistake("{{ account.description | markdwn }}", "not a known filter", "did you mean markdown?"),
    Mistake("{{ account.tier | html }}", "html needs a text; account.tier is a number"),
    # calculating and comparing
    Mistake("{{ account.name + 1 }}", "calculates with account.name, which is a text", "with ~"),
    Mistake("{{ renewal.date - 3 }}", "calculates with renewal.date, which is a date"),
    Mistake("{{ account.tier % 2 }}", "uses %, which is not available"),
    Mistake("{{ account.tier == 1 }}", "is a yes/no value", "'yes' if"),
    # braces and quotes
    Mistake("{{ account.name", "is never closed: }} is missing"),
    Mistake("{{ account.name }", "it ends with } instead of }}"),
    Mistake("{ account.name }}", "closes a tag that was not opened"),
    Mistake("{{ account.name %}", "it ends with %} instead of }}"),
    Mistake("{{ }}", "is empty", "write a name between the braces"),
    Mistake("{{{ account.name }}}", "cannot be read", "two braces", "{{{ account.name }}"),
    Mistake("{{ \u201caccount.name }}", "a quotation mark without its partner"),
    Mistake("{# never closed", "is never closed: #} is missing"),
    # structure
    Mistake(_LOOP + "a", "is never closed: endfor is missing", tag=_LOOP),
    Mistake(_IF + "a", "is never closed: endif is missing", tag=_IF),
    Mistake("a{% endfor %}", "has no for before it", tag="{% endfor %}"),
    Mistake("{% else %}", "has no if or for before it"),
    Mistake(
        _LOOP + "{% if p.value %}a{% endfor %}{% endif %}",
        "closes {% if p.value %}",
        "endif is expected first",
        "{% endfor %}",
    ),
    Mistake(_LOOP + "a{% endif %}", "closes " + _LOOP, "endfor is expected first", "{% endif %}"),
    Mistake(_LOOP + "a{% end for %}", _STRUCTURE, "did you mean endfor?", "{% end for %}"),
    Mistake(_IF + "a{% end %}", "'end' closes nothing", "write endfor or endif", "{% end %}"),
    Mistake(
        _IF + "a{% elseif account.tier %}b{% endif %}",
        _STRUCTURE,
        "did you mean elif?",
        "{% elseif account.tier %}",
    ),
    Mistake(_IF + "a{% else %}b{% else %}c{% endif %}", "comes after else", tag="{% else %}"),
    Mistake(
        "{% fro p in plays %}a{% endfor %}", _STRUCTURE, "did you mean for?", "{% fro p in plays %}"
    ),
    Mistake(
        "{% for p of plays %}a{% endfor %}",
        "the word in is expected, not 'of'",
        "write {% for play in plays %}",
        "{% for p of plays %}",
    ),
    Mistake(
        "{% for p in playz %}{{ p.name }}{% endfor %}",
        "playz is not a known name",
        "did you mean plays?",
        "{% for p in playz %}",
    ),
    Mistake(
        "{% for p in account.name %}a{% endfor %}",
        "repeats over account.name, which is a text",
        "only a list can be repeated over",
        "{% for p in account.name %}",
    ),
    Mistake(_LOOP + "{{ p.ownr }}{% endfor %}", _UNKNOWN, "did you mean p.owner?", "{{ p.ownr }}"),
    Mistake(
        "{% for account in plays %}a{% endfor %}",
        "names its items account, which is the name of something else",
        "choose another name",
        "{% for account in plays %}",
    ),
    Mistake(
        "{% if account.tier = 1 %}a{% endif %}",
        "cannot be read",
        "to compare write ==",
        "{% if account.tier = 1 %}",
    ),
    Mistake(
        '{% if account.tier == "1" %}a{% endif %}',
        "compares a number with a text",
        "a number stands without quotes",
        '{% if account.tier == "1" %}',
    ),
    Mistake(
        "{% if renewal.date < 90 %}a{% endif %}",
        "compares a date with a number",
        tag="{% if renewal.date < 90 %}",
    ),
    Mistake(
        "{% if plays > 3 %}a{% endif %}",
        "compares a list with a number",
        "write plays | length",
        "{% if plays > 3 %}",
    ),
    Mistake(
        "{% if renewal.conflict }}a{% endif %}",
        "it ends with }} instead of %}",
        tag="{% if renewal.conflict }}",
    ),
    Mistake("{% account.name %}", _STRUCTURE, "to print a value write {{ account.name }}"),
    Mistake("{% set x = 1 %}", _STRUCTURE, "there are for, if, elif"),
    Mistake('{% include "x.docx" %}', "finds no file x.docx", "with the name of a Word file"),
    Mistake("{% chart charts.cases %}", "stands in text", "in the alternative text of the chart"),
)
"""Each in a table cell of its own of the plan."""

SLIDES: tuple[Mistake, ...] = (
    Mistake("{{ account.tier }}", "is internal: this document may not show it"),
    Mistake("{{ renewal.value | money_short }}", "renewal.value is internal"),
    Mistake("{{ plays | length }}", "plays is internal"),
    Mistake(
        "{% for r in risks %}{{ r.name }}{% endfor %}",
        "risks is internal",
        tag="{% for r in risks %}",
    ),
    Mistake("{{ review.asks }}", _UNKNOWN, "did you mean review.ask?"),
    Mistake("{{ review.promises.due }}", _UNKNOWN, "review.promises is a list"),
    Mistake(
        "{% slide for p in review.promisses %}{% endfor %}",
        _UNKNOWN,
        "did you mean review.promises?",
        "{% slide for p in review.promisses %}",
    ),
    Mistake("{% slide for p in review.promises %}", "is never closed: endfor is missing"),
    Mistake(
        "{% slide fro p in review.promises %}{% endfor %}",
        "'fro' is not a statement",
        "did you mean for?",
        "{% slide fro p in review.promises %}",
    ),
    Mistake(
        "{% row for p in review.promises %}x{% endfor %}",
        "says row but stands in no row",
        tag="{% row for p in review.promises %}",
    ),
    Mistake(
        "{% sheet for p in review.promises %}x{% endfor %}",
        "uses the word sheet, which has no meaning here",
        tag="{% sheet for p in review.promises %}",
    ),
    Mistake(
        "{% shape for p in review.promises %}{{ p.nme }}{% endfor %}",
        _UNKNOWN,
        "did you mean p.name?",
        "{{ p.nme }}",
    ),
    Mistake("{% continue %}", "stands in text", "in the alternative text of the table"),
    Mistake("{{ review.ask | markdown | upper }}", "upper needs a text"),
)
"""Each in a text box, on a slide of its own of the review deck."""

ALTS: tuple[tuple[str, Mistake], ...] = (
    ("chart", Mistake("{% chart charts.casess %}", _UNKNOWN, "did you mean charts.cases?")),
    ("chart", Mistake("{% chart account.name %}", "needs a chart; account.name is a text")),
    ("chart", Mistake("{% chart charts.revenue_bridge %}", "is internal")),
    ("chart", Mistake("{% chart %}", "says chart but not what", "{% chart charts.revenue %}")),
    ("chart", Mistake("{% graph charts.cases %}", _STRUCTURE, "did you mean chart?")),
    ("chart", Mistake("{% picture account.logo %}", "something that is no picture")),
    ("chart", Mistake("Cases by quarter", "the chart has no data", "{% chart", "")),
    ("picture", Mistake("{% picture acount.logo %}", _UNKNOWN, "did you mean account.logo?")),
    ("picture", Mistake("{% picture charts.cases %}", "needs a picture; charts.cases is a chart")),
    ("picture", Mistake("{% image account.logo %}", _STRUCTURE, "did you mean picture?")),
    ("picture", Mistake("{% chart charts.cases %}", "something that is no chart")),
    ("picture", Mistake("{% map charts.cases %}", "needs a map; charts.cases is a chart")),
    ("shape", Mistake("{% picture account.logo %}", "something that is no picture")),
    ("shape", Mistake("{% shape if review.ask %}", "is never closed: endif is missing")),
    ("table", Mistake("{% continue ten %}", "numbers after continue", "{% continue 8 %}")),
    ("table", Mistake("{% continu %}", _STRUCTURE, "did you mean continue?")),
)
"""Each in the alternative text of what is named, on a slide of its own of the review deck."""

SHEETS: tuple[Mistake, ...] = (
    Mistake("{{ whitespace.vlaue }}", _UNKNOWN, "did you mean whitespace.value?"),
    Mistake("{{ whitespace.rows }}", "is a list", "repeat over it"),
    Mistake(
        "{% row for u in whitespace.row %}{{ u.label }}{% endfor %}",
        _UNKNOWN,
        "did you mean whitespace.rows?",
        "{% row for u in whitespace.row %}",
    ),
    Mistake(
        "{% column for c in whitespace.columns %}{{ c.nme }}{% endfor %}",
        _UNKNOWN,
        "did you mean c.name?",
        "{{ c.nme }}",
    ),
    Mistake(
        "{% column for c in whitespace.columns %}x",
        "is never closed: endfor is missing",
        "on this sheet",
        "{% column for c in whitespace.columns %}",
    ),
    Mistake(
        "{% column for c in whitespace.columns %}{{ c.name }}{% else %}x{% endfor %}",
        "stands in a column block, which takes no else",
        tag="{% else %}",
    ),
    Mistake(
        "{% slide for p in plays %}a{% endfor %}",
        "says slide, which a workbook does not have",
        "use row, column or sheet",
        "{% slide for p in plays %}",
    ),
    Mistake("{% chart charts.cases %}", "is a chart tag in a cell"),
    Mistake("{% continue %}", "is for slides"),
    Mistake("{% endfor %}", "has no for before it"),
    Mistake(
        "{% for p in plays %}{% if p.value %}x{% endfor %}{% endif %}",
        "closes {% if p.value %}",
        "endif is expected first",
        "{% endfor %}",
    ),
    Mistake("{{ renewal.date + 30 }}", "calculates with renewal.date, which is a date"),
    Mistake("{{ revenue.gap | money | round }}", "round needs a number"),
    Mistake("=SUM({{ plays | sum('value') }})", "holds a formula that has a tag in it"),
    Mistake("{{ plays | first }}", "is a record", "print one of its fields"),
    Mistake("{{ account.name | upper", "is never closed: }} is missing"),
    Mistake("{{ u.cells }}", _UNKNOWN, "is called u"),
    Mistake(_LOOP + "a{% endfor %}{{ p.name }}", _UNKNOWN, "is called p", "{{ p.name }}"),
    Mistake("{{ loop.index }}", "uses loop outside of a for"),
    Mistake("{{ whitespace.value | monney }}", "not a known filter", "did you mean money?"),
)
"""Each in cell A1 of a sheet of its own of the workbook."""
