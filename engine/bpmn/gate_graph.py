"""The sequence flows as a graph: what can be reached, what repeats, what runs side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.model import Diagram, Kind

JOINING_KINDS = frozenset({Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY})


@dataclass(frozen=True, slots=True)
class Graph:
    """Elements of one scope; a boundary event counts as a step that follows its host."""

    following: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, diagram: Diagram, scope: str | None, *, reminders: bool = True) -> "Graph":
        """Return the graph of the process, or of one sub-process.

        Without ``reminders``, boundary events that do not interrupt and all that only they lead to are
        left out: they are no part of the way that a case itself takes.
        """
        inside = {
            element.id
            for element in diagram.children(scope)
            if reminders or element.interrupting or element.kind is not Kind.BOUNDARY_EVENT
        }
        following: dict[str, tuple[str, ...]] = {}
        for element_id in inside:
            targets = [flow.target for flow in diagram.outgoing(element_id)]
            targets += [event.id for event in diagram.boundary_events(element_id)]
            following[element_id] = tuple(target for target in targets if target in inside)
        return cls(following)

    def reached_from(self, starts: Iterable[str], *, without: Iterable[str] = ()) -> set[str]:
        """Return what can be reached from the starts, they included, without passing some elements."""
        closed = set(without)
        found: set[str] = set()
        waiting = [start for start in starts if start not in closed]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            waiting += [item for item in self.following.get(current, ()) if item not in closed]
        return found

    def turned(self) -> "Graph":
        """Return the graph with every flow the other way round."""
        back: dict[str, list[str]] = {element: [] for element in self.following}
        for source, targets in self.following.items():
            for target in targets:
                back[target].append(source)
        return Graph({element: tuple(sources) for element, sources in back.items()})

    def only(self, elements: set[str]) -> "Graph":
        """Return the part of the graph that holds just these elements."""
        return Graph(
            {
                element: tuple(target for target in targets if target in elements)
                for element, targets in self.following.items()
                if element in elements
            }
        )

    def loops(self) -> list[frozenset[str]]:
        """Return the sets of elements that can be reached from each other, largest possible each."""
        turned = self.turned()
        left = set(self.following)
        found: list[frozenset[str]] = []
        for element in self.following:
            if element not in left:
                continue
            together = self.reached_from([element]) & turned.reached_from([element])
            left -= together
            if len(together) > 1 or element in self.following[element]:
                found.append(frozenset(together))
        return found

    def meeting_point(self, split: str) -> str | None:
        """Return the first element that every way from the split to an end passes; None if none does."""
        ends = {element for element, targets in self.following.items() if not targets}
        after = self.reached_from([split]) - {split}
        passed = [
            element
            for element in after - ends
            if not (self.reached_from([split], without=[element]) & ends)
        ]
        # The first of them is the one without which none of the others is reached.
        for element in sorted(passed):
            if not (self.reached_from([split], without=[element]) & set(passed)):
                return element
        return None
