"""Work on one user task: read its form and guidance, answer it, check the answers, submit them."""

from functools import partial

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from engine.errors import TaskNotReadyError
from web.pages import answered_on_a_case, answering
from web.pages.answering import Answering, Files
from web.services import corrections, happened, tasks, uploads
from web.use_cases.case_views import TaskPage
from web.use_cases.corrections_views import ProposedCorrection

bp = Blueprint("tasks", __name__, url_prefix="/cases/<reference>/tasks/<task_id>")


@bp.get("")
def show(reference: str, task_id: str) -> ResponseReturnValue:
    """Show the task's form with this person's draft; once they have completed it, what happened."""
    try:
        task = tasks().open_task(reference, task_id, by=g.person.id)
    except TaskNotReadyError:
        submission = happened().of_task(reference, task_id, by=g.person.id)
        if submission is None:
            raise
        return redirect(url_for("happened.show", reference=reference, submission=submission))
    return answering.show(_answering(task))


@bp.post("")
def answer(reference: str, task_id: str) -> ResponseReturnValue:
    """Save a draft, add or remove a row, or go on to check the answers."""
    return answered_on_a_case.answer(reference, partial(_opened, reference, task_id))


@bp.get("/check")
def check(reference: str, task_id: str) -> ResponseReturnValue:
    """Show the answers before they are submitted."""
    return answering.show_check(
        _opened(reference, task_id), url_for(".show", reference=reference, task_id=task_id)
    )


@bp.post("/check")
def submit(reference: str, task_id: str) -> ResponseReturnValue:
    """Complete the task, or say what stands against it with everything entered kept."""
    return answered_on_a_case.submit(
        reference,
        partial(_opened, reference, task_id),
        partial(tasks().complete_task, reference, task_id),
    )


def _opened(reference: str, task_id: str) -> Answering:
    return _answering(tasks().open_task(reference, task_id, by=g.person.id))


def _answering(task: TaskPage) -> Answering:
    reference, task_id, by = task.task.reference, task.task.task_id, g.person.id

    def kept(raw: answering.Raw) -> str:
        tasks().save_draft(reference, task_id, raw, by=by)
        return url_for("tasks.show", reference=reference, task_id=task_id)

    return Answering(
        page=task.page,
        form_template="tasks/show.html",
        check_template="tasks/check.html",
        beside={"task": task.task, "case": task.case, "proposed": _proposed(task)},
        check=partial(tasks().check, reference, task_id, by=by),
        save=kept,
        check_address=lambda taken_up: f"{taken_up}/check",
        files=_files(reference, task_id) if task.page.form.files() else None,
    )


def _proposed(task: TaskPage) -> ProposedCorrection | None:
    """Return the correction that the task decides on, if its process is the one for corrections."""
    if not task.on_correction:
        return None
    return corrections().proposed(task.task.reference, task.task.task_id, by=g.person.id)


def _files(reference: str, task_id: str) -> Files:
    by = g.person.id

    def keep(path: str, name: str, content: bytes) -> None:
        uploads().keep(reference, task_id, path, name, content, by=by)

    return Files(
        keep=keep,
        take_out=lambda file: uploads().take_out(reference, task_id, file, by=by),
        again=partial(_opened, reference, task_id),
    )
