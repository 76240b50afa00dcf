"""Who is signed in: Flask-Security's sessions and password hashes, behind a guard on every page.

Every route needs a signed-in person unless its view says otherwise (`open_to_all`), so that a forgotten
guard refuses and never admits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import Security, SQLAlchemyUserDatastore, current_user
from flask_security.utils import hash_password, login_user, logout_user
from sqlalchemy import func, select

from engine.calendar import london_date
from engine.errors import NotPermittedError
from web.errors import error_page, wants_json
from web.held_posts import hold
from web.services import clock
from web.store.database import db
from web.store.directory import actor
from web.store.models import Person, Role

_View = TypeVar("_View", bound=Callable[..., Any])
_OPEN: Final = "open_to_all"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of this request, `g.person`; `roles` are the role keys they act in today.

    They hold them, or are the deputy of somebody who does.
    """

    id: UUID
    name: str
    agency: str | None
    roles: frozenset[str]


def install(app: Flask) -> None:
    """Prepare Flask-Security without its own pages, and put the guard before every request."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of the method)
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # argon2id needs no second hash in front, and so no salt that could be lost.
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
    )
    security = Security(app, SQLAlchemyUserDatastore(db, Person, Role), register_blueprint=False)
    # A session signs in and nothing else: no token from a header, a body or an address.
    security.login_manager._request_callback = None
    app.before_request(_guard)
    app.context_processor(lambda: {"person": g.get("person")})


def open_to_all(view: _View) -> _View:
    """Let a view be reached by somebody who is not signed in."""
    setattr(view, _OPEN, True)
    return view


def needs_role(*roles: str) -> Callable[[_View], _View]:
    """Let a view be reached by holders of one of these roles only; others read 403.

    For pages that belong to a duty. Who may see and work on a case is settled by the use cases.
    """

    def decorate(view: _View) -> _View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not g.person.roles.intersection(roles):
                raise NotPermittedError(request.endpoint or "")
            return view(*args, **kwargs)

        return cast(_View, guarded)

    return decorate


def account_with(*, email: str, password: str) -> Person | None:
    """Return who signs in with these, or None. Takes as long for an address that nobody has."""
    person = db.session.scalar(select(Person).where(func.lower(Person.email) == email.lower()))
    if person is None or not person.password:
        hash_password(password)
        return None
    return person if person.verify_and_update_password(password) and person.active else None


def begin_session(person: Person) -> None:
    """Sign the person in, in a session that has nothing of an earlier one."""
    session.clear()
    # Flask-WTF remembers the token it gave to the session that has just been emptied.
    g.pop("csrf_token", None)
    session.permanent = True
    login_user(person, authn_via=["password"])
    db.session.commit()


def end_session() -> None:
    """Sign out."""
    logout_user()
    session.clear()


def signed_in_person() -> SignedIn | None:
    """Return who the session belongs to, with the roles of today, or None."""
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    found = actor(db.session(), current_user.id, today=london_date(clock().now()))
    return SignedIn(found.id, found.name, found.agency, found.acting_roles)


def password_hash(password: str) -> str:
    """Return the argon2id hash of a new password."""
    return str(hash_password(password))


def _guard() -> ResponseReturnValue | None:
    g.person = signed_in_person()
    if g.person is not None or _is_open():
        return None
    if wants_json():
        return error_page(401)
    if request.method == "POST":
        return hold()
    return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), code=303)


def _is_open() -> bool:
    if request.endpoint is None or request.endpoint == "static":
        return True
    return getattr(current_app.view_functions[request.endpoint], _OPEN, False)
