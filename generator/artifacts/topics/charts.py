"""Charts, each made from names that the same reader may see."""

from __future__ import annotations

from generator.artifacts.origins import USERS
from generator.artifacts.schema import CUSTOMER, DECLARED, Record, Topic, chart
from generator.artifacts.telling import charts as draw

CHARTS = Record(
    "charts",
    "Charts to be drawn in the template's own style.",
    (
        chart(
            "revenue_bridge",
            "From revenue now over the plays to the target: stacked columns, the first undrawn.",
            draw.revenue_bridge,
            uses=("revenue", "plays"),
        ),
        chart(
            "won_by_quarter",
            "Won amounts by quarter: columns.",
            draw.won_by_quarter,
            uses=("performance.quarters",),
        ),
        chart(
            "relationship",
            "Deals won, lost and open by quarter of 36 months and ahead: stacked columns.",
            draw.relationship,
            uses=("timeline_quarters",),
        ),
        chart(
            "win_loss",
            "Deals won and lost by quarter: stacked columns.",
            draw.win_loss,
            uses=("performance.quarters",),
        ),
        chart(
            "whitespace_renewal",
            "Whitespace value against renewal value: two bars.",
            draw.whitespace_renewal,
            uses=("whitespace.value", "renewal.value"),
        ),
        chart(
            "whitespace_families",
            "Cells owned, in progress and open by family: stacked bars.",
            draw.whitespace_families,
            uses=("whitespace.families",),
        ),
        chart("activity", "Touches by month: columns.", draw.activity, uses=("activity.by_month",)),
        chart(
            "cases",
            "Cases opened and closed by quarter (columns) and median days to close (line).",
            draw.cases,
            audience=CUSTOMER,
            uses=("support.quarters",),
        ),
        chart(
            "products_by_team",
            "Products in use by division: bars, at most seven.",
            draw.products_by_team,
            audience=CUSTOMER,
            uses=("usage.teams", "products"),
        ),
        chart(
            "adoption",
            "Active users by product: bars, at most seven.",
            draw.adoption,
            audience=DECLARED,
            uses=("usage.products",),
            origins=USERS,
        ),
        chart(
            "kpi_trend",
            "The first priority's KPI by quarter with baseline and target: lines.",
            draw.kpi_trend,
            audience=DECLARED,
            uses=("priorities",),
            origins=("kpi_reading.value",),
        ),
    ),
)

TOPICS = (Topic(CHARTS, derived=True),)
