"""The tables of the account review: what each lists, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from templates.build.deck_master import BODY, LEFT, SMALL, WIDTH, Box
from templates.build.deck_tables import Column

TOP = 1.75
NONE = '| default("not recorded")'
NOBODY = '| default("no owner")'
NO_DATE = '| default("no date")'
HALF = (WIDTH - 0.35) / 2
RIGHT = LEFT + HALF + 0.35


@dataclass(frozen=True)
class Listed:
    """A table with a row for each of ``rows``, not there where there is none.

    ``more`` names what says how many rows there was no room for; it stands below the table, at
    ``foot`` inches from the top of the slide.
    """

    name: str
    each: str
    rows: str
    columns: Sequence[Column]
    box: Box
    more: str = ""
    foot: float = 6.68
    tall: float = 0.36
    size: int = SMALL


FULL: Box = (LEFT, TOP, WIDTH, 0.8)
ABOVE = 5.7
"""Where the words stand that say how many more, above a decision."""

PARTS = Listed(
    "Agenda",
    "p",
    "session.parts",
    (
        Column("Minutes", "{{ p.time }}", 1.15),
        Column("Part", "**{{ p.number }}  {{ p.name }}**", 2.5),
        Column(
            "Decision needed",
            "{{ p.decision }}\n{% if p.is_needed %}\n{{ p.owner | default('no owner recorded: name one') }}\n{% endif %}",
            4.5,
        ),
    ),
    (LEFT, 2.05, 7.75, 0.8),
    tall=0.72,
)

INVITED = Listed(
    "Attendees",
    "a",
    "session.invited_shown",
    (
        Column("Attends as", "{{ a.role }}", 1.45),
        Column(
            "Who",
            "{% if a.name %}{{ a.name }}{% else %}**not filled**{% endif %}\n{% if a.title %}\n{{ a.title }}\n{% endif %}",
            2.7,
        ),
    ),
    (8.55, 2.05, 4.18, 0.8),
    more="session.invited_more",
    foot=5.85,
    tall=0.45,
)

SINCE = Listed(
    "Changes",
    "c",
    "session.since_shown",
    (
        Column("Topic", "**{{ c.topic }}**", 1.8),
        Column("What changed", "{{ c.text }}", 10.3),
    ),
    FULL,
    more="session.since_more",
    tall=0.36,
)

TARGETS = Listed(
    "Targets",
    "g",
    "session.targets_shown",
    (
        Column(
            "Target",
            "{{ g.name | default('no objective') }}\n{{ g.kind | default('kind not recorded') }}"
            "{% if not g.has_goal %}: no objective aims at it{% endif %}",
            2.45,
        ),
        Column("Baseline", f"{{{{ g.baseline {NONE} }}}}", 1.05, number=True),
        Column("Now", f"{{{{ g.current {NONE} }}}}", 1.05, number=True),
        Column("Target", '**{{ g.target | default("not set") }}**', 1.05, number=True),
        Column(
            "Owner, due",
            "{% if g.has_goal or g.target %}"
            f"{{{{ g.owner {NOBODY} }}}}\n{{{{ g.due {NO_DATE} }}}}{{% endif %}}",
            1.3,
        ),
    ),
    (5.83, TOP, 6.9, 0.8),
    more="session.targets_more",
    tall=0.5,
)


def _metrics(name: str, rows: str, left: float) -> Listed:
    return Listed(
        name,
        "m",
        rows,
        (
            Column(name, "{{ m.name }}", 2.6),
            Column("Baseline", '{{ m.baseline_text | default("none") }}', 1.1, number=True),
            Column("Now", '**{{ m.current_text | default("not known") }}**', 1.3, number=True),
            Column("Target", '{{ m.target_text | default("not set") }}', 1.1, number=True),
        ),
        (left, TOP + 0.2, HALF, 0.8),
        tall=0.75,
        size=BODY,
    )


LEADING = _metrics("Leading", "metrics.leading", LEFT)
LAGGING = _metrics("Lagging", "metrics.lagging", RIGHT)

GAPS = Listed(
    "Gaps",
    "g",
    "session.gaps_shown",
    (
        Column("Weakness", "{{ g.text }}", 3.0),
        Column("What would mend it", "{{ g.action }}", 2.2),
        Column("Owner, by", f"{{{{ g.owner {NOBODY} }}}}\n{{{{ g.due {NO_DATE} }}}}", 1.4),
    ),
    (6.13, TOP, 6.6, 0.8),
    more="session.gaps_more",
    tall=0.6,
)

CHANGES = Listed(
    "Departures and news",
    "c",
    "session.changes_shown",
    (
        Column("Who or what", "**{{ c.kind }}**\n{{ c.date | default('no date') }}", 1.7),
        Column("What happened", f"{{{{ c.text {NONE} }}}}", 3.6),
    ),
    (LEFT, TOP, 5.4, 0.8),
)

RISKS = Listed(
    "Risks",
    "r",
    "session.risks_shown",
    (
        Column(
            "Risk (likelihood / impact), and what is done",
            "**{{ r.name }}**\n{{ r.mitigation | default('nothing recorded yet') }}",
            3.6,
        ),
        Column("Rating", f"{{{{ r.rating {NONE} }}}}", 1.25),
        Column("Owner, by", f"{{{{ r.owner {NOBODY} }}}}\n{{{{ r.due {NO_DATE} }}}}", 1.5),
    ),
    (6.33, TOP, 6.4, 0.8),
    more="session.risks_more",
    foot=ABOVE,
)

PROMISES = Listed(
    "Commitments",
    "c",
    "session.promises_shown",
    (
        Column("Result", "**{{ c.state_label }}**", 1.0),
        Column("Commitment", "{{ c.name }}", 5.4),
        Column("Our side", f"{{{{ c.our_owner {NOBODY} }}}}", 2.0),
        Column(
            "Their side",
            '{% if c.is_shared %}{{ c.customer_owner | default("–") }}{% else %}internal{% endif %}',
            2.0,
        ),
        Column("Due", f"{{{{ c.due {NO_DATE} }}}}", 1.2),
        Column("Done", '{{ c.done_on | default("–") }}', 1.2),
    ),
    FULL,
    more="session.promises_more",
    tall=0.45,
)

_PLAY = Column("Play", "**{{ p.name }}**\n{{ p.unit }}", 3.5)
_OWNER = Column("Owner", f"{{{{ p.owner {NOBODY} }}}}", 1.3)
_TARGET = Column("Target date", f"{{{{ p.close_date {NO_DATE} }}}}", 1.25)
_VALUE = Column("Value", '{{ p.value | default("not set") }}', 1.15, number=True)

PLAYS = Listed(
    "Plays",
    "p",
    "session.plays_shown",
    (
        _PLAY,
        Column("Where it stands", "**{{ p.state_label }}**\n{{ p.stage_text }}", 1.8),
        Column("What it needs", "{{ p.needs }}", 2.8),
        _OWNER,
        _TARGET,
        _VALUE,
    ),
    FULL,
    more="session.plays_more",
    foot=ABOVE,
    tall=0.5,
)

NEXT = Listed(
    "Next plays",
    "p",
    "session.next_plays_shown",
    (
        _PLAY,
        Column("Customer priority", '{{ p.priority | default("none stated") }}', 2.4),
        Column("Next step", "{{ p.needs }}", 2.5),
        _OWNER,
        _TARGET,
        _VALUE,
    ),
    FULL,
    more="session.next_plays_more",
    foot=ABOVE,
    tall=0.5,
)

CELLS = Listed(
    "Qualified cells",
    "c",
    "session.cells_shown",
    (
        Column("Where to go first", "**{{ c.product }}**\n{{ c.unit }}", 2.6),
        Column("Need, access, budget", "{{ c.questions }}", 2.3),
        Column("Play", '{{ c.play | default("no play yet") }}', 2.1),
        Column("Value", '{{ c.value | default("not set") }}', 0.95, number=True),
    ),
    (5.3, TOP, 7.43, 0.8),
    more="session.cells_more",
    foot=ABOVE,
    tall=0.5,
)

RIVALS = Listed(
    "Rivals",
    "r",
    "rivals_shown",
    (
        Column("Rival", "**{{ r.name }}**", 1.5),
        Column("Won", "{{ r.won }}\n{{ r.won_amount | default('–') }}", 1.05, number=True),
        Column("Lost", "{{ r.lost }}\n{{ r.lost_amount | default('–') }}", 1.05, number=True),
        Column("Open", "{{ r.open }}\n{{ r.open_amount | default('–') }}", 1.05, number=True),
        Column("What it does well", f"{{{{ r.strengths {NONE} }}}}", 3.7),
        Column("Where we are better", f"{{{{ r.weaknesses {NONE} }}}}", 3.7),
    ),
    FULL,
    more="rivals_more",
    tall=0.6,
)

FIGURES = Listed(
    "Sources",
    "s",
    "session.figures_shown",
    (
        Column("Figure", "{{ s.label }}", 2.1),
        Column("Value", f"**{{{{ s.value {NONE} }}}}**", 1.4, number=True),
        Column("Where it comes from", "{{ s.note }}", 3.9),
        Column("Records", "{{ s.count }}", 0.8, number=True),
    ),
    (LEFT, TOP, 7.3, 0.8),
    tall=0.36,
)

COVERAGE = Listed(
    "Coverage",
    "c",
    "session.unread_shown",
    (
        Column("Not read, or not in full", "{{ c.label }}", 1.7),
        Column("Why", "{{ c.line }}", 2.7),
    ),
    (8.25, TOP, 4.48, 0.8),
    more="session.unread_more",
    tall=0.36,
)
