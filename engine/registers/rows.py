"""A row of a register as it stands on a day: worked out from its fields and from nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from engine.bpmn.model import Formula
from engine.calendar import Calendar, london_date
from engine.errors import ExecutionError
from engine.feel import Expression, from_json, parse
from engine.registers.definition import Register

COUNTING: Final = ("working days after", "working days before", "months after")
"""The functions of the calendar that a register may call: those that ask for no meeting."""

DROPPED: Final = "dropped"
"""How a row stands that a later answer left out: it is kept, and no formula reads it any more."""


@dataclass(frozen=True, slots=True)
class RowStanding:
    """How a row stands: a state, the day by which something is due, and whether that day is over."""

    state: str
    due: date | None
    late: bool


def standing_of_row(
    register: Register, fields: Mapping[str, Any], *, settings: Mapping[str, Any], now: datetime
) -> RowStanding:
    """Return how a row of JSON values stands; ExecutionError where its formulas do not say."""
    context = {**field_values(register, fields), "settings": settings}
    state = _value(register.state, context, now)
    if state not in register.states:
        raise ExecutionError(register.key, "The state of a row is none of those of its register.")
    due = None if register.due is None else _due(register, register.due, context, now)
    return RowStanding(str(state), due, due is not None and due < london_date(now))


def _due(
    register: Register, formula: Formula, context: Mapping[str, Any], now: datetime
) -> date | None:
    due: Any = _value(formula, context, now)
    if due is not None and type(due) is not date:
        raise ExecutionError(register.key, "What is due on a row is no day.")
    return due


def field_values(register: Register, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field as FEEL reads it; one that has no value is null."""
    return {
        key: date.fromisoformat(value)
        if field.type == "date" and (value := fields.get(key)) is not None
        else from_json(fields.get(key))
        for key, field in register.fields.items()
    }


def counting_functions(now: datetime) -> dict[str, Callable[..., Any]]:
    """Return the functions of the calendar that a register may call."""
    every = Calendar({}).feel_functions(now)
    return {name: every[name] for name in COUNTING}


def _value(formula: Formula, context: Mapping[str, Any], now: datetime) -> Any:
    functions = counting_functions(now)
    return _parsed(formula.text).evaluate(context, now=now, functions=functions).value


@lru_cache(maxsize=200)
def _parsed(text: str) -> Expression:
    return parse(text)
