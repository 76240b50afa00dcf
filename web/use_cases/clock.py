"""The clock: what time it is, and moving it where that is allowed (`make run` only)."""

from datetime import datetime, timedelta
from uuid import UUID


class ClockMoves:
    """Read and move the clock."""

    def now(self) -> datetime:
        """Return the present, moved clock included, in UTC."""
        raise NotImplementedError

    @property
    def may_move(self) -> bool:
        """Say whether this installation lets a visitor move the clock."""
        raise NotImplementedError

    def move(self, by_how_much: timedelta, *, by: UUID) -> datetime:
        """Move the clock on, and every waiting job with it, so that the real worker does what falls due.

        NotPermittedError where the clock may not be moved; it is never moved back.
        """
        raise NotImplementedError
