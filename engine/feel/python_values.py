"""FEEL values from Python and JSON, and to JSON: the one door by which values come in.

Only plain data passes: None, bool, int, float, Decimal, str, dates and times, lists, tuples and mappings
with string keys, and FEEL's own values. Everything else is refused, so no Python object is ever within
reach of an expression.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from engine.feel.budget import Budget
from engine.feel.dates import from_datetime, from_time
from engine.feel.errors import FeelValueError
from engine.feel.numbers import DECIMAL128
from engine.feel.text import text_of
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

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

MAXIMUM_DEPTH: Final = 50


def from_python(value: object, depth: int = 0) -> Value:
    """Make a FEEL value of a Python value, or raise FeelValueError."""
    if value is None or type(value) is str or type(value) is bool:
        return value
    if isinstance(value, Decimal | int | float):
        return _number(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _from_clock(value)
    match value:
        case str():
            return str(value)
        case Mapping():
            deeper = _deeper(depth)
            return {_key(key): from_python(item, deeper) for key, item in value.items()}
        case list() | tuple():
            return [from_python(item, _deeper(depth)) for item in value]
        case FarDate() | Time() | DateTime() | Range() | FunctionValue():
            return value
        case DayTimeDuration() | YearMonthDuration():
            return value
    raise FeelValueError(f"A Python {type(value).__name__} is no FEEL value.")


def _from_clock(value: dt.date | dt.time | dt.timedelta) -> Value:
    match value:
        case dt.datetime():
            return from_datetime(value)
        case dt.time():
            return from_time(value)
        case dt.timedelta():
            return DayTimeDuration(value // dt.timedelta(microseconds=1) * 1000)
    return value


def _number(value: Decimal | int | float) -> Decimal:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    number = DECIMAL128.plus(exact)
    if not number.is_finite():
        raise FeelValueError("Infinity and what is not a number are no FEEL values.")
    return number


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise FeelValueError("The keys of a context are strings.")
    return key


def _deeper(depth: int) -> int:
    if depth >= MAXIMUM_DEPTH:
        raise FeelValueError(f"A value nests at most {MAXIMUM_DEPTH} levels deep.")
    return depth + 1


def from_json(value: Json) -> Value:
    """Make a FEEL value of JSON: numbers become exact decimals, strings stay strings."""
    return from_python(value)


def to_json(value: Value) -> Json:
    """Make JSON of a FEEL value.

    A whole number becomes an int, another a float where that is exact to 15 digits and else a
    string; dates, times, durations, ranges and functions become their FEEL text.
    """
    match value:
        case None | bool() | str():
            return value
        case Decimal():
            return _json_number(value)
        case list():
            return [to_json(item) for item in value]
        case dict():
            return {key: to_json(item) for key, item in value.items()}
    return text_of(value, Budget())


def _json_number(number: Decimal) -> Json:
    if number == number.to_integral_value() and number.adjusted() < 34:
        return int(number)
    if len(number.normalize(DECIMAL128).as_tuple().digits) <= 15 and abs(number.adjusted()) < 300:
        return float(number)
    return text_of(number, Budget())


def plain_size(value: Value, budget: Budget) -> None:
    """Spend the budget on every part of a value, so that a small tree that repeats itself is found."""
    # Not by recursion: calls at the edge of a chunk of the interpreter's stack cost twenty times as much.
    waiting: list[Value] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list | dict):
            budget.spend(len(part))
            waiting.extend(part.values() if isinstance(part, dict) else part)
