"""The first page: what waits for me, what waits for others, and what I can begin."""

from typing import Final

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web import access
from web.services import finding, notifications, task_lists
from web.use_cases.task_list_views import WHICH, WHOSE, TaskFilters

bp = Blueprint("home", __name__)

# What people type can be anything: it goes into no address and no log.
LONGEST_REFERENCE: Final = 40


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the tasks that wait for this person, those due first at the top."""
    whose, which = request.args.get("whose", "all"), request.args.get("which", "all")
    if whose not in WHOSE or which not in WHICH:
        abort(404)
    filters = TaskFilters(whose, which)
    page = task_lists().page(filters, by=g.person.id, after=request.args.get("after"), looks=True)
    return render_template(
        "home.html", page=page, filters=filters, reads_map=access.READS_MAP, **_to_begin()
    )


@bp.get("/waiting")
def waiting() -> ResponseReturnValue:
    """Show the cases on which this person did something, and that wait for others now."""
    page = task_lists().waiting(by=g.person.id, after=request.args.get("after"))
    counts = task_lists().page(TaskFilters(), by=g.person.id, limit=0)
    return render_template("tasks/waiting.html", waiting=page, page=counts)


@bp.get("/find")
def find() -> ResponseReturnValue:
    """Ask for a reference."""
    return render_template("tasks/find.html", found=None, written="")


@bp.post("/find")
def find_case() -> ResponseReturnValue:
    """Go to the case of a reference, or say what to do."""
    written = request.form.get("reference", "").strip()[:LONGEST_REFERENCE]
    found = finding().find(written, by=g.person.id)
    if len(found) == 1:
        return redirect(url_for("cases.show", reference=found[0]), code=303)
    page = render_template("tasks/find.html", found=found, written=written)
    return page, 200 if found else 404


def _to_begin() -> dict[str, object]:
    may_notify = "notifier" in g.person.roles
    return {
        "drafts": notifications().drafts(by=g.person.id) if may_notify else (),
        "may_notify": may_notify,
        "other_forms": notifications().other_forms(by=g.person.id) if may_notify else (),
    }
