"""Something else happened: what the person may begin on a case, the form of it, and beginning it."""

from typing import Any

from flask import g
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from web.api.form_schemas import FormSchema, OutcomeSchema, SubmissionSchema, form_of
from web.services import beginnings
from web.use_cases.case_views import BeginLine
from web.use_cases.form_views import Outcome

bp = Blueprint(
    "api_beginnings",
    __name__,
    url_prefix="/api/v1/cases/<reference>/begin",
    description="What people begin on a case",
)


class BeginSchema(Schema):
    """Something that the person may begin on the case."""

    process = fields.String(required=True)
    label = fields.String(required=True)
    guidance = fields.String(required=True)


@bp.get("")
@bp.response(200, BeginSchema(many=True))
def index(reference: str) -> list[BeginLine]:
    """Return what the person may begin on the case now."""
    return list(beginnings().offered(reference, by=g.person.id))


@bp.get("/<process>")
@bp.response(200, FormSchema)
def form(reference: str, process: str) -> dict[str, object]:
    """Return the form by which it is begun."""
    return form_of(beginnings().form(reference, process, by=g.person.id).page)


@bp.post("/<process>")
@bp.arguments(SubmissionSchema)
@bp.response(200, OutcomeSchema)
def begin(submission: dict[str, Any], reference: str, process: str) -> Outcome:
    """Begin it on the case, once for each key."""
    return beginnings().begin(reference, process, by=g.person.id, **submission)
