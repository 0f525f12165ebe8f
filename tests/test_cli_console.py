"""What people see cannot steer their terminal; tables and progress keep their form."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner

from generator.cli import console
from generator.cli.console import Progress, lines_of, note, say, say_json


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


def test_progress_says_rate_and_time_left() -> None:
    times = iter([0.0, 4.0])
    progress = Progress("Accounts", stream=io.StringIO(), clock=lambda: next(times))
    progress.update(12, 40)

    assert progress.line() == (
        "Accounts [#######-----------------] 12 of 40, 3.0 a second, 9 s left"
    )


def test_progress_says_that_it_reads_before_the_first_account_is_done() -> None:
    times = iter([0.0, 4.0])

    assert Progress("Accounts", clock=lambda: next(times)).line() == "Accounts: reading, 4 s"


def test_a_stream_that_cannot_be_set_up_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(console.sys, "stdout", stream)

    console.prepare_streams()

    assert console.sys.stdout is stream
