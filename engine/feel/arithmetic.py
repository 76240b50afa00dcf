"""``+ - * / **`` on numbers, strings, dates, times and durations (the standard's tables 55 to 57).

Each raises FeelValueError where the operation is not defined for its operands.
"""

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from engine.feel.budget import Budget
from engine.feel.compare import kind_of
from engine.feel.dates import (
    DAY_IN_SECONDS,
    NANOSECONDS,
    add_months,
    date_of_day_number,
    day_number,
    instant,
    local_nanoseconds,
    make_time,
    moment_of_instant,
    nanoseconds_of_day,
    time_instant,
)
from engine.feel.errors import FeelValueError
from engine.feel.numbers import DECIMAL128
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

_COST_OF_A_POWER: Final = 100
_DAY: Final = DAY_IN_SECONDS * NANOSECONDS
# Beyond this no date is left; it also keeps the integers behind durations small.
_LONGEST: Final = 10**30


def add(left: Value, right: Value, budget: Budget) -> Value:
    """Return ``left + right``."""
    match left, right:
        case bool(), _:
            pass
        case Decimal(), Decimal():
            return _number(DECIMAL128.add(left, right))
        case str(), str():
            budget.spend_characters(len(left) + len(right))
            return left + right
        case DayTimeDuration(), DayTimeDuration():
            return _days(left.nanoseconds + right.nanoseconds)
        case YearMonthDuration(), YearMonthDuration():
            return _months(left.months + right.months)
        case _, (DayTimeDuration() | YearMonthDuration()):
            return _shift(left, right, 1)
        case ((DayTimeDuration() | YearMonthDuration()), _):
            return _shift(right, left, 1)
    raise _undefined("added", left, right)


def subtract(left: Value, right: Value, _budget: Budget) -> Value:
    """Return ``left - right``."""
    match left, right:
        case bool(), _:
            pass
        case Decimal(), Decimal():
            return _number(DECIMAL128.subtract(left, right))
        case DayTimeDuration(), DayTimeDuration():
            return _days(left.nanoseconds - right.nanoseconds)
        case YearMonthDuration(), YearMonthDuration():
            return _months(left.months - right.months)
        case Time(), Time() if (left.zone is None) == (right.zone is None):
            return _days(time_instant(left) - time_instant(right))
        case (
            (dt.date() | FarDate() | DateTime()),
            (dt.date() | FarDate() | DateTime()),
        ):
            return _difference(left, right)
        case _, (DayTimeDuration() | YearMonthDuration()):
            return _shift(left, right, -1)
    raise _undefined("subtracted", left, right)


def multiply(left: Value, right: Value, _budget: Budget) -> Value:
    """Return ``left * right``."""
    match left, right:
        case Decimal(), Decimal():
            return _number(DECIMAL128.multiply(left, right))
        case ((DayTimeDuration() | YearMonthDuration()), Decimal()):
            return _scaled(left, DECIMAL128.multiply(_units(left), right))
        case Decimal(), (DayTimeDuration() | YearMonthDuration()):
            return _scaled(right, DECIMAL128.multiply(_units(right), left))
    raise _undefined("multiplied", left, right)


def divide(left: Value, right: Value, _budget: Budget) -> Value:
    """Return ``left / right``."""
    match left, right:
        case Decimal(), Decimal():
            return _number(DECIMAL128.divide(left, right))
        case ((DayTimeDuration() | YearMonthDuration()), Decimal()) if right != 0:
            return _scaled(left, DECIMAL128.divide(_units(left), right))
        case DayTimeDuration(), DayTimeDuration():
            return _number(_quotient(left.nanoseconds, right.nanoseconds))
        case YearMonthDuration(), YearMonthDuration():
            return _number(_quotient(left.months, right.months))
    raise _undefined("divided", left, right)


def power(left: Value, right: Value, budget: Budget) -> Value:
    """Return ``left ** right``."""
    match left, right:
        case Decimal(), Decimal():
            budget.spend(_COST_OF_A_POWER)
            return _number(DECIMAL128.power(left, right))
    raise _undefined("raised to a power", left, right)


