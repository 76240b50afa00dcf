"""People, agencies and roles, kept by the Business Manager."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.errors import InvalidAnswersError, NotFoundError
from engine.roles import ROLE_TITLES
from web.store import audit
from web.store.audit import Event
from web.store.models import Agency, Person, SetPasswordLink
from web.store.store import Store
from web.use_cases.keeping import NEED_AN_AGENCY, Keeping
from web.use_cases.people_views import AgencyView, PersonView

LINK_LASTS: Final = timedelta(days=7)
_AGENCY_KEY: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class People:
    """Keep people. Without `by` (None) the program acts: the command line and the demo."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def people(self, *, by: UUID | None) -> tuple[PersonView, ...]:
        """Return everybody, by name."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            found = session.scalars(select(Person).order_by(func.lower(Person.name), Person.id))
            roles = keeping.roles_by_person()
            return tuple(_person(each, roles.get(each.id, ())) for each in found)

    def agencies(self, *, by: UUID | None) -> tuple[AgencyView, ...]:
        """Return every agency, by name."""
        with self._store.transaction() as session:
            Keeping(self._store, session, by)
            found = session.scalars(select(Agency).order_by(func.lower(Agency.name)))
            return tuple(AgencyView(each.key, each.name, each.active) for each in found)

    def add_agency(self, key: str, name: str, *, by: UUID | None) -> None:
        """Add an agency; InvalidAnswersError where the key or the name is taken or malformed."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            name = name.strip()
            _refuse(_agency_problems(session, key, name))
            session.add(Agency(key=key, name=name, active=True))
            keeping.audit("agency_added", key)

    def add(
        self,
        *,
        name: str,
        email: str,
        agency: str | None,
        roles: Collection[str],
        by: UUID | None,
    ) -> UUID:
        """Add a person without a password; InvalidAnswersError names each field refused."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            name, email = name.strip(), email.strip()
            _refuse({**_email_problems(session, email), **_problems(session, name, agency, roles)})
            person = Person(
                id=uuid4(),
                name=name,
                email=email,
                agency_key=agency,
                active=True,
                added_at_utc=keeping.now,
            )
            session.add(person)
            session.flush()
            keeping.audit("person_added", str(person.id))
            for role in sorted(set(roles)):
                keeping.give(person, role, from_day=keeping.today)
            return person.id

    def change(
        self,
        person: UUID,
        *,
        name: str,
        agency: str | None,
        by: UUID | None,
    ) -> None:
        """Set name and agency."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            changed = keeping.find(person)
            name = name.strip()
            _refuse(_problems(session, name, agency, keeping.roles_from_now_on(person)))
            if (changed.name, changed.agency_key) != (name, agency):
                changed.name, changed.agency_key = name, agency
                keeping.audit("person_changed", str(person), agency)

    def deactivate(self, person: UUID, *, by: UUID | None) -> None:
        """Keep the person from signing in, and end their sessions."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            found = keeping.find(person)
            if found.id == by:
                raise InvalidAnswersError(
                    {"": ["You cannot deactivate yourself; ask a colleague who keeps people"]}
                )
            with keeping.not_the_last_business_manager():
                found.active = False
            found.fs_uniquifier = uuid4().hex
            session.execute(delete(SetPasswordLink).where(SetPasswordLink.person_id == person))
            keeping.audit("person_deactivated", str(person))

    def activate(self, person: UUID, *, by: UUID | None) -> None:
        """Let the person sign in again."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            keeping.find(person).active = True
            keeping.audit("person_activated", str(person))

    def password_link(self, person: UUID, *, by: UUID | None) -> str:
        """Return the token of a new one-time link (7 days); links given before no longer work."""
        with self._store.transaction() as session:
            keeping = Keeping(self._store, session, by)
            found = keeping.find(person)
            token = secrets.token_urlsafe(32)
            session.execute(delete(SetPasswordLink).where(SetPasswordLink.person_id == found.id))
            session.add(
                SetPasswordLink(
                    token_digest=_digest(token),
                    person_id=found.id,
                    expires_at_utc=keeping.now + LINK_LASTS,
                )
            )
            keeping.audit("password_link_made", str(person))
            return token

    def person_of_link(self, token: str) -> PersonView:
        """Return whose link it is; NotFoundError where it is unknown, used or expired."""
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            person = session.get_one(Person, _link(session, token, now).person_id)
            return _person(person, ())

    def use_link(self, token: str, *, password_hash: str) -> UUID:
        """Set the password by its hash, use up the link, and end the person's sessions."""
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            link = _link(session, token, now)
            person = session.get_one(Person, link.person_id)
            person.password, person.fs_uniquifier = password_hash, uuid4().hex
            link.used_at_utc = now
            audit.append(
                session,
                audit.SYSTEM,
                [Event("password_set", str(person.id), actor=person.id)],
                at=now,
            )
            return person.id

    def record_sign_in(self, kind: str, person: UUID | None, *, account: str = "") -> None:
        """Write to the `system` chain that somebody signed in or out, or failed to (past tense).

        `account` is a keyed digest where nobody of that address is known: never the address itself.
        """
        with self._store.transaction() as session:
            subject = str(person) if person else account or None
            audit.append(
                session,
                audit.SYSTEM,
                [Event(kind, subject, actor=person)],
                at=self._store.clock.now(session),
            )


