"""What the help shows can be typed: each example parses, and those of the sample org name its own
accounts and people."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator.cli import cli

RECORDS = Path(__file__).resolve().parent.parent / "samples" / "records"


def examples(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """(command, what is typed after ``accountdocs``), of the command and all below it."""
    for typed in re.findall(r"^\s*accountdocs (.*?)\s*$", command.help or "", re.MULTILINE):
        yield name, typed
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from examples(found, f"{name} {below}")


EXAMPLES = sorted({typed for _, typed in examples(cli, "accountdocs")})


def parsed(typed: str) -> click.Context:
    """As the command line takes it; nothing is run. UsageError of click where it is wrong."""
    command: click.Command = cli
    # click keeps a command's help option as it was first asked for: -h is the group's setting
    context, words = click.Context(cli, **cli.context_settings), shlex.split(typed)
    while isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        if found is None:
            raise click.UsageError(f"there is no command {words[0]}")
        command, words = found, words[1:]
    return command.make_context(typed, words, parent=context)


def names_in(kind: str) -> set[str]:
    rows = json.loads((RECORDS / f"{kind}.json").read_text(encoding="utf-8"))
    return {row["Name"] for row in rows}


def test_every_command_shows_what_to_type() -> None:
    assert len(EXAMPLES) > 30


@pytest.mark.parametrize("typed", EXAMPLES)
def test_an_example_is_taken_and_names_nobody_whom_the_sample_org_does_not_have(typed: str) -> None:
    values = parsed(typed).params

    accounts = [*values.get("names", ()), *([values["account"]] if "account" in values else [])]
    people = [values[name] for name in ("manager", "owner") if values.get(name)]
    assert set(accounts) <= names_in("Account")
    assert set(people) <= names_in("User")
