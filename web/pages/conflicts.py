"""Who acts on a case: conflicts declared and withdrawn, people appointed, two sign-offs side by side."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from engine.roles import ROLE_TITLES
from web.services import conflicts

bp = Blueprint("conflicts", __name__, url_prefix="/cases/<reference>/who-acts")


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show who acts on the case, and what this person may declare, withdraw or appoint."""
    return _page(reference)


@bp.post("")
def declare(reference: str) -> ResponseReturnValue:
    """Declare a conflict: the person no longer sees the case."""
    key = request.form.get("_key", "")[:64] or uuid4().hex
    try:
        conflicts().declare(reference, request.form.get("nature", ""), by=g.person.id, key=key)
    except InvalidAnswersError as error:
        return _page(reference, error.problems), 422
    flash(f"Your conflict on {reference} is recorded. You no longer see this case.")
    return redirect(url_for("home.show"), code=303)


@bp.post("/<uuid:conflict>/withdraw")
def withdraw(reference: str, conflict: UUID) -> ResponseReturnValue:
    """Let somebody act on the case again."""
    try:
        conflicts().withdraw(reference, conflict, request.form.get("reason", ""), by=g.person.id)
    except InvalidAnswersError as error:
        beside = {f"withdraw-{conflict}": said for said in error.problems.values()}
        return _page(reference, beside), 422
    flash("The conflict is withdrawn. They see the case again, and act on it in their roles.")
    return redirect(url_for(".show", reference=reference), code=303)


@bp.post("/appointments/<role>")
def appoint(reference: str, role: str) -> ResponseReturnValue:
    """Appoint who holds a lane that conflicts have left to nobody."""
    try:
        conflicts().appoint(
            reference,
            role,
            _person(request.form.get("person", "")),
            request.form.get("reason", ""),
            by=g.person.id,
        )
    except InvalidAnswersError as error:
        beside = {f"{role}-{field}": said for field, said in error.problems.items()}
        return _page(reference, beside), 422
    flash(f"{ROLE_TITLES[role]}: somebody is appointed on this case.")
    return redirect(url_for(".show", reference=reference), code=303)


def _page(reference: str, problems: Mapping[str, Sequence[str]] | None = None) -> str:
    return render_template(
        "cases/who_acts.html",
        page=conflicts().page(reference, by=g.person.id),
        problems=problems or {},
        entered=request.form,
        key=request.form.get("_key") or uuid4().hex,
    )


def _person(entered: str) -> UUID | None:
    try:
        return UUID(entered)
    except ValueError:
        return None
