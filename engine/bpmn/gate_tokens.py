"""Play every way through a process on paper: no join waits for ever, no step is reached twice at once.

A marking says where tokens are: on flows, and at steps that can be left in several ways. All markings that
can come about are visited; an exclusive gateway may go any way, since conditions are not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from engine.bpmn.gate_findings import Findings
from engine.bpmn.model import Diagram, Element, Kind

MOST_MARKINGS: Final = 20_000

Marking = frozenset[str]
"""Where tokens are: ids of flows, and ``@`` and an id for a step that somebody is at."""


def check_tokens(diagram: Diagram, findings: Findings) -> None:
    """Refuse joins that can wait for ever and steps that can be reached by two ways at once."""
    scopes = [None] + [e.id for e in diagram.elements.values() if e.kind is Kind.SUB_PROCESS]
    for scope in scopes:
        inside = {element.id: element for element in diagram.children(scope)}
        starts = [e for e in inside.values() if e.kind is Kind.START_EVENT]
        # A reminder's path never meets the main path (another check), so it is played on its own.
        starts += [
            e for e in inside.values() if e.kind is Kind.BOUNDARY_EVENT and not e.interrupting
        ]
        game = _Game(diagram, inside)
        for start in starts:
            game.play(frozenset(start.outgoing), findings)


@dataclass(frozen=True, slots=True)
class _Game:
    diagram: Diagram
    inside: dict[str, Element]

    def play(self, first: Marking, findings: Findings) -> None:
        """Visit every marking; note one problem of each kind for an element, then go no further there."""
        seen = {first}
        waiting = [first]
        refused: set[tuple[str, str]] = set()

        def refuse(code: str, element: Element) -> None:
            if (code, element.id) not in refused:
                refused.add((code, element.id))
                findings.on(code, element)

        while waiting and len(seen) < MOST_MARKINGS:
            marking = waiting.pop()
            steps = list(self._steps(marking))
            if marking and not steps:
                for join in self._stuck(marking):
                    refuse("join_waits", join)
            for element, taken, given in steps:
                kept = marking - taken
                if kept & given:
                    refuse("done_twice", self._reached_twice(kept & given, element))
                    continue
                after = kept | given
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)

    def _steps(self, marking: Marking) -> Iterator[tuple[Element, Marking, Marking]]:
        """Yield what can happen next: the element, the tokens it takes and the tokens it gives."""
        for place in sorted(marking):
            if place.startswith("@"):
                element = self.inside[place[1:]]
                yield element, frozenset({place}), frozenset(element.outgoing)
                for event in self._ways_out(element):
                    yield element, frozenset({place}), frozenset(event.outgoing)
            else:
                element = self.inside[self.diagram.flows[place].target]
                yield from self._fired(element, place, marking)

    def _fired(
        self, element: Element, place: str, marking: Marking
    ) -> Iterator[tuple[Element, Marking, Marking]]:
        taken = frozenset({place})
        if element.kind in (Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY):
            arrived = frozenset(element.incoming) & marking
            if place != min(arrived) or not self._may_go_on(element, arrived, marking):
                return
            taken = arrived
        if element.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY):
            for flow in element.outgoing:
                yield element, taken, frozenset({flow})
        elif element.kind is Kind.INCLUSIVE_GATEWAY:
            for count in range(1, len(element.outgoing) + 1):
                for flows in combinations(element.outgoing, count):
                    yield element, taken, frozenset(flows)
        elif any(True for _ in self._ways_out(element)):
            yield element, taken, frozenset({f"@{element.id}"})
        else:
            yield element, taken, frozenset(element.outgoing)

    def _may_go_on(self, element: Element, arrived: Marking, marking: Marking) -> bool:
        missing = set(element.incoming) - arrived
        if element.kind is Kind.PARALLEL_GATEWAY or not missing:
            return not missing
        return not any(self._leads_to(place, missing, element) for place in marking - arrived)

    def _leads_to(self, place: str, wanted: set[str], without: Element) -> bool:
        seen: set[str] = set()
        waiting = [place]
        while waiting:
            current = waiting.pop()
            if current in wanted:
                return True
            at = current[1:] if current.startswith("@") else self.diagram.flows[current].target
            if current in seen or at == without.id:
                continue
            seen.add(current)
            element = self.inside[at]
            waiting += element.outgoing
            for event in self._ways_out(element):
                waiting += event.outgoing
        return False

    def _ways_out(self, element: Element) -> Iterator[Element]:
        """Yield the events on the edge that withdraw the step."""
        for event in self.inside.values():
            if event.attached_to == element.id and event.interrupting:
                yield event

    def _stuck(self, marking: Marking) -> list[Element]:
        targets = [self.diagram.flows[place].target for place in marking if place[0] != "@"]
        return [self.inside[target] for target in sorted(set(targets))]

    def _reached_twice(self, places: Marking, element: Element) -> Element:
        place = min(places)
        return element if place.startswith("@") else self.inside[self.diagram.flows[place].target]
