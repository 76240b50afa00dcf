"""Cases: start one by its notification, list those I may see, read one with its history."""

from typing import Any

from flask import g
from flask_smorest import Blueprint

from web.api.case_schemas import CasePageSchema, CaseQuerySchema, CaseSchema
from web.api.form_schemas import FormSchema, ReceiptSchema, SubmissionSchema, form_of
from web.services import cases, notifications
from web.use_cases.case_list_views import CaseFilters, CasePage
from web.use_cases.case_views import CaseView
from web.use_cases.form_views import Receipt

bp = Blueprint("api_cases", __name__, url_prefix="/api/v1/cases", description="Cases")


@bp.get("")
@bp.arguments(CaseQuerySchema, location="query")
@bp.response(200, CasePageSchema)
def index(query: dict[str, Any]) -> CasePage:
    """Return the cases the person may see, newest first, without personal data."""
    return cases().cases(CaseFilters(**query), by=g.person.id)


@bp.get("/form")
@bp.response(200, FormSchema)
def form() -> dict[str, object]:
    """Return the form of a notification."""
    return form_of(notifications().start_form(by=g.person.id))


@bp.post("")
@bp.arguments(SubmissionSchema)
@bp.response(201, ReceiptSchema)
def start(submission: dict[str, Any]) -> Receipt:
    """Notify an incident: make the case and begin the protocol."""
    return notifications().notify(by=g.person.id, **submission)


@bp.get("/<reference>")
@bp.response(200, CaseSchema)
def show(reference: str) -> CaseView:
    """Return the state and the history of a case, cut to what the person may see."""
    return cases().case(reference, by=g.person.id)
