"""Functions on dates and times."""

import datetime as dt
from decimal import Decimal
from typing import Final

from engine.feel.dates import date_of_day_number, day_number, days_in_month, make_date
from engine.feel.functions.library import Library
from engine.feel.properties import weekday
from engine.feel.run import Run
from engine.feel.values import Date, DateTime, FarDate, Value

library = Library()

_DAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@library.define("now()")
def now(run: Run) -> Value:
    """Return the moment of the evaluation."""
    return run.now


@library.define("today()")
def today(run: Run) -> Value:
    """Return the day of the evaluation."""
    return run.now.date


@library.define("day of year(date: day)")
def day_of_year(_run: Run, day: Date | DateTime) -> Value:
    """Return 1 for 1 January."""
    date = _date(day)
    before = sum(days_in_month(date.year, month) for month in range(1, date.month))
    return Decimal(before + date.day)


@library.define("day of week(date: day)")
def day_of_week(_run: Run, day: Date | DateTime) -> Value:
    """Return the English name of the day."""
    return _DAYS[weekday(_date(day)) - 1]


@library.define("month of year(date: day)")
def month_of_year(_run: Run, day: Date | DateTime) -> Value:
    """Return the English name of the month."""
    return _MONTHS[_date(day).month - 1]


@library.define("week of year(date: day)")
def week_of_year(_run: Run, day: Date | DateTime) -> Value:
    """Return the number of the week (ISO 8601)."""
    date = _date(day)
    # The week belongs to the year in which its Thursday lies.
    thursday = date_of_day_number(day_number(date) - weekday(date) + 4)
    first = make_date(thursday.year, 1, 1) if thursday else None
    if thursday is None or first is None:
        return None
    return Decimal((day_number(thursday) - day_number(first)) // 7 + 1)


def _date(day: Date | DateTime) -> dt.date | FarDate:
    return day.date if isinstance(day, DateTime) else day
