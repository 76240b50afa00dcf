"""Which flow of a diagram an arrow of the flowchart stands for: how often it was taken can then be said."""

from collections.abc import Callable, Iterator

from engine.bpmn.model import Diagram, Flow
from engine.flowchart import Flowchart
from engine.version import Version


def flows_of(chart: Flowchart, arrow: int, version: Version) -> tuple[tuple[str, str], ...]:
    """Return the flows (process and id) of which one is taken whenever the arrow is followed, if it is known.

    Those are what the flowchart names for the arrow, or else the one that `flow_of` finds.
    """
    drawn = chart.arrows[arrow]
    if drawn.taken:
        return tuple((each.partition("/")[0], each.partition("/")[2]) for each in drawn.taken)
    flow = flow_of(chart, arrow, version)
    return ((chart.boxes[drawn.source].process, flow),) if flow is not None else ()


def flow_of(chart: Flowchart, arrow: int, version: Version) -> str | None:
    """Return the flow that is taken exactly when the arrow is followed; None where no single one is.

    Every way from the one box to the other goes by it, it is reached from no other box, and it leads to no
    other. Steps that are no boxes may lie between; a call of a diagram that has boxes stands for the box to
    which an arrow leads there. An arrow into a diagram that is not called has none.
    """
    drawn = chart.arrows[arrow]
    source, target = chart.boxes[drawn.source], chart.boxes[drawn.target]
    diagram = version.diagrams[source.process]
    boxes = {box.element for box in chart.boxes.values() if box.process == source.process}
    charted = {box.process for box in chart.boxes.values()} - {source.process}
    called = {call: _run_by(process, version) for call, process in _calls(diagram)}
    calls = {call: processes for call, processes in called.items() if processes & charted}
    into = [call for call, processes in calls.items() if target.process in processes]
    at = [target.element] if source.process == target.process else into
    if len(at) != 1:
        return None
    ways = _Ways(diagram, boxes | calls.keys())
    candidates = [
        flow
        for flow in diagram.flows.values()
        if ways.onward(flow) == {at[0]} and ways.back(flow) == {source.element}
    ]
    # Where two ways lead from box to box, each of their flows is taken in some of the cases only.
    for flow in candidates:
        if not ways.lead(source.element, at[0], without=flow):
            return flow.id
    return None


def _calls(diagram: Diagram) -> Iterator[tuple[str, str]]:
    for element in diagram.elements.values():
        if element.calls is not None:
            yield element.id, element.calls.process


def _run_by(process: str, version: Version) -> set[str]:
    """Return the process with those that it calls, directly or not."""
    found: set[str] = set()
    waiting = [process]
    while waiting:
        each = waiting.pop()
        if each in found or each not in version.diagrams:
            continue
        found.add(each)
        waiting += [called for _, called in _calls(version.diagrams[each])]
    return found


class _Ways:
    """The ways of a diagram between elements that are boxes; where there is no box, to where they end."""

    def __init__(self, diagram: Diagram, boxes: set[str]) -> None:
        self._diagram, self._boxes = diagram, boxes

    def onward(self, flow: Flow) -> set[str]:
        """Return the boxes to which a flow leads."""
        return set(
            self._ends(flow.target, lambda at: [f.target for f in self._diagram.outgoing(at)])
        )

    def back(self, flow: Flow) -> set[str]:
        """Return the boxes from which a flow is reached."""
        return set(
            self._ends(flow.source, lambda at: [f.source for f in self._diagram.incoming(at)])
        )

    def lead(self, source: str, target: str, *, without: Flow) -> bool:
        """Say whether one box leads to the other without that flow."""

        def beyond(at: str) -> list[str]:
            return [f.target for f in self._diagram.outgoing(at) if f.id != without.id]

        return any(target in self._ends(first, beyond) for first in beyond(source))

    def _ends(self, first: str, beyond: Callable[[str], list[str]]) -> Iterator[str]:
        seen: set[str] = set()
        waiting = [first]
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            further = [] if at in self._boxes else beyond(at)
            if not further:
                yield at
            waiting += further
