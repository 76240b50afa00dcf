"""Exact decimals: IEEE 754 decimal128, 34 digits, as the standard says."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

DECIMAL128: Final = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, traps=[]
)

# Every sum, product and power goes through this context; nothing raises, and what is no number
# (an overflow, a root of a negative number) comes back as NaN or Infinity.


def as_integer(number: Decimal) -> int | None:
    """Return a whole number as an int, or None where it has a fraction or is unreasonably large."""
    if number.adjusted() > 40 or number != number.to_integral_value():
        return None
    return int(number)


def number_text(number: Decimal) -> str:
    """Write a number without an exponent and without zeros behind the fraction."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
