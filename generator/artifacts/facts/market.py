"""The five discovery questions and the SWOT."""

from __future__ import annotations

from typing import Any

from generator.analysis.results import PlanText, Rival
from generator.artifacts.context import Facts


def questions(plan: PlanText, ctx: Facts) -> list[dict[str, Any]]:
    """METHOD.md row 43. What nobody recorded is left open: it is a question for the review."""
    priorities = "; ".join(p.name for p in ctx.account.priorities) or None
    kpis = "; ".join(dict.fromkeys(p.kpi for p in ctx.account.priorities if p.kpi)) or None
    answers = {
        "priorities": plan.customer_priorities or priorities,
        "efforts": plan.efforts,
        "challenge": plan.challenges,
        "success": plan.performance_indicators or kpis,
        "way": plan.vision,
    }
    ids = (plan.id,) if plan.id else ()
    return [
        {
            "question": ctx.say(f"question.{name}"),
            "answer": answer,
            "is_answered": answer is not None,
            "ids": ids,
        }
        for name, answer in answers.items()
    ]


def unanswered(plan: PlanText, ctx: Facts) -> list[dict[str, Any]]:
    """What is to be asked in the next review (row 43)."""
    return [row for row in questions(plan, ctx) if not row["is_answered"]]


def answered(plan: PlanText, ctx: Facts) -> str | None:
    rows = questions(plan, ctx)
    return ctx.say_of("question.answered", sum(row["is_answered"] for row in rows), len(rows))


def trends(plan: PlanText, ctx: Facts) -> str | None:
    """The trends with source and year (row 40); left out where no year is known."""
    day = plan.changed or plan.start
    if not plan.industry_trends or day is None:
        return None
    return ctx.say(
        "market.trends",
        text=plan.industry_trends,
        plan=plan.name,
        date=ctx.formats.date(day),
    )


def rival_record(rival: Rival, ctx: Facts) -> str | None:
    """Counts and amounts by outcome; an amount that is not known is not said."""
    parts = []
    for state in ("won", "lost", "open"):
        count, amount = getattr(rival, state), getattr(rival, f"{state}_amount")
        if count:
            shown = ctx.formats.money(amount) or ctx.say("market.amount_unknown")
            parts.append(ctx.say(f"market.{state}", n=count, amount=shown))
    return ", ".join(part for part in parts if part) or None


def has_swot(plan: PlanText, _ctx: Facts) -> bool:
    return any((plan.strengths, plan.weaknesses, plan.opportunities, plan.threats))
