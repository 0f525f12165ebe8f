"""What ``generate`` tells of a run: the table, the count, and what is to be known beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.cli.console import lines_of

if TYPE_CHECKING:
    from generator.exception_report import Placed
    from generator.pipeline import Order, Outcome

MOST: Final = 20
"""Documents of a run whose problems are told one by one; of more of them nobody would read it."""


def written(outcomes: Sequence[Outcome]) -> list[str]:
    """The table of what became of each document. Accounts that an interrupted run did not reach are
    not in it: what never began has not failed one by one (``summary`` counts them)."""
    heads = ("Account", "Artifact", "Status", "File, or why not")
    rows = [
        (
            *(o.account, o.artifact, f"{o.status}, thin" if o.thin else o.status),
            _counted(o) if o.finds else _foretold(o) or o.reason or o.path,
        )
        for o in outcomes
        if not _is_unreached(o)
    ]
    return lines_of(heads, rows)


def _is_unreached(outcome: Outcome) -> bool:
    from generator.batch import INTERRUPTED

    return (outcome.status, outcome.reason) == ("failed", INTERRUPTED)


def _foretold(outcome: Outcome) -> str:
    """What would become of the file, in a dry run."""
    return f"{outcome.reason}: {outcome.would_be}, {outcome.path}" if outcome.would_be else ""


def _counted(outcome: Outcome) -> str:
    count = len(outcome.finds)
    return f"refused: {count} {'find' if count == 1 else 'finds'}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """``34 written (6 thin), 1 failed``; ``3 skipped (dry run: 1 new, 2 unchanged)``; what an
    interrupted run did not reach is ``12 accounts not reached``."""
    parts = []
    for status in ("written", "unchanged", "skipped", "failed"):
        found = [o for o in outcomes if o.status == status and not _is_unreached(o)]
        thin = sum(bool(o.thin) for o in found)
        more = [f"{thin} thin"] if thin else []
        if would_be := Counter(o.would_be for o in found if o.would_be):
            more.append(f"dry run: {', '.join(f'{n} {what}' for what, n in would_be.items())}")
        if found:
            parts.append(f"{len(found)} {status}" + (f" ({'; '.join(more)})" if more else ""))
    if count := len({o.account_id for o in outcomes if _is_unreached(o)}):
        parts.append(f"{count:,} {'account' if count == 1 else 'accounts'} not reached")
    return ", ".join(parts)


def notes(outcomes: Sequence[Outcome], order: Order, report: Path | None) -> Iterator[str]:
    """What is told beside the table, a text for each line. ``report`` is where the run report was
    kept, None where it was not."""
    from generator.artifacts.catalog import MANAGED_BY_MOTION
    from generator.delivery import EDITED

    yield from _problems(outcomes, report)
    yield from _refused(outcomes, order, report)
    yield from _accepted(outcomes, order)
    if order.form and any(outcome.reason == MANAGED_BY_MOTION for outcome in outcomes):
        yield "Tier 3 accounts have no plan: add --only plan to make one in the form asked for."
    yield from _written_over(outcomes)
    if any(EDITED in (outcome.reason, outcome.would_be) for outcome in outcomes):
        are_left = "would be" if order.dry_run else "were"
        if not order.force:
            yield (
                f"Files edited by hand {are_left} left as they are; --force writes anew and keeps "
                "the old."
            )


def _written_over(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Files of one name that are about another quarter or year: the newest stays."""
    over = [outcome for outcome in outcomes if outcome.instead_of]
    if not over:
        return
    by_account: dict[str, list[Outcome]] = {}
    for one in over:
        by_account.setdefault(one.account_id, []).append(one)
    whose = "; ".join(
        f"{found[0].account}: {', '.join(one.artifact for one in found)}"
        for found in by_account.values()
    )
    if len(over) > MOST:
        whose = f"of {len(by_account):,} accounts"
    is_one = len(over) == 1
    count = "1 document" if is_one else f"{len(over):,} documents"
    took = "would take" if any(one.would_be for one in over) else "took"
    times = ", ".join(dict.fromkeys(one.instead_of for one in over))
    yield (
        f"{count} {took} the place of {'one' if is_one else 'ones'} about {times} ({whose}); give "
        "each time an --out of its own to keep both."
    )


