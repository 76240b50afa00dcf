"""Dates, times and durations from and to their text (ISO 8601 as XML Schema and FEEL narrow it)."""

import datetime as dt
import re
from typing import Final

from engine.feel.dates import (
    DAY_IN_SECONDS,
    MAXIMUM_OFFSET_IN_SECONDS,
    NANOSECONDS,
    date_of_day_number,
    day_number,
    is_zone,
    make_date,
)
from engine.feel.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Offset,
    Time,
    YearMonthDuration,
    Zone,
    ZoneName,
)

_DATE: Final = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME: Final = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([\w/+-]+))?",
    re.ASCII,
)
_YEARS_AND_MONTHS: Final = re.compile(r"(-)?P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_DAYS_AND_TIME: Final = re.compile(
    r"(-)?P(?=[\dT])(?:(\d+)D)?(?:T(?=[\d.])(?:(\d+)H)?(?:(\d+)M)?(?:(\d*)(?:\.(\d*))?S)?)?",
    re.ASCII,
)
_END_OF_DAY: Final = re.compile(r"24:00:00(?:\.0+)?(?![\d.])", re.ASCII)
_MAXIMUM_DIGITS: Final = 18


def read_date(text: str) -> Date | None:
    """Read ``2014-02-28``; None for anything else."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    return make_date(int(match[1]), int(match[2]), int(match[3]))


def read_time(text: str) -> Time | None:
    """Read ``09:30:00``, with fractions and a zone (``Z``, ``+01:00``, ``@Europe/London``) or not."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    nanosecond = int((match[4] or "0")[:9].ljust(9, "0"))
    zone = _read_zone(match)
    if zone is None and (match[5] or match[6] or match[10]):
        return None
    return Time(hour, minute, second, nanosecond, zone)


def _read_zone(match: re.Match[str]) -> Zone | None:
    if match[5]:
        return Offset(0)
    if match[10]:
        return ZoneName(match[10]) if is_zone(match[10]) else None
    if not match[6]:
        return None
    minutes, seconds = int(match[8]), int(match[9] or 0)
    total = int(match[7]) * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > MAXIMUM_OFFSET_IN_SECONDS:
        return None
    return Offset(-total if match[6] == "-" else total)


def read_date_time(text: str) -> DateTime | None:
    """Read a date, ``T`` and a time; a date alone is its midnight."""
    date_text, separator, time_text = text.partition("T")
    date = read_date(date_text)
    if date is not None and _END_OF_DAY.match(time_text):
        # 24:00:00 is the midnight with which the next day begins.
        date = date_of_day_number(day_number(date) + 1)
        time_text = f"00{time_text[2:]}"
    time = read_time(time_text) if separator else Time(0, 0, 0)
    return None if date is None or time is None else DateTime(date, time)


def read_duration(text: str) -> DayTimeDuration | YearMonthDuration | None:
    """Read ``P1Y6M`` or ``P2DT12H``, negative or not."""
    if match := _YEARS_AND_MONTHS.fullmatch(text):
        if any(len(part or "") > _MAXIMUM_DIGITS for part in match.groups()):
            return None
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearMonthDuration(-months if match[1] else months)
    if match := _DAYS_AND_TIME.fullmatch(text):
        return _days_and_time(match)
    return None


def _days_and_time(match: re.Match[str]) -> DayTimeDuration | None:
    if any(len(part or "") > _MAXIMUM_DIGITS for part in match.groups()):
        return None
    if match[5] == "" and not match[6]:
        return None  # an S without a number
    seconds = int(match[2] or 0) * DAY_IN_SECONDS + int(match[3] or 0) * 3600
    seconds += int(match[4] or 0) * 60 + int(match[5] or 0)
    nanoseconds = seconds * NANOSECONDS + int((match[6] or "0")[:9].ljust(9, "0"))
    return DayTimeDuration(-nanoseconds if match[1] else nanoseconds)


def read_at_literal(
    text: str,
) -> Date | DateTime | Time | DayTimeDuration | YearMonthDuration | None:
    """Read what stands in ``@"..."``."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text.partition("@")[0]:
        return read_date_time(text)
    return read_time(text) if ":" in text else read_date(text)


def date_text(date: Date) -> str:
    """Write a date as FEEL does."""
    if isinstance(date, dt.date):
        return date.isoformat()
    sign = "-" if date.year < 0 else ""
    return f"{sign}{abs(date.year):04}-{date.month:02}-{date.day:02}"


def time_text(time: Time) -> str:
    """Write a time as FEEL does, without zeros behind the fraction."""
    fraction = f".{time.nanosecond:09}".rstrip("0") if time.nanosecond else ""
    return f"{time.hour:02}:{time.minute:02}:{time.second:02}{fraction}{_zone_text(time.zone)}"


def _zone_text(zone: Zone | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneName):
        return f"@{zone.name}"
    if zone.seconds == 0:
        return "Z"
    minutes, second = divmod(abs(zone.seconds), 60)
    hour, minute = divmod(minutes, 60)
    text = f"{'-' if zone.seconds < 0 else '+'}{hour:02}:{minute:02}"
    return f"{text}:{second:02}" if second else text


def date_time_text(moment: DateTime) -> str:
    """Write a date and time as FEEL does."""
    return f"{date_text(moment.date)}T{time_text(moment.time)}"


def duration_text(duration: DayTimeDuration | YearMonthDuration) -> str:
    """Write a duration in its shortest normal form."""
    if isinstance(duration, YearMonthDuration):
        sign = "-" if duration.months < 0 else ""
        years, months = divmod(abs(duration.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{sign}P{parts or '0M'}"
    sign = "-" if duration.nanoseconds < 0 else ""
    seconds, nanosecond = divmod(abs(duration.nanoseconds), NANOSECONDS)
    days, seconds = divmod(seconds, DAY_IN_SECONDS)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{nanosecond:09}".rstrip("0") if nanosecond else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    day = f"{days}D" if days else ""
    return f"{sign}P{day}{'T' + clock if clock else ''}" if day or clock else "PT0S"
