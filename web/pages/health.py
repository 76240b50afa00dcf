"""Whether this web process can do its work: for whatever watches over the installation."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.health import reach_the_database
from web.sign_in import open_to_all

bp = Blueprint("health", __name__)


@bp.get("/health")
@open_to_all
def show() -> ResponseReturnValue:
    """Answer `ok` where the database answers; 503 otherwise."""
    reach_the_database()
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
