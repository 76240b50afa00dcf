"""Who sees what: the table of web/access.py and who opens which document, for everyone signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.roles import ROLE_TITLES
from web.access import DUTIES, ON_A_CASE, SIGHT
from web.services import deployments

bp = Blueprint("who_sees_what", __name__, url_prefix="/who-sees-what")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the table as the program reads it."""
    deployed = deployments().numbers()
    version = deployments().version(max(deployed)).version if deployed else None
    return render_template(
        "access/show.html",
        rules=SIGHT,
        on_a_case=ON_A_CASE,
        duties=DUTIES,
        titles=ROLE_TITLES,
        documents=tuple(version.documents.values()) if version else (),
    )
