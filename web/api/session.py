"""Who is signed in, and the token that every post sends back."""

from flask import g
from flask_smorest import Blueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields

bp = Blueprint(
    "api_session", __name__, url_prefix="/api/v1/session", description="Who is signed in"
)


class SessionSchema(Schema):
    """Who is signed in, and the token to send back as X-CSRFToken."""

    name = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    csrf_token = fields.String(required=True)


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
