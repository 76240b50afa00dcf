"""Functions that make a value of another type."""

import re
from decimal import Decimal
from typing import Final

from engine.feel.dates import MAXIMUM_OFFSET_IN_SECONDS, NANOSECONDS, make_date
from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.numbers import DECIMAL128, as_integer
from engine.feel.range_text import read_range
from engine.feel.run import Run
from engine.feel.temporal_text import read_date, read_date_time, read_duration, read_time
from engine.feel.text import text_of
from engine.feel.values import (
    Date,
    DateTime,
    DayTimeDuration,
    Offset,
    Time,
    Value,
    YearMonthDuration,
    Zone,
)

library = Library()

_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,5})?", re.ASCII)


def _known(value: Value, what: str) -> Value:
    if value is None:
        raise FeelValueError(f"This is no {what}.")
    return value


@library.define("date(from: string)")
def date_from_text(_run: Run, text: str) -> Value:
    """Read a date."""
    return _known(read_date(text), "date")


@library.define("date(from: date)")
def date_from_date(_run: Run, date: Value) -> Value:
    """Return the date itself."""
    return date


@library.define("date(from: date and time)")
def date_from_moment(_run: Run, moment: DateTime) -> Value:
    """Return the date of a date and time."""
    return moment.date


@library.define("date(year: number, month: number, day: number)")
def date_from_parts(_run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    """Return the date of a year, a month and a day."""
    return _known(make_date(_whole(year), _whole(month), _whole(day)), "date")


@library.define("date and time(from: string)")
def moment_from_text(_run: Run, text: str) -> Value:
    """Read a date and time."""
    return _known(read_date_time(text), "date and time")


@library.define("date and time(from: date and time)")
def moment_from_moment(_run: Run, moment: DateTime) -> Value:
    """Return the date and time itself."""
    return moment


@library.define("date and time(from: date)")
def moment_from_date(_run: Run, date: Date) -> Value:
    """Return the midnight with which a date begins, in UTC."""
    return DateTime(date, Time(0, 0, 0, 0, Offset(0)))


@library.define("date and time(date: date, time: time)")
def moment_from_date_and_time(_run: Run, date: Date, time: Time) -> Value:
    """Put a date and a time together."""
    return DateTime(date, time)


@library.define("date and time(date: date and time, time: time)")
def moment_from_moment_and_time(_run: Run, moment: DateTime, time: Time) -> Value:
    """Put the date of a date and time and a time together."""
    return DateTime(moment.date, time)


@library.define("time(from: string)")
def time_from_text(_run: Run, text: str) -> Value:
    """Read a time."""
    return _known(read_time(text), "time")


@library.define("time(from: time)")
def time_from_time(_run: Run, time: Time) -> Value:
    """Return the time itself."""
    return time


@library.define("time(from: date and time)")
def time_from_moment(_run: Run, moment: DateTime) -> Value:
    """Return the time of a date and time."""
    return moment.time


@library.define("time(from: date)")
def time_from_date(_run: Run, _date: Date) -> Value:
    """Return the midnight with which a date begins, in UTC."""
    return Time(0, 0, 0, 0, Offset(0))


@library.define("time(hour: number, minute: number, second: number, offset: any?)")
def time_from_parts(
    _run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: Value = None
) -> Value:
    """Return the time of an hour, a minute, a second with its fraction, and perhaps an offset."""
    whole_hour, whole_minute = _whole(hour), _whole(minute)
    if not (0 <= whole_hour <= 23 and 0 <= whole_minute <= 59 and 0 <= second < 60):
        raise FeelValueError("This is no time.")
    whole_second = int(second)
    nanosecond = int((second - whole_second) * NANOSECONDS)
    return Time(whole_hour, whole_minute, whole_second, nanosecond, _offset(offset))


def _offset(offset: Value) -> Zone | None:
    if offset is None:
        return None
    if not isinstance(offset, DayTimeDuration):
        raise FeelValueError("The offset of a time is a days and time duration.")
    seconds = offset.nanoseconds // NANOSECONDS
    if abs(seconds) > MAXIMUM_OFFSET_IN_SECONDS:
        raise FeelValueError("The offset of a time is at most 18 hours.")
    return Offset(seconds)


@library.define("range(from: string)")
def range_from_text(run: Run, text: str) -> Value:
    """Read a range whose ends are literals, such as ``[1..3)`` or ``(@"2014-01-01"..)``."""
    return read_range(text, run)


@library.define("duration(from: string)")
def duration_from_text(_run: Run, text: str) -> Value:
    """Read a duration."""
    return _known(read_duration(text), "duration")


@library.define("duration(from: duration)")
def duration_from_duration(_run: Run, duration: Value) -> Value:
    """Return the duration itself."""
    return duration


@library.define("years and months duration(from: day, to: day)")
def years_and_months(_run: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    """Return the whole months between two days, negative if the second comes first."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


@library.define("string(from: any)")
def string(run: Run, value: Value) -> Value:
    """Return the value as text."""
    return None if value is None else text_of(value, run.budget)


@library.define("number(from: number)")
def number_from_number(_run: Run, number: Decimal) -> Value:
    """Return the number itself."""
    return number


@library.define("number(from: string)")
def number_from_text(run: Run, text: str) -> Value:
    """Read a number written with a point."""
    return _read_number(run, text)


@library.define("number(from: string, grouping separator: any, decimal separator: any?)")
def number_from_local_text(run: Run, text: str, group: Value, point: Value = None) -> Value:
    """Read a number written with these separators."""
    if group not in (None, " ", ",", ".") or point not in (None, ",", "."):
        raise FeelValueError("A separator is a space, a comma or a point.")
    if group is not None and group == point:
        raise FeelValueError("The separators are the same.")
    if isinstance(group, str):
        text = text.replace(group, "")
    if point == ",":
        if "." in text:
            raise FeelValueError("This is no number.")
        text = text.replace(",", ".")
    return _read_number(run, text)


def _read_number(run: Run, text: str) -> Value:
    run.budget.spend_characters(len(text))
    if not _NUMBER.fullmatch(text):
        raise FeelValueError("This is no number.")
    number = DECIMAL128.create_decimal(text)
    if not number.is_finite():
        raise FeelValueError("This is no number of at most 34 digits.")
    return number


def _whole(number: Decimal) -> int:
    whole = as_integer(number)
    if whole is None:
        raise FeelValueError("A part of a date or time is a whole number.")
    return whole
