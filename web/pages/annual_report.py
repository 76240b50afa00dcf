"""The annual report: a year's figures with their charts, as a page, as PDF and as CSV."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.errors import NotFoundError
from web import access
from web.annual_chart import chart_of
from web.documents.annual_paper import HIDDEN
from web.pages.documents import as_download
from web.services import annual_cases, annual_reports, yearly
from web.sign_in import needs_role

bp = Blueprint("annual_report", __name__, url_prefix="/annual-report")

_reads = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS], *access.DUTIES[access.READS_COUNTS])
_opens = needs_role(*access.DUTIES[access.SEES_EXACT_COUNTS])
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


@bp.get("/<int:year>/<figure>/<line>")
@_opens
def counted(year: int, figure: str, line: str) -> ResponseReturnValue:
    """List what a line of a figure counts."""
    of, after = request.args.get("of", ""), request.args.get("after", "")
    found = annual_cases().counted(year, figure, line, of=of, after=after, by=g.person.id)
    return render_template(
        "annual_report/counted.html", found=found, key=figure, line=line, of=of, after=after
    )


@bp.get("/<int:year>/<figure>/<line>.csv")
@_opens
def counted_as_csv(year: int, figure: str, line: str) -> ResponseReturnValue:
    """Send what a line of a figure counts, to be opened in a spreadsheet."""
    of = request.args.get("of", "")
    return as_download(annual_cases().counted_as_csv(year, figure, line, of=of, by=g.person.id))


@bp.get("/waiting/<figure>/<awaited>")
@_opens
def waiting(figure: str, awaited: str) -> ResponseReturnValue:
    """List the cases of which somebody is still to be told something."""
    after = request.args.get("after", "")
    found = annual_cases().waiting(figure, awaited, after=after, by=g.person.id)
    return render_template(
        "annual_report/waiting.html", found=found, key=figure, awaited=awaited, after=after
    )


@bp.get("/waiting/<figure>/<awaited>.csv")
@_opens
def waiting_as_csv(figure: str, awaited: str) -> ResponseReturnValue:
    """Send the cases of which somebody is still to be told something, to be opened in a spreadsheet."""
    return as_download(annual_cases().waiting_as_csv(figure, awaited, by=g.person.id))


@bp.get("/<int:year>/documents/<name>.pdf")
@_reads_the_numbers
def document(year: int, name: str) -> ResponseReturnValue:
    """Count over the cases received in the year, and send what was counted."""
    if not 2000 <= year <= 9000:
        raise NotFoundError("year")
    return as_download(yearly().open(name, year, by=g.person.id))