def negate(value: Value) -> Value:
    """Return ``-value``."""
    match value:
        case Decimal():
            return DECIMAL128.minus(value)
        case DayTimeDuration():
            return DayTimeDuration(-value.nanoseconds)
        case YearMonthDuration():
            return YearMonthDuration(-value.months)
    raise FeelValueError(f"A value of type {kind_of(value)} cannot be negated.")


Operation = Callable[[Value, Value, Budget], Value]
OPERATIONS: Final[dict[str, Operation]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def _number(result: Decimal) -> Decimal:
    if not result.is_finite():
        raise FeelValueError("The result is not a number of at most 34 digits.")
    return result


def _quotient(left: int, right: int) -> Decimal:
    return DECIMAL128.divide(Decimal(left), Decimal(right))


def _days(nanoseconds: int) -> DayTimeDuration:
    if abs(nanoseconds) > _LONGEST:
        raise FeelValueError("The duration is too long.")
    return DayTimeDuration(nanoseconds)


def _months(months: int) -> YearMonthDuration:
    if abs(months) > _LONGEST:
        raise FeelValueError("The duration is too long.")
    return YearMonthDuration(months)


def _units(duration: DayTimeDuration | YearMonthDuration) -> Decimal:
    return Decimal(
        duration.months if isinstance(duration, YearMonthDuration) else duration.nanoseconds
    )


def _scaled(duration: DayTimeDuration | YearMonthDuration, units: Decimal) -> Value:
    """Return a duration of the same kind with so many months or nanoseconds."""
    if abs(_number(units)) > _LONGEST:
        raise FeelValueError("The duration is too long.")
    if isinstance(duration, YearMonthDuration):
        return YearMonthDuration(int(units))
    return DayTimeDuration(int(units.to_integral_value(ROUND_HALF_EVEN)))


def _difference(left: Date | DateTime, right: Date | DateTime) -> DayTimeDuration:
    if not isinstance(left, DateTime) and not isinstance(right, DateTime):
        return _days((day_number(left) - day_number(right)) * _DAY)
    first, second = _as_moment(left), _as_moment(right)
    if (first.time.zone is None) != (second.time.zone is None):
        raise FeelValueError("A moment with a zone and one without cannot be subtracted.")
    return _days(instant(first) - instant(second))


def _as_moment(value: Date | DateTime) -> DateTime:
    # A date stands for its midnight in UTC (10.3.2.3.6).
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0, 0, Offset(0)))


def _shift(value: Value, by: DayTimeDuration | YearMonthDuration, sign: int) -> Value:
    shifted: Value = None
    match value, by:
        case ((dt.date() | FarDate()), YearMonthDuration()):
            shifted = add_months(value, sign * by.months)
        case ((dt.date() | FarDate()), DayTimeDuration()):
            total = day_number(value) * _DAY + sign * by.nanoseconds
            shifted = date_of_day_number(total // _DAY)
        case DateTime(), YearMonthDuration():
            date = add_months(value.date, sign * by.months)
            shifted = None if date is None else DateTime(date, value.time)
        case DateTime(), DayTimeDuration():
            shifted = _shift_moment(value, sign * by.nanoseconds)
        case Time(), DayTimeDuration():
            of_day = (nanoseconds_of_day(value) + sign * by.nanoseconds) % _DAY
            shifted = make_time(of_day, value.zone)
        case _:
            raise _undefined("added or subtracted", value, by)
    if shifted is None:
        raise FeelValueError("The date lies beyond the years that FEEL knows.")
    return shifted


def _shift_moment(moment: DateTime, nanoseconds: int) -> DateTime | None:
    if moment.time.zone is None:
        return moment_of_instant(local_nanoseconds(moment) + nanoseconds, None)
    return moment_of_instant(instant(moment) + nanoseconds, moment.time.zone)


def _undefined(done: str, left: Value, right: Value) -> FeelValueError:
    return FeelValueError(f"Values of type {kind_of(left)} and {kind_of(right)} cannot be {done}.")
