"""A diagram as a picture: an SVG that needs nothing else, drawn from where the modeller put each shape.

It is what bpmn-js draws, simplified, for papers and files that are read without a browser's scripts.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from markupsafe import escape

from engine.bpmn.called import called
from engine.bpmn.model import Bounds, Diagram, Edge, Element, Flow, Kind
from web.drawing.icons import INK
from web.drawing.lines import dotted, flow_line, note
from web.drawing.marks import Mark, badges, legend
from web.drawing.shapes import INSIDE, inside, outline, rect
from web.drawing.words import FONT, block, broken, height_of, number, width_of

__all__ = ["Mark", "diagram_svg"]

_MARGIN: Final = 14.0
_LEGEND: Final = 36.0
_BESIDE: Final = 11.0
_CLOSE_WIDTH: Final = 1300.0
_CLOSE_HEIGHT: Final = 720.0


def diagram_svg(
    diagram: Diagram,
    *,
    title: str,
    description: str = "",
    marks: Mapping[str, Mark] | None = None,
    taken: Collection[str] = (),
    focus: str | None = None,
) -> str:
    """Return the diagram as a whole SVG file, in which it has the title and description given.

    With the id of an element as ``focus``, only what stands around it, large enough to be read on a page.

    ``marks`` are by element id, ``taken`` the ids of flows that were taken; ids that the diagram does not
    have are passed over. What the marks mean stands under the drawing, in words, where there are any. The
    same arguments give the same bytes.
    """
    marked = {each: mark for each, mark in (marks or {}).items() if each in diagram.shapes}
    left, top, width, height = _canvas(diagram)
    if focus is not None and focus in diagram.shapes:
        left, top, width, height = _around(diagram.shapes[focus].bounds, left, top, width, height)
    foot = _LEGEND if marked or taken else 0.0
    drawn = "".join(_Drawing(diagram, marked, frozenset(taken)).parts())
    if foot:
        # What goes on below is not to be read through the words.
        below = Bounds(left, top + height, width, foot)
        drawn += rect(below, fill="#fff", line="#fff", thick=1)
        at = left + _MARGIN, top + height + 8
        drawn += legend(marked.values(), *at, flows=bool(taken))
    box = " ".join(map(number, (left, top, width, height + foot)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{number(width)}"'
        f' height="{number(height + foot)}" role="img" font-family="{FONT}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect x="{number(left)}" y="{number(top)}" width="100%" height="100%" fill="#fff"/>'
        f"{drawn}</svg>\n"
    )


class _Drawing:
    """Draws the parts of one diagram, those behind first."""

    def __init__(self, diagram: Diagram, marks: Mapping[str, Mark], taken: frozenset[str]) -> None:
        self._diagram, self._marks, self._taken = diagram, marks, taken

    def parts(self) -> Iterator[str]:
        """Yield pools and lanes, sub-processes, connections, shapes, words of flows, and marks."""
        drawn = [
            each for each in self._diagram.elements.values() if each.id in self._diagram.shapes
        ]
        yield from self._bands()
        frames = [each for each in drawn if each.kind is Kind.SUB_PROCESS]
        for element in sorted(frames, key=self._depth):
            yield self._element(element)
        yield from self._connections()
        # Boundary events sit on what they are attached to.
        for element in sorted(drawn, key=lambda each: each.kind is Kind.BOUNDARY_EVENT):
            if element.kind is not Kind.SUB_PROCESS:
                yield self._element(element)
        for flow in self._flows():
            yield self._words_beside(flow.label, self._diagram.edges[flow.id].label)
        for element in drawn:
            if element.id in self._marks:
                yield self._badges(element)

    def _bands(self) -> Iterator[str]:
        for pool in self._diagram.participants:
            yield from self._band(pool.id, pool.name)
            yield from self._line_beside_name(pool.id)
        for lane in self._diagram.lanes:
            yield from self._band(lane.id, lane.title)

    def _connections(self) -> Iterator[str]:
        diagram = self._diagram
        for annotation in diagram.annotations:
            if annotation.id in diagram.shapes:
                yield note(diagram.shapes[annotation.id].bounds, annotation.text)
        for connection, _, _ in diagram.connections:
            if connection in diagram.edges:
                yield dotted(diagram.edges[connection])
        # Ways that were taken lie above those that were not.
        for flow in sorted(self._flows(), key=lambda each: each.id in self._taken):
            yield self._flow(flow, diagram.edges[flow.id])

    def _flows(self) -> Iterator[Flow]:
        return (each for each in self._diagram.flows.values() if each.id in self._diagram.edges)

    def _depth(self, element: Element) -> int:
        scope = element.scope
        return 0 if scope is None else 1 + self._depth(self._diagram.elements[scope])

    def _band(self, of: str, words: str) -> Iterator[str]:
        """Yield a pool or lane: a frame with its name along the left side."""
        shape = self._diagram.shapes.get(of)
        if shape is None:
            return
        bounds = shape.bounds
        yield rect(bounds, fill="#fff", thick=1.6)
        lines = broken(words, bounds.height - 10, INSIDE)
        middle = number(bounds.x + 15), number(bounds.y + bounds.height / 2)
        yield (
            f'<g transform="translate({middle[0]} {middle[1]}) rotate(-90)">'
            f"{block(lines, 0, -height_of(lines, INSIDE) / 2, INSIDE)}</g>"
        )

    def _line_beside_name(self, pool: str) -> Iterator[str]:
        if (shape := self._diagram.shapes.get(pool)) is not None:
            at = f"M{number(shape.bounds.x + 30)} {number(shape.bounds.y)}"
            yield f'<path d="{at}v{number(shape.bounds.height)}" stroke="{INK}" stroke-width="1.6"/>'

    def _element(self, element: Element) -> str:
        shape = self._diagram.shapes[element.id]
        mark = self._marks.get(element.id)
        words = "" if element.kind.is_activity else self._words_beside(element.label, shape.label)
        drawn = outline(element, shape.bounds, mark) + inside(element, shape.bounds)
        return drawn + words

    def _badges(self, element: Element) -> str:
        mark = self._marks[element.id]
        name = called(self._diagram, element)
        said = f"{name}{'' if name.endswith('?') else ':'} {mark.words}"
        bounds = self._diagram.shapes[element.id].bounds
        return f"<g><title>{escape(said)}</title>{badges(mark, bounds)}</g>"

    def _words_beside(self, label: str | None, place: Bounds | None) -> str:
        if not label or place is None:
            return ""
        longest = max(width_of(word, _BESIDE) for word in label.split())
        lines = broken(label, max(place.width + 2, longest), _BESIDE)
        return block(lines, place.x + place.width / 2, place.y, _BESIDE)

    def _flow(self, flow: Flow, edge: Edge) -> str:
        by_default = self._diagram.elements[flow.source].default == flow.id
        return flow_line(edge.points, taken=flow.id in self._taken, by_default=by_default)


def _around(
    bounds: Bounds, left: float, top: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return the part of the canvas around a shape, as far as there is any."""
    wide, high = min(width, _CLOSE_WIDTH), min(height, _CLOSE_HEIGHT)
    x = bounds.x + bounds.width / 2 - wide / 2
    y = bounds.y + bounds.height / 2 - high / 2
    return (
        min(max(x, left), left + width - wide),
        min(max(y, top), top + height - high),
        wide,
        high,
    )


def _canvas(diagram: Diagram) -> tuple[float, float, float, float]:
    """Return left, top, width and height of all that is drawn, with a margin."""
    boxes = [each.bounds for each in diagram.shapes.values()]
    boxes += [each.label for each in diagram.shapes.values() if each.label]
    boxes += [each.label for each in diagram.edges.values() if each.label]
    points = [point for each in diagram.edges.values() for point in each.points]
    across = [x for x, _ in points] + [edge for b in boxes for edge in (b.x, b.x + b.width)]
    down = [y for _, y in points] + [edge for b in boxes for edge in (b.y, b.y + b.height)]
    left, top = min(across, default=0.0) - _MARGIN, min(down, default=0.0) - _MARGIN
    return (
        left,
        top,
        max(across, default=0.0) + _MARGIN - left,
        max(down, default=0.0) + _MARGIN - top,
    )
