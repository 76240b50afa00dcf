"""The agenda of a meeting: its cases in order, who attended, and what was recorded of each."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InstanceStateError, InvalidAnswersError, NotFoundError
from web.store import audit
from web.store.agendas import items_of, keep_agenda
from web.store.audit import Event
from web.store.models import AgendaItem, Attendance, Case, Meeting
from web.store.sight import visible_to
from web.store.store import Store
from web.use_cases.agenda_reading import DUTY, AgendaReading
from web.use_cases.agenda_views import AgendaView
from web.use_cases.duties import somebody_with_duty

STANDINGS: Final = ("present", "apologies", "absent")


class Agendas:
    """Read agendas, each as far as the reader sees its cases; whoever keeps meetings arranges them."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def agenda(self, meeting: UUID, *, by: UUID) -> AgendaView:
        """Return a meeting's agenda; NotFoundError where there is no such meeting."""
        with self._store.transaction() as session:
            return AgendaReading(self._store, session, _found(session, meeting), by).view()

    def put_on(self, meeting: UUID, reference: str, *, by: UUID) -> None:
        """Put a case last on the agenda of a meeting that is not over.

        InvalidAnswersError beside `reference` where the person knows no such case, or it stands there.
        """
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            case = change.case(reference)
            if any(item.case.id == case.id for item in change.items):
                raise InvalidAnswersError({"reference": [f"{case.reference} is on the agenda"]})
            keep_agenda(session, change.items, change.meeting, by=by, at=change.now)
            session.add(
                AgendaItem(
                    meeting_id=meeting,
                    case_id=case.id,
                    position=len(change.items) + 1,
                    by_hand=True,
                    put_on_by=by,
                    put_on_at_utc=change.now,
                )
            )
            change.note("agenda_item_put_on", case.reference)

    def take_off(self, meeting: UUID, reference: str, *, by: UUID) -> None:
        """Take off what somebody put on; InstanceStateError for what the diagrams bring there."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            row = session.get(AgendaItem, (meeting, change.case(reference).id))
            if row is None or not row.by_hand:
                raise InstanceStateError("the case waits for this meeting")
            session.delete(row)
            change.note("agenda_item_taken_off", reference)

    def move(self, meeting: UUID, reference: str, *, earlier: bool, by: UUID) -> None:
        """Give a case the place before, or after, the one it has."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            items = list(change.items)
            at = next(
                (place for place, item in enumerate(items) if item.case.reference == reference),
                None,
            )
            if at is None:
                raise NotFoundError("case")
            to = at - 1 if earlier else at + 1
            if 0 <= to < len(items):
                items[at], items[to] = items[to], items[at]
            keep_agenda(session, items, change.meeting, by=by, at=change.now)
            change.note("agenda_arranged", reference)

    def record_attendance(self, meeting: UUID, standings: Mapping[UUID, str], *, by: UUID) -> None:
        """Record who was there, who sent apologies and who was absent, of those who belong to it."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by, whenever=True)
            expected = {
                each.person
                for each in AgendaReading(self._store, session, change.meeting, by).attendance()
            }
            for person, standing in standings.items():
                if person not in expected or standing not in STANDINGS:
                    raise InvalidAnswersError({"attendance": ["Choose one of the three for each"]})
                session.merge(
                    Attendance(
                        meeting_id=meeting,
                        person_id=person,
                        standing=standing,
                        recorded_by=by,
                        recorded_at_utc=change.now,
                    )
                )
                change.note("attendance_recorded", f"{person} {standing}")


class _Arranging:
    """A change of an agenda: by whoever keeps meetings, audited; refused once the meeting is over."""

    def __init__(
        self, store: Store, session: Session, meeting: UUID, by: UUID, *, whenever: bool = False
    ) -> None:
        self._store, self._session = store, session
        self._by = somebody_with_duty(store, session, DUTY, by)
        self.now = store.clock.now(session)
        self.meeting = _found(session, meeting, lock=True)
        if self.meeting.state != "planned" and not whenever:
            raise InstanceStateError("the meeting was held or cancelled")
        self.items = items_of(session, store.versions, self.meeting, now=self.now)

    def case(self, reference: str) -> Case:
        """Return a case that the person may know of."""
        found = self._session.scalar(
            select(Case).where(
                Case.reference == reference.strip().upper(),
                visible_to(self._session, self._by, today=london_date(self.now)),
            )
        )
        if found is None:
            raise InvalidAnswersError({"reference": ["Enter the reference of a case"]})
        return found

    def note(self, what: str, detail: str) -> None:
        """Write it into the system's audit trail."""
        self._session.flush()
        event = Event(what, str(self.meeting.id), detail, actor=self._by.id)
        audit.append(self._session, audit.SYSTEM, [event], at=self.now)


def _found(session: Session, meeting: UUID, *, lock: bool = False) -> Meeting:
    found = session.get(Meeting, meeting, with_for_update=True if lock else None)
    if found is None:
        raise NotFoundError("meeting")
    return found
