"""The roles of a person with their days, and who acts for them as a deputy: given, named and ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.calendar import london_date
from engine.errors import InvalidAnswersError, NotFoundError
from engine.forms.dates import read_date
from engine.roles import ROLE_TITLES
from web.access import DUTIES
from web.pages.people import person_of, person_page
from web.services import clock, posts
from web.sign_in import needs_role
from web.use_cases.people_views import DeputyTerm, RoleTerm
from web.words import day

bp = Blueprint("posts", __name__, url_prefix="/people/<uuid:person_id>")

_keeps_people = needs_role(*DUTIES["keep people, agencies and roles"])

_NO_DATE = "Enter a real date, such as 27 3 2027"


@bp.post("/roles")
@_keeps_people
def give(person_id: UUID) -> ResponseReturnValue:
    """Give the person a role from a day on."""
    role = request.form.get("role", "")
    try:
        first, last = _days("role")
        posts().give(person_id, role, first=first, last=last, by=g.person.id)
    except InvalidAnswersError as error:
        return person_page(person_id, problems=_beside("role", error.problems)), 422
    flash(f"{ROLE_TITLES[role]} is given from {day(first)} on.")
    return redirect(url_for("people.show", person_id=person_id), code=303)


@bp.post("/deputies")
@_keeps_people
def name_deputy(person_id: UUID) -> ResponseReturnValue:
    """Name a deputy of the person for one of their roles."""
    try:
        first, last = _days("deputy")
        posts().name_deputy(
            person_id,
            request.form.get("role", ""),
            _person(request.form.get("deputy", "")),
            first=first,
            last=last,
            by=g.person.id,
        )
    except InvalidAnswersError as error:
        return person_page(person_id, problems=_beside("deputy", error.problems)), 422
    flash("The deputy is named.")
    return redirect(url_for("people.show", person_id=person_id), code=303)


@bp.get("/roles/<uuid:term_id>/end")
@_keeps_people
def ask_when_a_role_ends(person_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """Ask when the role ends."""
    return _end_page(person_id, _role(person_id, term_id), problems={})


@bp.post("/roles/<uuid:term_id>/end")
@_keeps_people
def end_role(person_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """End the role, now or at the end of a day."""
    term = _role(person_id, term_id)
    try:
        posts().end(person_id, term_id, last=_last_of_end(), by=g.person.id)
    except InvalidAnswersError as error:
        return _end_page(person_id, term, problems=error.problems), 422
    flash(f"{ROLE_TITLES[term.role]} ends.")
    return redirect(url_for("people.show", person_id=person_id), code=303)


@bp.get("/deputies/<uuid:term_id>/end")
@_keeps_people
def ask_when_a_deputy_ends(person_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """Ask until when the deputy acts."""
    return _end_page(person_id, _deputy(person_id, term_id), problems={})


@bp.post("/deputies/<uuid:term_id>/end")
@_keeps_people
def end_deputy(person_id: UUID, term_id: UUID) -> ResponseReturnValue:
    """Let the deputy no longer act, from now or from the end of a day."""
    term = _deputy(person_id, term_id)
    try:
        posts().end_deputy(person_id, term_id, last=_last_of_end(), by=g.person.id)
    except InvalidAnswersError as error:
        return _end_page(person_id, term, problems=error.problems), 422
    flash(f"{term.name} is no longer deputy after that.")
    return redirect(url_for("people.show", person_id=person_id), code=303)


def _role(person: UUID, term: UUID) -> RoleTerm:
    for each in posts().of(person, by=g.person.id).roles:
        if each.id == term and each.standing in ("now", "ahead"):
            return each
    raise NotFoundError("role")


def _deputy(person: UUID, term: UUID) -> DeputyTerm:
    for each in posts().of(person, by=g.person.id).deputies:
        if each.id == term and each.standing in ("now", "ahead"):
            return each
    raise NotFoundError("deputy")


def _end_page(
    person: UUID, term: RoleTerm | DeputyTerm, *, problems: Mapping[str, Sequence[str]]
) -> str:
    return render_template(
        "people/end.html",
        one=person_of(person),
        term=term,
        problems=problems,
        entered=request.form,
        today=clock().now(),
    )


def _days(form: str) -> tuple[date, date | None]:
    """Return the first and the last day entered in one of the forms; today where no first day is."""
    problems = {}
    first, last = _date(f"{form}_first"), _date(f"{form}_last")
    if first is False:
        problems["first"] = [_NO_DATE]
    if last is False:
        problems["last"] = [_NO_DATE]
    if isinstance(first, bool) or isinstance(last, bool):
        raise InvalidAnswersError(problems)
    return first or london_date(clock().now()), last


def _last_of_end() -> date | None:
    when = request.form.get("when")
    if when == "now":
        return None
    if when != "later":
        raise InvalidAnswersError({"when": ["Choose whether it ends now or later"]})
    last = _date("last")
    if not isinstance(last, date):
        raise InvalidAnswersError({"last": [_NO_DATE]})
    return last


def _date(name: str) -> date | bool | None:
    """Return the date entered, None where nothing was, False where it is no date."""
    parts = {
        part: request.form.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")
    }
    if not any(parts.values()):
        return None
    return read_date(parts) or False


def _person(entered: str) -> UUID | None:
    try:
        return UUID(entered)
    except ValueError:
        return None


def _beside(form: str, problems: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the problems by the fields of the page, which holds several forms."""
    named = {"role": f"{form}_role", "deputy": "deputy_person"}
    return {
        named.get(field, f"{form}_{field}" if field else ""): said
        for field, said in problems.items()
    }
