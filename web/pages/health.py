"""Whether this web process can do its work: for whatever watches over the installation."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from web.sign_in import open_to_all
from web.store.database import db

bp = Blueprint("health", __name__)


@bp.get("/health")
@open_to_all
def show() -> ResponseReturnValue:
    """Answer `ok` where the database answers; 503 otherwise."""
    db.session.execute(text("select 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
