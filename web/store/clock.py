"""The one clock: the real time, and in `make run` how far a visitor has moved it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.store.models import Clock


def real_time() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


class ClockReader:
    """Tells the time; the offset is read from the database only where the clock may be moved."""

    def __init__(self, *, movable: bool, real: Callable[[], datetime] = real_time) -> None:
        """Take whether the clock may be moved, and the real time."""
        self.movable = movable
        self.real = real

    def now(self, session: Session) -> datetime:
        """Return the present as the case sees it."""
        return self.real() + self.offset(session)

    def real_instant(self, session: Session, instant: datetime) -> datetime:
        """Return when, by the real clock, the instant comes: what the queue is given."""
        return instant - self.offset(session)

    def offset(self, session: Session) -> timedelta:
        """Return how far the clock is moved."""
        if not self.movable:
            return timedelta()
        seconds = session.scalar(select(Clock.offset_seconds).where(Clock.id == 1))
        return timedelta(seconds=seconds or 0)

    def set_offset(self, session: Session, offset: timedelta) -> None:
        """Move the clock; the caller moves the waiting jobs."""
        session.execute(
            update(Clock).where(Clock.id == 1).values(offset_seconds=int(offset.total_seconds()))
        )
