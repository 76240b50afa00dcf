"""Work on one user task: read its form and guidance, answer it, check the answers, submit them."""

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InstanceStateError, InvalidAnswersError
from web.pages import answering
from web.pages.answering import Answering, Files
from web.services import cases, tasks, uploads
from web.use_cases.views import Outcome, TaskPage

bp = Blueprint("tasks", __name__, url_prefix="/cases/<reference>/tasks/<task_id>")


@bp.get("")
def show(reference: str, task_id: str) -> ResponseReturnValue:
    """Show the task's form with this person's draft."""
    return answering.show(_answering(tasks().open_task(reference, task_id, by=g.person.id)))


@bp.post("")
def answer(reference: str, task_id: str) -> ResponseReturnValue:
    """Save a draft, add or remove a row, or go on to check the answers."""
    try:
        task = tasks().open_task(reference, task_id, by=g.person.id)
        return answering.take(_answering(task), request)
    except InstanceStateError:
        return _too_late(reference)


@bp.get("/check")
def check(reference: str, task_id: str) -> ResponseReturnValue:
    """Show the answers before they are submitted."""
    task = tasks().open_task(reference, task_id, by=g.person.id)
    return answering.show_check(
        _answering(task), url_for(".show", reference=reference, task_id=task_id)
    )


@bp.post("/check")
def submit(reference: str, task_id: str) -> ResponseReturnValue:
    """Complete the task, or say what stands against it with everything entered kept."""
    raw, key, version = answering.submitted(request)
    try:
        outcome = tasks().complete_task(
            reference, task_id, raw, by=g.person.id, key=key, version=version
        )
    except InvalidAnswersError as error:
        task = tasks().open_task(reference, task_id, by=g.person.id)
        return answering.show(_answering(task), raw, error.problems)
    except InstanceStateError:
        return _too_late(reference, entered=request.form["_answers"])
    _say(outcome)
    if not outcome.still_visible:
        return redirect(answering.home(), code=303)
    return redirect(url_for("cases.show", reference=reference), code=303)


def _answering(task: TaskPage) -> Answering:
    reference, task_id, by = task.task.reference, task.task.task_id, g.person.id

    def kept(raw: answering.Raw) -> str:
        tasks().save_draft(reference, task_id, raw, by=by)
        return url_for("tasks.show", reference=reference, task_id=task_id)

    return Answering(
        page=task.page,
        form_template="tasks/show.html",
        check_template="tasks/check.html",
        beside={"task": task.task, "case": task.case},
        check=partial(tasks().check, reference, task_id, by=by),
        save=kept,
        check_address=lambda taken_up: f"{taken_up}/check",
        files=_files(reference, task_id) if task.page.form.files() else None,
    )


def _files(reference: str, task_id: str) -> Files:
    by = g.person.id

    def keep(path: str, name: str, content: bytes) -> None:
        uploads().keep(reference, task_id, path, name, content, by=by)

    return Files(
        keep=keep,
        take_out=lambda file: uploads().take_out(reference, task_id, file, by=by),
        again=lambda: _answering(tasks().open_task(reference, task_id, by=by)),
    )


def _too_late(reference: str, entered: str | None = None) -> ResponseReturnValue:
    """Say that the case has moved on (409) and give back every word that was entered."""
    case = cases().case(reference, by=g.person.id)
    process, _, element = request.form.get("_element", "").partition("/")
    form = case.version.forms.get((process, element))
    page = render_template(
        "tasks/too_late.html",
        case=case,
        kept=answering.kept_text(form, request, entered),
    )
    return page, 409


def _say(outcome: Outcome) -> None:
    done = f"{outcome.label}: done."
    if outcome.closed:
        flash(f"{done} The case {outcome.reference} is closed.")
    elif outcome.next and outcome.still_visible:
        flash(f"{done} Now waiting: {'; '.join(outcome.next)}.")
    else:
        flash(done)
