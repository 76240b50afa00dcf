"""FEEL values as text: what ``string()`` gives."""

from decimal import Decimal
from typing import Final

from engine.feel.budget import Budget
from engine.feel.numbers import number_text
from engine.feel.temporal_text import date_text, date_time_text, duration_text, time_text
from engine.feel.values import (
    Date,
    DateTime,
    DayTimeDuration,
    FunctionValue,
    Range,
    Time,
    Value,
    YearMonthDuration,
)

_STEPS_OF_A_CALL_WITHIN: Final = 25


def text_of(value: Value, budget: Budget) -> str:
    """Write a value; strings stand without quotation marks unless they are inside something."""
    text = value if isinstance(value, str) else _inner_text(value, budget)
    budget.spend_characters(len(text))
    return text


def _inner_text(value: Value, budget: Budget) -> str:
    # A part that holds parts is a call within a call, which at the edge of a chunk of the interpreter's
    # stack costs twenty times what it costs elsewhere: it is charged so everywhere.
    budget.spend(_STEPS_OF_A_CALL_WITHIN if isinstance(value, list | dict) else 3)
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case Decimal():
            return number_text(value)
        case str():
            return _quoted(value, budget)
        case list():
            return f"[{', '.join(_inner_text(item, budget) for item in value)}]"
        case dict():
            entries = (
                f"{_key(key, budget)}: {_inner_text(item, budget)}" for key, item in value.items()
            )
            return f"{{{', '.join(entries)}}}"
        case Range():
            return _range_text(value, budget)
        case FunctionValue():
            return f"function({', '.join(value.parameters)})"
    return _temporal_text(value)


def _temporal_text(
    value: Date | Time | DateTime | DayTimeDuration | YearMonthDuration,
) -> str:
    match value:
        case Time():
            return time_text(value)
        case DateTime():
            return date_time_text(value)
        case DayTimeDuration() | YearMonthDuration():
            return duration_text(value)
    return date_text(value)


def _quoted(value: str, budget: Budget) -> str:
    budget.spend_characters(len(value))
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(key: str, budget: Budget) -> str:
    plain = key.replace(" ", "").replace("_", "").isalnum()
    return key if plain else _inner_text(key, budget)


def _range_text(value: Range, budget: Budget) -> str:
    if value.operator is not None:
        end = value.high if value.operator in ("<", "<=") else value.low
        return f"({value.operator} {_inner_text(end, budget)})"
    low, high = _inner_text(value.low, budget), _inner_text(value.high, budget)
    opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
    return f"{opening}{low}..{high}{closing}"
