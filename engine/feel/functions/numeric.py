"""Functions on numbers."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)
from typing import Final

from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.numbers import DECIMAL128, as_integer
from engine.feel.run import Run
from engine.feel.values import DayTimeDuration, Value, YearMonthDuration

library = Library()

_MINIMUM_SCALE: Final = -6111
_MAXIMUM_SCALE: Final = 6176
# Rounding to a scale may need every digit that a decimal of 34 digits can have before its point.
_COST_OF_A_SERIES: Final = 100
_WIDE: Final = Context(prec=12_400, Emin=-999_999, Emax=999_999, traps=[])


def _round(run: Run, number: Decimal, scale: Decimal, rounding: str) -> Value:
    places = as_integer(scale)
    if places is None or not _MINIMUM_SCALE <= places <= _MAXIMUM_SCALE:
        raise FeelValueError(
            f"A scale is a whole number from {_MINIMUM_SCALE} to {_MAXIMUM_SCALE}."
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number  # it has no more digits than asked for
    run.budget.spend_characters(abs(places) + abs(number.adjusted()))
    rounded = number.quantize(Decimal(1).scaleb(-places, _WIDE), rounding, _WIDE)
    return _finite(DECIMAL128.plus(rounded))


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise FeelValueError("The result is not a number.")
    return number


@library.define("decimal(n: number, scale: number)")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Round to a scale, halves to the even neighbour."""
    return _round(run, n, scale.to_integral_value(ROUND_DOWN), ROUND_HALF_EVEN)


@library.define("floor(n: number)")
@library.define("floor(n: number, scale: number)")
def floor(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Round downwards."""
    return _round(run, n, scale, ROUND_FLOOR)


@library.define("ceiling(n: number)")
@library.define("ceiling(n: number, scale: number)")
def ceiling(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Value:
    """Round upwards."""
    return _round(run, n, scale, ROUND_CEILING)


@library.define("round up(n: number, scale: number)")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Round away from zero."""
    return _round(run, n, scale, ROUND_UP)


@library.define("round down(n: number, scale: number)")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Round towards zero."""
    return _round(run, n, scale, ROUND_DOWN)


@library.define("round half up(n: number, scale: number)")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Round to the nearest, halves away from zero."""
    return _round(run, n, scale, ROUND_HALF_UP)


@library.define("round half down(n: number, scale: number)")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Round to the nearest, halves towards zero."""
    return _round(run, n, scale, ROUND_HALF_DOWN)


@library.define("abs(n: number)")
def absolute(_run: Run, n: Decimal) -> Value:
    """Return the number without its sign."""
    return DECIMAL128.abs(n)


@library.define("abs(n: days and time duration)")
def absolute_days(_run: Run, n: DayTimeDuration) -> Value:
    """Return the duration without its sign."""
    return DayTimeDuration(abs(n.nanoseconds))


@library.define("abs(n: years and months duration)")
def absolute_months(_run: Run, n: YearMonthDuration) -> Value:
    """Return the duration without its sign."""
    return YearMonthDuration(abs(n.months))


@library.define("modulo(dividend: number, divisor: number)")
def modulo(_run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """Return dividend - divisor * floor(dividend / divisor)."""
    if divisor == 0:
        raise FeelValueError("The divisor is zero.")
    remainder = _WIDE.remainder(dividend, divisor)
    if remainder != 0 and (remainder < 0) != (divisor < 0):
        remainder = _WIDE.add(remainder, divisor)
    return _finite(DECIMAL128.plus(remainder))


@library.define("sqrt(number: number)")
def square_root(run: Run, number: Decimal) -> Value:
    """Return the square root."""
    run.budget.spend(_COST_OF_A_SERIES)
    return _finite(DECIMAL128.sqrt(number))


@library.define("log(number: number)")
def logarithm(run: Run, number: Decimal) -> Value:
    """Return the natural logarithm."""
    run.budget.spend(_COST_OF_A_SERIES)
    return _finite(DECIMAL128.ln(number))


@library.define("exp(number: number)")
def exponential(run: Run, number: Decimal) -> Value:
    """Return e to the power of the number."""
    run.budget.spend(_COST_OF_A_SERIES)
    return _finite(DECIMAL128.exp(number))


@library.define("odd(number: number)")
def odd(_run: Run, number: Decimal) -> Value:
    """Return whether the number is odd; one with a fraction is not."""
    return abs(_WIDE.remainder(number, Decimal(2))) == 1


@library.define("even(number: number)")
def even(_run: Run, number: Decimal) -> Value:
    """Return whether the number is even; one with a fraction is not."""
    return _WIDE.remainder(number, Decimal(2)) == 0
