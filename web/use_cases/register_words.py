"""Fields of registers in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.forms.dates import date_in_words
from engine.registers import RegisterField
from web.use_cases.register_views import RowChange


def cell(field: RegisterField, value: Any, agencies: Mapping[str, str]) -> str:
    """Return a value as people read it; "" for none."""
    if value is None:
        return ""
    match field.type:
        case "date":
            return date_in_words(date.fromisoformat(value))
        case "choice":
            return field.values.get(value, str(value))
        case "agencies":
            return ", ".join(agencies.get(each, str(each)) for each in value)
    return str(value)


def changes_between(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    fields: Sequence[RegisterField],
    agencies: Mapping[str, str],
) -> tuple[RowChange, ...]:
    """Return the fields that differ, in the order of the register."""
    return tuple(
        RowChange(
            field.label,
            cell(field, before.get(field.key), agencies),
            cell(field, after.get(field.key), agencies),
        )
        for field in fields
        if before.get(field.key) != after.get(field.key)
    )