def _person(person: Person, roles: Sequence[str]) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        email=person.email,
        agency=person.agency_key,
        roles=tuple(roles),
        active=person.active,
        has_password=person.password is not None,
    )


def _link(session: Session, token: str, now: datetime) -> SetPasswordLink:
    link = session.get(SetPasswordLink, _digest(token), with_for_update=True)
    if link is None or link.used_at_utc is not None or link.expires_at_utc <= now:
        raise NotFoundError("link")
    return link


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _refuse(problems: Mapping[str, Sequence[str]]) -> None:
    if problems:
        raise InvalidAnswersError(problems)


def _agency_problems(session: Session, key: str, name: str) -> dict[str, list[str]]:
    problems = {}
    if not _AGENCY_KEY.fullmatch(key) or len(key) > 60:
        problems["key"] = ["Enter a key of small letters, digits and underscores, such as police"]
    elif session.get(Agency, key) is not None:
        problems["key"] = ["Enter another key: an agency has this one already"]
    if not name:
        problems["name"] = ["Enter the agency's name"]
    elif session.scalar(select(Agency.key).where(func.lower(Agency.name) == name.lower())):
        problems["name"] = ["Enter another name: an agency is called this already"]
    return problems


def _email_problems(session: Session, email: str) -> dict[str, list[str]]:
    try:
        # Addresses of invented people end in .invalid, which the library would refuse as such.
        readable = f"{email}.com" if email.endswith(".invalid") else email
        validate_email(readable, check_deliverability=False)
    except EmailNotValidError:
        return {"email": ["Enter an email address, such as name@example.org"]}
    if session.scalar(select(Person.id).where(func.lower(Person.email) == email.lower())):
        return {"email": ["Enter another email address: somebody signs in with this one already"]}
    return {}


def _problems(
    session: Session, name: str, agency: str | None, roles: Collection[str]
) -> dict[str, list[str]]:
    problems = {}
    if not name or len(name) > 200:
        problems["name"] = ["Enter a name of up to 200 characters"]
    if agency is not None and session.get(Agency, agency) is None:
        problems["agency"] = ["Choose an agency from the list"]
    unknown = [role for role in roles if role not in ROLE_TITLES]
    if unknown:
        problems["roles"] = ["Choose roles from the list"]
    elif agency is None and NEED_AN_AGENCY.intersection(roles):
        problems["agency"] = ["Choose the agency that this person leads for"]
    return problems
