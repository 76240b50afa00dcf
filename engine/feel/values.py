"""FEEL values in Python.

null None, boolean bool, number Decimal (34 digits), string str, list list, context dict,
date `datetime.date` (or `FarDate` outside the years 1 to 9999), time `Time`, date and time `DateTime`,
durations `DayTimeDuration` and `YearMonthDuration`, range `Range`, function `FunctionValue`.
All are plain data: nothing in them leads back to Python objects.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from engine.feel.run import Run
    from engine.feel.types import FeelType


@dataclass(frozen=True, slots=True, order=True)
class FarDate:
    """A date of the proleptic Gregorian calendar outside the years that `datetime.date` knows."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from UTC; ``Offset(0)`` is ``Z``."""

    seconds: int


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone of the time zone database, such as ``Europe/London``."""

    name: str


Zone: TypeAlias = Offset | ZoneName
Date: TypeAlias = dt.date | FarDate


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with or without a zone."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and a time of day, with or without a zone."""

    date: Date
    time: Time


@dataclass(frozen=True, slots=True, order=True)
class DayTimeDuration:
    """A duration in days, hours, minutes and seconds, negative or not, held as nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A duration in years and months, negative or not, held as months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """A range of comparable values; an end that is None has no limit.

    ``operator`` is set for a range written with one, such as ``(< 10)`` or ``(!= 10)``; it is a value of
    its own and does not equal ``(null..10)``. For ``!=`` both ends are the value that lies outside.
    """

    low: "Value"
    high: "Value"
    low_included: bool
    high_included: bool
    operator: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FunctionValue:
    """A function: built in, defined in FEEL, or passed in from outside.

    ``name`` is empty for one that was never given a name; ``parameter_types`` is empty where they are not
    known. ``call`` takes the evaluation under way and
    the arguments by position; ``call_named`` takes them by the names of its parameters. Both are only
    ever called by the evaluator; they raise FeelValueError where there is no answer.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[["Run", Sequence["Value"]], "Value"] = field(repr=False)
    call_named: Callable[["Run", Mapping[str, "Value"]], "Value"] = field(repr=False)
    parameter_types: "tuple[FeelType | None, ...]" = field(default=(), repr=False)


Value: TypeAlias = (
    bool
    | Decimal
    | str
    | Date
    | Time
    | DateTime
    | DayTimeDuration
    | YearMonthDuration
    | Range
    | FunctionValue
    | list["Value"]
    | dict[str, "Value"]
    | None
)

Context: TypeAlias = Mapping[str, object]
"""What callers pass in: `from_python` makes FEEL values of it, and refuses everything else."""
