"""Days, counts and durations as people read them."""

from collections.abc import Iterable
from datetime import date, datetime

from engine.calendar import LONDON
from engine.feel.values import DateTime, DayTimeDuration, YearMonthDuration

_NANOSECONDS_A_DAY = 24 * 60 * 60 * 1_000_000_000


def day_in_words(value: date) -> str:
    """Return "3 March 2014"; of an instant, its day in London."""
    day = value.astimezone(LONDON).date() if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def weekday_in_words(day: date) -> str:
    """Return "Monday 5 May"."""
    return f"{day:%A} {day.day} {day:%B}"


def date_in_words(value: object) -> str | None:
    """Return a FEEL date, or date and time, in words; None for anything else."""
    match value:
        case DateTime(date=date() as day, time=clock):
            return f"{day_in_words(day)} at {clock.hour:02}:{clock.minute:02}"
        case date():
            return day_in_words(value)
    return None


def counted(number: object, one: str, many: str | None = None) -> str:
    """Return "1 working day" or "10 working days"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def duration_in_words(value: object) -> str | None:
    """Return "7 days" or "6 months" of a whole, positive duration; None for anything else."""
    match value:
        case DayTimeDuration(nanoseconds=length) if length > 0 and not length % _NANOSECONDS_A_DAY:
            return counted(length // _NANOSECONDS_A_DAY, "day")
        case YearMonthDuration(months=months) if months > 0:
            return counted(months, "month")
    return None


def ordinal(number: int) -> str:
    """Return "31st"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number % 100 <= 13 else ending}"


def listed(items: Iterable[str]) -> str:
    """Return "a", "a and b", or "a, b and c"."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
