"""Exclusive, inclusive and parallel gateways.

A join counts the tokens that stand on its flows, as the standard says: one for each incoming flow of a
parallel gateway, all that can still come of an inclusive one. A decision looks at every condition, in
the order of the flows in the file, and takes its default only when all are false.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Flow
from engine.bpmn.spiff_tokens import Drawn, send, session_of, unfinished
from engine.errors import ExecutionError


class Join(Drawn):
    """A gateway where tokens may have to wait for others."""

    def may_pass(self, my_task: Any, arrived: set[str]) -> bool:
        """Say whether the tokens on these flows may pass together."""
        raise NotImplementedError

    def _update_hook(self, my_task: Any) -> bool:
        waiting = list(_waiting_here(my_task))
        arrived = {each.internal_data["via"] for each in [my_task, *waiting]}
        if not self.may_pass(my_task, arrived):
            my_task._set_state(TaskState.WAITING)
            return False
        for flow in arrived - {my_task.internal_data["via"]}:
            taken = next(each for each in waiting if each.internal_data["via"] == flow)
            taken._set_state(TaskState.CANCELLED)
        return True


class ParallelGateway(Join):
    """Waits for one token on each incoming flow and sends one along each outgoing flow."""

    def may_pass(self, my_task: Any, arrived: set[str]) -> bool:
        """Say whether there is a token on every incoming flow."""
        return arrived == set(self.element.incoming)


class InclusiveGateway(Join):
    """Waits for every token that can still come; sends one along each flow whose condition is true."""

    def __init__(self, *arguments: Any) -> None:
        """Add the gateway to its process; the builder says from where it can be reached."""
        super().__init__(*arguments)
        self.reachable_from: frozenset[str] = frozenset()

    def may_pass(self, my_task: Any, arrived: set[str]) -> bool:
        """Say whether no token elsewhere in the process can still reach the gateway."""
        return not any(
            each.task_spec.element.id in self.reachable_from
            for each in unfinished(my_task.workflow)
            if each.task_spec is not self
        )

    def move_on(self, my_task: Any, ways: Any) -> None:
        """Send a token along each flow that holds, or else along the default."""
        true = [way for way, holds in _conditions(self, my_task) if holds]
        super().move_on(my_task, true or [_default(self)])


class ExclusiveGateway(Drawn):
    """Sends the token along the one flow whose condition is true, or else along the default."""

    def move_on(self, my_task: Any, ways: Any) -> None:
        """Refuse two conditions that are true: which one wins is not for the drawing to say."""
        true = [way for way, holds in _conditions(self, my_task) if holds]
        if len(true) > 1:
            named = " and ".join(_named(way) for way in true)
            raise ExecutionError(self.element.id, f"The conditions of {named} are both true.")
        send(my_task, true[0] if true else _default(self))


def _conditions(gateway: Drawn, task: Any) -> Iterator[tuple[Flow, bool]]:
    session = session_of(task)
    context = session.context(task)
    for way in gateway.ways:
        if way.condition is not None and way.id != gateway.element.default:
            yield way, session.holds(way, way.condition, context)


def _default(gateway: Drawn) -> Flow:
    for way in gateway.ways:
        if way.id == gateway.element.default or (way.condition is None and len(gateway.ways) == 1):
            return way
    raise ExecutionError(gateway.element.id, "No condition is true and no default flow is marked.")


def _named(way: Flow) -> str:
    return f'"{way.label}"' if way.label else way.id


def _waiting_here(task: Any) -> Iterator[Any]:
    return (
        each
        for each in unfinished(task.workflow)
        if each.task_spec is task.task_spec and each is not task and each.state == TaskState.WAITING
    )
