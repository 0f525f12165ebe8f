"""A template's chart, ready to be filled: cut once, its titles compiled, its companions kept."""

from __future__ import annotations

import re

from generator.engine.dialects import DRAWING
from generator.engine.language import (
    Literal,
    Piece,
    Print,
    Problems,
    Program,
    Scope,
    checker_for,
    printer_of,
)
from generator.engine.marking import Found, mark_part
from generator.engine.markup import parse, serialize
from generator.engine.output import ChartSource, Companion
from generator.engine.proving import chart_is_sound
from generator.engine.signs import TITLE_END
from generator.office.charts import ChartFault, compile_chart
from generator.office.package import Package

_COMPANIONS = frozenset(["chartStyle", "chartColorStyle", "themeOverride"])


def chart_source(
    package: Package, part: str, found: Found, problems: Problems
) -> ChartSource | None:
    """The chart in ``part`` that the tag ``found`` binds; None where it cannot be filled."""
    try:
        chart = compile_chart(package.read(part))
    except ChartFault as fault:
        problems.add(found.mark, f"is bound to a chart that {fault}")
        return None
    companions = tuple(
        Companion(
            rel.id,
            rel.type,
            re.sub(r"\d*(\.\w+)$", r"{}\1", rel.target),
            package.entries[rel.target],
            package.types.of(rel.target) or "application/xml",
        )
        for rel in package.rels(part)
        if rel.kind in _COMPANIONS
    )
    name = found.element.get("name") or ""
    return ChartSource(name, chart, None, companions, chart_is_sound(chart))


def with_titles(
    source: ChartSource, data: bytes, found: Found, scope: Scope, problems: Problems
) -> ChartSource:
    """The source with the tags in its own texts (its title, its axes' titles): prints only."""
    named = f'chart "{source.name}"'
    place = found.mark.place + (", text" if named in found.mark.place else f", {named}")
    root = parse(data)
    marked = mark_part(root, DRAWING, lambda _: place, problems)
    pieces: list[Piece] = []
    for entry in marked.found:
        if entry.expr is None:
            problems.add(entry.mark, "stands in a chart's text, which takes only {{ … }}")
            continue
        typed = checker_for(scope.without_loop(), problems, entry.mark).printable(entry.expr)
        pieces += [Literal(TITLE_END)] if pieces else []
        pieces.append(Print(entry.mark, typed.expr, printer_of(typed), (entry.breaks,)))
    if not pieces or problems.found:
        return source
    chart = compile_chart(serialize(root).encode())
    return ChartSource(source.name, chart, Program(pieces, problems.file), source.companions)
