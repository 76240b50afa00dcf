"""What stands on a meeting's agenda: the cases put there, and those that wait for it or are taken at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.meetings import PANEL, taken_at
from web.store.models import AgendaItem, Case, Meeting, ProcessInstance, Submission, Timer, UserTask
from web.store.versions import Versions

_LAST: Final = 10**6


@dataclass(frozen=True, slots=True)
class Item:
    """A case on an agenda. ``tasks`` are the ids of what waits to be taken, ``comes_up`` of timers that end.

    ``by_hand`` says that somebody put it there for whom nothing waits.
    """

    case: Case
    by_hand: bool
    tasks: tuple[UserTask, ...] = ()
    comes_up: tuple[Timer, ...] = ()


def items_of(
    session: Session, versions: Versions, meeting: Meeting, *, now: datetime, meets: bool = False
) -> tuple[Item, ...]:
    """Return what is on the agenda, in its order; what nobody gave a place comes last, the first due first.

    Of a meeting that was held that is what was written down when it met: then it is asked with ``meets``.
    """
    kept = {
        row.case_id: row
        for row in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    }
    tasks: dict[UUID, list[UserTask]] = {}
    timers: dict[UUID, list[Timer]] = {}
    if meets or meeting.state == "planned":
        if meets or _is_next(session, meeting, now):
            for task in _taken_there(session, versions, meeting):
                tasks.setdefault(task.case_id, []).append(task)
        for timer in _waiting_for(session, meeting):
            timers.setdefault(timer.case_id, []).append(timer)
    cases = {
        case.id: case
        for case in session.scalars(select(Case).where(Case.id.in_({*kept, *tasks, *timers})))
    }

    def place(case: Case) -> tuple[int, date, str]:
        dues = [task.due for task in tasks.get(case.id, ()) if task.due is not None]
        position = kept[case.id].position if case.id in kept else _LAST
        return position, min(dues, default=date.max), case.reference

    return tuple(
        Item(
            case,
            case.id in kept and kept[case.id].by_hand,
            tuple(tasks.get(case.id, ())),
            tuple(timers.get(case.id, ())),
        )
        for case in sorted(cases.values(), key=place)
    )


def meetings_that_may_hold(session: Session, case: UUID) -> Sequence[Meeting]:
    """Return the meetings on whose agenda a case was written down, and every planned one, in order."""
    written_down = select(AgendaItem.meeting_id).where(AgendaItem.case_id == case)
    return session.scalars(
        select(Meeting)
        .where(or_(Meeting.id.in_(written_down), Meeting.state == "planned"))
        .order_by(Meeting.starts_at_utc, Meeting.id)
    ).all()


def decided_at(
    session: Session, versions: Versions, meeting: Meeting, cases: Sequence[UUID]
) -> dict[UUID, list[Submission]]:
    """Return what was recorded of these cases from the day of the meeting on, until the next of its kind."""
    following = session.scalar(
        select(Meeting.starts_at_utc)
        .where(*_of_the_kind(meeting), Meeting.starts_at_utc > meeting.starts_at_utc)
        .order_by(Meeting.starts_at_utc)
        .limit(1)
    )
    rows = session.scalars(
        select(Submission)
        .where(Submission.case_id.in_(cases), Submission.task_id.is_not(None))
        .order_by(Submission.submitted_at_utc, Submission.id)
    )
    first = london_date(meeting.starts_at_utc)
    steps = _steps_taken_at(session, versions, meeting.kind)
    found: dict[UUID, list[Submission]] = {}
    for row in rows:
        before = following is not None and row.submitted_at_utc >= following
        if before or london_date(row.submitted_at_utc) < first:
            continue
        if (row.process, row.element) in steps:
            found.setdefault(row.case_id, []).append(row)
    return found


def keep_agenda(
    session: Session, items: Sequence[Item], meeting: Meeting, *, by: UUID, at: datetime
) -> None:
    """Write the agenda down as it stands, each case with its place."""
    for position, item in enumerate(items, start=1):
        row = session.get(AgendaItem, (meeting.id, item.case.id))
        if row is None:
            session.add(
                AgendaItem(
                    meeting_id=meeting.id,
                    case_id=item.case.id,
                    position=position,
                    by_hand=False,
                    put_on_by=by,
                    put_on_at_utc=at,
                )
            )
        else:
            row.position = position
    session.flush()


def _is_next(session: Session, meeting: Meeting, now: datetime) -> bool:
    """Say whether it is the first meeting of its kind that is not over by today."""
    planned = session.execute(
        select(Meeting.id, Meeting.starts_at_utc)
        .where(*_of_the_kind(meeting), Meeting.state == "planned")
        .order_by(Meeting.starts_at_utc, Meeting.id)
    )
    today = london_date(now)
    return meeting.id == next(
        (each for each, starts_at in planned if london_date(starts_at) >= today), None
    )


def _of_the_kind(meeting: Meeting) -> list[ColumnElement[bool]]:
    """Return the conditions on other meetings that would do in its place: of a Panel, its own."""
    same = [Meeting.kind == meeting.kind, Meeting.state != "cancelled"]
    return [*same, Meeting.case_id == meeting.case_id] if meeting.kind == PANEL else same


def _taken_there(session: Session, versions: Versions, meeting: Meeting) -> Sequence[UserTask]:
    steps = _steps_taken_at(session, versions, meeting.kind)
    chosen: list[ColumnElement[bool]] = [
        UserTask.closed_at_utc.is_(None),
        tuple_(UserTask.process, UserTask.element).in_(steps),
    ]
    if meeting.kind == PANEL:
        chosen.append(UserTask.case_id == meeting.case_id)
    return session.scalars(select(UserTask).where(*chosen).order_by(UserTask.number)).all()


def _waiting_for(session: Session, meeting: Meeting) -> Sequence[Timer]:
    """Return the timers that wait for the meeting, or ended when it began."""
    return session.scalars(
        select(Timer)
        .where(
            Timer.state != "withdrawn",
            Timer.waits_for == meeting.kind,
            Timer.due_at_utc == meeting.starts_at_utc,
        )
        .order_by(Timer.id)
    ).all()


def _steps_taken_at(session: Session, versions: Versions, kind: str) -> set[tuple[str, str]]:
    """Return the steps that any version of which a case runs takes at a meeting of the kind."""
    numbers = session.scalars(select(ProcessInstance.deployment_number).distinct())
    return {
        (diagram.id, task.id)
        for number in numbers
        for diagram in versions.version(session, number).diagrams.values()
        for task in diagram.user_tasks()
        if taken_at(task) == kind
    }
