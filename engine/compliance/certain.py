"""What a case comes to whatever is answered: the steps that lie on every way from where it stands.

They are what dominators are of a graph read backwards (Lengauer and Tarjan name them post-dominators), but
for parallel branches, which are all gone through: the greatest solution of what lies ahead of a step,
which is itself, and what lies ahead of all of its ways at once or of every one of them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.bpmn.model import Diagram, Element, Kind
from engine.version import Version

Step = tuple[str, str]
"""A process and an element of it."""
Steps = frozenset[Step]

_NONE: Final[Steps] = frozenset()


class Certain:
    """Which steps of a version are certain to come, unless something else happens to the case."""

    def __init__(self, version: Version) -> None:
        """Take the version, and work out every diagram of it; nothing changes afterwards."""
        self._version = version
        self._ahead: dict[str, Mapping[str, Steps]] = {}
        for process in version.diagrams:
            self._of(process)

    def after(self, standing: Iterable[Step]) -> Steps:
        """Return the steps that are certain once a case has left all of these, which are not among them.

        What a case stands at holds also the sub-process or call that a step is in.
        """
        steps = frozenset(standing)
        calls = {step: self._called_at(step) for step in steps}
        called = frozenset(calls.values())
        found: set[Step] = set()
        for process in {process for process, _ in steps} - called:
            found |= self._in_process(process, steps, calls)
        return frozenset(found - steps)

    def _called_at(self, step: Step) -> str | None:
        process, element = step
        calls = self._version.element(process, element).calls
        return calls.process if calls is not None else None

    def _in_process(self, process: str, steps: Steps, calls: Mapping[Step, str | None]) -> Steps:
        """Return what is certain of one process and of those that it has called."""
        diagram = self._version.diagram(process)
        ahead = self._of(process)
        found: Steps = _NONE
        for each, element in steps:
            if each != process:
                continue
            called = calls[each, element]
            inside = _NONE
            if called is not None and any(other == called for other, _ in steps):
                inside = self._in_process(called, steps, calls)
            place = _chosen_at(diagram, diagram.elements[element])
            certain = self._left(diagram, place, ahead, inside)
            # Whatever interrupts the sub-process that it stands in takes it off its way.
            while place.scope is not None:
                place = diagram.elements[place.scope]
                certain = self._left(diagram, place, ahead, certain)
            found |= certain
        return found

    def _of(self, process: str) -> Mapping[str, Steps]:
        """Return for each element of a process the steps that are certain once a token comes to it."""
        if process not in self._ahead:
            # A process that calls itself adds nothing to what it is certain of.
            self._ahead[process] = {}
            self._ahead[process] = self._solved(self._version.diagram(process))
        return self._ahead[process]

    def _solved(self, diagram: Diagram) -> Mapping[str, Steps]:
        everything = frozenset(self._everything(diagram))
        found = dict.fromkeys(diagram.elements, everything)
        changed = True
        while changed:
            changed = False
            for element in reversed(tuple(diagram.elements.values())):
                inside = self._inside(diagram, element, found)
                itself: Steps = frozenset({(diagram.id, element.id)})
                ahead = itself | self._left(diagram, element, found, inside)
                if ahead != found[element.id]:
                    found[element.id] = ahead
                    changed = True
        return found

    def _everything(self, diagram: Diagram) -> Iterable[Step]:
        for element in diagram.elements.values():
            yield diagram.id, element.id
            if element.calls is not None:
                for steps in self._of(element.calls.process).values():
                    yield from steps

    def _inside(self, diagram: Diagram, element: Element, found: Mapping[str, Steps]) -> Steps:
        """Return what is certain within an activity; nothing of one that may be gone through no times."""
        if element.loop is not None:
            return _NONE
        if element.calls is not None:
            called = self._version.diagram(element.calls.process)
            ahead = self._of(called.id)
            return _all(ahead.get(start.id, _NONE) for start in called.start_events())
        return _all(found[start.id] for start in diagram.start_events(element.id))

    def _left(
        self,
        diagram: Diagram,
        element: Element,
        found: Mapping[str, Steps],
        inside: Steps = _NONE,
    ) -> Steps:
        """Return what is certain from here on, whichever way the element is left."""
        ways = [found.get(flow.target, _NONE) for flow in diagram.outgoing(element.id)]
        every_way = element.kind is Kind.PARALLEL_GATEWAY or not element.kind.is_gateway
        ahead: Steps = frozenset[Step]().union(*ways) if every_way else _all(ways)
        interrupted = [
            found.get(event.id, _NONE)
            for event in diagram.boundary_events(element.id)
            if event.interrupting
        ]
        return _all([inside | ahead, *interrupted])


def _all(ways: Iterable[Steps]) -> Steps:
    """Return what is common to all ways; nothing where there is none."""
    [*sets] = ways
    return frozenset.intersection(*sets) if sets else _NONE


def _chosen_at(diagram: Diagram, element: Element) -> Element:
    """Return where the way of an element is chosen: the gateway, of what waits for whichever comes first."""
    for flow in diagram.incoming(element.id):
        source = diagram.elements[flow.source]
        if source.kind is Kind.EVENT_BASED_GATEWAY:
            return source
    return element
