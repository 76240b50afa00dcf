"""Meetings of the SIG and the Board; moving one moves every timer that waits for it."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InstanceStateError, InvalidAnswersError, NotFoundError
from web.store import audit
from web.store.audit import Event
from web.store.case_files import open_case_by_id
from web.store.directory import Actor, actor
from web.store.instances import instances_of
from web.store.models import Meeting, ProcessInstance, Timer, UserTask
from web.store.store import Store
from web.use_cases.action import CaseAction
from web.use_cases.duties import somebody_with_duty
from web.use_cases.views import MeetingView

KINDS: Final = ("SIG", "Board")
DUTY: Final = "keep meetings"


class Meetings:
    """Keep meetings; everything but `meetings` is for the Business Manager (NotPermittedError)."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def meetings(self, *, by: UUID) -> tuple[MeetingView, ...]:
        """Return all meetings, the next first, past ones after them with the latest first."""
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            actor(session, by, today=london_date(now))
            found = session.scalars(select(Meeting).order_by(Meeting.starts_at_utc)).all()
            ahead = [each for each in found if each.starts_at_utc >= now]
            past = [each for each in found if each.starts_at_utc < now]
            return tuple(
                MeetingView(each.id, each.kind, each.starts_at_utc, each.state)
                for each in [*ahead, *reversed(past)]
            )

    def add(self, kind: str, starts_at: datetime, *, by: UUID) -> UUID:
        """Plan a meeting, and work out anew every timer that waits for one of its kind."""
        with self._store.transaction() as session:
            change = _Change(self._store, session, kind, by)
            change.refuse_the_past(starts_at)
            meeting = Meeting(
                id=uuid4(), kind=kind, starts_at_utc=starts_at, state="planned", recorded_by=by
            )
            session.add(meeting)
            change.finish("meeting_planned", meeting)
            return meeting.id

    def move(self, meeting: UUID, starts_at: datetime, *, by: UUID) -> None:
        """Move a planned meeting, and the timers with it."""
        with self._store.transaction() as session:
            planned = _planned(session, meeting)
            change = _Change(self._store, session, planned.kind, by)
            change.refuse_the_past(starts_at)
            planned.starts_at_utc = starts_at
            change.finish("meeting_moved", planned)

    def cancel(self, meeting: UUID, *, by: UUID) -> None:
        """Cancel a planned meeting, and move the timers to the next."""
        with self._store.transaction() as session:
            planned = _planned(session, meeting)
            change = _Change(self._store, session, planned.kind, by)
            planned.state = "cancelled"
            change.finish("meeting_cancelled", planned)

    def record_held(self, kind: str, *, by: UUID) -> UUID:
        """Record that a meeting of the kind was held today, planned or not; what waits for it goes on."""
        with self._store.transaction() as session:
            change = _Change(self._store, session, kind, by)
            held = _planned_today(session, kind, change.now) or Meeting(
                id=uuid4(), kind=kind, recorded_by=by
            )
            held.state, held.starts_at_utc = "held", change.now
            session.add(held)
            change.finish("meeting_held", held)
            return held.id


class _Change:
    """A change of meetings of one kind: audited, and followed by every timer that waits for one."""

    def __init__(self, store: Store, session: Session, kind: str, by: UUID) -> None:
        if kind not in KINDS:
            raise InvalidAnswersError({"kind": [f"Choose one of {' and '.join(KINDS)}"]})
        self._store, self._session, self._kind = store, session, kind
        self._by: Actor = somebody_with_duty(store, session, DUTY, by)
        self.now: datetime = store.clock.now(session)

    def refuse_the_past(self, starts_at: datetime) -> None:
        """Refuse to plan a meeting that would be over already."""
        if starts_at <= self.now:
            raise InvalidAnswersError(
                {
                    "starts_at": [
                        "Enter a date and time that lie ahead; one held today is recorded as held"
                    ]
                }
            )

    def finish(self, what: str, meeting: Meeting) -> None:
        """Audit the change, and move the timers case by case, always in the same order."""
        self._session.flush()
        audit.append(
            self._session,
            audit.SYSTEM,
            [
                Event(
                    what,
                    str(meeting.id),
                    f"{meeting.kind} {meeting.starts_at_utc.isoformat(timespec='minutes')}",
                    actor=self._by.id,
                )
            ],
            at=self.now,
        )
        for case_id in self._waiting_cases():
            self._retime(case_id)

    def _waiting_cases(self) -> list[UUID]:
        """Return the cases with a timer that waits for a meeting of the kind, or a task due by meetings."""
        waiting = select(Timer.case_id).where(
            Timer.state == "waiting", Timer.waits_for == self._kind
        )
        due_by_meetings = select(UserTask.case_id).where(
            UserTask.closed_at_utc.is_(None),
            tuple_(UserTask.process, UserTask.element).in_(self._steps_due_by_meetings()),
        )
        return sorted({*self._session.scalars(waiting), *self._session.scalars(due_by_meetings)})

    def _steps_due_by_meetings(self) -> list[tuple[str, str]]:
        """Return the steps at which a task stands whose due date asks for a meeting."""
        standing = self._session.execute(
            select(ProcessInstance.deployment_number, UserTask.process, UserTask.element)
            .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
            .where(UserTask.closed_at_utc.is_(None))
            .distinct()
        )
        found = []
        for number, process, element in standing:
            version = self._store.versions.version(self._session, number)
            due = version.element(process, element).due
            if due is not None and "meeting" in due.text:
                found.append((process, element))
        return found

    def _retime(self, case_id: UUID) -> None:
        file = open_case_by_id(self._session, self._store.vault, case_id, lock=True)
        action = CaseAction(self._store, self._session, file, now=self.now, by=self._by)
        for instance in instances_of(self._session, case_id):
            if instance.ended_at_utc is not None:
                continue
            action.retime(instance)
        action.note("meetings_changed", self._kind)
        action.finish()


def _planned(session: Session, meeting: UUID) -> Meeting:
    found = session.get(Meeting, meeting, with_for_update=True)
    if found is None:
        raise NotFoundError("meeting")
    if found.state != "planned":
        raise InstanceStateError("the meeting was held or cancelled")
    return found


def _planned_today(session: Session, kind: str, now: datetime) -> Meeting | None:
    planned = session.scalars(
        select(Meeting)
        .where(Meeting.kind == kind, Meeting.state == "planned")
        .order_by(Meeting.starts_at_utc)
    )
    today = london_date(now)
    return next((each for each in planned if london_date(each.starts_at_utc) == today), None)
