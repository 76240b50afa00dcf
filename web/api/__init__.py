"""The JSON API: the same use cases, validation and refusals as the pages, for other programs.

A program signs in as a person does and keeps the session; it sends the token of `GET /api/v1/session` back
as `X-CSRFToken` with whatever it posts. The OpenAPI document is at /api/v1/openapi.json.
"""

from flask import Flask
from flask_smorest import Api

from web.api import beginnings, cases, session, settings, tasks


class _Api(Api):
    """Flask-smorest without its error pages: web/errors.py answers every refusal, here as there."""

    def _register_error_handlers(self) -> None:
        pass


def register(app: Flask) -> None:
    """Put the API into the application."""
    app.config.from_mapping(
        API_TITLE="Review Desk",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _Api(app)
    for resource in (session, cases, beginnings, tasks, settings):
        api.register_blueprint(resource.bp)
