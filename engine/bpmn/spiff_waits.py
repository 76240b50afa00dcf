"""Elements that wait for time or for an interruption.

SpiffWorkflow's own timers start when the token arrives, never clamp months, fire in any unrelated step
once they are due and share one due date at an event-based gateway. A timer here works out the absolute
instant when the token arrives, announces it, looks at no clock, and fires when it is told to.
"""

from datetime import date
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element, Formula, Trigger
from engine.bpmn.spiff_deadlines import (
    Pending,
    following,
    pending,
    pending_from,
    pending_from_earlier,
    retimed,
)
from engine.bpmn.spiff_tokens import Drawn, drawn, send, session_of, visit, withdraw
from engine.effects import TimerFired, TimerSet, TimerWithdrawn
from engine.errors import TaskNotReadyError


class Waiting(Drawn):
    """An element that waits until one of the things it waits for happens.

    `internal_data` holds `due` (for each timer what `spiff_deadlines` keeps of it) and, once it happened,
    `fired`: the id of the event.
    """

    def awaited(self) -> tuple[Element, ...]:
        """Return the events it waits for: itself, or those after an event-based gateway."""
        return (self.element,)

    def fire(self, my_task: Any, event: str) -> None:
        """Let one of the events happen; TaskNotReadyError unless the element waits for it.

        A cancelled timer of a finished instance must never come to life again.
        """
        events = [each.id for each in self.awaited()]
        if my_task.state != TaskState.WAITING or event not in events:
            raise TaskNotReadyError(f"{self.element.id} does not wait")
        my_task.internal_data["fired"] = event
        session = session_of(my_task)
        if event in my_task.internal_data["due"]:
            session.emit(TimerFired(timer_id(my_task, event)))
        others = [other for other in my_task.internal_data["due"] if other != event]
        session.emit(*(TimerWithdrawn(timer_id(my_task, other)) for other in others))
        self._update(my_task)

    def retime(self, my_task: Any) -> None:
        """Work out anew each timer that a meeting or a hold moves and that has not come due; report it."""
        session = session_of(my_task)
        for event in self.awaited():
            kept = self._pending(my_task, event)
            if kept is None or kept.has_come(session.now):
                continue
            formula = drawn(event.timer, event)
            moved = retimed(kept, event, formula, session, session.context(my_task))
            if (moved.instant, moved.stopped) != (kept.instant, kept.stopped):
                self._set(my_task, event, moved)

    def follow(self, my_task: Any, of_task: Formula, to: date) -> None:
        """Move the timers that are worked out from the due date of a task that was extended."""
        session = session_of(my_task)
        for event in self.awaited():
            kept = self._pending(my_task, event)
            if kept is None:
                continue
            formula, context = drawn(event.timer, event), session.context(my_task)
            moved = following(kept, event, formula, of_task, to, session, context)
            if moved != kept:
                self._set(my_task, event, moved)

    def _pending(self, my_task: Any, event: Element) -> Pending | None:
        kept = my_task.internal_data["due"].get(event.id)
        if isinstance(kept, list):
            formula, session = drawn(event.timer, event), session_of(my_task)
            return pending_from_earlier(kept[0], kept[1], event, formula, session)
        return None if kept is None else pending_from(kept)

    def waits_visibly(self) -> bool:
        """Say whether the token stands on the element while it waits."""
        return True

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.state != TaskState.WAITING:
            self._begin(my_task)
        return "fired" in my_task.internal_data

    def _begin(self, my_task: Any) -> None:
        my_task._set_state(TaskState.WAITING)
        if self.waits_visibly():
            visit(my_task)
        my_task.internal_data.setdefault("due", {})
        if "fired" in my_task.internal_data:
            return
        for event in self.awaited():
            if event.trigger is Trigger.TIMER:
                session = session_of(my_task)
                context = session.context(my_task)
                self._set(
                    my_task,
                    event,
                    pending(event, drawn(event.timer, event), session, context),
                )

    def _run_hook(self, my_task: Any) -> bool:
        return True

    def _on_cancel(self, my_task: Any) -> None:
        session = session_of(my_task)
        for event in my_task.internal_data.get("due", {}):
            session.emit(TimerWithdrawn(timer_id(my_task, event)))
        if self.waits_visibly():
            session.emit(self.visited(my_task, "cancelled"))

    def _set(self, my_task: Any, event: Element, due: Pending) -> None:
        my_task.internal_data["due"][event.id] = due.as_state()
        session_of(my_task).emit(
            TimerSet(
                timer_id(my_task, event.id),
                event.process,
                event.id,
                due.instant,
                due.waits_for,
                due.why,
            )
        )


class CatchEvent(Waiting):
    """An intermediate timer; the gate refuses a wait for a message, which nothing sends."""


class EventGateway(Waiting):
    """An event-based gateway: waits for the first of the events behind it."""

    def __init__(self, *arguments: Any) -> None:
        """Add the gateway to its process; the builder names the events."""
        super().__init__(*arguments)
        self.events: tuple[Element, ...] = ()

    def awaited(self) -> tuple[Element, ...]:
        """Return the events behind the gateway."""
        return self.events

    def move_on(self, my_task: Any, ways: Any) -> None:
        """Send the token to the event that happened, which then waits no more."""
        event = my_task.internal_data["fired"]
        way = next(way for way in self.ways if way.target == event)
        send(my_task, way)
        my_task.children[0].internal_data["fired"] = event


class BoundaryEvent(Waiting):
    """A timer or escalation on the edge of an activity; the token stands on the activity."""

    def waits_visibly(self) -> bool:
        """Say that it is visited only when it fires."""
        return False

    def trigger(self, my_task: Any) -> None:
        """Let an escalation from inside happen."""
        self.fire(my_task, self.element.id)

    def fire(self, my_task: Any, event: str) -> None:
        """Let it happen, and take the token off the activity if it interrupts."""
        super().fire(my_task, event)
        if self.element.interrupting:
            host = my_task.internal_data["host"]
            withdraw(next(each for each in my_task.workflow.tasks.values() if str(each.id) == host))

    def _run_hook(self, my_task: Any) -> bool:
        visit(my_task)
        return True


def timer_id(task: Any, event: str) -> str:
    """Return the id of a timer: the task that waits, and the event it waits for."""
    return f"{task.id}:{event}"
