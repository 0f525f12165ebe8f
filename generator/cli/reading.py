"""Accounts read for a command: the org's records, with what the inputs folder says beside them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from generator.cli.console import note

if TYPE_CHECKING:
    from datetime import date

    from generator.cli.orgs import Org
    from generator.guard import Rules
    from generator.history import Past
    from generator.inputs import Inputs
    from generator.model.org import FiscalQuarter
    from generator.model.snapshot import Snapshot
    from generator.settings import Settings


def inputs_of(settings: Settings) -> Inputs:
    """The inputs folder of the settings. InputsError with all mistakes of all its files."""
    from generator.analysis.rollups.audit import KEYS
    from generator.inputs import read_inputs

    found = read_inputs(settings.inputs, safe=settings.inputs_safe, checks=KEYS)
    for text in found.notes:
        note(text)
    return found


def with_managers(org: Org, inputs: Inputs) -> Inputs:
    """The inputs with their manager chain in the org's own users, asked for where there is one.

    Selecting by manager needs it before the accounts are known. Else it comes after them, so that
    the first call of a run can ask for what matters more (``crm.opening``).
    """
    if inputs.is_resolved or not inputs.named_people:
        return inputs
    from generator.crm.people import names_like, users_named
    from generator.inputs import unknown_people, with_people

    users = users_named(org.session, inputs.named_people)
    others = names_like(org.session, unknown_people(inputs, users))
    found, notes = with_people(inputs, users, others)
    for text in notes:
        note(text)
    return found


def with_others(rules: Rules, org: Org) -> Rules:
    """The rules with the org's accounts, by name and id: no file of another customer may hold
    them. The account's own are among them; its files may."""
    from dataclasses import replace

    from generator.crm.names import MOST, account_names

    names = account_names(org.session)
    if len(names) == MOST:
        note(
            f"In customers' files the names of {MOST:,} other accounts are looked for, those "
            "changed last: the org has more."
        )
    others = tuple(sorted(set(names.values())))
    return replace(rules, others=others, other_ids=tuple(sorted(names)))


def snapshots(
    org: Org,
    settings: Settings,
    accounts: Sequence[tuple[str, str]],
    inputs: Inputs,
    *,
    quarter: FiscalQuarter | None = None,
    without: Container[str] = (),
) -> Iterator[Snapshot]:
    """One snapshot for each of ``accounts`` (id, name), inputs included (``read_accounts``).

    Those ``without`` are of the set and are not read: a name that two accounts of a set share
    says nothing of either, however much of the set is left to be read.
    For a day that has passed, the snapshot that was kept on it, where there is one."""
    from generator.cli.orgs import gauge_of
    from generator.crm.reader import read_accounts
    from generator.inputs import counted, joined, near_misses

    names = [name for _, name in accounts]
    for text in near_misses(inputs, names):
        note(text)
    wanted = [record_id for record_id, _ in accounts if record_id not in without]
    kept = _kept(org, settings, wanted)
    yield from kept.values()
    ids = [record_id for record_id in wanted if record_id not in kept]
    if not ids:
        return
    inputs, shared = with_managers(org, inputs), counted(names)
    gauge = gauge_of(settings)
    for snapshot in read_accounts(org.session, ids, org.as_of, quarter=quarter, gauge=gauge):
        yield joined(snapshot, inputs, shared)


def _kept(org: Org, settings: Settings, ids: Sequence[str]) -> dict[str, Snapshot]:
    """The accounts of which that day's own records are at hand. The sample's do not change."""
    from generator.crm.orgfacts import org_facts
    from generator.history import kept_of

    if org.is_sample or not org.is_read_later:
        return {}
    past, org_id = past_of(settings), org_facts(org.session).org.id
    found = {account_id: kept_of(org_id, account_id, org.as_of, past) for account_id in ids}
    return {account_id: snapshot for account_id, snapshot in found.items() if snapshot}


def past_on(past: Past, org: Org, day: date) -> Past:
    """The past as the as-of day leaves it: records read on another day are no snapshot of it. The
    sample's records are, for they do not change."""
    from dataclasses import replace

    return replace(past, keeps=org.is_sample or org.as_of == day)


def past_of(settings: Settings, since: date | None = None) -> Past:
    """What is kept of earlier runs. SettingsError where snapshots would lie among documents."""
    from platformdirs import user_data_path

    from generator.errors import SettingsError
    from generator.history import Past
    from generator.settings import SAMPLE, choose_org

    if not settings.history.is_kept:
        return Past()
    folder = settings.history.folder or user_data_path("accountdocs") / "history"
    if choose_org(settings).connection == SAMPLE:
        folder /= SAMPLE  # what is made up lies apart from what is not
    if folder.resolve().is_relative_to(settings.out.resolve()):
        raise SettingsError(
            f"The folder for snapshots, {folder}, lies below the output folder: documents are "
            "passed on, and snapshots must not be.",
            next_step="Name another folder as `history` in the settings.",
        )
    return Past(folder, since)
