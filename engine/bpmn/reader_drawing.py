"""The drawing of a diagram: where each shape, flow and label stands on the canvas."""

import math
from typing import Any

from engine.bpmn.model import Bounds, Edge, Shape
from engine.bpmn.xml_text import BPMNDI, DC, DI


def read_shapes(root: Any) -> dict[str, Shape]:
    """Return the shape of each drawn element, by element id."""
    found: dict[str, Shape] = {}
    for node in root.iter(f"{{{BPMNDI}}}BPMNShape"):
        bounds = _bounds(node)
        element = node.get("bpmnElement")
        if bounds is not None and element:
            found[element] = Shape(element, bounds, _label(node))
    return found


def read_edges(root: Any) -> dict[str, Edge]:
    """Return the line of each drawn flow, by flow id; a line has at least two points."""
    found: dict[str, Edge] = {}
    for node in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        points = tuple(
            (_number(point.get("x")), _number(point.get("y")))
            for point in node.iterfind(f"{{{DI}}}waypoint")
        )
        flow = node.get("bpmnElement")
        if len(points) > 1 and flow:
            found[flow] = Edge(flow, points, _label(node))
    return found


def _label(node: Any) -> Bounds | None:
    label = node.find(f"{{{BPMNDI}}}BPMNLabel")
    return None if label is None else _bounds(label)


def _bounds(node: Any) -> Bounds | None:
    found = node.find(f"{{{DC}}}Bounds")
    if found is None:
        return None
    return Bounds(*(_number(found.get(name)) for name in ("x", "y", "width", "height")))


def _number(text: str | None) -> float:
    try:
        number = float(text or "0")
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0
