"""The order in which a diagram is read: as a list, for whoever does not look at the drawing."""

from collections.abc import Iterator

from engine.bpmn.model import Diagram, Element


def reading_order(diagram: Diagram) -> tuple[Element, ...]:
    """Return every element once: along the flows from the start events, depth first, in document order.

    What sits on a task (boundary events) and what a sub-process holds follow it directly. An element that
    no flow reaches comes last, so that nothing drawn is left out.
    """
    seen: dict[str, Element] = {}
    for start in diagram.start_events():
        for element in _along(diagram, start.id, seen):
            seen.setdefault(element.id, element)
    for element in diagram.elements.values():
        seen.setdefault(element.id, element)
    return tuple(seen.values())


def _along(diagram: Diagram, first: str, seen: dict[str, Element]) -> Iterator[Element]:
    # A stack and not recursion: a diagram may be longer than Python's call depth.
    waiting = [first]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        element = diagram.elements[current]
        seen[current] = element
        yield element
        following = [flow.target for flow in diagram.outgoing(current)]
        inside = [start.id for start in diagram.start_events(current)]
        beside = [event.id for event in diagram.boundary_events(current)]
        waiting.extend(reversed([*inside, *beside, *following]))
