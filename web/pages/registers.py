"""Registers: which there are, the rows of one across cases, one row with its history, and rows as CSV."""

import csv
from io import StringIO

from flask import Blueprint, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from web import access
from web.services import registers
from web.sign_in import needs_role
from web.use_cases.register_views import RegisterFilters, RegisterPage

bp = Blueprint("registers", __name__, url_prefix="/registers")

_reads = needs_role(*access.DUTIES[access.READS_REGISTERS], *access.DUTIES[access.READS_REPORTED])
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    return render_template("registers/show.html", found=found, filters=filters)


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
    page = registers().export(register, _filters(), by=g.person.id)
    answer = make_response(_written(page))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{page.key}.csv"'
    return answer


def _filters() -> RegisterFilters:
    return RegisterFilters(
        state=request.args.get("state", ""),
        agency=request.args.get("agency", ""),
        reference=request.args.get("reference", ""),
        late=request.args.get("late") == "yes",
    )


def _written(page: RegisterPage) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["Case", *page.columns, "How it stands", "Due", "Late"])
    for line in page.lines:
        due = "" if line.due is None else line.due.isoformat()
        cells = [each.words for each in line.cells]
        row = [line.reference, *cells, line.state_words, due, "yes" if line.late else "no"]
        writer.writerow([f"'{each}" if each.startswith(_FORMULA) else each for each in row])
    return text.getvalue()
