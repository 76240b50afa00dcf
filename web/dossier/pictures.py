"""A case on its diagram as it stood at a moment: what was done by then, and where it stood."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.bpmn.called import called
from engine.bpmn.model import Diagram
from engine.bpmn.reading_order import reading_order
from engine.calendar import london_date
from web.diagram_svg import Mark, diagram_svg
from web.drawing.marks import Standing
from web.words import moment


@dataclass(frozen=True, slots=True)
class Stay:
    """A token stood on an element, from the one instant to the other (None: it still does)."""

    element: str
    entered: datetime
    left: datetime | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Waited:
    """A user task was open, from the one instant to the other (None: it still is).

    ``due`` is the day it was due last; ``extended`` are the instants at which that was moved by somebody,
    each with the day before.
    """

    element: str
    opened: datetime
    closed: datetime | None
    due: date | None
    extended: tuple[tuple[datetime, date | None], ...] = ()

    def is_late(self, at: datetime) -> bool:
        """Say whether the task was open and past its day at that instant."""
        if at < self.opened or (self.closed is not None and self.closed <= at):
            return False
        due = next((before for moved, before in self.extended if moved > at), self.due)
        return due is not None and due < london_date(at)


@dataclass(frozen=True, slots=True)
class Course:
    """What happened on one diagram in one process of the case; ``name`` tells it from a second run."""

    process: str
    run: int
    name: str
    deployment: int
    diagram: Diagram
    stays: tuple[Stay, ...]
    flows: tuple[tuple[str, datetime], ...]
    tasks: tuple[Waited, ...]
    departures: tuple[tuple[str, datetime], ...] = ()

    def has_begun(self, at: datetime) -> bool:
        """Say whether the case had come onto the diagram by then."""
        return any(stay.entered <= at for stay in self.stays)

    def stands(self, at: datetime) -> bool:
        """Say whether the case stood somewhere on the diagram at that instant."""
        return any(mark.standing in ("waiting", "late") for mark in self.marks(at).values())

    def marks(self, at: datetime) -> dict[str, Mark]:
        """Return how the case stood to each element that it had reached by then."""
        stays: dict[str, list[Stay]] = {}
        for stay in self.stays:
            if stay.entered <= at:
                stays.setdefault(stay.element, []).append(stay)
        departed = {element for element, when in self.departures if when <= at}
        return {
            element: Mark(self._standing(element, found, at), departed=element in departed)
            for element, found in stays.items()
        }

    def picture(
        self, at: datetime, reference: str, *, decided: str | None = None, close: bool = False
    ) -> str:
        """Return the diagram as a picture of that instant.

        ``decided`` is the element where something was decided then; ``close``, only what stands around it.
        """
        marks = self.marks(at)
        if decided is not None and decided in marks:
            marks[decided] = replace(marks[decided], badge="Decided here")
        standing = ", ".join(f"{name} ({words})" for name, words in self.steps(at, ended=False))
        return diagram_svg(
            self.diagram,
            title=f"{self.name}: {reference} on {moment(at)}",
            description=f"It stood at: {standing}." if standing else "Nothing waited here.",
            marks=marks,
            taken=[flow for flow, when in self.flows if when <= at],
            focus=decided if close else None,
        )

    def steps(self, at: datetime, *, ended: bool = True) -> tuple[tuple[str, str], ...]:
        """Return each step that was reached with how it stood, in words, in reading order.

        Gateways without a label are passed over. Without ``ended``, only those where the case stood.
        """
        marks = self.marks(at)
        return tuple(
            (called(self.diagram, element), marks[element.id].words)
            for element in reading_order(self.diagram)
            if element.id in marks
            and (element.label or not element.kind.is_gateway)
            and (ended or marks[element.id].standing in ("waiting", "late"))
        )

    def _standing(self, element: str, stays: list[Stay], at: datetime) -> Standing:
        if any(task.is_late(at) for task in self.tasks if task.element == element):
            return "late"
        if any(stay.left is None or stay.left > at for stay in stays):
            return "waiting"
        return "withdrawn" if all(stay.cancelled for stay in stays) else "done"
