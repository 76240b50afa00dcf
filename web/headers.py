"""The headers by which a browser is told to load our own files only, and to keep pages to itself."""

import re

from flask import Flask, Response, request

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# dmn-js sets a few style attributes, without which its watermark moves; its licence
# wants it where it is. The blueprints of pages that show it are named here.
_DRAWING_BLUEPRINTS = frozenset({"tables"})
# As frontend/build.mjs names what it builds.
_DIGEST_IN_NAME = re.compile(r"/dist/[a-z-]+\.[0-9a-f]{10}\.(?:css|js)$")


def install(app: Flask) -> None:
    """Set the headers on every answer of the application."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    policy = dict(_POLICY)
    if request.blueprint in _DRAWING_BLUEPRINTS:
        policy["style-src-attr"] = "'unsafe-inline'"
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        # What people handed in runs nothing and sees nothing of ours, even where a browser shows it.
        policy = {"sandbox": "", "default-src": "'none'"}
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{name} {value}".strip() for name, value in policy.items()
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    # Forms are checked by their origin too, so the address is kept for our own pages only.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        # Pages hold personal data: no copy stays in a shared computer's cache.
        response.headers["Cache-Control"] = "no-store"
    elif _DIGEST_IN_NAME.search(request.path):
        # Another content has another name: what was fetched once is never asked for again.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
