"""Move the clock: in the demonstration only, so that due dates and late work can be seen to happen."""

from datetime import timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotFoundError
from web.services import clock

bp = Blueprint("clock", __name__, url_prefix="/clock")

MOST_DAYS = 366


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what time the program believes it is."""
    return _page()


@bp.post("")
def move() -> ResponseReturnValue:
    """Move the clock on by whole days; the worker then does what falls due."""
    days = request.form.get("days", type=int)
    if days is None or not 1 <= days <= MOST_DAYS:
        return _page(f"Enter a whole number of days from 1 to {MOST_DAYS}"), 422
    clock().move(timedelta(days=days), by=g.person.id)
    flash(f"The clock is moved on by {days} {'day' if days == 1 else 'days'}.")
    return redirect(url_for(".show"), code=303)


def _page(problem: str | None = None) -> str:
    if not clock().may_move:
        raise NotFoundError("the clock of this installation is not moved by hand")
    return render_template(
        "clock/show.html", now=clock().now(), problem=problem, entered=request.form.get("days", "")
    )
