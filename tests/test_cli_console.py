"""What people see cannot steer their terminal; tables and progress keep their form."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner

from generator.cli import console
from generator.cli.console import Progress, lines_of, note, say, say_json, time_left


def test_what_is_said_cannot_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say("\x1b[31mred \u202eabc \ud800 \u682a")
    note("one\x9b2J\ntwo\r", "three")

    said = capsys.readouterr()
    assert said.out == "\\x1b[31mred \\u202eabc \\ud800 \u682a\n"
    assert said.err == "one\\x9b2J two \nthree\n"


def test_a_table_is_printed_in_full_under_its_heads() -> None:
    path = "x" * 300

    assert lines_of(("Name", "n"), [("\u682a\u5f0f", "1"), (path, "12")], numbers=(1,)) == [
        f"Name{' ' * 296}   n",
        f"{'-' * 300}  --",
        f"\u682a\u5f0f{' ' * 296}   1",
        f"{path}  12",
    ]


def test_json_on_stdout_is_valid_whatever_a_value_holds(capsysbinary: object) -> None:
    import click

    value = {"name": "a\ud800b \u202e \x1b \u682a"}

    @click.command()
    def command() -> None:
        say_json(value)

    output = CliRunner().invoke(command).stdout_bytes

    assert json.loads(output.decode("utf-8")) == value


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_silent_where_nobody_looks() -> None:
    stream = io.StringIO()

    with Progress("Accounts", stream=stream, delay=0) as progress:
        progress.update(1, 2)
        progress._end.wait(0.3)

    assert stream.getvalue() == ""


def test_progress_is_drawn_on_a_terminal_and_wiped_at_the_end() -> None:
    stream = Terminal()

    with Progress("Accounts", stream=stream, delay=0) as progress:
        progress.update(1, 2)
        progress._end.wait(0.5)

    assert "Accounts [############------------] 1 of 2" in stream.getvalue()
    assert stream.getvalue().endswith("\r")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def progress_of(*steps: tuple[float, int], at: float, total: int = 1_000) -> str:
    """The line at a moment, after so many were done at those seconds."""
    clock = Clock()
    progress = Progress("Accounts", stream=io.StringIO(), clock=clock)
    for clock.now, done in steps:
        progress.update(done, total)
    clock.now = at
    return progress.line().partition("] ")[2]


def test_progress_says_the_rate_of_now_and_the_time_left() -> None:
    slow_then_fast = [(60.0 + n, 1 + n) for n in range(60)] + [
        (120.0 + n / 10, 61 + n) for n in range(300)
    ]

    assert progress_of(*slow_then_fast[:60], at=119.0) == (
        "60 of 1,000, 1.0 a second, about 16 min left"
    )
    assert progress_of(*slow_then_fast, at=149.9) == (
        "360 of 1,000, 10.0 a second, about 60 s left"
    )


def test_progress_gives_no_estimate_before_there_is_a_rate_and_none_of_what_was_done_before() -> (
    None
):
    assert progress_of((30.0, 1), at=90.0) == "1 of 1,000"
    assert progress_of((30.0, 1), (30.5, 3), at=30.6) == "3 of 1,000"
    assert progress_of((30.0, 901), (34.0, 909), at=34.0) == (
        "909 of 1,000, 2.0 a second, about 50 s left"
    )


def test_progress_slows_down_where_nothing_happens() -> None:
    assert progress_of((0.0, 1), (10.0, 101), at=100.0).startswith("101 of 1,000, 1.0 a second")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds left"),
        (42, "about 40 s left"),
        (95, "about 2 min left"),
        (5_000, "about 83 min left"),
        (7_800, "about 2 h 10 min left"),
        (7_200, "about 2 h left"),
    ],
)
def test_the_time_left_is_told_in_words_that_people_use(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_progress_says_that_it_reads_before_the_first_account_is_done() -> None:
    times = iter([0.0, 4.0])

    assert Progress("Accounts", clock=lambda: next(times)).line() == "Accounts: reading, 4 s"


def test_a_stream_that_cannot_be_set_up_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(console.sys, "stdout", stream)

    console.prepare_streams()

    assert console.sys.stdout is stream
