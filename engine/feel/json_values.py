"""FEEL values from and to JSON."""

from typing import TypeAlias

from engine.feel.values import Value

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def from_json(value: Json) -> Value:
    """Make a FEEL value of JSON: numbers become exact decimals, strings stay strings."""
    raise NotImplementedError


def to_json(value: Value) -> Json:
    """Make JSON of a FEEL value.

    A whole number becomes an int, another a float where that is exact to 15 digits and else a
    string; dates, times, durations, ranges and functions become their FEEL text.
    """
    raise NotImplementedError
