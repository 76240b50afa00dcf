"""How a diagram is drawn, as rectangles and lines, and what is wrong with that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path

from engine.bpmn.model import Bounds, Diagram, Kind
from engine.bpmn.reader import read_diagram

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "workflows").glob("*.bpmn"))

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A shape, or the label of a shape or flow, with the name a refusal calls it by."""

    name: str
    element: str
    left: float
    top: float
    right: float
    bottom: float
    kind: Kind | None = None

    def meets(self, other: "Box") -> bool:
        """Say whether the two share any area; the corners around a diamond or circle are free."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
            and self._reaches(other)
            and other._reaches(self)
        )

    def _reaches(self, other: "Box") -> bool:
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        across = abs(min(max(x, other.left), other.right) - x) / (self.right - self.left or 1) * 2
        along = abs(min(max(y, other.top), other.bottom) - y) / (self.bottom - self.top or 1) * 2
        if self.kind is None or self.kind.is_activity:
            return True
        return across + along < 1 if self.kind.is_gateway else across**2 + along**2 < 1

    def holds(self, other: "Box") -> bool:
        """Say whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Segment:
    """One straight piece of a flow."""

    flow: str
    start: Point
    end: Point

    @property
    def box(self) -> Box:
        """Return the line as a rectangle without area."""
        (x0, y0), (x1, y1) = self.start, self.end
        return Box(self.flow, self.flow, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    @property
    def is_vertical(self) -> bool:
        """Say whether it runs up or down."""
        return self.start[0] == self.end[0]


def draw(path: Path) -> Diagram:
    """Read a deployed diagram."""
    return read_diagram(path.read_bytes(), file=str(path.relative_to(ROOT)))


def shapes(diagram: Diagram) -> list[Box]:
    """Return every shape but pools, lanes and opened sub-processes, which hold others."""
    around = {element.scope for element in diagram.elements.values()}
    drawn = [each for each in diagram.elements.values() if each.id not in around]
    notes = [_box(each.id, each.id, diagram.shapes[each.id].bounds) for each in diagram.annotations]
    return notes + [
        replace(_box(each.id, each.id, diagram.shapes[each.id].bounds), kind=each.kind)
        for each in drawn
    ]


def labels(diagram: Diagram) -> list[Box]:
    """Return every label that is drawn outside its shape."""
    around = {element.scope for element in diagram.elements.values()}
    drawn = [*diagram.shapes.values(), *diagram.edges.values()]
    return [
        _box(f"label of {name}", name, each.label)
        for each in drawn
        if each.label is not None
        and (name := getattr(each, "flow", None) or getattr(each, "element", "")) not in around
    ]


def segments(diagram: Diagram) -> list[Segment]:
    """Return every straight piece of every sequence flow."""
    return [
        Segment(flow, start, end)
        for flow in diagram.flows
        for start, end in pairwise(diagram.edges[flow].points)
    ]


def missing(diagram: Diagram) -> list[str]:
    """Return what the process has and the canvas has not, unlabelled answers and questions too."""
    undrawn = [
        *(name for name in diagram.elements if name not in diagram.shapes),
        *(lane.id for lane in diagram.lanes if lane.id not in diagram.shapes),
        *(flow for flow in diagram.flows if flow not in diagram.edges),
    ]
    placed = {box.element for box in labels(diagram)}
    floating = [
        f"label of {each.id}"
        for each in [*diagram.elements.values(), *diagram.flows.values()]
        if each.label
        and (not hasattr(each, "kind") or each.kind.is_event or each.kind.is_gateway)
        and each.id not in placed
    ]
    return undrawn + floating


def overlaps(diagram: Diagram) -> list[str]:
    """Return each pair of shapes or labels that cover each other."""
    host = {each.id: each.attached_to for each in diagram.elements.values() if each.attached_to}
    boxes = shapes(diagram) + labels(diagram)
    return [
        f"{one.name} covers {other.name}"
        for one, other in combinations(boxes, 2)
        if one.meets(other) and not _sits_on(host, one, other) and not _sits_on(host, other, one)
    ]


def struck_through(diagram: Diagram) -> list[str]:
    """Return each flow that runs through a shape it does not join, or through a label."""
    ends = {flow.id: {flow.source, flow.target} for flow in diagram.flows.values()}
    host = {each.id: each.attached_to for each in diagram.elements.values() if each.attached_to}
    found = []
    for segment in segments(diagram):
        joined = ends[segment.flow] | {host.get(end) for end in ends[segment.flow]}
        found += [
            f"{segment.flow} runs through {box.name}"
            for box in shapes(diagram) + labels(diagram)
            if box.meets(segment.box) and (box.name.startswith("label") or box.name not in joined)
        ]
    return found


def crossings(diagram: Diagram) -> set[frozenset[str]]:
    """Return each pair of flows that cross, or run on top of each other anywhere but into one end."""
    return {
        frozenset({one.flow, other.flow})
        for one, other in combinations(segments(diagram), 2)
        if one.flow != other.flow and _cross(one, other)
    }


def slanted(diagram: Diagram) -> list[str]:
    """Return each flow that has a piece neither level nor upright."""
    return [
        each.flow
        for each in segments(diagram)
        if each.start[1] != each.end[1] and not each.is_vertical
    ]


def backwards(diagram: Diagram) -> set[str]:
    """Return each flow whose target stands wholly to the left of its source."""
    bounds = {name: _box(name, name, shape.bounds) for name, shape in diagram.shapes.items()}
    return {
        flow.id
        for flow in diagram.flows.values()
        if bounds[flow.target].right < bounds[flow.source].left
    }


def out_of_lane(diagram: Diagram) -> list[str]:
    """Return each step that is not drawn inside the lane of whoever does it."""
    lanes = {
        lane.title: _box(lane.id, lane.id, diagram.shapes[lane.id].bounds) for lane in diagram.lanes
    }
    return [
        f"{each.id} is not drawn in {each.lane}"
        for each in diagram.elements.values()
        if each.kind is not Kind.SUB_PROCESS
        and each.kind is not Kind.BOUNDARY_EVENT
        and not lanes[each.lane or ""].holds(_box(each.id, each.id, diagram.shapes[each.id].bounds))
    ]


def labels_cut_by_lanes(diagram: Diagram) -> list[str]:
    """Return each label through which the line between two lanes runs."""
    tops = {diagram.shapes[lane.id].bounds.y for lane in diagram.lanes}
    return [box.name for box in labels(diagram) for top in tops if box.top < top < box.bottom]


def _box(name: str, element: str, bounds: Bounds) -> Box:
    return Box(name, element, bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height)


def _sits_on(host: dict[str, str], one: Box, other: Box) -> bool:
    return not one.name.startswith("label") and host.get(one.name) == other.name


def _cross(one: Segment, other: Segment) -> bool:
    if one.is_vertical == other.is_vertical:
        return _runs_on(one, other)
    upright, level = (one, other) if one.is_vertical else (other, one)
    x, y = upright.start[0], level.start[1]
    touches = level.box.left <= x <= level.box.right and upright.box.top <= y <= upright.box.bottom
    return (touches and (x, y) not in {*_ends(one), *_ends(other)}) or _meets_midway(one, other)


def _meets_midway(one: Segment, other: Segment) -> bool:
    """Say whether one ends on the other's line, which reads as if the two were joined."""
    return any(_lies_inside(end, other) for end in _ends(one)) or any(
        _lies_inside(end, one) for end in _ends(other)
    )


def _lies_inside(point: Point, segment: Segment) -> bool:
    (x, y), box = point, segment.box
    if segment.is_vertical:
        return x == box.left and box.top < y < box.bottom
    return y == box.top and box.left < x < box.right


def _runs_on(one: Segment, other: Segment) -> bool:
    if one.is_vertical:
        same, ranges = (
            one.start[0] == other.start[0],
            [(each.box.top, each.box.bottom) for each in (one, other)],
        )
    else:
        same, ranges = (
            one.start[1] == other.start[1],
            [(each.box.left, each.box.right) for each in (one, other)],
        )
    return same and max(low for low, _ in ranges) < min(high for _, high in ranges)


def _ends(segment: Segment) -> Iterator[Point]:
    yield segment.start
    yield segment.end
