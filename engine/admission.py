"""Which values a decision's inputs may have: values from JSON against the item definitions of a model."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.dmn import Model
from engine.dmn.conditions import listed
from engine.dmn.model import InputData, ItemDefinition
from engine.feel import FeelValueError, UnaryTests, from_json, parse, to_json
from engine.feel.python_values import Json
from engine.feel.values import Value
from engine.names import nearest

# JSON has no dates and durations; they are written as text, and read by the function of their type.
_READ_BY: Final = {
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "dayTimeDuration": "duration",
    "days and time duration": "duration",
    "yearMonthDuration": "duration",
    "years and months duration": "duration",
}
_IN_JSON: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str,
    "boolean": bool,
    "number": (int, float),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One named value that may be given, with its base type and its allowed values where it has them.

    ``composed`` tells that it is a list or has components, so that no single value can be given.
    """

    name: str
    label: str
    type_ref: str | None
    allowed: UnaryTests | None
    composed: bool = False

    def refusal(self, given: Json) -> str | None:
        """Say what is wrong with a value, or return None where it may be given."""
        value = self.value(given)
        fits = value is not None and self._is_of_type(given)
        if self.allowed is not None:
            fits = fits and self.allowed.test(value, {}).value is True
            wanted = f"one of its values, which are {self.allowed.text}"
        else:
            wanted = f"a {self.type_ref or 'value'}"
        written = json.dumps(given, ensure_ascii=False)
        return None if fits else f"{self.name}: {written} is not {wanted}."

    def value(self, given: Json) -> Value:
        """Return the FEEL value of what is given; null where there is none."""
        function = _READ_BY.get(self.type_ref or "")
        if function is None or not isinstance(given, str):
            try:
                return from_json(given)
            except FeelValueError:
                return None
        return parse(f"{function}(given)").evaluate({"given": given}).value

    def choices(self) -> tuple[Json, ...]:
        """Return the values to choose from in the order of the list; none where they are not listed."""
        return tuple(to_json(value) for value in listed(self.allowed) or [])

    def some_value(self) -> Value:
        """Return the first allowed value, or null where they are not listed."""
        return next(iter(listed(self.allowed) or []), None)

    def _is_of_type(self, given: Json) -> bool:
        expected = _IN_JSON.get(self.type_ref or "")
        if expected is None:
            return True
        return isinstance(given, expected) and isinstance(given, bool) == (expected is bool)


def fields_of(model: Model, type_ref: str | None) -> Mapping[str, Field] | None:
    """Return the components of a type by name, or None where it has none."""
    item = model.items.get(type_ref or "")
    if item is None or not item.components:
        return None
    return {part.name: _field(model, part.name, part) for part in item.components}


def field_of_type(model: Model, given: InputData) -> Field:
    """Return an input of the model as a single field."""
    item = model.items.get(given.type_ref or "")
    if item is None:
        return Field(given.name, given.label or given.name, given.type_ref, None)
    return _field(model, given.name, item, given.label)


def unknown_names(given: Mapping[str, Json], known: Mapping[str, Field]) -> Iterator[str]:
    """Yield a sentence for each name that is not known, with the nearest that is."""
    for name in given:
        if name not in known:
            near = nearest(name, known)
            meant = f' Did you mean "{near}"?' if near else ""
            yield f'"{name}" is not known here.{meant}'


def _field(model: Model, name: str, item: ItemDefinition, label: str = "") -> Field:
    """Follow a type that names another type down to the base type and the nearest allowed values."""
    allowed, base, passed = item.allowed, item, {item.id}
    while (under := model.items.get(base.type_ref or "")) is not None and under.id not in passed:
        passed.add(under.id)
        base = under
        allowed = allowed or under.allowed
    composed = any(part.is_collection or part.components for part in (item, base))
    return Field(name, label or item.label or name, base.type_ref, allowed, composed)
