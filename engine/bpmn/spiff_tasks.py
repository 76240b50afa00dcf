"""User tasks: where a process waits for a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.spiff_deadlines import (
    Pending,
    extended,
    pending,
    pending_from,
    pending_from_earlier,
    retimed,
)
from engine.bpmn.spiff_scopes import next_round
from engine.bpmn.spiff_tokens import Drawn, guards_of, keep, session_of, visit
from engine.calendar import london_date
from engine.departures.definition import Moment
from engine.effects import TaskCompleted, TaskDueMoved, TaskOpened, TaskWithdrawn
from engine.errors import ExecutionError, TaskNotReadyError


class UserTask(Drawn):
    """A user task; it is done when `complete` is called, and by nothing else."""

    def __init__(self, *arguments: Any) -> None:
        """Add the task to its process."""
        super().__init__(*arguments)
        self.manual = True

    def complete(self, my_task: Any, answers: Mapping[str, Any]) -> None:
        """Keep the routing answers and the round as the variable named after the task; move on.

        SpiffWorkflow would run a task that is done, or one that is not reached: only READY will do.
        """
        if my_task.state != TaskState.READY:
            raise TaskNotReadyError(f"{self.element.id} does not wait")
        if "instance" in my_task.internal_data:
            completed = my_task.internal_data["round"]
        else:
            completed = next_round(my_task, self.element.id)
        keep(my_task, self.element.id, {**answers, "round": completed})
        my_task.run()

    def retime(self, my_task: Any) -> None:
        """Work the due date out anew if a meeting or a hold moved it, and report that."""
        kept = self.pending(my_task)
        if kept is None or self.element.due is None:
            return
        session = session_of(my_task)
        moved = retimed(kept, self.element, self.element.due, session, session.context(my_task))
        if (moved.day, moved.stopped) != (kept.day, kept.stopped):
            self._move(my_task, moved)

    def extend(self, my_task: Any, to: date) -> None:
        """Give the task another due date; the timers on its edge that are worked out from it follow."""
        kept, due = self.pending(my_task), self.element.due
        if kept is None or due is None:
            raise TaskNotReadyError(f"{self.element.id} has no due date")
        session = session_of(my_task)
        self._move(my_task, extended(kept, to, session))
        task = {"due": kept.day, "extended_to": to}
        session.look_for_departures(
            Moment.EXTENDED,
            self.element,
            my_task,
            beside={"task": task},
            task_id=str(my_task.id),
            due=kept.day,
        )
        for guard in guards_of(my_task):
            guard.task_spec.follow(guard, due, to)

    def pending(self, my_task: Any) -> Pending | None:
        """Return what the task is due on, and why; None where it has no due date."""
        kept, due = my_task.internal_data, self.element.due
        if due is None:
            return None
        if "deadline" in kept:
            return pending_from(kept["deadline"])
        if "waits_for" not in kept:
            return None
        session = session_of(my_task)
        return pending_from_earlier(kept["due"], kept["waits_for"], self.element, due, session)

    def _move(self, my_task: Any, moved: Pending) -> None:
        my_task.internal_data["deadline"] = moved.as_state()
        session_of(my_task).emit(TaskDueMoved(str(my_task.id), moved.day, moved.why))

    def _on_ready_hook(self, my_task: Any) -> None:
        visit(my_task)
        session, due, kept = session_of(my_task), self.element.due, None
        if due is not None:
            kept = pending(self.element, due, session, session.context(my_task))
            my_task.internal_data["deadline"] = kept.as_state()
        session.emit(
            TaskOpened(
                task_id=str(my_task.id),
                process=self.element.process,
                element=self.element.id,
                lane=self.element.lane or "",
                role=self.element.role or "",
                agency=self._narrowed(my_task, "agency"),
                person=self._narrowed(my_task, "person"),
                due=kept.day if kept else None,
                instance_index=my_task.internal_data.get("instance"),
                why=kept.why if kept else None,
            )
        )

    def _run_hook(self, my_task: Any) -> bool:
        session, kept = session_of(my_task), self.pending(my_task)
        session.emit(TaskCompleted(str(my_task.id), self.element.id))
        task = {"due": kept and kept.day, "done": london_date(session.now)}
        session.look_for_departures(
            Moment.COMPLETED, self.element, my_task, beside={"task": task}, task_id=str(my_task.id)
        )
        return True

    def _on_cancel(self, my_task: Any) -> None:
        session_of(my_task).emit(
            TaskWithdrawn(str(my_task.id), self.element.id), self.visited(my_task, "cancelled")
        )

    def _narrowed(self, my_task: Any, to: str) -> str | None:
        assignment = self.element.assignment
        if assignment is None or assignment.narrows_to != to:
            return None
        session = session_of(my_task)
        value = session.value(assignment.formula, self.element.id, session.context(my_task))
        if not isinstance(value, str):
            raise ExecutionError(self.element.id, f"The {assignment.formula.where} names nobody.")
        return value
