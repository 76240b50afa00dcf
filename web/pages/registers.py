"""Registers: which there are, the rows of one across cases, one row with its history, and rows as CSV."""

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from web import access
from web.pages.documents import as_download
from web.services import registers
from web.sign_in import needs_role
from web.use_cases.register_views import RegisterFilters

bp = Blueprint("registers", __name__, url_prefix="/registers")

_reads = needs_role(*access.DUTIES[access.READS_REGISTERS], *access.DUTIES[access.READS_REPORTED])


@bp.get("")
@_reads
def index() -> ResponseReturnValue:
    """List the registers, with how many rows each has and how many are late."""
    return render_template("registers/index.html", registers=registers().titles(by=g.person.id))


@bp.get("/<register>")
@_reads
def show(register: str) -> ResponseReturnValue:
    """List the rows of a register across cases."""
    filters = _filters()
    found = registers().register(register, filters, by=g.person.id)
    filtered = filters != RegisterFilters()
    return render_template("registers/show.html", found=found, filters=filters, filtered=filtered)


@bp.get("/<register>/<reference>/<int:position>/<int:row>")
@_reads
def row(register: str, reference: str, position: int, row: int) -> ResponseReturnValue:
    """Show one row: what it holds, and what each step made of it."""
    found = registers().row(register, reference, position, row, by=g.person.id)
    return render_template("registers/row.html", found=found, register=register)


@bp.get("/<register>/rows.csv")
@_reads
def export(register: str) -> Response:
    """Send the rows that the filters choose, to be opened in a spreadsheet."""
    return as_download(registers().export(register, _filters(), by=g.person.id))


def _filters() -> RegisterFilters:
    return RegisterFilters(
        state=request.args.get("state", ""),
        agency=request.args.get("agency", ""),
        reference=request.args.get("reference", ""),
        late=request.args.get("late") == "yes",
    )
