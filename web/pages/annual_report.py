"""The annual report: a year's figures with their charts, as a page, as PDF and as CSV."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.errors import NotFoundError
from web import access
from web.annual_chart import chart_of
from web.documents.annual_paper import HIDDEN
from web.pages.documents import as_download
from web.services import annual_reports, yearly
from web.sign_in import needs_role

bp = Blueprint("annual_report", __name__, url_prefix="/annual-report")

_reads = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS], *access.DUTIES[access.READS_COUNTS])
_reads_the_numbers = needs_role(*access.DUTIES["read the numbers of a year"])


@bp.get("")
@_reads
def index() -> ResponseReturnValue:
    """Lead to the last year that has ended, or to the one that runs where it is the first."""
    return redirect(url_for("annual_report.show", year=annual_reports().newest(by=g.person.id)))


@bp.get("/<int:year>")
@_reads
def show(year: int) -> ResponseReturnValue:
    """Show the figures of a year."""
    report = annual_reports().report(year, by=g.person.id)
    # What the charts hold is escaped where they are drawn.
    charts = {figure.key: Markup(chart_of(figure)) for figure in report.figures}  # noqa: S704
    return render_template(
        "annual_report/show.html",
        report=report,
        charts=charts,
        hidden=HIDDEN,
        documents=yearly().offered(by=g.person.id),
    )


@bp.get("/<int:year>/report.csv")
@_reads
def as_csv(year: int) -> ResponseReturnValue:
    """Send the figures as rows, to be opened in a spreadsheet."""
    return as_download(annual_reports().as_csv(year, by=g.person.id))


@bp.get("/<int:year>/report.pdf")
@_reads
def as_pdf(year: int) -> ResponseReturnValue:
    """Send the report as PDF."""
    return as_download(annual_reports().as_pdf(year, by=g.person.id))


@bp.get("/<int:year>/documents/<name>.pdf")
@_reads_the_numbers
def document(year: int, name: str) -> ResponseReturnValue:
    """Count over the cases received in the year, and send what was counted."""
    if not 2000 <= year <= 9000:
        raise NotFoundError("year")
    return as_download(yearly().open(name, year, by=g.person.id))
