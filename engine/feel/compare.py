"""Equality and order of FEEL values (the standard's tables 50 to 54)."""

import datetime as dt
from decimal import Decimal
from typing import Final, Literal

from engine.feel.budget import Budget
from engine.feel.dates import NANOSECONDS, day_number, instant, time_instant
from engine.feel.values import (
    DateTime,
    DayTimeDuration,
    FarDate,
    FunctionValue,
    Range,
    Time,
    Value,
    YearMonthDuration,
)

Kind = Literal[
    "null",
    "boolean",
    "number",
    "string",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "range",
    "function",
    "list",
    "context",
]

_KINDS: Final[dict[type, Kind]] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    dt.date: "date",
    FarDate: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    Range: "range",
    FunctionValue: "function",
    list: "list",
    dict: "context",
}


def kind_of(value: Value) -> Kind:
    """Return the name of the FEEL type of a value."""
    return _KINDS[type(value)]


def equal(left: Value, right: Value, budget: Budget) -> bool | None:
    """Return whether two values are equal; None where their types cannot be compared.

    Null equals null only. Seconds count, their fractions do not (as in the compatibility kit).
    """
    if left is None or right is None:
        return left is right
    if type(left) is str and type(right) is str:
        return left == right
    if kind_of(left) != kind_of(right):
        return None
    match left, right:
        case list(), list():
            return _lists_equal(left, right, budget)
        case dict(), dict():
            return _contexts_equal(left, right, budget)
        case Range(), Range():
            return _ranges_equal(left, right, budget)
        case ((Time() | DateTime()), _):
            order = compare(left, right)
            return None if order is None else order == 0
    return left == right


def _lists_equal(left: list[Value], right: list[Value], budget: Budget) -> bool:
    if len(left) != len(right):
        return False
    budget.spend(len(left))
    return all(equal(a, b, budget) for a, b in zip(left, right, strict=True))


def _contexts_equal(left: dict[str, Value], right: dict[str, Value], budget: Budget) -> bool:
    if left.keys() != right.keys():
        return False
    budget.spend(len(left))
    return all(equal(left[key], right[key], budget) for key in left)


def _ranges_equal(left: Range, right: Range, budget: Budget) -> bool:
    return (
        left.operator == right.operator
        and left.low_included == right.low_included
        and left.high_included == right.high_included
        and bool(equal(left.low, right.low, budget))
        and bool(equal(left.high, right.high, budget))
    )


def compare(left: Value, right: Value) -> int | None:
    """Return -1, 0 or 1 as left stands before, with or after right; None where there is no order."""
    match left, right:
        case bool(), _:
            return None
        case Decimal(), Decimal():
            return _order(left, right)
        case str(), str():
            return (left > right) - (left < right)
        case ((dt.date() | FarDate()), (dt.date() | FarDate())):
            return _order(day_number(left), day_number(right))
        case Time(), Time() if (left.zone is None) == (right.zone is None):
            return _order(_whole_seconds(time_instant(left)), _whole_seconds(time_instant(right)))
        case DateTime(), DateTime() if (left.time.zone is None) == (right.time.zone is None):
            return _order(_whole_seconds(instant(left)), _whole_seconds(instant(right)))
        case DayTimeDuration(), DayTimeDuration():
            return _order(left.nanoseconds, right.nanoseconds)
        case YearMonthDuration(), YearMonthDuration():
            return _order(left.months, right.months)
    return None


def _order(left: int | Decimal, right: int | Decimal) -> int:
    return (left > right) - (left < right)


def _whole_seconds(nanoseconds: int) -> int:
    return nanoseconds // NANOSECONDS


def in_range(value: Value, range_: Range) -> bool | None:
    """Return whether a value lies in a range; None where they cannot be compared."""
    if range_.operator == "!=":
        order = compare(value, range_.low)
        return None if order is None else order != 0
    if range_.operator is None and (range_.low is None or range_.high is None):
        return None
    if range_.low is not None:
        order = compare(value, range_.low)
        if order is None:
            return None
        if order < 0 or (order == 0 and not range_.low_included):
            return False
    if range_.high is not None:
        order = compare(value, range_.high)
        if order is None:
            return None
        if order > 0 or (order == 0 and not range_.high_included):
            return False
    return True
