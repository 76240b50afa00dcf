"""FEEL values as text: what ``string()`` gives."""

import datetime
from decimal import Decimal

from engine.feel.budget import Budget
from engine.feel.numbers import number_text
from engine.feel.temporal_text import date_text, date_time_text, duration_text, time_text
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


def text_of(value: Value, budget: Budget) -> str:
    """Write a value; strings stand without quotation marks unless they are inside something."""
    text = value if isinstance(value, str) else _inner_text(value, budget)
    budget.spend_characters(len(text))
    return text


def _inner_text(value: Value, budget: Budget) -> str:
    budget.spend()
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case str():
            budget.spend_characters(len(value))
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case list():
            return f"[{', '.join(_inner_text(item, budget) for item in value)}]"
        case dict():
            entries = (
                f"{_key(key, budget)}: {_inner_text(item, budget)}" for key, item in value.items()
            )
            return f"{{{', '.join(entries)}}}"
        case datetime.date() | FarDate():
            return date_text(value)
        case Time():
            return time_text(value)
        case DateTime():
            return date_time_text(value)
        case DayTimeDuration() | YearMonthDuration():
            return duration_text(value)
        case Range():
            return _range_text(value, budget)
        case FunctionValue():
            return f"function({', '.join(value.parameters)})"


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
