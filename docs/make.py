"""Makes the references that come from the program itself: ``docs/cli.md`` from ``--help``,
``docs/mapping.md`` from the model and the default mapping, the matrices of ``docs/templates.md``
from ``features.toml``, ``docs/method.md`` from ``method.toml``, ``docs/audit.md`` from the checks.

Run by ``make docs``; ``tests/test_cli_reference.py`` says when a file is out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import audit
import click
import features
import method

from generator.cli import cli
from generator.crm import rules
from generator.crm.kinds import KINDS, FieldType, field_types
from generator.crm.mapping import KindMapping, default_table, load_mapping, meanings
from generator.crm.mapping_checks import shown
from generator.model.rules import AXES

TARGET = Path(__file__).with_name("cli.md")
MAPPING_TARGET = Path(__file__).with_name("mapping.md")
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


MAPPING_HEAD = """# The mapping: where your org keeps things

The tables below are made from the program by `make docs`: change the program, not this file.

accountdocs looks for each thing where Salesforce keeps it, or where many orgs do. What your org
keeps elsewhere stands in its own mapping: tables `[mapping...]` in `accountdocs.toml`, or a file of
its own (`mapping = "mapping.toml"`), whose tables have no `mapping.` before them.
`accountdocs doctor --write-mapping FILE` proposes one from what your org describes.

```toml
[mapping]
missing = "refuse"                       # or "warn"

[mapping.account.fields]
arr = ["Annual_Recurring_Revenue__c"]    # the first that exists and can be read is taken
site = "Parent.Name"                     # a path of two names reads a parent's field
health = []                              # this org keeps no such thing

[mapping.account.values.tier]            # what the CRM's words mean
"Gold" = 1
"Prospect" = ""                          # no value
# "*" = ""                               # every other word

[mapping.risk]
object = "Customer_Risk__c"
customer_safe = []                       # fields that a customer may see
```

- **Lists replace, words add.** `object`, a list of fields and `customer_safe` take the place of
  the default's; words of `values` and of `[mapping.value_maps...]` are laid over the default's
  words. The name of a value map can stand in place of a table: `role = "buying_roles"`.
- **Mistakes are told all at once**, each with file, line, table, key and the nearest name:
  names the model does not know when the file is read, names the org does not have before
  anything is written. A list of fields is a mistake only where none of them can be read. Names
  of the default mapping may be missing. `missing = "warn"` is for teams whose people see
  different fields: what is missing is then a data problem of every internal document, and a
  warning of the command.
- **Words**: a field with meanings in the tables below takes nothing else; a word of the CRM
  that has none is left out and told, with the line to add. Any other text stands as it is,
  unless `values` has another word for it (stages, loss reasons, health in words). Case does not
  count.
- **Ids** need a lookup field; an alias that is none is passed over.
- **Paths** lead through a lookup to a field of the object it points to. Where that object is
  none of the mapping's own, whether the field exists is only known when it is read; one that is
  refused is named in the coverage.
- **Account plans**: Salesforce's own, objects of your own, or none. The first object that is
  there is taken, so an org that has account plans switched on and keeps its plans in
  `Account_Plan__c` says so: `object = "Account_Plan__c"` under `[mapping.plan]`, and likewise
  for `objective` and `measure`.
- **Customer documents** show what `customer_safe` names (marked * below), and besides it what is
  always shown: products owned, counts of cases, and records that are marked as shared
  ([customers.md](customers.md)). A name that the model does not know is an error there as
  everywhere, so that a typing error opens nothing;
  `["*"]` alone opens all fields of a kind. Regions and business units are shown where each field
  that names one is declared: `customer_safe = ["name", "region"]` under `[mapping.account]`, and
  likewise for the other kinds with a `region`; `["name"]` under `[mapping.business_unit]`.
"""
TYPES = {
    str: "text",
    tuple: "texts",
    int: "whole number",
    Decimal: "number",
    bool: "true or false",
    date: "date",
    datetime: "time",
}


def mapping_reference() -> str:
    """The whole page: every kind of record and every field of the model."""
    everything = load_mapping({"division": {"axis": list(AXES)}})  # no kind left unread
    kinds = [_kind(everything[kind]) for kind in KINDS]
    return "\n".join([MAPPING_HEAD, _rules(), *kinds])


def _rules() -> str:
    head = ["| table | setting | words allowed | default |", "|---|---|---|---|"]
    rows = []
    for table, key, allowed in rules.settings():
        words = ", ".join(f"`{word}`" for word in allowed) or "any"
        given = default_table()[table].get(key, [])
        usual = f"[{', '.join(map(shown, given))}]" if isinstance(given, list) else shown(given)
        rows.append(f"| `{table}` | `{key}` | {words} | `{usual}` |")
    about = (
        "What counts as revenue, as a renewal, as a division and as a review. The words are "
        "explained at the top of the default mapping, `generator/crm/mapping_default.toml`."
    )
    return "\n".join(["## Rules", "", about, "", *head, *rows, ""])


def _kind(mapping: KindMapping) -> str:
    objects = ", then ".join(f"`{name}`" for name in mapping.objects)
    rows = [_field(mapping, name, kind) for name, kind in field_types(mapping.kind).items()]
    head = ["| field | holds | default candidates, in this order |", "|---|---|---|"]
    return "\n".join([f"## {mapping.kind}", "", f"Read from {objects}.", "", *head, *rows, ""])


def _field(mapping: KindMapping, name: str, kind: FieldType) -> str:
    meant = ", ".join(str(value).lower() for value in meanings(mapping.kind, name))
    holds = "lookup" if name.endswith("_id") else TYPES[kind.base]
    told = f"{holds}: {meant}" if meant else holds
    safe = "*" if name in mapping.customer_safe else ""
    names = ", ".join(f"`{alias}`" for alias in mapping.fields.get(name, ()))
    return f"| `{name}`{safe} | {told} | {names} |"


if __name__ == "__main__":
    features.PAGE.write_text(
        features.with_matrices(features.PAGE.read_text("utf-8")), encoding="utf-8", newline="\n"
    )
    MAPPING_TARGET.write_text(mapping_reference(), encoding="utf-8", newline="\n")
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    method.PAGE.write_text(method.page(), encoding="utf-8", newline="\n")
    audit.PAGE.write_text(
        audit.with_checks(audit.PAGE.read_text("utf-8")), encoding="utf-8", newline="\n"
    )
