"""The sections of ``accounts`` that go through the accounts one by one."""

from __future__ import annotations

from generator.analysis.portfolio.members import plan_age
from generator.analysis.results import AnalysedAccount
from generator.artifacts.portfolio.view import MISSING, View, days, name_of
from generator.terminal import heading, table


def accounts(view: View) -> list[str]:
    heads = (
        "Account", "Tier", "Segment", "Revenue", "Rank", "Upside", "Rank", "Renewal", "Plan",
        "Due", "Owner",
    )  # fmt: skip
    due = {row.account.id: row.day for row in view.portfolio.due}
    rows = [
        (
            account.profile.name,
            account.profile.tier,
            account.profile.segment,
            view.money(account.revenue.current.value, account.currency),
            rank.revenue_rank,
            view.money(account.profile.potential.value, account.currency),
            rank.upside_rank,
            account.renewal.day.value,
            days(plan_age(account)),
            due[account.profile.id],
            name_of(account.profile.owner),
        )
        for account, rank in zip(view.accounts, view.portfolio.ranks, strict=True)
    ]
    note = (
        "Money of each account is in its own currency. The ranks are by revenue and by growth "
        f"potential {view.scope}; so is all that follows."
    )
    lines = [*_read_later(view), *table(heads, rows, view.width, numbers=(3, 4, 5, 6))]
    return lines + view.told(note)


def _read_later(view: View) -> list[str]:
    """Above all figures, where they are not of the day that was asked for (CONTRACT.md, "As-of").
    Snapshots kept of that day are."""
    later = [account for account in view.accounts if account.is_read_later]
    if not later:
        return []
    kept = len(view.accounts) - len(later)
    rest = f" Those of {kept} are as kept on that day." if kept else ""
    day = later[0].period.as_of.isoformat()
    text = f"Records as read now, computed for {day}: what keeps no history is today's."
    return [*view.told(f"{text}{rest}"), ""]


def selection_data(view: View) -> list[str]:
    """What accounts are chosen by, beside the first table's revenue and renewal (row 9)."""
    heads = (
        "Account", "Industry", "Territory", "Products", "Addressable spend", "Ours of it",
        "Market share", "Growth", "Revenue from",
    )  # fmt: skip
    rows = [_selection_row(view, account) for account in view.accounts]
    lines = heading("What accounts are chosen by", view.width)
    note = "- is not recorded in Salesforce. Market share and growth are the customer's own."
    return [*lines, *table(heads, rows, view.width, numbers=(3, 4, 5, 6, 7)), note]


def _selection_row(view: View, account: AnalysedAccount) -> tuple[object, ...]:
    profile, revenue, formats = account.profile, account.revenue, view.formats
    return (
        profile.name,
        profile.industry,
        profile.territory,
        profile.products_owned.value,
        view.money(profile.addressable_spend, account.currency),
        formats.percent(profile.share_of_spend),
        formats.percent(profile.market_share, 1),
        formats.percent(profile.growth_rate, 1),
        revenue.source,
    )


def why(view: View) -> list[str]:
    lines = heading("Why", view.width)
    for account in view.accounts:
        profile, renewal = account.profile, account.renewal
        alarm = renewal.status_reason if renewal.status == "red" else ""
        parts = (f"{profile.name}: tier {profile.tier} ({profile.tier_source}).",)
        lines += view.told(" ".join((*parts, profile.segment_reason, alarm)))
    return lines


_QUADRANTS = (
    ("strategic", "Strategic (high revenue, high potential): full plan, reviewed quarterly"),
    ("land_expand", "Land and expand (low revenue, high potential)"),
    ("retention", "Retention (high revenue, low potential): protect, no growth plan"),
    ("motion", "Motion (low revenue, low potential): no plan of its own below tier 2"),
    (None, "Potential or revenue unknown: no quadrant, and not hidden"),
)


def segments(view: View) -> list[str]:
    """The quadrants of revenue and potential, each with its accounts (rows 7, 8)."""
    lines = heading("Segments", view.width)
    for segment, what in _QUADRANTS:
        names = [a.profile.name for a in view.accounts if a.profile.segment == segment]
        lines += view.told(f"{what}: {len(names)}. {', '.join(names)}")
    return lines


def motion(view: View) -> list[str]:
    """Tier 3 accounts, a line each: renewal date and playbook (row 4)."""
    rows = [
        (account.profile.name, account.renewal.day.value, account.profile.playbook or MISSING)
        for account in view.accounts
        if account.profile.tier == 3
    ]
    if not rows:
        return []
    heads = ("Account", "Renewal", "Playbook")
    return [*heading("Tier 3, managed by motion", view.width), *view.listed(heads, rows, ())]


def expected(view: View) -> list[str]:
    parts = view.portfolio.expected
    rows: list[tuple[object, ...]] = [
        (
            line.account.name,
            view.money(line.weighted),
            view.money(line.renewal),
            line.renewal_day,
            view.money(line.pre_pipeline),
        )
        for line in parts.lines
    ]
    columns = (parts.weighted, parts.renewal, parts.pre_pipeline)
    deals, accounts_known, cells = ("{} of {}".format(*(row.of or (0, 0))) for row in columns)
    weighted, renewal, before = (view.money(row.value) for row in columns)
    rows.append(("All", weighted, renewal, None, before))
    heads = ("Account", "Weighted pipeline", "Next renewal", "On", "Pre-pipeline")
    note = (
        f"Known for {deals} open deals, {accounts_known} accounts, {cells} open cells. Three "
        "columns, never summed: renewals are not in the pipeline, nor is white space."
    )
    title = f"Expected revenue in {view.portfolio.currency}"
    return [
        *heading(title, view.width),
        *table(heads, rows, view.width, numbers=(1, 2, 4)),
        *view.told(note),
    ]
