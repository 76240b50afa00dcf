"""Sign in, sign out, and set a password by a one-time link."""

from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from web import sign_in_throttle
from web.held_posts import path_of
from web.services import people
from web.sign_in import (
    account_with,
    begin_session,
    end_session,
    open_to_all,
    password_hash,
    signed_in_person,
)
from web.sign_in_form import SetPasswordForm, SignInForm

bp = Blueprint("sign_in", __name__)

_WRONG = "The email address or the password is not right"


@bp.get("/sign-in")
@open_to_all
def show() -> ResponseReturnValue:
    """Ask who it is."""
    if g.person is not None:
        return redirect("/", code=303)
    form = SignInForm(formdata=None, next=_own_path(request.args.get("next", "")))
    return render_template("sign_in/show.html", form=form, held=None, locked=False)


@bp.post("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Sign the person in, and take them where they were going with what they had written."""
    form = SignInForm()
    if not form.validate():
        return _asked_again(form, 422)
    tried = sign_in_throttle.attempt(email=form.email.data, address=request.remote_addr or "")
    if not sign_in_throttle.is_let_through(tried):
        people().record_sign_in("sign_in_refused", None, account=tried.account)
        return _asked_again(form, 429)
    person = account_with(email=form.email.data, password=form.password.data)
    if person is None:
        people().record_sign_in("sign_in_failed", None, account=tried.account)
        form.form_errors.append(_WRONG)
        return _asked_again(form, 422)
    sign_in_throttle.succeeded(tried)
    begin_session(person)
    g.person = signed_in_person()
    people().record_sign_in("signed_in", person.id)
    path = path_of(form.held_post.data) if form.held_post.data else None
    if path is not None:
        return render_template("sign_in/held.html", path=path, held=form.held_post.data)
    return redirect(_own_path(form.next.data) or "/", code=303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    person = g.person
    end_session()
    people().record_sign_in("signed_out", person.id)
    return redirect(url_for("sign_in.show"), code=303)


@bp.get("/set-password/<token>")
@open_to_all
def set_password(token: str) -> ResponseReturnValue:
    """Ask for a new password, where the one-time link is still good."""
    owner = people().person_of_link(token)
    return render_template("sign_in/set_password.html", form=SetPasswordForm(), owner=owner)


@bp.post("/set-password/<token>")
@open_to_all
def keep_password(token: str) -> ResponseReturnValue:
    """Set the password, use up the link, and ask the person to sign in with it."""
    owner = people().person_of_link(token)
    form = SetPasswordForm()
    if not form.validate():
        return render_template("sign_in/set_password.html", form=form, owner=owner), 422
    people().use_link(token, password_hash=password_hash(form.password.data))
    session.clear()
    return render_template("sign_in/password_set.html")


def _asked_again(form: SignInForm, status: int) -> ResponseReturnValue:
    held = form.held_post.data or None
    page = render_template("sign_in/show.html", form=form, held=held, locked=status == 429)
    return page, status


def _own_path(text: str | None) -> str:
    """Return the path if it leads to a page of ours, and nothing otherwise."""
    parts = urlsplit(text or "")
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    # A browser reads a backslash as a slash, and `//host` as another site.
    return (text or "") if ours and "\\" not in parts.path and parts.path[1:2] != "/" else ""
