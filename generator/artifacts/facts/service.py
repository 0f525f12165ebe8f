"""Support, activity, and use of what is owned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from generator.analysis.results import ActivitySummary, OwnedProduct, Support
from generator.artifacts.context import Facts
from generator.artifacts.facts.account import product_name, share
from generator.artifacts.facts.record import was_read

Owned = Sequence[OwnedProduct]


def by_priority(support: Support, _ctx: Facts) -> list[dict[str, Any]]:
    return [
        {"priority": priority, "count": count, "ids": support.open_ids}
        for priority, count in support.open_by_priority
    ]


def themes(support: Support, _ctx: Facts) -> list[dict[str, Any]]:
    ids = _ids(support.quarters[-4:])
    return [{"theme": theme, "count": count, "ids": ids} for theme, count in support.themes]


def by_age(support: Support, _ctx: Facts) -> list[dict[str, Any]]:
    return [{"age": age, "count": n, "ids": support.open_ids} for age, n in support.open_by_age]


def open_line(support: Support, ctx: Facts) -> str | None:
    """METHOD.md row 32: open cases by priority and by age."""
    number = ctx.formats.number
    kinds = ", ".join(f"{name} {number(n)}" for name, n in support.open_by_priority)
    ages = ", ".join(str(ctx.say("support.age", days=a, n=n)) for a, n in support.open_by_age)
    return ctx.say("support.open", priorities=kinds or None, ages=ages or None)


def milestones_line(support: Support, ctx: Facts) -> str | None:
    """METHOD.md row 32: milestones missed, where entitlements are on."""
    found = support.missed_milestones
    if found.value is None or found.of is None:
        return None
    return ctx.say("support.milestones", n=found.value, m=ctx.formats.number(found.of[0]))


def trend(support: Support, ctx: Facts) -> str | None:
    """Two years of quarters side by side; None where they were not all read."""
    opened = [row.opened for row in support.quarters]
    if len(opened) < 2 * _YEAR:
        return None
    now, before = sum(opened[-_YEAR:]), sum(opened[:_YEAR])
    return ctx.say("support.trend", now=ctx.formats.number(now), before=ctx.formats.number(before))


_YEAR = 4  # quarters


def by_level(activity: ActivitySummary, _ctx: Facts) -> list[dict[str, Any]]:
    return [
        {"level": level, "last_30d": month, "last_90d": quarter, "ids": activity.ids}
        for level, month, quarter in activity.by_level
    ]


def level_label(row: dict[str, Any], ctx: Facts) -> str | None:
    return ctx.label("touched", row["level"])


def activity_line(activity: ActivitySummary, ctx: Facts) -> str | None:
    """METHOD.md row 35: how often, on which level, and by whom of ours."""
    number = ctx.formats.number
    levels = ", ".join(
        f"{ctx.label('touched', level)} {number(n)}" for level, _, n in activity.by_level
    )
    owners = ", ".join(f"{name} {number(n)}" for name, n in activity.by_owner[:_BUSIEST])
    first = ctx.say(
        "activity.line",
        month=number(activity.last_30d),
        quarter=number(activity.last_90d),
    )
    parts = (
        ctx.say("activity.levels", levels=levels or None),
        ctx.say("activity.owners", owners=owners or None),
        ctx.say("activity.executive", n=activity.executive_days)
        if activity.executive_days is not None
        else None,
    )
    return first and "; ".join([first, *(part for part in parts if part)])


_BUSIEST = 3


def by_owner(activity: ActivitySummary, _ctx: Facts) -> list[dict[str, Any]]:
    return [{"owner": o, "count": n, "ids": activity.ids} for o, n in activity.by_owner]


def by_month(activity: ActivitySummary, _ctx: Facts) -> list[dict[str, Any]]:
    return [{"month": m, "count": n, "ids": activity.ids} for m, n in activity.by_month]


def _which(row: OwnedProduct, ctx: Facts) -> str:
    """Which line of a table of products it belongs to: those without a name share one."""
    name = product_name(row, ctx)
    return row.kind if name == row.product else name or ""


def teams(owned: Owned, ctx: Facts) -> list[dict[str, Any]]:
    groups: dict[str, list[OwnedProduct]] = {}
    for row in owned:
        groups.setdefault(row.unit_id, []).append(row)
    result = [
        {
            "name": rows[0].unit,
            "products": len({row.kind for row in rows}),
            "product_names": ", ".join(dict.fromkeys(product_name(row, ctx) or "" for row in rows)),
            **_use(rows),
        }
        for rows in groups.values()
    ]
    return sorted(result, key=lambda team: (-team["products"], team["name"]))


def products(owned: Owned, ctx: Facts) -> list[dict[str, Any]]:
    groups: dict[str, list[OwnedProduct]] = {}
    for row in owned:
        groups.setdefault(_which(row, ctx), []).append(row)
    result = [_product(rows, ctx) for rows in groups.values()]
    return sorted(result, key=lambda product: (-product["teams"], product["name"]))


def _product(rows: list[OwnedProduct], ctx: Facts) -> dict[str, Any]:
    use = _use(rows)
    return {
        "name": product_name(rows[0], ctx),
        "family": rows[0].family,
        "teams": len({row.unit_id for row in rows}),
        **use,
        "adoption": share(use["active_users"], _whole(row.seats for row in rows)),
        "until": min((row.until for row in rows if row.until is not None), default=None),
    }


def product_count(owned: Owned, ctx: Facts) -> int | None:
    """None where nothing says what is owned; lines of won deals stand in for assets."""
    return len({row.kind for row in owned}) if owned or was_read("assets", ctx) else None


def team_count(owned: Owned, ctx: Facts) -> int | None:
    return len({row.unit_id for row in owned}) if owned or was_read("assets", ctx) else None


def total_quantity(owned: Owned, _ctx: Facts) -> Decimal | None:
    return _sum(row.quantity for row in owned)


def total_users(owned: Owned, _ctx: Facts) -> Decimal | None:
    """Over the products whose users are known everywhere, as ``users_note`` says."""
    return _sum(_users_by_product(owned))


def _users_by_product(owned: Owned) -> list[Decimal | None]:
    groups: dict[str, list[OwnedProduct]] = {}
    for row in owned:
        groups.setdefault(row.kind, []).append(row)
    return [_whole(row.active_users for row in rows) for rows in groups.values()]


def users_note(owned: Owned, ctx: Facts) -> str:
    return _known_for(_users_by_product(owned), ctx)


def source_note(owned: Owned, ctx: Facts) -> str | None:
    """METHOD.md row 34: where figures of use come from and of which day: the CRM's field as read,
    then the files. None where nothing is known of use."""
    return ctx.join(_read_note(owned, ctx), _file_note(owned, ctx))


def _read_note(owned: Owned, ctx: Facts) -> str | None:
    if not any(row.active_users is not None and row.used_on is None for row in owned):
        return None
    origin = dict(ctx.account.sources).get("asset.active_users")
    return ctx.say(
        "note.users_read", source=origin, date=ctx.formats.date(ctx.account.period.as_of)
    )


def _file_note(owned: Owned, ctx: Facts) -> str | None:
    found = sorted({(row.used_source, row.used_on) for row in owned if row.used_on is not None})
    files: dict[str, list[str]] = {}
    for source, day in found:
        files.setdefault(source, []).append(ctx.formats.date(day) or "")
    if not files:
        return None
    named = "; ".join(", ".join([file, *days]) for file, days in files.items())
    return ctx.say("note.users_from", source=named)


def quantity_note(owned: Owned, ctx: Facts) -> str:
    return _known_for([row.quantity for row in owned], ctx)


def _known_for(values: Sequence[Decimal | None], ctx: Facts) -> str:
    """What a sum of the known ones leaves out; empty where it leaves out nothing or is unknown."""
    known = sum(value is not None for value in values)
    if known in (0, len(values)):
        return ""
    total = ctx.formats.number(len(values))
    return ctx.say("note.known_for", n=ctx.formats.number(known), m=total) or ""


def _use(rows: list[OwnedProduct]) -> dict[str, Any]:
    """Sums of one line of a table: whole or unknown, for it has no room to say what is left out."""
    return {
        "quantity": _whole(row.quantity for row in rows),
        "active_users": _whole(row.active_users for row in rows),
        "ids": _ids(rows),
        "used_ids": tuple(sorted({used for row in rows for used in row.used_ids})),
    }


def _sum(values: Iterable[Decimal | int | None]) -> Decimal | None:
    """The sum of the known values; None where none is known."""
    known = [Decimal(value) for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _whole(values: Iterable[Decimal | int | None]) -> Decimal | None:
    """The sum where every value is known; else None."""
    rows = list(values)
    return None if None in rows else _sum(rows)


def _ids(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({record_id for row in rows for record_id in row.ids}))
