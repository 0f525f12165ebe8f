"""The five discovery questions and the SWOT."""

from __future__ import annotations

from typing import Any

from generator.analysis.results import PlanText
from generator.artifacts.context import Facts


def questions(plan: PlanText, ctx: Facts) -> list[dict[str, Any]]:
    """METHOD.md row 43. What nobody recorded is left open: it is a question for the review."""
    priorities = "; ".join(p.name for p in ctx.account.priorities) or None
    kpis = "; ".join(dict.fromkeys(p.kpi for p in ctx.account.priorities if p.kpi)) or None
    answers = {
        "priorities": plan.customer_priorities or priorities,
        "efforts": None,  # no field of the CRM is meant for it
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


def has_swot(plan: PlanText, _ctx: Facts) -> bool:
    return any((plan.strengths, plan.weaknesses, plan.opportunities, plan.threats))
