"""What ``generate`` tells of a run is short, complete and can be acted on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.artifacts.telling.left_out import LeftOut
from generator.batch import INTERRUPTED
from generator.clearance import Accepted
from generator.cli.outcomes import MOST, notes, summary, written
from generator.delivery import DRY_RUN, EDITED
from generator.guard import Find
from generator.pipeline import Order, Outcome

REPORT = Path("out/.accountdocs/runs/r.json")
MADE = Outcome("001", "Acme", "qbr", "a.pptx", "customer", "written")
FINDS = tuple(
    Find(f"F0000000{n}", "judgment", f"word {n}", "", (f"slide {n}",)) for n in range(1, 6)
)
REFUSED = replace(MADE, path=None, status="failed", reason="x" * 400, finds=FINDS)
THIN = "Thin: 2 slides have content, a review needs 3."
LEFT_OUT = (
    LeftOut("summary", "executive summary", "only one claim"),
    LeftOut("goals", "goals we share", "nothing to show"),
    LeftOut("roadmap", "roadmap", "nothing to show"),
)
THINNED = replace(
    MADE,
    problems=("Changed.", THIN, *map(str, LEFT_OUT)),
    thin=(THIN,),
    left_out=LEFT_OUT,
)


def told(*outcomes: Outcome, report: Path | None = REPORT, **order: object) -> list[str]:
    return list(notes(outcomes, Order(out=Path("out"), **order), report))  # type: ignore[arg-type]


def test_the_table_counts_the_finds_and_the_lines_below_name_each_in_one_form() -> None:
    assert written([REFUSED])[-1].endswith("refused: 5 finds")
    assert written([replace(REFUSED, finds=FINDS[:1])])[-1].endswith("refused: 1 find")
    lines = told(REFUSED)
    assert [line for line in lines if ": word of judgment " in line] == [f"  {f}" for f in FINDS]


def test_a_refusal_says_what_to_do_about_it() -> None:
    text = "\n".join(told(REFUSED))
    options = " ".join(f"--accept-find {find.id}" for find in FINDS)
    assert f'{options} --as "YOUR NAME"' in text
    assert "qbr.pptx" in text
    assert "allowed in [customer]" in text
    assert "counted as in the finished deck" in text
    assert str(REPORT) in text
    assert "what --json prints" in "\n".join(told(REFUSED, report=None))


def test_a_refusal_names_the_template_that_was_used(tmp_path: Path) -> None:
    own = tmp_path / "qbr.pptx"
    own.write_bytes(b"")
    assert f"  It was made from the template {own}." in told(REFUSED, templates=tmp_path)


def test_what_a_document_lacks_is_one_line_with_slides_of_one_reason_together() -> None:
    assert told(THINNED) == [
        "Acme, qbr: Changed.",
        (
            f"Acme, qbr: {THIN} Left out: executive summary (only one claim); goals we share, "
            "roadmap (nothing to show)."
        ),
    ]


def test_of_many_documents_the_problems_are_counted() -> None:
    assert len(told(*[THINNED] * MOST)) == 2 * MOST
    assert told(*[MADE] * (MOST + 1)) == []
    assert told(THINNED, THINNED, *[MADE] * (MOST - 1)) == [
        (
            f"Of {MOST + 1} documents: slides left out: 6, thin decks: 2, other problems: 2. Each "
            f"is named in the run report, {REPORT}."
        )
    ]


def test_a_thin_deck_is_marked_in_the_table_and_in_the_count() -> None:
    assert "written, thin" in written([THINNED])[-1]
    failed = replace(MADE, status="failed")
    assert summary([THINNED, MADE, MADE, failed]) == "3 written (1 thin), 1 failed"


def test_accounts_that_an_interrupted_run_did_not_reach_are_counted_once() -> None:
    gone = replace(MADE, status="failed", reason=INTERRUPTED, account_id="002", account="Borealis")
    made = [MADE, gone, replace(gone, artifact="plan"), replace(gone, account_id="003")]

    assert "Borealis" not in "".join(written(made))
    assert summary(made) == "1 written, 2 accounts not reached"


def test_a_dry_run_says_what_would_become_of_each_file() -> None:
    dry = replace(MADE, status="skipped", reason=DRY_RUN, would_be="new")
    found = [dry, replace(dry, would_be="unchanged"), replace(dry, would_be=EDITED), REFUSED, dry]
    assert written(found)[-1].endswith("dry run: new, a.pptx")
    assert written(found)[-3].endswith("dry run: edited by hand, a.pptx")
    assert summary(found) == ("4 skipped (dry run: 2 new, 1 unchanged, 1 edited by hand), 1 failed")
    assert told(*found[:3], dry_run=True) == [
        "Files edited by hand would be left as they are; --force writes anew and keeps the old."
    ]
    assert told(*found[:3], dry_run=True, force=True) == []


def test_files_about_another_time_that_went_are_one_line() -> None:
    over = replace(MADE, instead_of="2026-Q2")
    plan = replace(over, artifact="plan", instead_of="FY2026")
    other = replace(over, account="Birch", account_id="002")
    line = "took the place of ones about"
    ends = "give each time an --out of its own to keep both."
    assert told(over, MADE) == [
        f"1 document took the place of one about 2026-Q2 (Acme: qbr); {ends}"
    ]
    assert told(over, plan, other) == [
        f"3 documents {line} 2026-Q2, FY2026 (Acme: qbr, plan; Birch: qbr); {ends}"
    ]
    dry = [replace(one, status="skipped", reason=DRY_RUN, would_be="changed") for one in (over,)]
    assert told(*dry, dry_run=True) == [
        f"1 document would take the place of one about 2026-Q2 (Acme: qbr); {ends}"
    ]
    many = [replace(over, account_id=f"{n:03}", account=f"A{n}") for n in range(30)]
    assert told(*many) == [f"30 documents {line} 2026-Q2 (of 30 accounts); {ends}"]


def test_a_dry_run_says_what_would_be_let_out_and_by_whom() -> None:
    find = FINDS[0]
    let_out = Accepted(find.id, find.kind, find.what, find.source, find.where, by="Dana Reyes")
    rehearsed = replace(MADE, status="skipped", reason=DRY_RUN, accepted=(let_out,))
    accepted = {find.id: "Dana Reyes"}
    assert told(rehearsed, accepted=accepted) == [
        f"Acme, qbr: would be written; accepted by Dana Reyes: {find}"
    ]
    assert told(replace(MADE, accepted=(let_out,)), accepted=accepted) == [
        f"Acme, qbr: accepted by Dana Reyes: {find}"
    ]


def test_an_acceptance_of_nothing_says_why_it_may_be() -> None:
    (line,) = told(MADE, accepted={"F00000000": "Dana"})
    assert "F00000000: there was nothing to accept" in line
    assert "another account" in line
    assert "has changed" in line
