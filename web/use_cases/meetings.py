"""Meetings of the SIG and the Board; moving one moves every timer that waits for it."""

from datetime import datetime
from uuid import UUID

from web.use_cases.views import MeetingView

KINDS = ("SIG", "Board")


class Meetings:
    """Keep meetings; everything but `meetings` is for the Business Manager (NotPermittedError)."""

    def meetings(self, *, by: UUID) -> tuple[MeetingView, ...]:
        """Return all meetings, the next first, past ones after them."""
        raise NotImplementedError

    def add(self, kind: str, starts_at: datetime, *, by: UUID) -> UUID:
        """Plan a meeting, and work out anew every timer that waits for one of its kind."""
        raise NotImplementedError

    def move(self, meeting: UUID, starts_at: datetime, *, by: UUID) -> None:
        """Move a planned meeting, and the timers with it."""
        raise NotImplementedError

    def cancel(self, meeting: UUID, *, by: UUID) -> None:
        """Cancel a planned meeting, and move the timers to the next."""
        raise NotImplementedError

    def record_held(self, kind: str, *, by: UUID) -> UUID:
        """Record that a meeting of the kind was held today, planned or not; what waits for it goes on."""
        raise NotImplementedError
