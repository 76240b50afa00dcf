"""Who is signed in, and the token that every post sends back."""

from flask import g
from flask_smorest import Blueprint
from flask_wtf.csrf import generate_csrf

from web.api.schemas import SessionSchema

bp = Blueprint(
    "api_session", __name__, url_prefix="/api/v1/session", description="Who is signed in"
)


@bp.get("")
@bp.response(200, SessionSchema)
def show() -> dict[str, object]:
    """Return who is signed in, and the token to send back as X-CSRFToken."""
    return {
        "name": g.person.name,
        "agency": g.person.agency,
        "roles": sorted(g.person.roles),
        "csrf_token": generate_csrf(),
    }
