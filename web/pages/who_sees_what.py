"""Who sees what: the table of web/access.py, for everyone signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.roles import ROLE_TITLES
from web.access import DUTIES, ON_A_CASE, SIGHT

bp = Blueprint("who_sees_what", __name__, url_prefix="/who-sees-what")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the table as the program reads it."""
    return render_template(
        "access/show.html", rules=SIGHT, on_a_case=ON_A_CASE, duties=DUTIES, titles=ROLE_TITLES
    )
