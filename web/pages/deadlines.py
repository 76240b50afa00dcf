"""Extend the deadline of a task, with a reason that is kept."""

from datetime import date
from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InstanceStateError, InvalidAnswersError
from web.services import deadlines
from web.use_cases.deadlines import LONGEST_REASON
from web.words import day

bp = Blueprint("deadlines", __name__, url_prefix="/cases/<reference>/tasks/<task_id>/deadline")


@bp.get("")
def show(reference: str, task_id: str) -> ResponseReturnValue:
    """Show why the task is due when it is, and the form to extend it where that is possible."""
    return _page(reference, task_id, uuid4().hex, {})


@bp.post("")
def extend(reference: str, task_id: str) -> ResponseReturnValue:
    """Extend the deadline, or say what stands against it with everything entered kept."""
    key = request.form.get("_key") or uuid4().hex
    try:
        extended = deadlines().extend(
            reference,
            task_id,
            to=_new_date(),
            reason=request.form.get("reason", ""),
            by=g.person.id,
            key=key,
        )
    except InvalidAnswersError as refusal:
        problems = {about: sentences[0] for about, sentences in refusal.problems.items()}
        return _page(reference, task_id, uuid4().hex, problems), 422
    except InstanceStateError:
        entered = request.form.get("reason", "")
        return render_template("deadlines/too_late.html", reference=reference, reason=entered), 409
    flash(f"{extended.label}: extended to {day(extended.due)}. Its reminders have moved with it.")
    return redirect(url_for("cases.show", reference=reference), code=303)


def _page(reference: str, task_id: str, key: str, problems: dict[str, str]) -> str:
    view = deadlines().deadline(reference, task_id, by=g.person.id)
    return render_template(
        "deadlines/extend.html",
        task=view.task,
        settings=view.settings,
        key=key,
        problems=problems,
        entered=request.form,
        longest_reason=LONGEST_REASON,
    )


def _new_date() -> date | None:
    """Return the date that was entered; None where it is none."""
    try:
        year, month, number = (
            int(request.form.get(part, "")) for part in ("due-year", "due-month", "due-day")
        )
        return date(year, month, number)
    except ValueError:
        return None
