"""User tasks: where a process waits for a person."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.spiff_scopes import next_round
from engine.bpmn.spiff_session import Due
from engine.bpmn.spiff_tokens import Drawn, keep, session_of, visit
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
        """Work the due date out anew if it waits for a meeting, and report it if it moved."""
        if "waits_for" not in my_task.internal_data:
            return
        due = self._due(my_task)
        day = due.day.isoformat() if due.day else None
        if day != my_task.internal_data["due"]:
            my_task.internal_data["due"] = day
            session_of(my_task).emit(TaskDueMoved(str(my_task.id), due.day))

    def _on_ready_hook(self, my_task: Any) -> None:
        visit(my_task)
        due = self._due(my_task)
        if due.waits_for:
            my_task.internal_data["waits_for"] = due.waits_for
            my_task.internal_data["due"] = due.day.isoformat() if due.day else None
        session_of(my_task).emit(
            TaskOpened(
                task_id=str(my_task.id),
                process=self.element.process,
                element=self.element.id,
                lane=self.element.lane or "",
                role=self.element.role or "",
                agency=self._narrowed(my_task, "agency"),
                person=self._narrowed(my_task, "person"),
                due=due.day,
                instance_index=my_task.internal_data.get("instance"),
            )
        )

    def _run_hook(self, my_task: Any) -> bool:
        session_of(my_task).emit(TaskCompleted(str(my_task.id), self.element.id))
        return True

    def _on_cancel(self, my_task: Any) -> None:
        session_of(my_task).emit(
            TaskWithdrawn(str(my_task.id), self.element.id), self.visited(my_task, "cancelled")
        )

    def _due(self, my_task: Any) -> Due:
        if self.element.due is None:
            return Due(None, None)
        session = session_of(my_task)
        return session.due(self.element.due, self.element.id, session.context(my_task))

    def _narrowed(self, my_task: Any, to: str) -> str | None:
        assignment = self.element.assignment
        if assignment is None or assignment.narrows_to != to:
            return None
        session = session_of(my_task)
        value = session.value(assignment.formula, self.element.id, session.context(my_task))
        if not isinstance(value, str):
            raise ExecutionError(self.element.id, f"The {assignment.formula.where} names nobody.")
        return value
