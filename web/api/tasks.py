"""User tasks: list those that wait for me, read the form of one, complete it."""

from typing import Any
from uuid import UUID

from flask import g, url_for
from flask_smorest import Blueprint

from engine.errors import NotFoundError
from web.api.form_schemas import (
    FormSchema,
    HappenedSchema,
    OutcomeSchema,
    SubmissionSchema,
    form_of,
)
from web.api.task_schemas import (
    ExtendedSchema,
    ExtensionRequestSchema,
    TaskQuerySchema,
    TaskSchema,
    WaitingPageSchema,
    WaitingQuerySchema,
)
from web.services import deadlines, happened, taking, task_lists, tasks
from web.use_cases.form_views import Outcome
from web.use_cases.next_views import HappenedView
from web.use_cases.open_task_views import Extended, OpenTask
from web.use_cases.task_list_views import TaskFilters, WaitingPage

bp = Blueprint("api_tasks", __name__, url_prefix="/api/v1", description="User tasks")


@bp.get("/tasks")
@bp.arguments(TaskQuerySchema, location="query")
@bp.response(200, TaskSchema(many=True))
def index(query: dict[str, Any]) -> tuple[list[OpenTask], int, dict[str, str]]:
    """Return tasks that the person holds, those due first at the top.

    Where there are more, the header `Link` (rel="next") leads to them. Reading them here leaves what is new.
    """
    filters = TaskFilters(query["whose"], query["which"])
    page = task_lists().page(filters, by=g.person.id, after=query["after"], limit=query["limit"])
    headers = {}
    if page.next_after:
        following = url_for(".index", **{**query, "after": page.next_after})
        headers["Link"] = f'<{following}>; rel="next"'
    return list(page.tasks), 200, headers


@bp.get("/tasks/waiting")
@bp.arguments(WaitingQuerySchema, location="query")
@bp.response(200, WaitingPageSchema)
def waiting(query: dict[str, Any]) -> WaitingPage:
    """Return the cases on which the person did something, and that wait for others now."""
    return task_lists().waiting(by=g.person.id, **query)


@bp.post("/cases/<reference>/tasks/<task_id>/take")
@bp.response(204)
def take(reference: str, task_id: str) -> None:
    """Take a task: nobody else completes it. 409 where somebody else took it, and the message says who."""
    taking().take(reference, task_id, by=g.person.id)


@bp.post("/cases/<reference>/tasks/<task_id>/give-back")
@bp.response(204)
def give_back(reference: str, task_id: str) -> None:
    """Give a task back that the person took or was handed."""
    taking().give_back(reference, task_id, by=g.person.id)


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
    return tasks().complete_task(reference, task_id, by=g.person.id, **submission)


@bp.get("/cases/<reference>/submitted/<submission>")
@bp.response(200, HappenedSchema)
def happened_then(reference: str, submission: str) -> HappenedView:
    """Return what a submission led to at once."""
    try:
        which = UUID(submission)
    except ValueError:
        raise NotFoundError("submission") from None
    return happened().of_submission(reference, which, by=g.person.id)


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
