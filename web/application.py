"""The web application: put together here from its configuration, and nowhere else."""

import os
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import web.pages
from web import api, errors, headers, held_posts, logs, presentation, sign_in
from web.config import Config, config_from
from web.services import Services, install
from web.store.connections import ping_what_was_idle
from web.store.database import db
from web.upload_request import UploadRequest

# Far more than the longest form with every answer at its longest.
_LARGEST_POST = 16 * 1024 * 1024


def create_app(config: Config, *, services: Services | None = None) -> Flask:
    """Return the application. `services` stand in for the use cases in tests of pages.

    `app.config["REVIEW_DESK"]` is the configuration, for whatever is assembled from it.
    """
    app = Flask(__name__)
    app.request_class = UploadRequest
    app.config.from_mapping(
        REVIEW_DESK=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_app_url,
        # The names of built files carry a digest, so a browser keeps them.
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        MAX_CONTENT_LENGTH=_LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_POST,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=config.session_minutes),
        SESSION_COOKIE_NAME="review_desk",
        SESSION_COOKIE_SECURE=not config.insecure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form is good for as long as the session is; a page left open loses nothing.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
    db.init_app(app)
    with app.app_context():
        ping_what_was_idle(db.engine)
    install(app, services)
    presentation.install(app)
    logs.install(app)
    # Who is there is settled before the form's token is looked at: an expired session is answered by
    # the sign-in page, which keeps what was posted.
    sign_in.install(app)
    CSRFProtect(app)
    held_posts.install(app)
    headers.install(app)
    errors.install(app)
    _register_pages(app)
    api.register(app)
    return app


def application_from_environment() -> Flask:
    """Return the application as the environment describes it: what a web server is told to load."""
    return create_app(config_from(os.environ))


def _register_pages(app: Flask) -> None:
    """Register `bp` of every module of web/pages: adding a page is adding a module."""
    for found in iter_modules(web.pages.__path__, f"{web.pages.__name__}."):
        blueprint = getattr(import_module(found.name), "bp", None)
        if isinstance(blueprint, Blueprint):
            app.register_blueprint(blueprint)
