"""The local outbox: notices as they would have gone out. It exists where no mail server is configured."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from web.services import outbox

bp = Blueprint("outbox", __name__)


@bp.get("/outbox")
def show() -> ResponseReturnValue:
    """List the newest mails."""
    return render_template("outbox/show.html", mails=outbox().mails(by=g.person.id))
