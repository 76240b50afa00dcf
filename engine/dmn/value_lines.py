"""Kinds of values that have an order, seen as points on a line."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from engine.feel.dates import (
    date_of_day_number,
    day_number,
    instant,
    make_time,
    moment_of_instant,
    time_instant,
)
from engine.feel.values import (
    Date,
    DateTime,
    DayTimeDuration,
    FarDate,
    Offset,
    Time,
    Value,
    YearMonthDuration,
)

Point: TypeAlias = int | Decimal

_SECOND: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of values in order.

    ``point`` is None for a value that is not of the kind. Where ``dense`` is false, points are whole
    numbers and nothing lies between two neighbours. ``below`` and ``above`` are the words of the order.
    """

    kind: str
    dense: bool
    point: Callable[[Value], Point | None]
    value_at: Callable[[Point], Value]
    below: str = "less than"
    above: str = "more than"
    at_most: str = "at most"
    at_least: str = "at least"
    ends: tuple[Point, Point] | None = None


def line_of(kind: str, constants: list[Value]) -> Line | None:
    """Return the line of a FEEL type on which all the constants lie, or None where there is none."""
    for line in _LINES:
        if line.kind == kind and all(line.point(constant) is not None for constant in constants):
            return line
    return None


def _number(value: Value) -> Point | None:
    return value if isinstance(value, Decimal) else None


def _number_at(point: Point) -> Value:
    return Decimal(point)


def _date(value: Value) -> Point | None:
    return day_number(value) if isinstance(value, Date) else None


def _date_at(point: Point) -> Value:
    return date_of_day_number(int(point))


def _time(value: Value) -> Point | None:
    if isinstance(value, Time) and value.zone is None:
        return time_instant(value) // _SECOND
    return None


def _time_at(point: Point) -> Value:
    return make_time(int(point) * _SECOND, None)


def _local_moment(value: Value) -> Point | None:
    if isinstance(value, DateTime) and value.time.zone is None:
        return instant(value) // _SECOND
    return None


def _local_moment_at(point: Point) -> Value:
    return moment_of_instant(int(point) * _SECOND, None)


def _moment(value: Value) -> Point | None:
    if isinstance(value, DateTime) and value.time.zone is not None:
        return instant(value) // _SECOND
    return None


def _moment_at(point: Point) -> Value:
    return moment_of_instant(int(point) * _SECOND, Offset(0))


def _days(value: Value) -> Point | None:
    return value.nanoseconds if isinstance(value, DayTimeDuration) else None


def _days_at(point: Point) -> Value:
    return DayTimeDuration(int(point))


def _months(value: Value) -> Point | None:
    return value.months if isinstance(value, YearMonthDuration) else None


def _months_at(point: Point) -> Value:
    return YearMonthDuration(int(point))


_IN_TIME: Final = ("before", "after", "on or before", "on or after")
_LINES: Final = (
    Line("number", True, _number, _number_at),
    Line("date", False, _date, _date_at, *_IN_TIME),
    Line("time", False, _time, _time_at, *_IN_TIME, ends=(0, 86_399)),
    Line("date and time", False, _local_moment, _local_moment_at, *_IN_TIME),
    Line("date and time", False, _moment, _moment_at, *_IN_TIME),
    Line("days and time duration", False, _days, _days_at),
    Line("years and months duration", False, _months, _months_at),
)

__all__ = ["FarDate", "Line", "Point", "line_of"]
