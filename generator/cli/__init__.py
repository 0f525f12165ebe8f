"""The command ``accountdocs``: options in, one call, the result printed.

Each command stands in a module of its own that is imported when it is needed, and imports the rest
of the program when it runs: ``--help`` answers at once. Exit codes: 0 all done, 1 something failed
or was refused, 2 wrong usage.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from generator import __version__
from generator.cli.console import complain, prepare_streams, show_crashes
from generator.errors import AccountdocsError

_COMMANDS = {
    "generate": "generator.cli.generate:generate",
    "show": "generator.cli.show:show",
    "diff": "generator.cli.diff:diff",
    "explain": "generator.cli.explain:explain",
    "inspect": "generator.cli.inspect:inspect",
    "accounts": "generator.cli.accounts:accounts",
    "audit": "generator.cli.audit:audit",
    "topx": "generator.cli.topx:topx",
    "packet": "generator.cli.packet:packet",
    "lost": "generator.cli.lost:lost",
    "calendar": "generator.cli.calendar:calendar",
    "login": "generator.cli.login:login",
    "logout": "generator.cli.login:logout",
    "doctor": "generator.cli.doctor:doctor",
    "templates": "generator.cli.templates:templates",
    "sample-org": "generator.cli.sample_org:sample_org",
}


class _LateGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accountdocs")
def cli() -> None:
    """Account plans, whitespace workbooks and review decks, regenerated from the CRM.

    \b
    Example:
      accountdocs generate "Kestrel & Rowe Foods" --org sample
    """


def main() -> None:
    """The console script."""
    show_crashes()
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run one command and give its exit code. A foreseeable fault is a message, no traceback."""
    prepare_streams()
    try:
        code = cli.main(list(args), prog_name="accountdocs", standalone_mode=False)
    except click.ClickException as error:
        _explain(error)
        return error.exit_code
    except AccountdocsError as error:
        if "--debug" in args:
            raise
        complain(*error.lines)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        complain("Stopped.")
        return 1
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 1
    return code if isinstance(code, int) else 0


def _explain(error: click.ClickException) -> None:
    context = getattr(error, "ctx", None)
    if isinstance(context, click.Context):
        click.echo(context.get_usage(), err=True)
        complain(f"{error.format_message()} See {context.command_path} --help.")
    else:
        complain(error.format_message())
