"""A process instance as bytes: where its tokens stand and what its variables are, and nothing else.

The specification belongs to the version and is not saved; what has been done stands in the store's own
tables. So a state grows with what is open, not with what has happened. Format 1 is orjson in zstd:

    {"format": 1, "process": id, "data": scope, "tasks": [task], "inside": [{"task", "data", "tasks"}]}

with a task as [id, element, state, id of the multi-instance activity it belongs to, internal data].
"""

from typing import Any, Final
from uuid import UUID

import orjson
import zstandard
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.spiff_scopes import new_data
from engine.bpmn.spiff_session import Session
from engine.bpmn.spiff_specs import Specs
from engine.bpmn.spiff_tokens import unfinished
from engine.errors import InstanceStateError

FORMAT: Final = 1
_LARGEST: Final = 16 * 1024 * 1024


def new_instance(specs: Specs, process_id: str, session: Session, *, begins_at: str | None) -> Any:
    """Return an instance that is about to begin, at the start event named or else the first."""
    workflow = BpmnWorkflow(specs[process_id], specs, script_engine=session)
    workflow.data = new_data()
    if begins_at is not None:
        workflow.task_tree.internal_data["start"] = begins_at
    return workflow


def save(workflow: Any) -> bytes:
    """Return the state of the instance."""
    inside = [
        {"task": str(task_id), "data": each.data, "tasks": _tasks(each)}
        for task_id, each in workflow.subprocesses.items()
        if not each.completed
    ]
    whole = {
        "format": FORMAT,
        "process": workflow.spec.name,
        "data": workflow.data,
        "tasks": _tasks(workflow),
        "inside": inside,
    }
    return zstandard.compress(orjson.dumps(whole))


def load(state: bytes, specs: Specs, session: Session) -> Any:
    """Return the instance of the state, to be used for one action and then thrown away."""
    whole = orjson.loads(zstandard.decompress(state, max_output_size=_LARGEST))
    if whole["format"] != FORMAT:
        raise InstanceStateError(f"the state has format {whole['format']}, not {FORMAT}")
    workflow = BpmnWorkflow(
        _spec(specs, whole["process"]), specs, script_engine=session, deserializing=True
    )
    workflow.data = whole["data"]
    _restore(workflow, whole["tasks"])
    for each in whole["inside"]:
        caller = workflow.get_task_from_id(UUID(each["task"]))
        inside = workflow.create_subprocess(caller, caller.task_spec.inner)
        inside.data = each["data"]
        _restore(inside, each["tasks"])
    workflow.completed = not any(unfinished(workflow))
    return workflow


def _tasks(workflow: Any) -> list[list[Any]]:
    return [
        [
            str(task.id),
            task.task_spec.name,
            task.state,
            str(task.parent.id) if "instance" in task.internal_data else None,
            task.internal_data,
        ]
        for task in unfinished(workflow)
    ]


def _restore(workflow: Any, tasks: list[list[Any]]) -> None:
    """Hang the open tasks below a root that is done."""
    workflow.tasks = {}
    workflow.task_tree = Task(workflow, workflow.spec.start, state=TaskState.COMPLETED)
    for task_id, name, state, parent_id, internal in tasks:
        parent = workflow.task_tree if parent_id is None else workflow.tasks[UUID(parent_id)]
        if name not in workflow.spec.task_specs:
            raise InstanceStateError(f"{name} is not in the diagram {workflow.spec.name}")
        spec = workflow.spec.task_specs[name]
        task = Task(workflow, spec, parent=parent, state=state, id=UUID(task_id))
        task.internal_data = internal


def _spec(specs: Specs, process_id: str) -> Any:
    if process_id not in specs:
        raise InstanceStateError(f"there is no diagram {process_id} in this version")
    return specs[process_id]
