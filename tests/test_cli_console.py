"""What people see cannot steer their terminal; tables and progress keep their form."""

from __future__ import annotations

import io
import json

import pytest
from click.testing import CliRunner

from generator.cli import console
from generator.cli.console import Progress, printable, say_json, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("\x9b2J", "\\u009b2J"),
        ("a\rb\nc\td", "a\\u000db\\u000ac d"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
        ("caf\u00e9 \U0001f600 \u682a", "caf\u00e9 \U0001f600 \u682a"),
    ],
)
def test_no_text_can_steer_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_table_s_columns_stay_under_their_heads() -> None:
    lines = table(("Name", "n"), [("\u682a\u5f0f", "1"), ("e\u0301tude", "12")], right=" r")

    assert lines == ["Name    n", "-----  --", "\u682a\u5f0f    1", "e\u0301tude  12"]


def test_an_empty_table_is_its_head() -> None:
    assert table(("A", "B"), []) == ["A  B", "-  -"]


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
