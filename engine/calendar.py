"""Working days in England, calendar months, meetings, and the clock of Europe/London.

A timer holds FEEL that yields a date or a date and time; the functions here are what that FEEL may
call. All counting is by calendar day in London; an instant leaves this module in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Calendar:
    """The meetings that are known, by kind (`SIG`, `Board`), each a sorted tuple of UTC instants."""

    meetings: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)

    def next_meeting(self, kind: str, day: date) -> datetime | None:
        """Return the first meeting of the kind on or after the day in London; None if none is known."""
        raise NotImplementedError

    def meeting_known_by(self, kind: str, day: date, *, now: datetime) -> bool:
        """Say whether a meeting of the kind is known from now to the end of the day, inclusive."""
        raise NotImplementedError

    def feel_functions(self, now: datetime) -> dict[str, Callable[..., Any]]:
        """Return the calendar functions for `engine.feel`, by the names that FEEL calls them by."""
        raise NotImplementedError


def is_working_day(day: date) -> bool:
    """Say whether England works on the day: not Saturday, Sunday or a bank holiday."""
    raise NotImplementedError


def working_days_after(day: date, count: int) -> date:
    """Return the count-th working day after the day; the day itself is not counted.

    With 0 it is the day itself if it is a working day, else the next one.
    """
    raise NotImplementedError


def working_days_before(day: date, count: int) -> date:
    """Return the count-th working day before the day; with 0 the day itself or the one before it."""
    raise NotImplementedError


def months_after(day: date, count: int) -> date:
    """Return the same day of the month, count months on, clamped to the month's end."""
    raise NotImplementedError


def morning_of(day: date) -> datetime:
    """Return 09:00 in London on the day, in UTC: what a date means where a time is needed."""
    raise NotImplementedError


def london_date(instant: datetime) -> date:
    """Return the calendar day in London of an instant."""
    raise NotImplementedError
