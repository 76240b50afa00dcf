"""Properties of dates, times, durations and ranges, read by path (the standard's table 65)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from engine.feel.dates import (
    DAY_IN_SECONDS,
    NANOSECONDS,
    day_number,
    offset_in_seconds,
    time_offset_in_seconds,
)
from engine.feel.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Range,
    Time,
    Value,
    YearMonthDuration,
    ZoneName,
)


def weekday(date: Date) -> int:
    """Return 1 for Monday to 7 for Sunday."""
    return (day_number(date) - 1) % 7 + 1


def _offset(seconds: int | None) -> Value:
    return None if seconds is None else DayTimeDuration(seconds * NANOSECONDS)


def _zone(time: Time) -> Value:
    return time.zone.name if isinstance(time.zone, ZoneName) else None


def _part(duration: DayTimeDuration, unit_in_seconds: int, of: int | None) -> Decimal:
    # Parts of a negative duration are negative.
    sign = -1 if duration.nanoseconds < 0 else 1
    units = abs(duration.nanoseconds) // NANOSECONDS // unit_in_seconds
    return Decimal(sign * (units if of is None else units % of))


def _year_month_part(duration: YearMonthDuration, *, years: bool) -> Decimal:
    sign = -1 if duration.months < 0 else 1
    whole, rest = divmod(abs(duration.months), 12)
    return Decimal(sign * (whole if years else rest))


_OF_DATES: Final[dict[str, Callable[[Date], Value]]] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(weekday(date)),
}
_OF_TIMES: Final[dict[str, Callable[[Time], Value]]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": lambda time: Decimal(time.second),
    "timezone": _zone,
}
_OF_DAYS: Final[dict[str, Callable[[DayTimeDuration], Value]]] = {
    "days": lambda duration: _part(duration, DAY_IN_SECONDS, None),
    "hours": lambda duration: _part(duration, 3600, 24),
    "minutes": lambda duration: _part(duration, 60, 60),
    "seconds": lambda duration: _part(duration, 1, 60),
}
_OF_MONTHS: Final[dict[str, Callable[[YearMonthDuration], Value]]] = {
    "years": lambda duration: _year_month_part(duration, years=True),
    "months": lambda duration: _year_month_part(duration, years=False),
}
_OF_RANGES: Final[dict[str, Callable[[Range], Value]]] = {
    "start": lambda range_: range_.low,
    "end": lambda range_: range_.high,
    "start included": lambda range_: range_.low_included,
    "end included": lambda range_: range_.high_included,
}


def _of_moments() -> dict[str, Callable[[DateTime], Value]]:
    of_date = {
        name: (lambda moment, read=read: read(moment.date)) for name, read in _OF_DATES.items()
    }
    of_time = {
        name: (lambda moment, read=read: read(moment.time)) for name, read in _OF_TIMES.items()
    }
    return {**of_date, **of_time, "time offset": lambda moment: _offset(offset_in_seconds(moment))}


# The first half of a key is what `compare.kind_of` says, so each reader meets its own type only.
PROPERTIES: Final[dict[tuple[str, str], Callable[[Any], Value]]] = {
    **{("date", name): read for name, read in _OF_DATES.items()},
    **{("time", name): read for name, read in _OF_TIMES.items()},
    ("time", "time offset"): lambda time: _offset(time_offset_in_seconds(time)),
    **{("date and time", name): read for name, read in _of_moments().items()},
    **{("days and time duration", name): read for name, read in _OF_DAYS.items()},
    **{("years and months duration", name): read for name, read in _OF_MONTHS.items()},
    **{("range", name): read for name, read in _OF_RANGES.items()},
}
