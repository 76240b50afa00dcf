"""Timers: each is a row and a job, set, moved and withdrawn together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.effects import TimerSet
from web.store import queue
from web.store.clock import ClockReader
from web.store.models import NeedsAttention, ProcessInstance, Timer


def set_timer(
    session: Session,
    clock: ClockReader,
    instance: ProcessInstance,
    effect: TimerSet,
    *,
    why: bytes | None,
    at: datetime,
) -> None:
    """Set a timer, or move one that waits; with no meeting known the Business Manager is asked for one.

    `why` is sealed, and says how its date came about. One that a hold stops has no date either, and no job.
    """
    timer = session.get(Timer, effect.timer_id)
    if timer is not None:
        settle_attention(session, timer.id, at=at)
    else:
        timer = Timer(
            id=effect.timer_id,
            case_id=instance.case_id,
            process_instance_id=instance.id,
            process=effect.process,
            element=effect.element,
            state="waiting",
        )
        session.add(timer)
    timer.due_at_utc, timer.waits_for, timer.why_due = effect.due, effect.waits_for, why
    schedule(session, clock, timer)
    session.flush()
    if effect.due is None and effect.waits_for is not None:
        ask_for_a_meeting(session, timer, at=at)


def schedule(session: Session, clock: ClockReader, timer: Timer) -> None:
    """Give a waiting timer the one job that its due time asks for, by the real clock."""
    if timer.job_id is not None:
        queue.cancel(session, timer.job_id)
        timer.job_id = None
    if timer.due_at_utc is not None:
        timer.job_id = queue.defer(
            session,
            queue.FIRE_TIMER,
            at=clock.real_instant(session, timer.due_at_utc),
            timer_id=timer.id,
        )


def end_timer(session: Session, timer_id: str, *, state: str, at: datetime) -> None:
    """Mark a timer fired or withdrawn; its job, if it has not begun, is taken off the queue."""
    timer = session.get_one(Timer, timer_id)
    timer.state = state
    if state == "withdrawn" and timer.job_id is not None:
        queue.cancel(session, timer.job_id)
    settle_attention(session, timer_id, at=at)


def ask_for_a_meeting(session: Session, timer: Timer, *, at: datetime) -> None:
    """Ask the Business Manager to arrange the meeting that a timer waits for."""
    session.add(
        NeedsAttention(
            case_id=timer.case_id,
            what="meeting",
            timer_id=timer.id,
            process=timer.process,
            element=timer.element,
            sentence=(
                f"No {timer.waits_for} meeting is known, and this case waits for the next one."
                " Arrange a meeting and enter it on the meetings page."
            ),
            since_utc=at,
        )
    )


def settle_attention(
    session: Session, timer_id: str, *, at: datetime, by: UUID | None = None
) -> None:
    """Close what needed attention because of a timer."""
    for item in _open_items(session, timer_id):
        item.resolved_at_utc = at
        item.resolved_by = by


def _open_items(session: Session, timer_id: str) -> list[NeedsAttention]:
    return list(
        session.scalars(
            select(NeedsAttention).where(
                NeedsAttention.timer_id == timer_id, NeedsAttention.resolved_at_utc.is_(None)
            )
        )
    )
