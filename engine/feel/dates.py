"""The calendar and the clock: days, instants and zones, also outside the years Python's dates know."""

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import Date, DateTime, FarDate, Offset, Time, Zone, ZoneName

NANOSECONDS: Final = 1_000_000_000
DAY_IN_SECONDS: Final = 86_400
MAXIMUM_YEAR: Final = 999_999_999
MAXIMUM_OFFSET_IN_SECONDS: Final = 18 * 3600

_ERA_IN_YEARS: Final = 400
_ERA_IN_DAYS: Final = 146_097
# A year in which every zone of today has its rules; for times of day that have no date.
_REFERENCE: Final = dt.datetime(2000, 1, 1)


def make_date(year: int, month: int, day: int) -> Date | None:
    """Return the date, or None where the calendar has no such day."""
    if not (-MAXIMUM_YEAR <= year <= MAXIMUM_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= days_in_month(year, month):
        return None
    if 1 <= year <= 9999:
        return dt.date(year, month, day)
    return FarDate(year, month, day)


def days_in_month(year: int, month: int) -> int:
    """Return the length of the month in the proleptic Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(date: Date) -> int:
    """Return the count of days on which 1 January of the year 1 is day 1."""
    if isinstance(date, dt.date):
        return date.toordinal()
    eras, year = divmod(date.year - 1, _ERA_IN_YEARS)
    return eras * _ERA_IN_DAYS + dt.date(year + 1, date.month, date.day).toordinal()


def date_of_day_number(number: int) -> Date | None:
    """Return the date of a day number, or None beyond the years FEEL knows."""
    eras, day = divmod(number - 1, _ERA_IN_DAYS)
    within = dt.date.fromordinal(day + 1)
    return make_date(within.year + eras * _ERA_IN_YEARS, within.month, within.day)


def add_months(date: Date, months: int) -> Date | None:
    """Return the same day some months later, or the last day of a month that has no such day."""
    years, month = divmod(date.month - 1 + months, 12)
    year = date.year + years
    return make_date(year, month + 1, min(date.day, days_in_month(year, month + 1)))


def seconds_of_day(time: Time) -> int:
    """Return the whole seconds since midnight."""
    return time.hour * 3600 + time.minute * 60 + time.second


def make_time(nanoseconds_of_day: int, zone: Zone | None) -> Time:
    """Return the time of day so long after midnight."""
    seconds, nanosecond = divmod(nanoseconds_of_day, NANOSECONDS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, nanosecond, zone)


def nanoseconds_of_day(time: Time) -> int:
    """Return the nanoseconds since midnight, by the clock on the wall."""
    return seconds_of_day(time) * NANOSECONDS + time.nanosecond


def local_nanoseconds(moment: DateTime) -> int:
    """Return the nanoseconds since day 0, by the clock on the wall."""
    days = day_number(moment.date)
    return days * DAY_IN_SECONDS * NANOSECONDS + nanoseconds_of_day(moment.time)


def instant(moment: DateTime) -> int:
    """Return the nanoseconds since day 0 in UTC; without a zone, as if in UTC."""
    return local_nanoseconds(moment) - (offset_in_seconds(moment) or 0) * NANOSECONDS


def moment_of_instant(nanoseconds: int, zone: Zone | None) -> DateTime | None:
    """Return the date and time of an instant in a zone, or None beyond the years FEEL knows."""
    in_utc = _moment(nanoseconds, Offset(0))
    if in_utc is None:
        return None
    if isinstance(zone, ZoneName):
        offset = _offset_at_instant(zone.name, in_utc)
    else:
        offset = zone.seconds if zone else 0
    return _moment(nanoseconds + offset * NANOSECONDS, zone)


def _moment(nanoseconds: int, zone: Zone | None) -> DateTime | None:
    days, rest = divmod(nanoseconds, DAY_IN_SECONDS * NANOSECONDS)
    if abs(days) > (MAXIMUM_YEAR + 1) * 366:
        return None
    date = date_of_day_number(days)
    return None if date is None else DateTime(date, make_time(rest, zone))


def offset_in_seconds(moment: DateTime) -> int | None:
    """Return the distance from UTC at the moment, or None without a zone."""
    zone = moment.time.zone
    if not isinstance(zone, ZoneName):
        return zone.seconds if zone else None
    return _offset(zone.name, _python_moment(moment))


def time_offset_in_seconds(time: Time) -> int | None:
    """Return the distance from UTC of a time of day; a named zone counts with its standard time."""
    if isinstance(time.zone, ZoneName):
        return _offset(time.zone.name, _REFERENCE)
    return time.zone.seconds if time.zone else None


def time_instant(time: Time) -> int:
    """Return the nanoseconds since midnight UTC; without a zone, as if in UTC."""
    return nanoseconds_of_day(time) - (time_offset_in_seconds(time) or 0) * NANOSECONDS


def is_zone(name: str) -> bool:
    """Tell whether the time zone database knows the name."""
    return _zone(name) is not None


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None  # unknown, or not even the form of a name


def _offset(name: str, local: dt.datetime) -> int | None:
    zone = _zone(name)
    offset = local.replace(tzinfo=zone).utcoffset() if zone else None
    return None if offset is None else int(offset.total_seconds())


def _offset_at_instant(name: str, in_utc: DateTime) -> int:
    zone = _zone(name)
    if zone is None:
        return 0
    utc = _python_moment(in_utc).replace(tzinfo=dt.UTC)
    offset = utc.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _python_moment(moment: DateTime) -> dt.datetime:
    # Beyond Python's years the rules of the nearest year stand.
    date, time = moment.date, moment.time
    year = min(max(date.year, 2), 9998)
    day = min(date.day, days_in_month(year, date.month))
    return dt.datetime(year, date.month, day, time.hour, time.minute, time.second)


def from_datetime(moment: dt.datetime) -> DateTime:
    """Make a FEEL date and time of Python's."""
    zone: Zone | None = None
    if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key != "UTC":
        zone = ZoneName(moment.tzinfo.key)
    elif (offset := moment.utcoffset()) is not None:
        zone = Offset(int(offset.total_seconds()))
    return DateTime(moment.date(), _from_clock(moment.time(), zone))


def from_time(time: dt.time) -> Time:
    """Make a FEEL time of Python's."""
    offset = time.utcoffset()
    return _from_clock(time, None if offset is None else Offset(int(offset.total_seconds())))


def _from_clock(time: dt.time, zone: Zone | None) -> Time:
    return Time(time.hour, time.minute, time.second, time.microsecond * 1000, zone)
