"""A form answered on a case, of a task or of what is begun: taken, submitted, or given back as too late."""

from collections.abc import Callable

from flask import g, request
from flask.typing import ResponseReturnValue

from engine.errors import InstanceStateError, InvalidAnswersError
from web.pages import answering
from web.pages.answering import Answering
from web.pages.outcomes import said
from web.pages.too_late import too_late
from web.use_cases.form_views import Outcome
from web.use_cases.task_taken import TaskTakenError


def answer(reference: str, opened: Callable[[], Answering]) -> ResponseReturnValue:
    """Save a draft, add or remove a row, or go on to check the answers."""
    try:
        return answering.take(opened(), request)
    except InstanceStateError:
        return too_late(reference)


def submit(
    reference: str, opened: Callable[[], Answering], send: Callable[..., Outcome]
) -> ResponseReturnValue:
    """Submit by the use case `send`, or say what stands against it with everything entered kept."""
    raw, key, version = answering.submitted(request)
    try:
        outcome = send(raw, by=g.person.id, key=key, version=version)
    except InvalidAnswersError as error:
        return answering.show(opened(), raw, error.problems)
    except InstanceStateError as error:
        why = error.sentence if isinstance(error, TaskTakenError) else None
        return too_late(reference, entered=request.form["_answers"], why=why)
    return said(outcome)
