"""Where ways part: which answers, findings and fields lead along which flows."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Diagram, Element, Flow, Kind
from engine.version import Version
from engine.what_next.boxes import together
from engine.what_next.symbols import Names, Sums, Unsaid, UnsaidError, choices
from engine.what_next.told import Atom, Box

Feasible = Callable[[Mapping[Atom, Any]], bool]
Way = tuple[Box, tuple[Flow, ...] | None]
"""What it takes, and the flows that are then taken; None where the element itself is done."""


class Parting:
    """Says how it goes on from elements at which there is more than one way."""

    def __init__(self, version: Version, sums: Sums, feasible: Feasible) -> None:
        """Take what works formulas out; ``feasible`` says whether answers can be given together."""
        self._version, self._sums, self._feasible = version, sums, feasible

    def is_at(self, element: Element) -> bool:
        """Say whether ways may part at the element."""
        if element.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY):
            return len(element.outgoing) > 1
        return element.loop is not None or element.kind is Kind.THROW_EVENT

    def ways(self, box: Box, names: Names, diagram: Diagram, element: Element) -> list[Way]:
        """Return the ways that are possible where the box holds, each with what it takes."""
        if element.loop is not None:
            return self._of_list(box, names, diagram, element)
        if element.kind is Kind.THROW_EVENT:
            return self._of_message(box, diagram, element)
        flows = diagram.outgoing(element.id)
        try:
            found = self._worked_out(box, names, element, flows)
        except UnsaidError:
            found = []
        return found or _quoted(box, diagram, element, flows)

    def _worked_out(
        self, box: Box, names: Names, element: Element, flows: tuple[Flow, ...]
    ) -> list[Way]:
        asked = [
            each for each in flows if each.condition is not None and each.id != element.default
        ]
        conditions = {each.id: each.condition.text for each in asked if each.condition is not None}
        atoms = tuple(
            dict.fromkeys(
                atom for text in conditions.values() for atom in self._sums.atoms(text, names)
            )
        )
        settled = {atom: values for atom, values in box.items() if len(values) == 1}
        taken: dict[tuple[Flow, ...], list[Mapping[Atom, Any]]] = {}
        for choice in choices(atoms, box):
            given = {atom: next(iter(values)) for atom, values in settled.items()} | choice
            if not self._feasible(given):
                continue
            ways = self._taken(element, flows, conditions, names, given)
            if ways is not None:
                taken.setdefault(ways, []).append(choice)
        return [
            ({**box, **part}, ways) for ways, chosen in taken.items() for part in together(chosen)
        ]

    def _taken(
        self,
        element: Element,
        flows: tuple[Flow, ...],
        conditions: Mapping[str, str],
        names: Names,
        given: Mapping[Atom, Any],
    ) -> tuple[Flow, ...] | None:
        """Return the flows that are taken for one choice; None where the step would be refused."""
        held = []
        for flow in flows:
            if flow.id not in conditions:
                continue
            try:
                value = self._sums.value(conditions[flow.id], names, given)
            except UnsaidError:
                return None
            if not isinstance(value, bool):
                return None
            if value:
                held.append(flow)
        if len(held) > 1 and element.kind is Kind.EXCLUSIVE_GATEWAY:
            return None
        return tuple(held) or tuple(each for each in flows if each.id == element.default)

    def _of_list(self, box: Box, names: Names, diagram: Diagram, element: Element) -> list[Way]:
        """Return whether a multi-instance step has anybody to ask; one that has nobody is passed over."""
        assert element.loop is not None  # noqa: S101  only those are asked
        text = element.loop.collection.text
        symbol = self._sums.symbol(text, names)
        if isinstance(symbol, Unsaid) and symbol.filled:
            return [(box, None)]
        outgoing = diagram.outgoing(element.id)
        try:
            if not self._sums.atoms(text, names):
                return [(box, None if self._sums.value(text, names, {}) else outgoing)]
        except UnsaidError:
            pass
        label = called(diagram, element)
        atom = Atom(
            "some", f"some {diagram.id}/{element.id}", label, (True, False), ("somebody", "nobody")
        )
        return _either(box, atom, None, outgoing)

    def _of_message(self, box: Box, diagram: Diagram, element: Element) -> list[Way]:
        """Return whether the process begins, which it does not where it began on the case before."""
        process = element.message.name if element.message else ""
        other = self._version.started_by_message(process)
        label = process if other is None else other.name
        atom = Atom("runs", f"runs {process}", label, (False, True), ("not yet", "already"))
        return _either(box, atom, diagram.outgoing(element.id), None)


def _either(
    box: Box, atom: Atom, if_true: tuple[Flow, ...] | None, if_false: tuple[Flow, ...] | None
) -> list[Way]:
    return [
        ({**box, atom: frozenset([value])}, if_true if value else if_false)
        for value in atom.values
        if value in box.get(atom, atom.values)
    ]


def _quoted(box: Box, diagram: Diagram, element: Element, flows: tuple[Flow, ...]) -> list[Way]:
    """Return each flow by its own words: what its condition reads cannot be told yet."""
    atom = Atom(
        "way",
        f"{diagram.id}/{element.id}",
        called(diagram, element),
        tuple(each.id for each in flows),
        tuple(each.label or leads_to(diagram, each) for each in flows),
    )
    return [
        ({**box, atom: frozenset([each.id])}, (each,))
        for each in flows
        if each.id in box.get(atom, atom.values)
    ]
