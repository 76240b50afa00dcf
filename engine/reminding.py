"""What a diagram itself draws to remind of a task: boundary timers that lead to notices."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.model import Diagram, Element, Kind, Trigger


@dataclass(frozen=True, slots=True)
class Reminder:
    """A boundary timer on a task, or on a sub-process around it, and a notice that it leads to at once."""

    timer: Element
    notice: Element


def reminders_drawn(diagram: Diagram, task: Element) -> tuple[Reminder, ...]:
    """Return the reminders that the diagram draws while the task waits: those that do not end it."""
    return tuple(
        Reminder(timer, notice)
        for activity in _around(diagram, task)
        for timer in diagram.boundary_events(activity.id)
        if timer.trigger is Trigger.TIMER and not timer.interrupting
        for notice in _notices_from(diagram, timer)
    )


def _around(diagram: Diagram, task: Element) -> Iterator[Element]:
    yield task
    scope = task.scope
    while scope is not None:
        yield diagram.elements[scope]
        scope = diagram.elements[scope].scope


def _notices_from(diagram: Diagram, timer: Element) -> Iterator[Element]:
    """Yield the send tasks that a token reaches from the timer before anybody acts."""
    ahead, seen = [timer], {timer.id}
    while ahead:
        element = ahead.pop()
        if element.kind is Kind.SEND_TASK:
            yield element
        if element.kind in (Kind.USER_TASK, Kind.CALL_ACTIVITY, Kind.SUB_PROCESS):
            continue
        for flow in diagram.outgoing(element.id):
            if flow.target not in seen:
                seen.add(flow.target)
                ahead.append(diagram.elements[flow.target])
