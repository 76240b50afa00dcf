"""Where process variables live: one scope for each process, one for each instance of a loop.

SpiffWorkflow copies variables from token to token and merges them at joins, where a stale branch
overwrites a fresh one and a later task changes what an earlier one saw. Here they stand once, in the
data of the process that owns them; an embedded sub-process shares those of the process around it, a
called process has its own, and an instance of a multi-instance activity has its element and its
own results, which nobody else sees. Values are kept as `spiff_values` writes them.
"""

from collections.abc import Iterator
from typing import Any

from engine.bpmn.spiff_values import from_state, to_state


def new_data() -> dict[str, Any]:
    """Return the data of a process that has just begun: variables, rounds of tasks, visits."""
    return {"variables": {}, "rounds": {}, "visits": {}}


def variables_of(task: Any) -> dict[str, Any]:
    """Return every variable that the task sees, as FEEL values; the innermost scope wins."""
    seen: dict[str, Any] = {}
    for scope in _scopes(task):
        for name, value in scope.items():
            if name not in seen:
                seen[name] = from_state(value)
    return seen


def set_variable(task: Any, name: str, value: Any) -> None:
    """Set a variable in the innermost scope of the task, as a copy."""
    next(_scopes(task))[name] = to_state(value)


def next_round(task: Any, element: str) -> int:
    """Count one more completion of the element in this process, and return how many that makes."""
    return _count(task, "rounds", element)


def next_visit(task: Any, element: str) -> int:
    """Count one more visit of the element in this process, and return how many that makes."""
    return _count(task, "visits", element)


def _count(task: Any, kind: str, element: str) -> int:
    counts: dict[str, int] = _process_of(task).data[kind]
    counts[element] = counts.get(element, 0) + 1
    return counts[element]


def _process_of(task: Any) -> Any:
    workflow = task.workflow
    while workflow.spec.scope is not None:
        workflow = workflow.parent_workflow
    return workflow


def _scopes(task: Any) -> Iterator[dict[str, Any]]:
    """Yield the scopes around the task, innermost first, up to that of its process."""
    while True:
        if "locals" in task.internal_data:
            yield task.internal_data["locals"]
        workflow = task.workflow
        if workflow.spec.scope is None:
            yield workflow.data["variables"]
            return
        task = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