def _problems(outcomes: Sequence[Outcome], report: Path | None) -> Iterator[str]:
    """What was left out of a document is one line of it, and so is every other problem."""
    from generator.artifacts.telling.left_out import told_together

    found = [outcome for outcome in outcomes if outcome.problems]
    if found and len(outcomes) > MOST:
        yield _in_short(outcomes, report)
        return
    for one in found:
        where = f"{one.account}, {one.artifact}"
        told = {*one.thin, *map(str, one.left_out)}
        for problem in one.problems:
            if problem not in told:
                yield f"{where}: {problem}"
        if told:
            left_out = [told_together(one.left_out)] if one.left_out else []
            yield " ".join([f"{where}:", *one.thin, *left_out])


def _in_short(outcomes: Sequence[Outcome], report: Path | None) -> str:
    left_out = sum(len(o.left_out) for o in outcomes)
    thin = sum(bool(o.thin) for o in outcomes)
    others = sum(len(o.problems) - len(o.thin) - len(o.left_out) for o in outcomes)
    counts = [
        *([f"slides left out: {left_out}"] if left_out else []),
        *([f"thin decks: {thin}"] if thin else []),
        *([f"other problems: {others}"] if others else []),
    ]
    return f"Of {len(outcomes)} documents: {', '.join(counts)}. Each is named in {_named(report)}."


def _named(report: Path | None) -> str:
    return f"the run report, {report}" if report else "what --json prints"


def _refused(outcomes: Sequence[Outcome], order: Order, report: Path | None) -> Iterator[str]:
    """Every find of every refused document, and what can be done about it."""
    from generator.artifacts.catalog import artifact_named
    from generator.clearance import letting_out
    from generator.template_store import template_path

    refused = [outcome for outcome in outcomes if outcome.finds]
    for one in refused:
        yield f"{one.account}, {one.artifact}: its customer would see what is internal."
        yield from (f"  {find}" for find in one.finds)
        template = template_path(artifact_named(one.artifact), order.templates)
        yield f"  It was made from the template {template}."
        yield f"  To let it out all the same: {letting_out(one.finds)}"
    if refused:
        yield (
            "Take what was found out of the template or the records; what is never a find in your "
            "org belongs into the settings, under allowed in [customer]. Slides are counted as in "
            f"the finished deck. All finds are in {_named(report)}."
        )


def _accepted(outcomes: Sequence[Outcome], order: Order) -> Iterator[str]:
    from generator.delivery import DRY_RUN

    for one in outcomes:
        what = "would be written; accepted by" if one.reason == DRY_RUN else "accepted by"
        for find in one.accepted:
            yield f"{one.account}, {one.artifact}: {what} {find.by}: {find}"
    seen = {f.id for one in outcomes for f in (*one.finds, *one.accepted)}
    for number in order.accepted:
        if number not in seen:
            yield (
                f"No file of this run holds the find {number}: there was nothing to accept. It may "
                "be of another account or artifact, or its text or place has changed since."
            )


def exceptions_told(placed: Placed) -> Iterator[str]:
    """Where the exceptions report lies and what it covers, or why it could not be written."""
    where = " and ".join(str(one.path) for one in placed.files if one.sha256)
    if where:
        count = f"{placed.count:,}, worst first" if placed.count else "none"
        yield f"Exceptions of this run ({placed.covers}): {count} ({where})."
    for one in placed.files:
        if one.status == "failed":
            yield f"{one.path} could not be written: {one.reason}"
        elif one.kept:
            yield f"What somebody wrote into {one.path.name} was kept as {one.kept}."
