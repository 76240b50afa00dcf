"""Numbers for the annual report: the years there are, and the document of one."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from engine.errors import NotFoundError
from web import access
from web.pages.documents import as_download
from web.services import yearly
from web.sign_in import needs_role

bp = Blueprint("yearly", __name__, url_prefix="/yearly")

_reads_the_numbers = needs_role(*access.DUTIES["read the numbers of a year"])


@bp.get("")
@_reads_the_numbers
def show() -> ResponseReturnValue:
    """List the documents over the cases of a year."""
    return render_template("yearly/show.html", documents=yearly().offered(by=g.person.id))


@bp.get("/<name>/<int:year>.pdf")
@_reads_the_numbers
def download(name: str, year: int) -> ResponseReturnValue:
    """Count, and send what was counted."""
    if not 2000 <= year <= 9000:
        raise NotFoundError("year")
    return as_download(yearly().open(name, year, by=g.person.id))
