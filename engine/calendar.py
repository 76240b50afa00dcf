"""Working days in England, calendar months, meetings, and the clock of Europe/London.

A timer holds FEEL that yields a date or a date and time; the functions here are what that FEEL may
call. All counting is by calendar day in London; an instant leaves this module in UTC.
"""

import calendar
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

from engine.feel import FeelValueError
from engine.feel.values import DateTime, FarDate, Offset, Time, ZoneName

LONDON: Final = ZoneInfo("Europe/London")
MORNING: Final = time(9)
_FARTHEST: Final = 20_000  # working days: no deadline of a protocol lies eighty years away


@dataclass(frozen=True)
class Calendar:
    """The meetings that are known, by kind (`SIG`, `Board`), as UTC instants in order."""

    meetings: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)

    def next_meeting(self, kind: str, day: date) -> datetime | None:
        """Return the first meeting of the kind on or after the day in London; None if none is known."""
        known = self.meetings.get(kind, ())
        first = bisect_left(known, datetime.combine(day, time.min, LONDON))
        return known[first] if first < len(known) else None

    def meeting_known_by(self, kind: str, day: date, *, now: datetime) -> bool:
        """Say whether a meeting of the kind is known from now to the end of the day, inclusive."""
        return any(
            now <= meeting and london_date(meeting) <= day
            for meeting in self.meetings.get(kind, ())
        )

    def feel_functions(self, now: datetime) -> dict[str, Callable[..., Any]]:
        """Return the calendar functions for `engine.feel`, by the names that FEEL calls them by."""

        def next_meeting(kind: object, day: object) -> DateTime | None:
            found = self.next_meeting(_kind(kind), _day(day))
            return None if found is None else feel_instant(found)

        def meeting_known_by(kind: object, day: object) -> bool:
            return self.meeting_known_by(_kind(kind), _day(day), now=now)

        return {
            "working days after": lambda date, n: working_days_after(_day(date), _count(n)),
            "working days before": lambda date, n: working_days_before(_day(date), _count(n)),
            "months after": lambda date, n: months_after(_day(date), _whole(n)),
            "next meeting": next_meeting,
            "meeting known by": meeting_known_by,
        }


def meetings_in_order(meetings: Mapping[str, Iterable[datetime]]) -> Calendar:
    """Return the calendar of these meetings, whatever order and time zone they are given in."""
    return Calendar(
        {
            kind: tuple(sorted(each.astimezone(UTC) for each in when))
            for kind, when in meetings.items()
        }
    )


def is_working_day(day: date) -> bool:
    """Say whether England works on the day: not Saturday, Sunday or a bank holiday."""
    return day.weekday() < calendar.SATURDAY and day not in _bank_holidays(day.year)


def bank_holidays_within(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """Return England's bank holidays from the first to the last day that would else be working days.

    Each comes with the name that the government gives it.
    """
    return tuple(
        (day, _called(name))
        for year in range(first.year, last.year + 1)
        for day, name in sorted(_bank_holidays(year).items())
        if first <= day <= last and day.weekday() < calendar.SATURDAY
    )


def working_days_after(day: date, count: int) -> date:
    """Return the count-th working day after the day; the day itself is not counted.

    With 0 it is the day itself if it is a working day, else the next one.
    """
    return _working_days(day, count, timedelta(days=1))


def working_days_before(day: date, count: int) -> date:
    """Return the count-th working day before the day; with 0 the day itself or the one before it."""
    return _working_days(day, count, timedelta(days=-1))


def months_after(day: date, count: int) -> date:
    """Return the same day of the month, count months on, clamped to the month's end."""
    years, month = divmod(day.month - 1 + count, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def morning_of(day: date) -> datetime:
    """Return 09:00 in London on the day, in UTC: what a date means where a time is needed."""
    return datetime.combine(day, MORNING, LONDON).astimezone(UTC)


def london_date(instant: datetime) -> date:
    """Return the calendar day in London of an instant."""
    return instant.astimezone(LONDON).date()


def day_of(value: object) -> date | None:
    """Return the day of a date or of an instant in London, also as FEEL has them; None of anything else."""
    match value:
        case DateTime(date=date() as day):
            return day
        case datetime():
            return london_date(value)
        case date():
            return value
    return None


def feel_instant(instant: datetime) -> DateTime:
    """Return the instant as FEEL's date and time, on the clock of London."""
    local = instant.astimezone(LONDON)
    clock = Time(local.hour, local.minute, local.second, local.microsecond * 1000, _ZONE)
    return DateTime(local.date(), clock)


def instant_of(value: object) -> datetime | None:
    """Return the UTC instant that a FEEL value means, or None if it means none.

    A date is 09:00 in London; a date and time without a zone is on the clock of London.
    """
    if isinstance(value, DateTime) and isinstance(value.date, date):
        clock = value.time
        moment = time(clock.hour, clock.minute, clock.second, clock.nanosecond // 1000)
        return datetime.combine(value.date, moment, _zone_of(clock)).astimezone(UTC)
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or LONDON).astimezone(UTC)
    return morning_of(value) if isinstance(value, date) else None


_ZONE: Final = ZoneName("Europe/London")
_OFFICIAL_NAMES: Final = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
    "State Funeral of Queen Elizabeth II": "Bank Holiday for the State Funeral of Queen Elizabeth II",
    "Coronation of Charles III": "Bank holiday for the coronation of King Charles III",
}


def _zone_of(clock: Time) -> tzinfo:
    match clock.zone:
        case Offset(seconds=seconds):
            return timezone(timedelta(seconds=seconds))
        case ZoneName(name=name):
            return ZoneInfo(name)
    return LONDON


def _working_days(day: date, count: int, step: timedelta) -> date:
    remaining = count
    while remaining > 0 or not is_working_day(day):
        day += step
        remaining -= int(is_working_day(day))
    return day


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> Mapping[date, str]:
    return dict(country_holidays("GB", subdiv="ENG", years=year, language="en_GB"))


def _called(name: str) -> str:
    return _OFFICIAL_NAMES.get(name, name.replace("(observed)", "(substitute day)"))


def _day(value: object) -> date:
    if isinstance(value, FarDate):
        raise FeelValueError("the date lies outside the years 1 to 9999")
    day = day_of(value)
    if day is None:
        raise FeelValueError("the date is not a date")
    return day


def _kind(value: object) -> str:
    if not isinstance(value, str):
        raise FeelValueError("the kind of meeting is not text")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise FeelValueError("the number is not a whole number")
    number = int(value)
    if abs(number) > _FARTHEST:
        raise FeelValueError("the number is too large")
    return number


def _count(value: object) -> int:
    number = _whole(value)
    if number < 0:
        raise FeelValueError("the number of working days is negative")
    return number
