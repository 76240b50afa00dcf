"""The fields of `case`: kept with the case as JSON, read by FEEL as dates and numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import hold
from engine.feel import from_json, to_json
from engine.settings import FIXED_CASE_FIELDS, Settings


def case_values(settings: Settings, case: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """Return every field as FEEL reads it today; one that has no value yet is null."""
    types = {**FIXED_CASE_FIELDS, **{key: each.type for key, each in settings.case.items()}}
    kept = {key: _feel_value(case.get(key), kind) for key, kind in types.items()}
    return {**kept, **_of_the_hold(case, kept["date_received"], today)}


def case_json(value: Any) -> Any:
    """Return the value of a field as it is kept with the case."""
    return to_json(value)


def _of_the_hold(case: Mapping[str, Any], received: date | None, today: date) -> dict[str, Any]:
    since = hold.held_since(case)
    first = received or today
    return {
        "on_hold": since is not None,
        "held_since": since,
        "held_days": hold.held_days(case, first, today),
        "elapsed_days": hold.elapsed_days(case, first, today),
    }


def _feel_value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return date.fromisoformat(value) if kind == "date" else from_json(value)
