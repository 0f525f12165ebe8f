"""What docs/operations.md shows can be typed: every command, every settings table, every unit."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from generator.cli import cli
from generator.history import thinning
from generator.settings import Flags, load_settings

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LARGE = (ROOT / "docs" / "large-runs.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def commands(page: str) -> list[str]:
    """Every line that begins a command of ours: in blocks, in tables, in units and jobs."""
    fenced = re.findall(r"```[a-z]*\n(.*?)```", page, re.DOTALL)
    lines = [line for block in fenced for line in block.splitlines()]
    lines += re.findall(r"`(accountdocs [^`]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    found = (
        re.search(r"(?:^|/|-Execute \"|run: )accountdocs(?:\.exe)?(?P<args>[ \"](?!&).*)", text)
        for text in lines
    )
    return sorted({cleaned(match["args"]) for match in found if match})


def cleaned(args: str) -> str:
    """Without what a shell takes away, and without a remark."""
    args = re.sub(r'^" -Argument "(.*?)".*', r"\1", args)
    return re.sub(r"(?:\s#.*|\s*>+.*)$", "", args).strip()


def parsed(args: str) -> click.Context:
    """As the command line takes it; nothing is run. UsageError of click where it is wrong."""
    name, *rest = shlex.split(args)
    top = click.Context(cli, **cli.context_settings)  # click keeps the help option of the first
    command = cli.get_command(top, name)
    if command is None:
        raise click.UsageError(f"there is no command {name}")
    if isinstance(command, click.Group):
        below, *rest = rest
        command = command.get_command(top, below) or command
    return command.make_context(name, rest, parent=top)


COMMANDS = [text for text in commands(TEXT) if "--help" not in text]


@pytest.mark.parametrize("args", COMMANDS)
def test_every_command_is_one_that_the_command_line_takes(args: str) -> None:
    parsed(args)


@pytest.mark.parametrize("page", [README, LARGE], ids=["README", "large-runs"])
def test_so_are_those_of_the_other_pages(page: str) -> None:
    found = [text for text in commands(page) if "..." not in text and not text.startswith("--")]
    assert len(found) >= 3
    for text in found:
        parsed(text)


def test_the_page_shows_a_command_for_each_role_and_rhythm() -> None:
    assert len(COMMANDS) > 20
    told = "doctor accounts generate calendar packet audit topx lost show explain diff inspect"
    for name in told.split():
        assert any(text.split()[0] == name for text in COMMANDS), name


@pytest.mark.parametrize("wrong", ["generate --no-such-option", "generate --tier 9", "no-such x"])
def test_a_command_that_is_wrong_is_found(wrong: str) -> None:
    with pytest.raises(click.ClickException):
        parsed(wrong)


@pytest.mark.parametrize("block", blocks("toml"))
def test_every_settings_table_is_taken(block: str, tmp_path: Path) -> None:
    (tmp_path / "accountdocs.toml").write_text(block, encoding="utf-8")
    load_settings(Flags(), {}, folder=tmp_path)


def test_the_units_are_units_and_the_timer_starts_the_service() -> None:
    service, timer = (unit(block) for block in blocks("ini"))
    assert set(service) == {"Unit", "Service"}
    assert service["Service"]["Type"] == ["oneshot"]
    assert all("--org env" in line for line in service["Service"]["ExecStart"])
    assert timer["Timer"]["OnCalendar"] == ["Mon..Fri 05:30"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]


def unit(text: str) -> dict[str, dict[str, list[str]]]:
    """A unit's sections; a key may stand there several times, which no INI reader of ours takes."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in filter(None, text.splitlines()):
        head = re.fullmatch(r"\[(\w+)\]", line)
        if head:
            section = head[1]
            found[section] = {}
        else:
            key, value = line.split("=", 1)
            assert re.fullmatch(r"[A-Z][A-Za-z]+", key), line
            found[section].setdefault(key, []).append(value)
    return found


def test_the_cron_lines_have_five_fields_and_name_the_org() -> None:
    (table,) = blocks("cron")
    lines = [line for line in table.splitlines() if not line.startswith(("#", "MAILTO="))]
    field = r"(?:\*|\d+(?:-\d+)?)"
    assert len(lines) == 2
    assert all(re.match(rf"{field}(?: {field}){{4}}\s+cd ", line) for line in lines)
    assert all("--org env" in line for line in lines)


def test_the_workflow_names_the_org_and_takes_its_secrets_from_the_environment() -> None:
    (text,) = blocks("yaml")
    workflow = yaml.safe_load(text)
    steps = workflow["jobs"]["documents"]["steps"]
    (made,) = [step for step in steps if "accountdocs generate" in step.get("run", "")]
    assert "--org env" in made["run"]
    assert made["env"]["SF_CONSUMER_SECRET"] == "${{ secrets.SF_CONSUMER_SECRET }}"
    assert all("uses" in step or "run" in step for step in steps)
    (kept,) = [step for step in steps if step.get("uses", "").startswith("actions/cache/save@")]
    assert kept["if"] == "always()"  # a run that ended with 1 is gone on with
    assert workflow["permissions"] == {"contents": "read"}


def test_no_secret_stands_on_a_command_line() -> None:
    assert re.findall(r"accountdocs .*SF_[A-Z_]+=", TEXT) == []


def test_the_retention_it_names_is_the_programs() -> None:
    days = thinning.DAILY.days, thinning.MONTHLY.days, thinning.ALWAYS
    assert f"{days[0]} days" in TEXT
    assert f"{days[1]} days" in TEXT
    assert f"the {days[2]} newest" in TEXT


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
    heads = {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= heads
