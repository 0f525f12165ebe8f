"""``accountdocs sample-org``: the sample org as a server, for other tools and for tests."""

from __future__ import annotations

import signal
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

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the polite end of a service
    try:
        with SampleServer(load(data_folder("samples")), port=port) as org:
            _tell(org.url, org.token, as_json=as_json)
            threading.Event().wait()
    except KeyboardInterrupt:  # how this command is meant to end
        note("Ended.")


def _tell(url: str, token: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"url": url, "token": token})
    else:
        say(f"export SF_INSTANCE_URL={url}")
        say(f"export SF_ACCESS_TOKEN='{token}'")
    note("The sample org is running; SAMPLE DATA. Ctrl-C ends it.")
