"""Many accounts: each ends with its outcomes, whatever happens to the others."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import pytest

from generator import batch, workers
from generator.batch import Interrupted, RunFacts, Target, keep_report, report_of, run
from generator.errors import AccountNotFound, ReadFailed
from generator.model.snapshot import Snapshot, from_json
from generator.pipeline import Order, Outcome, produce
from generator.settings import Limits
from tests.builders import Book
from tests.tiny_templates import folder, slides, word

NAMES = ("Acme", "Borealis", "Cobalt", "Dunlin")


def snapshots_of(*names: str) -> list[Snapshot]:
    """Accounts with ids of their own, in the order of their names."""
    made = []
    for number, name in enumerate(names, 1):
        book = Book(name, tier=1)
        account = replace(book.build().account, id=f"0010000000{number:05d}AAA")
        made.append(replace(book.build(), account_id=account.id, accounts=(account,)))
    return made


def targets_of(snapshots: list[Snapshot]) -> list[Target]:
    return [Target(s.account_id, s.account.name) for s in snapshots]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    name = "{{ account.name }}"
    templates = folder(tmp_path / "t", plan=word(name), qbr=slides(name))
    out = tmp_path / "out"
    return Order(out=out, only=("plan", "qbr"), templates=templates, day=date(2026, 11, 22))


def statuses(outcomes: list[Outcome]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.account, []).append(outcome.status)
    return found


def files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_every_account_and_artifact_has_exactly_one_outcome_in_the_order_asked(
    order: Order,
) -> None:
    snapshots = snapshots_of(*NAMES)

    outcomes = run(targets_of(snapshots), reversed(snapshots), order)

    assert [(o.account, o.artifact) for o in outcomes] == [
        (name, artifact) for name in NAMES for artifact in ("plan", "qbr")
    ]
    assert {o.status for o in outcomes} == {"written"}


def test_workers_write_the_same_bytes_as_one_process(order: Order, tmp_path: Path) -> None:
    snapshots = snapshots_of(*NAMES)
    alone, together = (replace(order, out=tmp_path / name) for name in ("alone", "together"))

    one = run(targets_of(snapshots), snapshots, alone, jobs=1)
    two = run(targets_of(snapshots), snapshots, together, jobs=2)

    assert [o.sha256 for o in one] == [o.sha256 for o in two]
    assert files(alone.out) == files(together.out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_account_that_fails_stops_no_other(order: Order, jobs: int) -> None:
    good, bad, last = snapshots_of("Good", "Bad", "Last")
    broken = replace(bad, accounts=good.accounts)  # not the account that it says it is of

    outcomes = run(targets_of([good, bad, last]), [good, broken, last], order, jobs=jobs)

    assert statuses(outcomes) == {
        "Good": ["written", "written"],
        "Bad": ["failed", "failed"],
        "Last": ["written", "written"],
    }
    assert all("fault of accountdocs itself" in o.reason for o in outcomes if o.account == "Bad")


def test_with_debug_a_fault_of_ours_shows_where_it_arose(order: Order) -> None:
    good, bad = snapshots_of("Good", "Bad")
    broken = replace(bad, accounts=good.accounts)

    with pytest.raises(ValueError, match="account"):
        run(targets_of([bad]), [broken], replace(order, debug=True))


def test_a_fault_while_reading_fails_only_what_was_not_read(order: Order) -> None:
    snapshots = snapshots_of(*NAMES)

    def reading() -> Iterator[Snapshot]:
        yield from snapshots[:2]
        raise ReadFailed("Salesforce hung up.", next_step="Run again.")

    outcomes = run(targets_of(snapshots), reading(), order)

    assert [s[0] for s in statuses(outcomes).values()] == ["written", "written", "failed", "failed"]
    assert {o.reason for o in outcomes[4:]} == {"Salesforce hung up. Run again."}


def test_an_account_that_the_crm_does_not_return_is_failed(order: Order) -> None:
    snapshots = snapshots_of("Acme", "Gone")

    outcomes = run(targets_of(snapshots), snapshots[:1], order)

    assert statuses(outcomes) == {"Acme": ["written"] * 2, "Gone": ["failed"] * 2}


def mortal_work(pipe: Connection, order: Order) -> None:
    """A worker that is killed by the account ``Boom`` and gives up on ``Exit``."""
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        if task.target.name == "Boom":
            os.kill(os.getpid(), signal.SIGKILL)
        if task.target.name == "Exit":
            os._exit(7)
        pipe.send(workers.Answer(workers.one(task.target, from_json(task.snapshot), order)))


def hostile_produce(snapshot: Snapshot, order: Order) -> tuple[Outcome, ...]:
    if snapshot.account.name == "Slow":
        Event().wait()
    if snapshot.account.name == "Greedy":
        held = [b"x" * 50_000_000 for _ in range(40)]
        assert not held, "two gigabytes were given"
    return produce(snapshot, order)


def hostile_work(pipe: Connection, order: Order) -> None:
    """A worker as they are, for accounts that want too much."""
    workers.pipeline.produce = hostile_produce  # type: ignore[attr-defined]  # in this process only
    workers.work(pipe, order)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no limit on memory there")
def test_an_account_that_takes_too_long_or_too_much_fails_by_name_and_the_others_are_made(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "work", hostile_work)
    snapshots = snapshots_of("Acme", "Slow", "Cobalt", "Greedy", "Dunlin", "Egret")
    limited = replace(order, limits=Limits(seconds=8, megabytes=700))

    outcomes = run(targets_of(snapshots), snapshots, limited, jobs=2)

    found = statuses(outcomes)
    assert {name for name, s in found.items() if s != ["written"] * 2} == {"Slow", "Greedy"}
    reasons = {o.account: o.reason for o in outcomes if o.status == "failed"}
    assert "longer than 8 seconds" in reasons["Slow"]
    assert "more memory than 700 MB" in reasons["Greedy"]
    assert not [name for name in files(order.out) if "slow" in name or "greedy" in name]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no limit on memory there")
def test_one_account_with_a_template_of_one_s_own_has_the_same_walls(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "work", hostile_work)
    snapshots = snapshots_of("Greedy")

    outcomes = run(targets_of(snapshots), snapshots, order, jobs=1)

    assert {o.status for o in outcomes} == {"failed"}
    assert all("more memory than 1,000 MB" in o.reason for o in outcomes)


def test_a_worker_that_dies_costs_only_its_account(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "work", mortal_work)
    snapshots = snapshots_of("Acme", "Boom", "Cobalt", "Exit", "Dunlin", "Egret")

    outcomes = run(targets_of(snapshots), snapshots, order, jobs=2)

    found = statuses(outcomes)
    assert {name for name, s in found.items() if s == ["failed"] * 2} == {"Boom", "Exit"}
    assert {name for name, s in found.items() if s == ["written"] * 2} == {
        "Acme",
        "Cobalt",
        "Dunlin",
        "Egret",
    }
    reasons = {o.account: o.reason for o in outcomes if o.status == "failed"}
    assert "SIGKILL" in reasons["Boom"]
    assert "code 7" in reasons["Exit"]


def test_ctrl_c_keeps_what_was_done_and_names_the_rest(order: Order) -> None:
    snapshots = snapshots_of(*NAMES)

    def stopped() -> Iterator[Snapshot]:
        yield from snapshots[:1]
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(targets_of(snapshots), stopped(), order)

    outcomes = caught.value.outcomes
    assert len(outcomes) == 8
    assert [o.status for o in outcomes[:2]] == ["written", "written"]
    assert {(o.status, o.reason) for o in outcomes[2:]} == {("failed", "interrupted")}


def test_progress_counts_accounts(order: Order) -> None:
    snapshots, seen = snapshots_of(*NAMES), []

    run(targets_of(snapshots), snapshots, order, progress=lambda *counts: seen.append(counts))

    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def in_this_process(order: Order) -> Order:
    """Templates of one's own are filled in a process apart, but not for whoever looks for a fault:
    starting one takes longer than all else in these tests."""
    return replace(order, debug=True)


def test_accounts_made_before_are_not_made_again_and_stand_among_the_outcomes(order: Order) -> None:
    snapshots, told = snapshots_of(*NAMES), []
    targets = targets_of(snapshots)
    before = {targets[1].id: workers.failed(targets[1], order, "as it was told then")}

    outcomes = run(
        targets,
        [snapshots[0], *snapshots[2:]],
        in_this_process(order),
        before=before,
        finished=lambda target, made: told.append((target.name, len(made))),
    )

    assert [o.account for o in outcomes[::2]] == list(NAMES)
    assert {o.reason for o in outcomes[2:4]} == {"as it was told then"}
    assert told == [("Acme", 2), ("Cobalt", 2), ("Dunlin", 2)]


@pytest.mark.parametrize(
    ("error", "ended"),
    [
        (ReadFailed("Salesforce hung up."), ["Acme"]),
        (AccountNotFound("Deleted."), ["Acme", "Borealis"]),
    ],
)
def test_an_account_that_another_try_may_reach_is_failed_and_not_finished(
    order: Order, error: Exception, ended: list[str]
) -> None:
    snapshots, told = snapshots_of("Acme", "Borealis"), []

    def reading() -> Iterator[Snapshot]:
        yield snapshots[0]
        raise error

    outcomes = run(
        targets_of(snapshots),
        reading(),
        in_this_process(order),
        finished=lambda t, _: told.append(t.name),
    )

    assert [o.status for o in outcomes] == ["written"] * 2 + ["failed"] * 2
    assert told == ended


@pytest.mark.parametrize(
    ("jobs", "accounts", "expected"), [(None, 1, 1), (3, 2, 2), (3, 9, 3), (1, 9, 1), (None, 0, 1)]
)
def test_no_more_processes_than_there_is_work_for(
    jobs: int | None, accounts: int, expected: int
) -> None:
    assert batch.worker_count(jobs, accounts) == expected


def test_the_report_has_the_contract_s_shape_and_is_kept_with_the_run(tmp_path: Path) -> None:
    outcomes = [
        Outcome("1", "Acme", "plan", "a.docx", "internal", "written", "", "ff", ("changed",)),
        Outcome("2", "Bad \ud800", "qbr", None, "customer", "failed", "why"),
    ]
    facts = RunFacts("run-1", "2026-11-20", "sample", 6, 1.5)

    torn = tmp_path / ".accountdocs" / "runs" / ".0123.accountdocs-tmp"
    torn.parent.mkdir(parents=True)
    torn.touch()

    kept = keep_report(tmp_path, facts, report_of(facts, outcomes))

    assert [path.name for path in kept.parent.iterdir()] == ["run-1.json"]

    assert kept == tmp_path / ".accountdocs" / "runs" / "run-1.json"
    report = json.loads(kept.read_text(encoding="utf-8"))
    assert report["run"] == {
        "id": "run-1",
        "as_of": "2026-11-20",
        "org": "sample",
        "api_calls": 6,
        "seconds": 1.5,
        "planning": None,  # nothing was read
    }
    assert report["artifacts"][0] == {
        "account_id": "1",
        "account": "Acme",
        "artifact": "plan",
        "path": "a.docx",
        "audience": "internal",
        "status": "written",
        "reason": "",
        "sha256": "ff",
        "problems": ["changed"],
        "finds": [],
        "accepted": [],
        "thin": [],
        "left_out": [],
        "owner": None,
        "instead_of": "",
        "would_be": "",
    }
    assert report["failed"] == [
        {"account_id": "2", "account": "Bad \ud800", "artifact": "qbr", "reason": "why"}
    ]
