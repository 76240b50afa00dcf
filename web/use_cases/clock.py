"""The clock: what time it is, and moving it where that is allowed (`make run` only)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InvalidAnswersError, NotPermittedError
from web.store import audit, queue, timers
from web.store.audit import Event
from web.store.directory import actor
from web.store.models import Clock, Timer
from web.store.store import Store


class ClockMoves:
    """Read and move the clock."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def now(self) -> datetime:
        """Return the present, moved clock included, in UTC."""
        if not self.may_move:
            return self._store.clock.real()
        with self._store.transaction() as session:
            return self._store.clock.now(session)

    @property
    def may_move(self) -> bool:
        """Say whether this installation lets a visitor move the clock."""
        return self._store.clock.movable

    def move(self, by_how_much: timedelta, *, by: UUID) -> datetime:
        """Move the clock on, and every waiting job with it, so that the real worker does what falls due.

        NotPermittedError where the clock may not be moved; it is never moved back.
        """
        if not self.may_move:
            raise NotPermittedError("the clock of this installation is not moved")
        if not timedelta() < by_how_much <= timedelta(days=3660):
            raise InvalidAnswersError({"": ["Move the clock on, by up to ten years at once"]})
        with self._store.transaction() as session:
            clock = self._store.clock
            person = actor(session, by, today=london_date(clock.now(session)))
            # Two visitors at once: the second moves the clock on from where the first left it.
            session.execute(select(Clock).where(Clock.id == 1).with_for_update())
            clock.set_offset(session, clock.offset(session) + by_how_much)
            reschedule_everything(session, self._store)
            queue.defer(session, queue.LOOK_AROUND, at=None)
            queue.defer(session, queue.RECORD_LATE_NOW, at=None)
            now = clock.now(session)
            moved = Event(
                "clock_moved", None, f"{int(by_how_much.total_seconds())} s", actor=person.id
            )
            audit.append(session, audit.SYSTEM, [moved], at=now)
            return now


def reschedule_everything(session: Session, store: Store) -> None:
    """Give every waiting timer the job that its due time asks for by the clock as it stands now."""
    waiting = session.scalars(
        select(Timer)
        .where(Timer.state == "waiting", Timer.due_at_utc.is_not(None))
        # What is due at one moment keeps its order: jobs are done in the order they were queued.
        .order_by(Timer.due_at_utc, Timer.job_id)
    )
    for timer in waiting:
        timers.schedule(session, store.clock, timer)
