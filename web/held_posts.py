"""What somebody wrote is not lost when their session ends before they send it.

The posted fields come back sealed inside the page that asks them to sign in; after that, one button sends
them where they were going. They are kept nowhere else: not in an address, a log or a table. The seal is
encryption, so that whoever signs in next on that computer reads them only if the page they
belong to lets them, and it breaks after half a day.

Files that were chosen are sealed with it while they are small; of larger ones the page says that they have to
be chosen again (web/upload_request.py says how large).

A post from another site is never kept, or that site could put words into a person's mouth.
"""

import base64
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from web.errors import error_page, wants_json
from web.sign_in_form import SignInForm
from web.upload_request import InMemory

FIELD: Final = "held_post"
_SECONDS_KEPT: Final = 12 * 60 * 60
_NOT_KEPT: Final = frozenset({"csrf_token", FIELD})


def install(app: Flask) -> None:
    """Open sealed posts before the view reads them, and keep posts whose form token is out of date."""
    app.before_request(_give_back)
    app.register_error_handler(CSRFError, _token_out_of_date)


def hold() -> ResponseReturnValue:
    """Answer a post of somebody who is not signed in by the sign-in page, with the post sealed in it."""
    if not _from_our_own_page():
        return redirect(url_for("sign_in.show"), code=303)
    page = render_template(
        "sign_in/show.html",
        form=SignInForm(formdata=None),
        held=_seal(),
        files_left_out=_files_left_out(),
        locked=False,
    )
    return page, 401


def path_of(sealed: str) -> str | None:
    """Return where a sealed post was going, or None where the seal is not ours or too old."""
    opened = _open(sealed)
    return None if opened is None else opened[0]


def _give_back() -> ResponseReturnValue | None:
    sealed = request.form.get(FIELD) if request.method == "POST" else None
    if sealed is None or g.get("person") is None:
        return None
    opened = _open(sealed)
    if opened is None or opened[0] != request.path:
        return error_page(400)
    request.form = ImmutableMultiDict(opened[1])
    request.files = ImmutableMultiDict(opened[2])
    return None


def _token_out_of_date(_error: CSRFError) -> ResponseReturnValue:
    """Offer to send the post again: the person signed out and in, in another window."""
    if wants_json() or g.get("person") is None or not _from_our_own_page():
        return error_page(400)
    return render_template(
        "sign_in/held.html", path=request.path, held=_seal(), files_left_out=_files_left_out()
    ), 400


def _from_our_own_page() -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(origin)
    return f"{parts.scheme}://{parts.netloc}" == request.host_url.rstrip("/")


def _seal() -> str:
    already = request.form.get(FIELD)
    if already is not None:
        return already
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_KEPT]
    return _cipher().encrypt(orjson.dumps([request.path, fields, _sealed_files()])).decode()


def _sealed_files() -> list[tuple[str, str, str]]:
    """Return the files that were sent, as far as they are small enough to travel in a page."""
    kept: list[tuple[str, str, str]] = []
    for name, sent in request.files.items(multi=True):
        content = sent.stream.read()
        if sent.filename and content:
            kept.append((name, sent.filename, base64.b85encode(content).decode()))
    return kept


def _files_left_out() -> bool:
    return any(
        isinstance(sent.stream, InMemory) and sent.stream.left_out
        for sent in request.files.values()
    )


def _open(sealed: str) -> tuple[str, list[tuple[str, str]], list[tuple[str, FileStorage]]] | None:
    try:
        content = _cipher().decrypt(sealed.encode(), ttl=_SECONDS_KEPT)
    except (InvalidToken, UnicodeEncodeError):
        return None
    path, fields, files = orjson.loads(content)
    return (
        path,
        [(name, value) for name, value in fields],
        [
            (name, FileStorage(BytesIO(base64.b85decode(sent)), filename, name))
            for name, filename, sent in files
        ],
    )


def _cipher() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"held posts").derive(
        str(current_app.config["SECRET_KEY"]).encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
