"""Take a task, give it back, and hand it to another holder of its role."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from web.services import taking
from web.use_cases.taking import LONGEST_REASON
from web.use_cases.task_list_views import WHICH, WHOSE
from web.use_cases.task_taken import TaskTakenError

bp = Blueprint("taking", __name__, url_prefix="/cases/<reference>/tasks/<task_id>")

_EVERYBODY = "everybody"


@bp.post("/take")
def take(reference: str, task_id: str) -> ResponseReturnValue:
    """Take the task, or read who was first."""
    try:
        taking().take(reference, task_id, by=g.person.id)
    except TaskTakenError as refusal:
        flash(refusal.sentence)
        return _back(reference, task_id, stays=_list() != "all")
    flash("The task is yours. Nobody else completes it until you give it back.")
    return _back(reference, task_id, stays=True)


@bp.post("/give-back")
def give_back(reference: str, task_id: str) -> ResponseReturnValue:
    """Give the task back."""
    taking().give_back(reference, task_id, by=g.person.id)
    flash("You have given the task back. Whoever holds it may do it now.")
    return _back(reference, task_id, stays=_list() != "mine")


@bp.get("/hand-over")
def show(reference: str, task_id: str) -> ResponseReturnValue:
    """Show who may complete the task, and the form to hand it to one of them."""
    return _page(reference, task_id, {})


@bp.post("/hand-over")
def hand_over(reference: str, task_id: str) -> ResponseReturnValue:
    """Hand the task over, or say what stands against it with everything entered kept."""
    try:
        label = taking().hand_over(
            reference,
            task_id,
            to=_chosen(),
            reason=request.form.get("reason", ""),
            by=g.person.id,
        )
    except InvalidAnswersError as refusal:
        problems = {about: sentences[0] for about, sentences in refusal.problems.items()}
        return _page(reference, task_id, problems), 422
    flash(f"{label}: handed over. Your reason is kept with the case.")
    return redirect(url_for("cases.show", reference=reference), code=303)


def _list() -> str:
    """Return which list of tasks it was done from; "" for the page of the task itself."""
    whose = request.form.get("whose", "")
    return whose if whose in WHOSE else ""


def _back(reference: str, task_id: str, *, stays: bool) -> ResponseReturnValue:
    """Go back to where it was done: to the row, which has the focus then, or to the head if it is gone."""
    if not _list():
        return redirect(url_for("tasks.show", reference=reference, task_id=task_id), code=303)
    which = request.form.get("which", "")
    address = url_for(
        "home.show",
        whose=_list(),
        which=which if which in WHICH else None,
        after=request.form.get("after") or None,
        _anchor=f"task-{task_id}" if stays else "tasks",
    )
    return redirect(address, code=303)


def _page(reference: str, task_id: str, problems: dict[str, str]) -> str:
    view = taking().handing_over(reference, task_id, by=g.person.id)
    return render_template(
        "tasks/hand_over.html",
        view=view,
        task=view.task,
        everybody=_EVERYBODY,
        problems=problems,
        entered=request.form,
        longest_reason=LONGEST_REASON,
    )


def _chosen() -> UUID | None:
    """Return the person chosen, None for every holder; a choice that is none is refused like nobody's."""
    chosen = request.form.get("to", "")
    if chosen == _EVERYBODY:
        return None
    try:
        return UUID(chosen)
    except ValueError:
        raise InvalidAnswersError({"to": ["Choose who is to do it"]}) from None
