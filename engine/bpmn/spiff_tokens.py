"""How a token moves: along flows, into the next element, and off the diagram again.

SpiffWorkflow predicts tasks ahead and finds joins by looking back through the tree; both go wrong on
loops and grow with every step. Here a task exists only where a token is or has just been, and knows
the flow that it came by (`via`), so nothing ever depends on a finished task.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element, Flow
from engine.bpmn.spiff_deadlines import hold_or_go_on
from engine.bpmn.spiff_scopes import next_visit, set_variable
from engine.bpmn.spiff_session import Session
from engine.bpmn.spiff_values import UnkeepableValueError
from engine.departures.definition import Moment
from engine.effects import FlowTaken, Visited
from engine.errors import ExecutionError

MOST_VISITS: Final = 100

Part = TypeVar("Part")


class Drawn(BpmnSpecMixin):  # type: ignore[misc]
    """An element of the diagram, as SpiffWorkflow runs it.

    `ways` are the flows that leave it; `guards` are the names of the boundary events that sit on it.
    It is frozen with its process and shared by all instances: everything that changes stands in the
    task's `internal_data`.
    """

    def __init__(self, process: Any, element: Element, ways: tuple[Flow, ...], name: str) -> None:
        """Add the element to its process under the name."""
        super().__init__(process, name)
        self.bpmn_id = element.id
        self.element = element
        self.ways = ways
        self.guards: tuple[str, ...] = ()

    def test(self) -> None:
        """Pass: the gate has looked at the whole diagram before anything ran."""

    def _predict_hook(self, my_task: Any) -> None:
        """Predict nothing; the next task is made when the token moves on."""

    def _update_hook(self, my_task: Any) -> bool:
        return True

    def _run_hook(self, my_task: Any) -> bool:
        visit(my_task)
        self.act(my_task)
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        self._keep_fields(my_task)
        session_of(my_task).emit(self.visited(my_task, "left"))
        hold_or_go_on(self.element, session_of(my_task))
        self.move_on(my_task, self.ways)

    def _keep_fields(self, my_task: Any) -> None:
        session = session_of(my_task)
        for each in self.element.keeps:
            value = session.value(each.source, self.element.id, session.context(my_task))
            session.keep_field(each.target, value, self.element.id)

    def act(self, my_task: Any) -> None:
        """Do what the element is there for, at the moment the token passes."""

    def move_on(self, my_task: Any, ways: Iterable[Flow]) -> None:
        """Send a token along each of the flows, once what sits on this element is withdrawn."""
        withdraw_guards(my_task)
        if "instance" in my_task.internal_data:
            my_task.parent.task_spec.instance_done(my_task.parent, my_task)
            return
        for way in ways:
            send(my_task, way)

    def visited(self, my_task: Any, state: Any) -> Visited:
        """Return the effect that says so."""
        return Visited(self.element.id, self.element.process, str(my_task.id), state)


def session_of(task: Any) -> Session:
    """Return the session that the task's instance runs in."""
    session: Session = task.workflow.top_workflow.script_engine
    return session


def drawn(part: Part | None, element: Element) -> Part:
    """Return a part of the element that the gate has made sure of."""
    if part is None:
        raise ExecutionError(element.id, "The element is not drawn completely.")
    return part


def visit(task: Any) -> None:
    """Record that a token entered the element; refuse a loop that does not end.

    The instances of a multi-instance activity are as many as its items and do not count.
    """
    element = task.task_spec.element
    if "instance" not in task.internal_data and next_visit(task, element.id) > MOST_VISITS:
        raise ExecutionError(
            element.id,
            f"This was reached more than {MOST_VISITS} times; begin a new process instead.",
        )
    session_of(task).emit(task.task_spec.visited(task, "entered"))
    session_of(task).write(element, task)
    session_of(task).look_for_departures(Moment.REACHED, element, task)


def keep(task: Any, name: str, value: Any) -> None:
    """Set a process variable where the task stands; refuse what cannot be kept."""
    try:
        set_variable(task, name, value)
    except UnkeepableValueError as refusal:
        element = task.task_spec.element.id
        raise ExecutionError(element, f"The variable {name} cannot be set: {refusal}.") from None


def send(task: Any, way: Flow) -> None:
    """Send a token along the flow, into the next element and the boundary events that sit on it."""
    session, element = session_of(task), task.task_spec.element
    session.emit(FlowTaken(way.id, element.process))
    flow = f"{element.process}/{way.id}"
    session.look_for_departures(Moment.TAKEN, element, task, at=flow)
    specs = task.workflow.spec.task_specs
    place(task, specs[way.target], way.id)


def place(task: Any, spec: Any, via: str | None) -> Any:
    """Put a token on the element; it is awakened when the task that sent it has completed."""
    arrived = task._add_child(spec, TaskState.FUTURE)
    arrived.internal_data["via"] = via
    for name in spec.guards:
        guard = task._add_child(task.workflow.spec.task_specs[name], TaskState.FUTURE)
        guard.internal_data["host"] = str(arrived.id)
    return arrived


def unfinished(workflow: Any) -> Iterator[Any]:
    """Yield the tasks of the process on which a token stands, in the order they were reached."""
    for task in list(workflow.tasks.values()):
        if task.has_state(TaskState.NOT_FINISHED_MASK):
            yield task


def guards_of(task: Any) -> list[Any]:
    """Return the boundary events that still wait on the task; one that has fired is on its way."""
    host = str(task.id)
    return [
        each
        for each in unfinished(task.workflow)
        if each.internal_data.get("host") == host and each.state == TaskState.WAITING
    ]


def withdraw_guards(task: Any) -> None:
    """Take off the boundary events that wait on the task."""
    for guard in guards_of(task):
        withdraw(guard)


def withdraw(task: Any) -> None:
    """Take the token off the task, and off everything inside it."""
    if not task.has_state(TaskState.NOT_FINISHED_MASK):
        return
    for inside in unfinished(task.workflow):
        if inside.parent is task and "instance" in inside.internal_data:
            withdraw(inside)
    withdraw_guards(task)
    task.cancel()


def withdraw_all(workflow: Any) -> None:
    """Take every token off a called process or sub-process, which then counts as ended."""
    for task in list(unfinished(workflow)):
        withdraw(task)
    workflow.completed = True


def end_if_empty(task: Any) -> None:
    """End the process of the task, which has just reached an end event, if no token is left in it."""
    workflow = task.workflow
    if workflow.completed or any(unfinished(workflow)):
        return
    workflow.completed = True
    if workflow.parent_task_id is not None:
        caller = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        caller.task_spec.called_ended(caller, workflow)
