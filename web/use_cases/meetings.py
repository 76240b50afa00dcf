"""Meetings of the SIG, the Board and Panels; moving one moves every timer that waits for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InstanceStateError, InvalidAnswersError, NotFoundError
from engine.meetings import KINDS, PANEL
from web.store import audit
from web.store.agendas import items_of, keep_agenda
from web.store.audit import Event
from web.store.case_files import open_case_by_id
from web.store.directory import Actor, actor
from web.store.instances import instances_of
from web.store.models import Case, Meeting, ProcessInstance, Timer, UserTask
from web.store.sight import visible_to
from web.store.store import Store
from web.use_cases.action import CaseAction
from web.use_cases.duties import somebody_with_duty
from web.use_cases.meeting_views import MeetingView

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
            reader = actor(session, by, today=london_date(now))
            found = session.scalars(select(Meeting).order_by(Meeting.starts_at_utc)).all()
            about = _cases_of(session, reader, found, today=london_date(now))
            ahead = [each for each in found if each.starts_at_utc >= now]
            past = [each for each in found if each.starts_at_utc < now]
            return tuple(
                MeetingView(
                    each.id,
                    each.kind,
                    each.starts_at_utc,
                    each.state,
                    about.get(each.case_id) if each.case_id else None,
                )
                for each in [*ahead, *reversed(past)]
            )

    def add(self, kind: str, starts_at: datetime, *, by: UUID, reference: str = "") -> UUID:
        """Plan a meeting, and work out anew every timer that waits for one of its kind.

        A Panel meets about the case of that ``reference``; other meetings take none.
        """
        with self._store.transaction() as session:
            change = _Change(self._store, session, kind, by)
            change.refuse_the_past(starts_at)
            meeting = Meeting(
                id=uuid4(),
                kind=kind,
                starts_at_utc=starts_at,
                state="planned",
                recorded_by=by,
                case_id=change.case_about(reference),
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

    def record_held(self, kind: str, *, by: UUID, reference: str = "") -> UUID:
        """Record that a meeting of the kind was held today, planned or not; what waits for it goes on.

        Its agenda is written down as it stands. A Panel met about the case of that ``reference``.
        """
        with self._store.transaction() as session:
            change = _Change(self._store, session, kind, by)
            case = change.case_about(reference)
            held = _planned_today(session, kind, case, change.now)
            if held is None:
                held = Meeting(id=uuid4(), kind=kind, recorded_by=by, case_id=case)
            else:
                # What waited for the hour it was planned for is on its agenda, at whatever hour it met.
                change.keep_agenda(held)
            held.state, held.starts_at_utc = "held", change.now
            session.add(held)
            change.finish("meeting_held", held)
            change.keep_agenda(held)
            return held.id


class _Change:
    """A change of meetings of one kind: audited, and followed by every timer that waits for one."""

    def __init__(self, store: Store, session: Session, kind: str, by: UUID) -> None:
        if kind not in KINDS:
            raise InvalidAnswersError({"kind": [f"Choose one of {', '.join(KINDS)}"]})
        self._store, self._session, self._kind = store, session, kind
        self._by: Actor = somebody_with_duty(store, session, DUTY, by)
        self.now: datetime = store.clock.now(session)

    def case_about(self, reference: str) -> UUID | None:
        """Return the case that a Panel meets about; None for other meetings."""
        if self._kind != PANEL:
            return None
        found = self._session.scalar(
            select(Case.id).where(
                Case.reference == reference.strip().upper(),
                visible_to(self._session, self._by, today=london_date(self.now)),
            )
        )
        if found is None:
            raise InvalidAnswersError(
                {"reference": ["Enter the reference of the case that the Panel meets about"]}
            )
        return found

    def keep_agenda(self, meeting: Meeting) -> None:
        """Write down what is on the agenda of a meeting that meets now, with what it lets go on."""
        items = items_of(self._session, self._store.versions, meeting, now=self.now, meets=True)
        keep_agenda(self._session, items, meeting, by=self._by.id, at=self.now)

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


def _cases_of(
    session: Session, reader: Actor, meetings: Iterable[Meeting], *, today: date
) -> dict[UUID, str]:
    """Return the references of the cases that Panels meet about, of those that the reader may know of."""
    about = {each.case_id for each in meetings if each.case_id is not None}
    if not about:
        return {}
    rows = session.execute(
        select(Case.id, Case.reference).where(
            Case.id.in_(about), visible_to(session, reader, today=today)
        )
    )
    return dict(iter(rows))


def _planned_today(session: Session, kind: str, case: UUID | None, now: datetime) -> Meeting | None:
    planned = session.scalars(
        select(Meeting)
        .where(
            Meeting.kind == kind,
            Meeting.state == "planned",
            Meeting.case_id.is_(None) if case is None else Meeting.case_id == case,
        )
        .order_by(Meeting.starts_at_utc)
    )
    today = london_date(now)
    return next((each for each in planned if london_date(each.starts_at_utc) == today), None)
