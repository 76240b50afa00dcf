"""The fields of `case`: kept with the case as JSON, read by FEEL as dates and numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.feel import from_json, to_json
from engine.settings import FIXED_CASE_FIELDS, Settings


def case_values(settings: Settings, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field as FEEL reads it; one that has no value yet is null."""
    types = {**FIXED_CASE_FIELDS, **{key: each.type for key, each in settings.case.items()}}
    return {key: _feel_value(case.get(key), kind) for key, kind in types.items()}


def case_json(value: Any) -> Any:
    """Return the value of a field as it is kept with the case."""
    return to_json(value)


def _feel_value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return date.fromisoformat(value) if kind == "date" else from_json(value)
