"""What a step is called where people read of it: its label, or plain words for what has none."""

from collections.abc import Callable, Iterable, Iterator

from engine.bpmn.model import Diagram, Element, Flow, Kind

_Steps = Iterable[str]


def called(diagram: Diagram, element: Element) -> str:
    """Return the label as drawn; what has none is named by what it does at its place."""
    if element.label:
        return element.label
    before = _labels(diagram, element.id, lambda step: _sources(diagram, step))
    after = _labels(diagram, element.id, lambda step: _targets(diagram, step))
    if element.kind is Kind.START_EVENT:
        return f"Begins with {_all(after)}"
    if element.kind is Kind.END_EVENT:
        return f"Ends after {_all(before)}"
    if not element.kind.is_gateway:
        return element.id.replace("_", " ").capitalize()
    if element.kind is Kind.EVENT_BASED_GATEWAY:
        return f"Whichever comes first: {_either(after)}"
    if len(element.outgoing) > 1:
        at_once = element.kind is Kind.PARALLEL_GATEWAY
        return (
            f"At the same time: {_all(after)}"
            if at_once
            else f"One way or another: {_either(after)}"
        )
    if _waits(element):
        return f"Waits for all ways, before {_all(after)}"
    return f"The ways meet, before {_all(after)}"


def leads_to(diagram: Diagram, flow: Flow) -> str:
    """Return where a flow leads in words, looking past gateways that have no label and do not wait."""
    target = diagram.elements[flow.target]
    if target.label or _waits(target):
        return called(diagram, target)
    return " and ".join(_labels(diagram, target.id, lambda step: _targets(diagram, step)))


def _waits(element: Element) -> bool:
    return element.kind is Kind.PARALLEL_GATEWAY and len(element.outgoing) == 1


def _labels(diagram: Diagram, of: str, neighbours: Callable[[str], _Steps]) -> tuple[str, ...]:
    """Return the labels of the nearest steps that have one."""

    def nearest(step: str, seen: set[str]) -> Iterator[str]:
        for other in neighbours(step):
            if other in seen:
                continue
            seen.add(other)
            label = diagram.elements[other].label
            yield from (label,) if label else nearest(other, seen)

    return tuple(dict.fromkeys(nearest(of, {of})))


def _targets(diagram: Diagram, step: str) -> _Steps:
    return (flow.target for flow in diagram.outgoing(step))


def _sources(diagram: Diagram, step: str) -> _Steps:
    return (flow.source for flow in diagram.incoming(step))


def _all(labels: Iterable[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels) or "what is drawn"


def _either(labels: Iterable[str]) -> str:
    return " or ".join(f"“{label}”" for label in labels) or "what is drawn"
