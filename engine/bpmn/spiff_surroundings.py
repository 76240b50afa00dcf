"""What stands around an open task: the sub-processes and callers it is inside, and what goes on beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.spiff_scopes import variables_of
from engine.bpmn.spiff_tokens import unfinished


@dataclass(frozen=True, slots=True)
class Level:
    """An element on which the token stands: the task itself, or the activity that holds it.

    ``variables`` are those that the element sees, as FEEL values. ``beside`` says that another token stands
    in the same process or sub-process, ``siblings`` how many further instances of a multi-instance activity
    are open, ``to_begin`` how many of a sequential one have not begun.
    """

    process: str
    element: str
    variables: Mapping[str, Any]
    beside: bool
    siblings: int
    to_begin: int


def surroundings(task: Any) -> tuple[Level, ...]:
    """Return the task and everything that holds it, from the inside out."""
    levels = []
    while task is not None:
        levels.append(_level(task))
        parent = task.workflow.parent_task_id
        task = None if parent is None else task.workflow.top_workflow.get_task_from_id(parent)
    return tuple(levels)


def _level(task: Any) -> Level:
    element, whole = task.task_spec.element, task
    siblings = to_begin = 0
    if "instance" in task.internal_data:
        whole = task.parent
        inner = whole.internal_data
        siblings = inner["open"] - 1
        if whole.task_spec.loop.sequential:
            to_begin = len(inner["items"]) - 1 - task.internal_data["instance"]
    own = {str(whole.id), str(task.id)}
    beside = any(
        str(each.id) not in own
        and each.parent is not whole
        and each.internal_data.get("host") not in own
        for each in unfinished(task.workflow)
    )
    return Level(element.process, element.id, variables_of(task), beside, siblings, to_begin)
