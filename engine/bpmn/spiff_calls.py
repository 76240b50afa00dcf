"""Call activities and embedded sub-processes.

SpiffWorkflow copies all data into a called process and all of it back. Here a called process sees what
its mapping gives it, and the caller gets what the mapping takes; an embedded sub-process shares the
variables around it.
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.spiff_scopes import new_data
from engine.bpmn.spiff_tokens import Drawn, drawn, keep, session_of, visit, withdraw_all
from engine.bpmn.spiff_values import to_state


class SubProcess(Drawn):
    """An embedded sub-process; `inner` is the name under which what is inside was built."""

    def __init__(self, *arguments: Any) -> None:
        """Add the activity to its process; the builder says what is inside."""
        super().__init__(*arguments)
        self.inner = ""

    def called_ended(self, my_task: Any, inside: Any) -> None:
        """Go on when no token is left inside."""
        my_task._ready()

    def fill(self, my_task: Any, inside: Any) -> None:
        """Give the inside what it needs to begin."""

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.state == TaskState.STARTED:
            return False
        visit(my_task)
        my_task._set_state(TaskState.STARTED)
        inside = my_task.workflow.top_workflow.create_subprocess(my_task, self.inner)
        self.fill(my_task, inside)
        return False

    def _run_hook(self, my_task: Any) -> bool:
        return True

    def _on_cancel(self, my_task: Any) -> None:
        inside = my_task.workflow.top_workflow.get_subprocess(my_task)
        if inside is not None:
            withdraw_all(inside)
        session_of(my_task).emit(self.visited(my_task, "cancelled"))


class CallActivity(SubProcess):
    """A call activity: nothing passes but what its mappings name."""

    def fill(self, my_task: Any, inside: Any) -> None:
        """Set in the called process what the input mapping gives it."""
        session, called = session_of(my_task), drawn(self.element.calls, self.element)
        context = session.context(my_task)
        inside.data.update(new_data())
        for each in called.inputs:
            value = session.value(each.source, self.element.id, context)
            inside.data["variables"][each.target] = to_state(value)

    def called_ended(self, my_task: Any, inside: Any) -> None:
        """Set in the caller what the output mapping takes from the called process."""
        session, called = session_of(my_task), drawn(self.element.calls, self.element)
        context = session.context(inside.task_tree)
        for each in called.outputs:
            keep(my_task, each.target, session.value(each.source, self.element.id, context))
        super().called_ended(my_task, inside)
