"""FEEL values in a saved state: JSON in which a date stays a date.

SpiffWorkflow's state is JSON, which knows no dates and no exact decimals. Such a value is kept as a
context of one entry whose key no FEEL name can be (`@date`). A key `typename` would make a state that
cannot be read again, so it is refused like every key that begins with `@`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.feel import parse, to_json
from engine.feel.values import (
    DateTime,
    DayTimeDuration,
    FarDate,
    FunctionValue,
    Range,
    Time,
    YearMonthDuration,
)

_TEXTUAL = (FarDate, Time, DateTime, DayTimeDuration, YearMonthDuration)
_EXACT_INTEGER = 2**53


class UnkeepableValueError(ValueError):
    """The value cannot be part of a state; the message names its kind, never the value."""


def to_state(value: Any) -> Any:
    """Return the FEEL value as it is kept; a copy, so that nobody's later change reaches the state."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal | float):
        return _number(Decimal(str(value)) if isinstance(value, float) else Decimal(value))
    if isinstance(value, _TEXTUAL):
        return {"@feel": _text_of(value)}
    if isinstance(value, date):
        return {"@date": value.isoformat()}
    if isinstance(value, Mapping):
        return {_key(key): to_state(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_state(item) for item in value]
    kind = "range" if isinstance(value, Range) else "function"
    if isinstance(value, Range | FunctionValue):
        raise UnkeepableValueError(f"a {kind} cannot be kept in a variable")
    raise UnkeepableValueError(f"a {type(value).__name__} cannot be kept in a variable")


def from_state(value: Any) -> Any:
    """Return the FEEL value that was kept."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list):
        return [from_state(item) for item in value]
    match value:
        case {"@date": text}:
            return date.fromisoformat(text)
        case {"@number": text}:
            return Decimal(text)
        case {"@feel": text}:
            return parse(text).evaluate({}).value
    return {key: from_state(item) for key, item in value.items()}


def _number(value: Decimal) -> Any:
    whole = value == value.to_integral_value() and abs(value) < _EXACT_INTEGER
    return int(value) if whole else {"@number": str(value)}


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise UnkeepableValueError("a key that is not text cannot be kept in a variable")
    if key.startswith("@") or key == "typename":
        raise UnkeepableValueError(f"the key {key} cannot be kept in a variable")
    return key


def _text_of(value: Any) -> str:
    return f'@"{to_json(value)}"'
