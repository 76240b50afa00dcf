"""What needs attention: steps that failed on their own, what nobody may do, meetings nobody has arranged."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.services import attention

bp = Blueprint("attention", __name__, url_prefix="/attention")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what needs attention, the oldest first, and how much there is of it."""
    after = request.args.get("after")
    found = attention().page(by=g.person.id, after=after)
    return render_template("attention/show.html", found=found, after=after)


@bp.post("/<uuid:item>")
def try_again(item: UUID) -> ResponseReturnValue:
    """Queue the step again."""
    attention().try_again(item, by=g.person.id)
    flash("It is being tried again. It leaves this list when it succeeds.")
    return redirect(url_for(".show"), code=303)
