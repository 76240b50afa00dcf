"""Departures from the protocol: all of them on one page, one of a case with its reason, and as CSV."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import InvalidAnswersError
from web import access
from web.pages.documents import as_download
from web.services import departures
from web.sign_in import needs_role
from web.use_cases.departure_views import DepartureFilters
from web.use_cases.departures import LONGEST_REASON

bp = Blueprint("departures", __name__)

_reads = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS], *access.DUTIES[access.READS_COUNTS])
_reads_cases = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS])


@bp.get("/departures")
@_reads
def show() -> ResponseReturnValue:
    """List the departures that the filters choose, and count all of them by kind and year."""
    filters = _filters()
    return render_template(
        "departures/show.html",
        found=departures().page(filters, by=g.person.id),
        filters=filters,
        chosen=_arguments(filters),
    )


@bp.get("/departures/rows.csv")
@_reads_cases
def export() -> Response:
    """Send the departures that the filters choose, to be opened in a spreadsheet."""
    return as_download(departures().export(_filters(), by=g.person.id))


@bp.get("/departures/counts.csv")
@_reads
def export_counts() -> Response:
    """Send the counts by kind and year, as this person may see them."""
    return as_download(departures().export_counts(by=g.person.id))


@bp.get("/cases/<reference>/departures/<uuid:departure>")
def one(reference: str, departure: UUID) -> ResponseReturnValue:
    """Show a departure of a case with its reason, or ask for the reason that nobody has given."""
    return _page(reference, departure, None)


@bp.post("/cases/<reference>/departures/<uuid:departure>")
def explain(reference: str, departure: UUID) -> ResponseReturnValue:
    """Keep the reason of a departure."""
    try:
        departures().explain(reference, departure, request.form.get("reason", ""), by=g.person.id)
    except InvalidAnswersError as refusal:
        return _page(reference, departure, refusal.problems["reason"][0]), 422
    flash("The reason is kept with the departure.")
    address = url_for("departures.one", reference=reference, departure=departure)
    return redirect(address, code=303)


def _page(reference: str, departure: UUID, problem: str | None) -> str:
    return render_template(
        "departures/one.html",
        found=departures().departure(reference, departure, by=g.person.id),
        problem=problem,
        entered=request.form.get("reason", ""),
        longest_reason=LONGEST_REASON,
    )


def _filters() -> DepartureFilters:
    chosen = request.args
    return DepartureFilters(
        kind=chosen.get("kind", ""),
        review_type=chosen.get("review_type", ""),
        step=chosen.get("step", ""),
        reference=chosen.get("reference", "").strip(),
        first=_day(chosen.get("first", "")),
        last=_day(chosen.get("last", "")),
        still_late=chosen.get("still_late") == "yes",
        after=chosen.get("after", ""),
    )


def _arguments(filters: DepartureFilters) -> dict[str, str]:
    """Return the filters as they stand in an address, without the place on the list."""
    named = {
        "kind": filters.kind,
        "review_type": filters.review_type,
        "step": filters.step,
        "reference": filters.reference,
        "first": filters.first.isoformat() if filters.first else "",
        "last": filters.last.isoformat() if filters.last else "",
        "still_late": "yes" if filters.still_late else "",
    }
    return {name: value for name, value in named.items() if value}


def _day(written: str) -> date | None:
    """Return the day, as a browser's date field writes it; None for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
