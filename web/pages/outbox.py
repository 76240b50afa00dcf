"""The local outbox of `make run`: notices as they would have gone out."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from engine.errors import NotFoundError
from web.navigation import is_demonstration
from web.services import outbox

bp = Blueprint("outbox", __name__)


@bp.get("/outbox")
def show() -> ResponseReturnValue:
    """List the newest mails; there is no such page where cases are real."""
    if not is_demonstration():
        raise NotFoundError("outbox")
    return render_template("outbox/show.html", mails=outbox().mails(by=g.person.id))
