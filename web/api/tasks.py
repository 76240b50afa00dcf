"""User tasks: list those that wait for me, read the form of one, complete it."""

from typing import Any

from flask import g
from flask_smorest import Blueprint

from web.api.schemas import (
    ExtendedSchema,
    ExtensionRequestSchema,
    FormSchema,
    OutcomeSchema,
    SubmissionSchema,
    TaskSchema,
    form_of,
)
from web.services import deadlines, tasks
from web.use_cases.views import Extended, OpenTask, Outcome

bp = Blueprint("api_tasks", __name__, url_prefix="/api/v1", description="User tasks")


@bp.get("/tasks")
@bp.response(200, TaskSchema(many=True))
def index() -> list[OpenTask]:
    """Return the tasks that wait for the person, those due first at the top."""
    # A list: flask-smorest reads a tuple as an answer with its status.
    return list(tasks().task_list(by=g.person.id))


@bp.get("/cases/<reference>/tasks/<task_id>")
@bp.response(200, FormSchema)
def form(reference: str, task_id: str) -> dict[str, object]:
    """Return the form of a task."""
    return form_of(tasks().open_task(reference, task_id, by=g.person.id).page)


@bp.post("/cases/<reference>/tasks/<task_id>")
@bp.arguments(SubmissionSchema)
@bp.response(200, OutcomeSchema)
def complete(submission: dict[str, Any], reference: str, task_id: str) -> Outcome:
    """Complete a task, once for each key."""
    return tasks().complete_task(
        reference,
        task_id,
        submission["answers"],
        by=g.person.id,
        key=submission["key"],
        version=submission["version"],
    )


@bp.post("/cases/<reference>/tasks/<task_id>/deadline")
@bp.arguments(ExtensionRequestSchema)
@bp.response(200, ExtendedSchema)
def extend(request: dict[str, Any], reference: str, task_id: str) -> Extended:
    """Extend the deadline of a task, once for each key."""
    return deadlines().extend(
        reference,
        task_id,
        to=request["due"],
        reason=request["reason"],
        by=g.person.id,
        key=request["key"],
    )
