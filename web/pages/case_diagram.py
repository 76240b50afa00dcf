"""A case on its diagram: what was done, where it waits, which flows it took, and the same as a list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Diagram, Element, Flow, Kind
from engine.bpmn.reading_order import reading_order
from web.use_cases.case_views import CaseView
from web.use_cases.departure_views import DepartureView
from web.use_cases.history_views import ExtensionView, TimerView, Visit
from web.use_cases.open_task_views import OpenTask

Standing = Literal["waiting", "late", "done", "withdrawn", "ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One element of the diagram, and how the case stands to it.

    ``standing`` is late or waiting while the case is there, done when it has passed, withdrawn when it was
    cancelled, ahead when it was never reached. ``tasks`` wait there now; ``visits`` are past and present;
    ``ways`` are the flows by which it was left, each with the name of where it leads; ``departures`` are
    those from the protocol there.
    """

    element: Element
    name: str
    standing: Standing
    ways: tuple[tuple[Flow, str], ...]
    visits: tuple[Visit, ...]
    tasks: tuple[OpenTask, ...]
    due: datetime | date | None
    extensions: tuple[ExtensionView, ...]
    attention: tuple[str, ...]
    departures: tuple[DepartureView, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """One diagram to show of a case: of a process that ran on it, or of one that this called.

    ``run`` says which process instance of the case it belongs to (InstanceView).
    """

    process: str
    run: int
    name: str


@dataclass(frozen=True, slots=True)
class CaseDiagram:
    """One process of a case, ready to be drawn and to be listed; ``flows`` are the ids of flows taken."""

    process: str
    run: int
    name: str
    deployment: int
    steps: tuple[Step, ...]
    flows: tuple[str, ...]

    def marked(self) -> tuple[Step, ...]:
        """Return the steps that the case has reached."""
        return tuple(step for step in self.steps if step.standing != "ahead")


def drawings_of(case: CaseView) -> tuple[Drawing, ...]:
    """Return the diagrams to show of a case; a second one of the same process is called so.

    Those of processes that were started come first, in the order they started; then those they called.
    """
    started = [(instance.process, instance.run) for instance in case.instances]
    called = [
        (visit.process, instance.run) for instance in case.instances for visit in instance.visits
    ]
    shown: list[Drawing] = []
    for process, run in dict.fromkeys([*started, *called]):
        before = sum(drawing.process == process for drawing in shown)
        name = case.version_of(run).diagram(process).name
        shown.append(Drawing(process, run, f"{name} ({before + 1})" if before else name))
    return tuple(shown)


def chosen_drawing(case: CaseView, process: str, run: int | None) -> Drawing | None:
    """Return the diagram of the process in that run, or without one in the first; None if there is none."""
    return next(
        (each for each in drawings_of(case) if each.process == process and run in (None, each.run)),
        None,
    )


def case_diagram(
    case: CaseView,
    drawing: Drawing,
    *,
    now: datetime,
    departures: Iterable[DepartureView] = (),
) -> CaseDiagram:
    """Return the case on one diagram, with everything that was and is on it."""
    diagram = case.version_of(drawing.run).diagram(drawing.process)
    [instance] = [each for each in case.instances if each.run == drawing.run]
    visits: dict[str, list[Visit]] = {}
    for visit in instance.visits:
        if visit.process == drawing.process:
            visits.setdefault(visit.element, []).append(visit)
    flows = {flow: None for process, flow in instance.flows if process == drawing.process}
    there = _waiting_in(case, drawing.run)
    departed: dict[str, list[DepartureView]] = {}
    for each in departures:
        if (each.line.process, each.line.run) == (drawing.process, drawing.run):
            departed.setdefault(each.line.element, []).append(each)
    steps = tuple(
        replace(
            _step(
                there, diagram, element, tuple(visits.get(element.id, ())), frozenset(flows), now
            ),
            departures=tuple(departed.get(element.id, ())),
        )
        for element in reading_order(diagram)
    )
    return CaseDiagram(
        drawing.process,
        drawing.run,
        drawing.name,
        case.deployment_of(drawing.run),
        steps,
        tuple(flows),
    )


def for_the_viewer(drawn: CaseDiagram, xml_address: str) -> dict[str, Any]:
    """Return what the viewer in the browser reads: the drawing's address and what to mark on it."""
    return {
        "xml": xml_address,
        "flows": list(drawn.flows),
        "elements": {
            step.element.id: {
                "standing": step.standing,
                "label": step.name,
                "kind": step.element.kind.value,
                "attention": bool(step.attention),
                "departures": list(dict.fromkeys(each.line.title for each in step.departures)),
            }
            for step in drawn.marked()
        },
    }


def _waiting_in(case: CaseView, run: int) -> CaseView:
    """Return the case with what waits in one of its process instances only."""
    return replace(
        case,
        tasks=tuple(each for each in case.tasks if each.run == run),
        timers=tuple(each for each in case.timers if each.run == run),
        attention=tuple(each for each in case.attention if each.run == run),
    )


def _step(
    case: CaseView,
    diagram: Diagram,
    element: Element,
    visits: tuple[Visit, ...],
    taken: frozenset[str],
    now: datetime,
) -> Step:
    tasks = tuple(
        task for task in case.tasks if (task.process, task.element) == (element.process, element.id)
    )
    timer = _timer(case, element)
    attention = tuple(
        item.sentence
        for item in case.attention
        if (item.process, item.element) == (element.process, element.id)
    )
    return Step(
        element=element,
        name=called(diagram, element),
        ways=tuple(
            (flow, leads_to(diagram, flow))
            for flow in diagram.outgoing(element.id)
            if flow.id in taken
        ),
        standing=_standing(visits, tasks, timer, now),
        visits=visits,
        tasks=tasks,
        due=_first_due(tasks) or (timer.due_at_utc if timer else None),
        extensions=tuple(
            each
            for each in case.extensions
            if (each.process, each.element) == (element.process, element.id)
        ),
        attention=attention,
    )


def _standing(
    visits: tuple[Visit, ...],
    tasks: tuple[OpenTask, ...],
    timer: TimerView | None,
    now: datetime,
) -> Standing:
    if any(task.late for task in tasks):
        return "late"
    if tasks or any(visit.left_at_utc is None for visit in visits):
        overdue = timer is not None and timer.due_at_utc is not None and timer.due_at_utc < now
        return "late" if overdue else "waiting"
    if any(not visit.cancelled for visit in visits):
        return "done"
    return "withdrawn" if visits else "ahead"


def _timer(case: CaseView, element: Element) -> TimerView | None:
    if element.kind not in (Kind.CATCH_EVENT, Kind.BOUNDARY_EVENT):
        return None
    for timer in case.timers:
        if (timer.process, timer.element) == (element.process, element.id):
            return timer
    return None


def _first_due(tasks: tuple[OpenTask, ...]) -> date | None:
    return min((task.due for task in tasks if task.due is not None), default=None)
