"""Multi-instance activities: once for each item of a list, side by side or one after the other.

SpiffWorkflow connects the end of an instance to its activity by an event that is lost when the
specification is read again: the activity then waits for ever. Here an instance reports to its activity
itself. Results stand in the order of the items, and every run of the activity starts afresh.
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Loop
from engine.bpmn.spiff_scopes import next_round
from engine.bpmn.spiff_tokens import Drawn, drawn, keep, session_of, visit
from engine.bpmn.spiff_values import from_state, to_state
from engine.errors import ExecutionError


class MultiInstance(Drawn):
    """The activity as a whole; `instance` is the name of what runs once for each item.

    Its task's `internal_data` holds the `items`, the `results` so far and the `round`; an instance's
    holds its number (`instance`), its own variables (`locals`) and the `round`.
    """

    def __init__(self, *arguments: Any) -> None:
        """Add the activity to its process; the builder adds what it repeats."""
        super().__init__(*arguments)
        self.instance = f"{self.element.id} [instance]"

    @property
    def loop(self) -> Loop:
        """Return what is repeated, and over what."""
        return drawn(self.element.loop, self.element)

    def instance_done(self, my_task: Any, instance: Any) -> None:
        """Take the result of an instance; begin the next, or go on when all are done."""
        number, inner = instance.internal_data["instance"], my_task.internal_data
        inner["open"] -= 1
        session = session_of(my_task)
        if self.loop.output_element is not None:
            value = session.value(
                self.loop.output_element, self.element.id, session.context(instance)
            )
            inner["results"][number] = to_state(value)
        if self.loop.sequential and number + 1 < len(inner["items"]):
            self._begin(my_task, number + 1)
        elif inner["open"] == 0:
            my_task._ready()

    def _update_hook(self, my_task: Any) -> bool:
        if my_task.state == TaskState.STARTED:
            return False
        session = session_of(my_task)
        items = session.value(self.loop.collection, self.element.id, session.context(my_task))
        if not isinstance(items, list):
            raise ExecutionError(
                self.element.id, f"The {self.loop.collection.where} is not a list."
            )
        my_task.internal_data.update(
            items=to_state(items),
            results=[None] * len(items),
            round=next_round(my_task, self.element.id),
            open=0,
        )
        if not items:
            visit(my_task)
            return True
        my_task._set_state(TaskState.STARTED)
        for number in range(1 if self.loop.sequential else len(items)):
            self._begin(my_task, number)
        return False

    def _begin(self, my_task: Any, number: int) -> None:
        inner = my_task.internal_data
        inner["open"] += 1
        instance = my_task._add_child(
            my_task.workflow.spec.task_specs[self.instance], TaskState.FUTURE
        )
        instance.internal_data.update(
            via=None,
            instance=number,
            round=inner["round"],
            locals={self.loop.element: inner["items"][number]},
        )
        instance.task_spec._update(instance)

    def _run_hook(self, my_task: Any) -> bool:
        if self.loop.output_collection is not None:
            results = [from_state(each) for each in my_task.internal_data["results"]]
            keep(my_task, self.loop.output_collection, results)
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        if not my_task.internal_data["items"]:
            session_of(my_task).emit(self.visited(my_task, "left"))
        self.move_on(my_task, self.ways)

    def _on_cancel(self, my_task: Any) -> None:
        """Say nothing: each instance has said that it was withdrawn."""
