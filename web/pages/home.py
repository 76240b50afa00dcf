"""The first page: what waits for me, and what I can begin."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from web import access
from web.services import clock, notifications, tasks

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the tasks that wait for this person, those due first at the top."""
    may_notify = "notifier" in g.person.roles
    return render_template(
        "home.html",
        tasks=tasks().task_list(by=g.person.id),
        drafts=notifications().drafts(by=g.person.id) if may_notify else (),
        may_notify=may_notify,
        other_forms=notifications().other_forms(by=g.person.id) if may_notify else (),
        sees_every_case=access.sees_every_case(g.person.roles),
        today=clock().now(),
    )
