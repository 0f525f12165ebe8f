"""``accountdocs sample-org``: the sample org as a server, for other tools and for tests."""

from __future__ import annotations

import threading

import click

from generator.cli.console import note, say, say_json
from generator.cli.options import json_option


@click.command("sample-org", short_help="Keep the sample org running on a port.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port on loopback; 0 takes a free one.  [default: 0]",
)
@json_option
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def sample_org(port: int, as_json: bool, debug: bool) -> None:
    """Serve the sample org on loopback, as a Salesforce org that speaks its REST API.

    Prints the address and a token, as variables for a shell, and runs until Ctrl-C.

    \b
    Example:
      accountdocs sample-org --port 8765
    """
    from generator.crm.sample_org.data import load
    from generator.crm.sample_org.server import SampleServer
    from generator.files import data_folder

    with SampleServer(load(data_folder("samples")), port=port) as org:
        if as_json:
            say_json({"url": org.url, "token": org.token})
        else:
            say(f"export SF_INSTANCE_URL={org.url}")
            say(f"export SF_ACCESS_TOKEN='{org.token}'")
        note("The sample org is running; SAMPLE DATA. Ctrl-C ends it.")
        _wait()


def _wait() -> None:
    """Until Ctrl-C, which is how this command is meant to end."""
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        note("Ended.")
