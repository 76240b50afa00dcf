"""One change to people, roles or deputies: whose duty it is, what is audited, and who may not be lost."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InvalidAnswersError, NotFoundError
from engine.forms.dates import date_in_words
from engine.roles import ROLE_TITLES
from web.store import audit
from web.store.audit import Event
from web.store.directory import held_on
from web.store.models import Person, RoleAssignment
from web.store.store import Store
from web.use_cases.duties import somebody_with_duty

DUTY: Final = "keep people, agencies and roles"
# Without anybody in this role nobody could give roles any more.
NEVER_VACANT: Final = "business_manager"
# Roles that act for an agency make no sense without one.
NEED_AN_AGENCY: Final = frozenset({"agency_lead"})


class Keeping:
    """One change, by somebody whose duty it is or by the program (None)."""

    def __init__(self, store: Store, session: Session, by: UUID | None) -> None:
        """Refuse (NotPermittedError) whose duty it is not."""
        self.now: datetime = store.clock.now(session)
        self.today: date = london_date(self.now)
        self.by = somebody_with_duty(store, session, DUTY, by).id if by else None
        self._session = session

    def find(self, person: UUID) -> Person:
        """Return the person, locked, or raise NotFoundError."""
        found = self._session.get(Person, person, with_for_update=True)
        if found is None:
            raise NotFoundError("person")
        return found

    def audit(self, kind: str, subject: str, detail: str | None = None) -> None:
        """Write an event to the `system` chain."""
        self._session.flush()
        event = Event(kind, subject, detail, actor=self.by)
        audit.append(self._session, audit.SYSTEM, [event], at=self.now)

    def give(
        self, person: Person, role: str, *, from_day: date, until_day: date | None = None
    ) -> None:
        """Give a person a role from a day, until a day (exclusive) if one is given."""
        self._session.add(
            RoleAssignment(
                id=uuid4(),
                person_id=person.id,
                role=role,
                from_day=from_day,
                until_day=until_day,
                given_by=self.by,
            )
        )
        days = self.days(from_day, until_day)
        self.audit("role_given", str(person.id), f"{role} {days}".strip())

    def days(self, from_day: date, until_day: date | None) -> str:
        """Return the days for the audit trail; nothing where they are from today on, without end."""
        begins = "" if from_day == self.today else f"from {from_day.isoformat()}"
        ends = "" if until_day is None else f"until {until_day.isoformat()}"
        return f"{begins} {ends}".strip()

    def roles_by_person(self) -> dict[UUID, Sequence[str]]:
        """Return the roles that people hold today."""
        held: dict[UUID, list[str]] = {}
        rows = self._session.execute(
            select(RoleAssignment.person_id, RoleAssignment.role)
            .where(held_on(self.today))
            .order_by(RoleAssignment.role)
        )
        for person, role in rows:
            held.setdefault(person, []).append(role)
        return dict(held)

    def roles_from_now_on(self, person: UUID) -> tuple[str, ...]:
        """Return the roles that a person holds today or will."""
        return tuple(
            self._session.scalars(
                select(RoleAssignment.role)
                .distinct()
                .where(RoleAssignment.person_id == person)
                .where(
                    or_(
                        RoleAssignment.until_day.is_(None),
                        and_(
                            RoleAssignment.until_day > self.today,
                            RoleAssignment.until_day > RoleAssignment.from_day,
                        ),
                    )
                )
            )
        )

    @contextmanager
    def not_the_last_business_manager(self) -> Iterator[None]:
        """Refuse what happens inside where it leaves nobody Business Manager sooner than before."""
        self._session.execute(
            text("select pg_advisory_xact_lock(hashtextextended('last business manager', 0))")
        )
        before = self._first_day_vacant()
        yield
        self._session.flush()
        after = self._first_day_vacant()
        if after is not None and (before is None or after < before):
            raise InvalidAnswersError(
                {
                    "": [
                        f"Nobody would be {ROLE_TITLES[NEVER_VACANT]} from {date_in_words(after)} on, and"
                        " nobody could give roles. Give somebody else the role first"
                    ]
                }
            )

    def _first_day_vacant(self) -> date | None:
        """Return the first day from today on when no active person is Business Manager."""
        rows = self._session.execute(
            select(RoleAssignment.from_day, RoleAssignment.until_day)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(RoleAssignment.role == NEVER_VACANT, Person.active)
            .order_by(RoleAssignment.from_day)
        )
        day = self.today
        for from_day, until_day in rows:
            if from_day > day:
                break
            if until_day is None:
                return None
            day = max(day, until_day)
        return day


def last_day(until_day: date | None) -> date | None:
    """Return the last day before one that is exclusive."""
    return None if until_day is None else until_day - timedelta(days=1)
