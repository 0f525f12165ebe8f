"""Makes the references that come from the program itself: ``docs/cli.md`` from ``--help``.

Run by ``make docs``; ``tests/test_cli_reference.py`` says when the file is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.cli import cli

TARGET = Path(__file__).with_name("cli.md")
HEAD = """# The command line

Made from `--help` by `make docs`: change the program, not this file.

Results go to standard output, messages and progress to standard error. Exit codes: 0 all done,
1 something failed or was refused (it is named), 2 wrong usage.
"""


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """(path, help text) of a command and of all below it, in the order of its own list."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                inner = click.Context(below, info_name=name, parent=context, terminal_width=80)
                yield from commands(below, inner)


def reference() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="accountdocs", terminal_width=80, **cli.context_settings)
    parts = [f"## {path}\n\n```\n{text}\n```\n" for path, text in commands(cli, context)]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
