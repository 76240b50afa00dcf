"""The agenda of a meeting: its cases and papers, who attended, and what was recorded of each case."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from web import access
from web.pages.documents import as_download
from web.services import agenda_packs, agendas
from web.sign_in import needs_role
from web.use_cases.agenda_views import STANDING_WORDS

bp = Blueprint("agendas", __name__, url_prefix="/meetings/<uuid:meeting>")

_keeps_meetings = needs_role(*access.DUTIES["keep meetings"])


@bp.get("")
def show(meeting: UUID) -> ResponseReturnValue:
    """Show the agenda as far as this person sees its cases."""
    return _page(meeting)


@bp.get("/pack.pdf")
def pack(meeting: UUID) -> Response:
    """Send the agenda and its papers in one PDF."""
    return as_download(agenda_packs().open(meeting, by=g.person.id, name=g.person.name))


@bp.post("/cases")
@_keeps_meetings
def put_on(meeting: UUID) -> ResponseReturnValue:
    """Put a case on the agenda."""
    reference = request.form.get("reference", "")
    try:
        agendas().put_on(meeting, reference, by=g.person.id)
    except InvalidAnswersError as refusal:
        return _page(meeting, " ".join(refusal.problems["reference"])), 422
    flash("The case is on the agenda.")
    return redirect(url_for(".show", meeting=meeting), code=303)


@bp.post("/cases/<reference>/<change>")
@_keeps_meetings
def arrange(meeting: UUID, reference: str, change: str) -> ResponseReturnValue:
    """Take a case off the agenda, or give it another place."""
    if change == "off":
        agendas().take_off(meeting, reference, by=g.person.id)
        flash(f"{reference} is off the agenda.")
    else:
        agendas().move(meeting, reference, earlier=change == "earlier", by=g.person.id)
    return redirect(url_for(".show", meeting=meeting, _anchor=f"item-{reference}"), code=303)


@bp.post("/attendance")
@_keeps_meetings
def attendance(meeting: UUID) -> ResponseReturnValue:
    """Record who attended."""
    standings = {
        UUID(name.removeprefix("person-")): value
        for name, value in request.form.items()
        if name.startswith("person-") and value in STANDING_WORDS
    }
    agendas().record_attendance(meeting, standings, by=g.person.id)
    flash("The attendance is recorded.")
    return redirect(url_for(".show", meeting=meeting, _anchor="attendance"), code=303)


def _page(meeting: UUID, problem: str = "") -> str:
    return render_template(
        "meetings/agenda.html",
        agenda=agendas().agenda(meeting, by=g.person.id),
        standing_words=STANDING_WORDS,
        problem=problem,
        entered=request.form.get("reference", ""),
    )
