"""FEEL types: what ``instance of``, parameters and item definitions test values against."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from engine.feel import syntax
from engine.feel.budget import Budget
from engine.feel.compare import kind_of
from engine.feel.values import DateTime, FarDate, FunctionValue, Offset, Range, Time, Value


class FeelType(Protocol):
    """A type. Null belongs to no type here; where null is welcome, the caller says so."""

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell whether the value, which is not null, is of this type."""


@dataclass(frozen=True, slots=True)
class AnyValue:
    """``Any``: every value."""

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell that it is."""
        return True


@dataclass(frozen=True, slots=True)
class OfKind:
    """A built-in type without parts; ``kinds`` are the names of `compare.kind_of`."""

    kinds: frozenset[str]

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell by the kind of the value."""
        return kind_of(value) in self.kinds


@dataclass(frozen=True, slots=True)
class ListOf:
    """``list<element>``; items may be null."""

    element: FeelType

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell by every item."""
        if not isinstance(value, list):
            return False
        budget.spend(len(value))
        return all(item is None or self.element.holds(item, budget) for item in value)


@dataclass(frozen=True, slots=True)
class RangeOf:
    """``range<element>``."""

    element: FeelType

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell by both ends; a range without ends is of no type."""
        if not isinstance(value, Range):
            return False
        ends = [end for end in (value.low, value.high) if end is not None]
        return bool(ends) and all(self.element.holds(end, budget) for end in ends)


@dataclass(frozen=True, slots=True)
class ContextOf:
    """``context<key: type, ...>``: at least these keys; values may be null."""

    entries: tuple[tuple[str, FeelType], ...]

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell by the entries that the type names."""
        if not isinstance(value, dict):
            return False
        budget.spend(len(self.entries))
        return all(
            key in value and (value[key] is None or of.holds(value[key], budget))
            for key, of in self.entries
        )


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """``function<parameters> -> result``; a parameter that is None may be of any type.

    Functions do not say what they give, so the result is not looked at.
    """

    parameters: "tuple[FeelType | None, ...]"

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell whether the function takes all that such a function must take."""
        if not isinstance(value, FunctionValue) or len(value.parameters) != len(self.parameters):
            return False
        return all(
            wanted is None or declared is None or _includes(declared, wanted)
            for declared, wanted in zip(value.parameter_types, self.parameters, strict=False)
        )


@dataclass(frozen=True, slots=True)
class NoValue:
    """``Null``, or a type that does not exist: no value but null belongs to it."""

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell that it is not."""
        return False


def _kind(*kinds: str) -> OfKind:
    return OfKind(frozenset(kinds))


ANY: Final = AnyValue()
NULL: Final = NoValue()
BUILT_IN_TYPES: Final[Mapping[str, FeelType]] = {
    "Any": ANY,
    "Null": NULL,
    "number": _kind("number"),
    "string": _kind("string"),
    "boolean": _kind("boolean"),
    "date": _kind("date"),
    "time": _kind("time"),
    "date and time": _kind("date and time"),
    "dateTime": _kind("date and time"),
    "days and time duration": _kind("days and time duration"),
    "dayTimeDuration": _kind("days and time duration"),
    "years and months duration": _kind("years and months duration"),
    "yearMonthDuration": _kind("years and months duration"),
    "list": _kind("list"),
    "context": _kind("context"),
    "range": _kind("range"),
    "function": _kind("function"),
}


def resolve_type(node: syntax.TypeNode, named: Mapping[str, FeelType]) -> FeelType | None:
    """Return the type that is written, or None where a name in it is of no type."""
    match node:
        case syntax.NamedType():
            return named.get(node.name) or BUILT_IN_TYPES.get(node.name)
        case syntax.ListType():
            element = resolve_type(node.element, named)
            return None if element is None else ListOf(element)
        case syntax.RangeType():
            element = resolve_type(node.element, named)
            return None if element is None else RangeOf(element)
        case syntax.ContextType():
            entries = [(key, resolve_type(of, named)) for key, of in node.entries]
            known = tuple((key, of) for key, of in entries if of is not None)
            return ContextOf(known) if len(known) == len(entries) else None
        case syntax.FunctionType():
            parts = [resolve_type(part, named) for part in (*node.parameters, node.result)]
            return None if None in parts else FunctionOf(tuple(parts[:-1]))


def _includes(wide: FeelType, narrow: FeelType) -> bool:
    """Tell whether every value of one type is of the other too."""
    match wide, narrow:
        case AnyValue(), _:
            return True
        case OfKind(kinds), OfKind(others):
            return others <= kinds
        case ListOf(element), ListOf(other):
            return _includes(element, other)
        case RangeOf(element), RangeOf(other):
            return _includes(element, other)
        case ContextOf(entries), ContextOf(others):
            known = dict(others)
            return all(key in known and _includes(of, known[key]) for key, of in entries)
        case OfKind(kinds), _:
            return _KIND_OF_TYPE.get(type(narrow), "") in kinds
    return wide == narrow


_KIND_OF_TYPE: Final[Mapping[type, str]] = {
    ListOf: "list",
    RangeOf: "range",
    ContextOf: "context",
    FunctionOf: "function",
}


def coerce(value: Value, wanted: FeelType, budget: Budget) -> tuple[bool, Value]:
    """Fit a value to a type as the standard's implicit conversions do: (whether it fits, the value).

    A list of one item stands for the item, an item for the list of it, and a date for its midnight in
    UTC. Null fits everything.
    """
    if value is None or wanted.holds(value, budget):
        return True, value
    if isinstance(value, list) and len(value) == 1:
        item = value[0]
        if item is not None and wanted.holds(item, budget):
            return True, item
    elif not isinstance(value, list) and wanted.holds([value], budget):
        return True, [value]
    if isinstance(value, dt.date | FarDate):
        midnight = DateTime(value, Time(0, 0, 0, 0, Offset(0)))
        return (True, midnight) if wanted.holds(midnight, budget) else (False, None)
    return False, None
