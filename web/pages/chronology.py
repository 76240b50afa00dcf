"""The merged chronology of a case: what the agencies returned, by date."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from web.services import chronologies

bp = Blueprint("chronology", __name__, url_prefix="/cases/<reference>/chronology")


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """Show the chronology, of one agency or about one child where the reader asks so.

    A child is asked for by number: no name stands in an address.
    """
    found = chronologies().of_case(
        reference,
        by=g.person.id,
        agency=request.args.get("agency", ""),
        child=request.args.get("child", type=int),
    )
    return render_template("cases/chronology.html", chronology=found)
