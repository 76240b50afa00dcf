"""What is told of one step: who acts and by when, who is told, what is waited for."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn.called import called
from engine.bpmn.model import Diagram, Element
from engine.version import Version
from engine.what_next.dates import due_of, reminders_of
from engine.what_next.frames import Frame
from engine.what_next.symbols import Names, Sums, Symbol, Unsaid, UnsaidError
from engine.what_next.told import Acts, Asks, Begins, Comes, Tells, Waits


class Telling:
    """Tells of the steps of one version."""

    def __init__(self, version: Version, sums: Sums) -> None:
        """Take what works formulas out."""
        self._version, self._sums = version, sums

    def acts(self, frame: Frame, element: Element, names: Names, *, again: bool = False) -> Acts:
        """Tell of a user task that opens."""
        inside = self.inside(element, names)
        assignment = element.assignment
        value = self._value(assignment.formula.text, inside) if assignment else None
        narrowed = assignment.narrows_to if assignment else ""
        agencies = self._each(frame, element, names)
        if narrowed == "agency" and isinstance(value, str):
            agencies = (value,)
        return Acts(
            frame.diagram.id,
            element.id,
            called(frame.diagram, element),
            element.role or "",
            element.lane or "",
            narrowed="agency" if narrowed == "agency" else "person" if narrowed else "",
            each=element.loop is not None or frame.in_loop,
            agencies=agencies,
            person=value if narrowed == "person" and isinstance(value, str) else "",
            due=due_of(element.due, frame.diagram, inside, self._sums),
            reminders=reminders_of(frame.diagram, element, inside, self._sums),
            again=again,
        )

    def tells(self, frame: Frame, element: Element, names: Names) -> Tells:
        """Tell of a notice that goes out."""
        assert element.notice is not None  # noqa: S101  only send tasks come here
        agencies = self._each(frame, element, names)
        value = self._value("agency", self.inside(element, names))
        if "agency" in element.notice.to and isinstance(value, str):
            agencies = (value,)
        return Tells(
            frame.diagram.id,
            element.id,
            called(frame.diagram, element),
            element.notice.message,
            self._version.messages[element.notice.message].subject,
            element.notice.to,
            each=element.loop is not None or frame.in_loop,
            agencies=agencies,
        )

    def waits(self, frame: Frame, element: Element, names: Names) -> Waits:
        """Tell of a day or meeting that is waited for."""
        due = due_of(element.timer, frame.diagram, names, self._sums)
        return Waits(frame.diagram.id, element.id, called(frame.diagram, element), due)

    def asks(self, frame: Frame, element: Element) -> Asks:
        """Tell of a decision that is asked."""
        assert element.decision is not None  # noqa: S101  only those that ask come here
        decision = element.decision.decision
        known = self._version.model_of(decision).decisions[decision]
        label = called(frame.diagram, element)
        return Asks(frame.diagram.id, element.id, label, decision, known.label or known.name)

    def begins(
        self, frame: Frame, element: Element, other: Diagram, *, beside: bool = False
    ) -> Begins:
        """Tell of another process that begins."""
        return Begins(
            frame.diagram.id,
            element.id,
            called(frame.diagram, element),
            other.id,
            other.name,
            beside=beside,
            each=element.loop is not None,
        )

    def comes(self, frame: Frame, element: Element) -> Comes:
        """Tell of an end that is reached."""
        return Comes(
            frame.diagram.id,
            element.id,
            called(frame.diagram, element),
            frame.diagram.name,
            whole_process=frame.scope is None and frame.around is None,
            whole_case=element.ends_case,
        )

    def inside(self, element: Element, names: Names) -> Mapping[str, Symbol]:
        """Return what one instance of a multi-instance step reads."""
        if element.loop is None:
            return names
        item = element.loop.element
        return {**names, item: Unsaid(item.replace("_", " "))}

    def _each(self, frame: Frame, element: Element, names: Names) -> tuple[str, ...]:
        """Return whom a multi-instance step asks, where the list is known."""
        holders = [element, *(each.holder for each in frame.outwards())]
        loop = next((each.loop for each in holders if each is not None and each.loop), None)
        found = self._value(loop.collection.text, names) if loop is not None else None
        return tuple(each for each in found if isinstance(each, str)) if found else ()

    def _value(self, text: str, names: Mapping[str, Symbol]) -> Any:
        try:
            return None if self._sums.atoms(text, names) else self._sums.value(text, names, {})
        except UnsaidError:
            return None
