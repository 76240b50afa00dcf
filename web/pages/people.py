"""People, their roles and agencies: kept by whoever has that duty."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.errors import InvalidAnswersError
from engine.roles import APPOINTED_ON_A_CASE, ROLE_TITLES
from web.access import DUTIES
from web.services import people, posts
from web.sign_in import needs_role
from web.use_cases.people_views import PersonView

bp = Blueprint("people", __name__, url_prefix="/people")

_keeps_people = needs_role(*DUTIES["keep people, agencies and roles"])

_Problems = Mapping[str, Sequence[str]]


@bp.get("")
@_keeps_people
def index() -> ResponseReturnValue:
    """List everybody."""
    agencies = {agency.key: agency.name for agency in people().agencies(by=g.person.id)}
    everybody = people().people(by=g.person.id)
    return render_template("people/index.html", people=everybody, agency_names=agencies)


@bp.get("/new")
@_keeps_people
def new() -> ResponseReturnValue:
    """Ask who is to be added."""
    return _new_page(values={"roles": []}, problems={})


@bp.post("")
@_keeps_people
def add() -> ResponseReturnValue:
    """Add a person, and show the link by which they set their password."""
    values = _values()
    try:
        added = people().add(**values, by=g.person.id)
    except InvalidAnswersError as error:
        return _new_page(values=values, problems=error.problems), 422
    return _link_page(added)


@bp.get("/<uuid:person_id>")
@_keeps_people
def show(person_id: UUID) -> ResponseReturnValue:
    """Show one person with their roles and deputies, and what can be changed."""
    return person_page(person_id)


@bp.post("/<uuid:person_id>")
@_keeps_people
def change(person_id: UUID) -> ResponseReturnValue:
    """Save name and agency."""
    values = _values()
    try:
        people().change(person_id, name=values["name"], agency=values["agency"], by=g.person.id)
    except InvalidAnswersError as error:
        return person_page(person_id, values=values, problems=error.problems), 422
    return redirect(url_for("people.index"), code=303)


@bp.post("/<uuid:person_id>/link")
@_keeps_people
def link(person_id: UUID) -> ResponseReturnValue:
    """Show a new link by which the person sets their password."""
    return _link_page(person_id)


@bp.post("/<uuid:person_id>/deactivate")
@_keeps_people
def deactivate(person_id: UUID) -> ResponseReturnValue:
    """Keep the person from signing in."""
    try:
        people().deactivate(person_id, by=g.person.id)
    except InvalidAnswersError as error:
        return person_page(person_id, problems=error.problems), 422
    return redirect(url_for("people.show", person_id=person_id), code=303)


@bp.post("/<uuid:person_id>/activate")
@_keeps_people
def activate(person_id: UUID) -> ResponseReturnValue:
    """Let the person sign in again."""
    people().activate(person_id, by=g.person.id)
    return redirect(url_for("people.show", person_id=person_id), code=303)


@bp.get("/agencies")
@_keeps_people
def agencies() -> ResponseReturnValue:
    """List the agencies, and ask for another."""
    return _agencies_page(values={}, problems={})


@bp.post("/agencies")
@_keeps_people
def add_agency() -> ResponseReturnValue:
    """Add an agency."""
    values = {name: request.form.get(name, "").strip() for name in ("key", "name")}
    try:
        people().add_agency(values["key"], values["name"], by=g.person.id)
    except InvalidAnswersError as error:
        return _agencies_page(values=values, problems=error.problems), 422
    return redirect(url_for("people.agencies"), code=303)


def _values() -> dict[str, Any]:
    return {
        "name": request.form.get("name", "").strip(),
        "email": request.form.get("email", "").strip(),
        "agency": request.form.get("agency") or None,
        "roles": request.form.getlist("roles"),
    }


def person_of(person_id: UUID) -> PersonView:
    """Return the person, or raise NotFound."""
    for one in people().people(by=g.person.id):
        if one.id == person_id:
            return one
    raise NotFound


def _new_page(*, values: Mapping[str, Any], problems: _Problems) -> str:
    return render_template(
        "people/new.html",
        values=values,
        problems=problems,
        agencies=people().agencies(by=g.person.id),
        role_titles=ROLE_TITLES,
    )


def person_page(
    person_id: UUID, *, values: Mapping[str, Any] | None = None, problems: _Problems | None = None
) -> str:
    """Return the page of one person; `problems` are by field, of whichever of its forms."""
    one = person_of(person_id)
    return render_template(
        "people/show.html",
        one=one,
        values=values or {"name": one.name, "agency": one.agency},
        problems=problems or {},
        entered=request.form,
        agencies=people().agencies(by=g.person.id),
        everybody=people().people(by=g.person.id),
        posts=posts().of(person_id, by=g.person.id),
        role_titles=ROLE_TITLES,
        case_by_case=APPOINTED_ON_A_CASE,
    )


def _link_page(person_id: UUID) -> str:
    token = people().password_link(person_id, by=g.person.id)
    address = current_app.config["REVIEW_DESK"].public_address
    path = url_for("sign_in.set_password", token=token)
    return render_template("people/link.html", one=person_of(person_id), link=f"{address}{path}")


def _agencies_page(*, values: Mapping[str, str], problems: _Problems) -> str:
    return render_template(
        "people/agencies.html",
        values=values,
        problems=problems,
        agencies=people().agencies(by=g.person.id),
    )
