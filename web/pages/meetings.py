"""Meetings of the SIG, the Board and Panels: everyone sees them, the Business Manager keeps them."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from engine.meetings import KINDS, PANEL
from web import access
from web.services import clock, meetings
from web.sign_in import needs_role

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

_LONDON = ZoneInfo("Europe/London")
_NOT_A_TIME = "Enter a real date and a time that is still to come, such as 27 3 2027 and 14:00"

_keeps_meetings = needs_role(*access.DUTIES["keep meetings"])


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the meetings that are planned and those that were held."""
    return _page()


@bp.post("")
@_keeps_meetings
def add() -> ResponseReturnValue:
    """Plan a meeting; every step that waits for one of its kind moves to it if it is the next."""
    starts_at = _starts_at()
    kind = request.form.get("kind", "")
    problems = {}
    if kind not in KINDS:
        problems["kind"] = "Choose whether the SIG, the Board or a Panel meets"
    if starts_at is None:
        problems["day"] = _NOT_A_TIME
    if problems or starts_at is None:
        return _page(problems), 422
    try:
        meetings().add(kind, starts_at, by=g.person.id, reference=request.form.get("reference", ""))
    except InvalidAnswersError as refusal:
        return _page(_sentences(refusal)), 422
    flash(
        f"The {kind} meeting is planned. What waits for a {kind} meeting has been worked out again."
    )
    return redirect(url_for(".show"), code=303)


@bp.post("/<uuid:meeting>/move")
@_keeps_meetings
def move(meeting: UUID) -> ResponseReturnValue:
    """Move a meeting, and with it what waits for it."""
    starts_at = _starts_at()
    if starts_at is None:
        return _page({f"day-{meeting}": _NOT_A_TIME}), 422
    meetings().move(meeting, starts_at, by=g.person.id)
    flash("The meeting is moved, and what waits for it with it.")
    return redirect(url_for(".show"), code=303)


@bp.post("/<uuid:meeting>/cancel")
@_keeps_meetings
def cancel(meeting: UUID) -> ResponseReturnValue:
    """Cancel a meeting; what waits for it now waits for the next."""
    meetings().cancel(meeting, by=g.person.id)
    flash("The meeting is cancelled. What waited for it now waits for the next one.")
    return redirect(url_for(".show"), code=303)


@bp.post("/held")
@_keeps_meetings
def held() -> ResponseReturnValue:
    """Record that a meeting was held today."""
    kind = request.form.get("held_kind", "")
    if kind not in KINDS:
        return _page({"held-kind": "Choose whether the SIG, the Board or a Panel met"}), 422
    try:
        held = meetings().record_held(
            kind, by=g.person.id, reference=request.form.get("held_reference", "")
        )
    except InvalidAnswersError as refusal:
        return _page({f"held-{key}": each for key, each in _sentences(refusal).items()}), 422
    flash(f"Recorded: the {kind} met today. What waited for it goes on.")
    return redirect(url_for("agendas.show", meeting=held), code=303)


def _page(problems: dict[str, str] | None = None) -> str:
    return render_template(
        "meetings/show.html",
        meetings=meetings().meetings(by=g.person.id),
        kinds=KINDS,
        panel=PANEL,
        may_keep=access.has_duty("keep meetings", g.person.roles),
        problems=problems or {},
        entered=request.form,
        now=clock().now(),
    )


def _sentences(refusal: InvalidAnswersError) -> dict[str, str]:
    return {field: " ".join(sentences) for field, sentences in refusal.problems.items()}


def _starts_at() -> datetime | None:
    """Return the moment entered, in UTC; None where it is no real time or not to come."""
    try:
        year, month, day = (int(request.form.get(part, "")) for part in ("year", "month", "day"))
        hour, minute = (int(part) for part in request.form.get("time", "").split(":"))
        local = datetime(year, month, day, hour, minute, tzinfo=_LONDON)
    except ValueError:
        return None
    starts_at = local.astimezone(UTC)
    return starts_at if starts_at > clock().now() else None
