"""What needs attention: steps that failed on their own, and meetings that nobody has arranged."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.services import attention

bp = Blueprint("attention", __name__, url_prefix="/attention")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show everything that needs attention, the oldest first."""
    return render_template("attention/show.html", items=attention().items(by=g.person.id))


@bp.post("/<uuid:item>")
def try_again(item: UUID) -> ResponseReturnValue:
    """Queue the step again."""
    attention().try_again(item, by=g.person.id)
    flash("It is being tried again. It leaves this list when it succeeds.")
    return redirect(url_for(".show"), code=303)
