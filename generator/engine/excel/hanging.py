"""The drawing of one output sheet, with the charts and pictures that stand on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.engine.language import Context
from generator.engine.output import Output as Pictures
from generator.engine.output import PartRun
from generator.office.draft import Draft
from generator.office.relationships import Relationship

from .captions import Look
from .drawings import Place
from .formulas import Sheets
from .running import SheetRun
from .sheetcharts import Read, in_repeat
from .sheets import SheetTemplate

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass
class HungDrawing:
    """``first``: for the first output of its template's sheet, which takes the parts' names.

    ``idle``, after writing: whether a chart of the template stands nowhere.
    """

    draft: Draft
    own: SheetTemplate
    sheet: SheetRun
    sheets: Sheets
    read: Read
    first: bool
    idle: bool = False
    _name: str = ""
    _charts: dict[str, Relationship] = field(default_factory=dict)  # not placed yet, by id

    def write(self, context: Context) -> str:
        """Put the drawing and its charts; the drawing's part name."""
        assert self.own.drawing is not None
        source, drawing = self.own.drawing
        draft = self.draft
        rels = draft.package.rels(source)
        self._name = source if self.first else draft.free_name("xl/drawings/drawing{}.xml")
        self._charts = {rel.id: rel for rel in rels if rel.kind == "chart"}
        if self._charts or not self.first:
            draft.set_rels(self._name, tuple([rel for rel in rels if rel.kind != "chart"]))
        pictures = PartRun(
            Pictures(draft, "xl", {}, context.formats, budget=context.budget), self._name
        )
        xml = drawing.write(self.sheet, pictures.add_picture, self._chart)
        draft.put(self._name, xml, _DRAWING_TYPE)
        self.idle = self.first and bool(self._charts)
        return self._name

    def _chart(self, id_: str, place: Place, look: Look) -> str | None:
        """A chart for one place, a part of its own; None where it has nothing to show."""
        draft, source = self.draft, self.own.drawing
        assert source is not None
        rel = next(rel for rel in draft.package.rels(source[0]) if rel.id == id_)
        spot = in_repeat(self.sheet, place.row, place.column)
        data, shows = self.own.charts[rel.target].write(self.sheets, spot, self.read, look)
        if not shows:
            return None
        unused = self._charts.pop(id_, None)
        is_own = self.first and unused is not None
        name = rel.target if is_own else draft.free_name("xl/charts/chart{}.xml")
        draft.put(name, data, _CHART_TYPE)
        if not is_own:
            draft.set_rels(name, draft.package.rels(rel.target))
        if unused is None:
            return self._relate_copy(name)
        moved = Relationship(id_, rel.type, name, rel.external)
        draft.set_rels(self._name, (*draft.rels(self._name), moved))
        return id_

    def _relate_copy(self, name: str) -> str:
        """A relationship to one more chart, under an id that no other of the template's takes."""
        held, waiting = self.draft.rels(self._name), tuple(self._charts.values())
        self.draft.set_rels(self._name, (*held, *waiting))
        id_ = self.draft.relate(self._name, "chart", name)
        added = [rel for rel in self.draft.rels(self._name) if rel.id == id_]
        self.draft.set_rels(self._name, (*held, *added))
        return id_
