"""What the gate knows of a value before there is one: its kind, and the values a choice can have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final, Literal

Kind = Literal[
    "null", "boolean", "number", "text", "date", "date and time", "time", "duration", "function"
]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything: nothing is refused about it."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A value of a kind, of which nothing more is known."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that is one of these."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of such items."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class Fields:
    """Named parts: what a form asked, what a decision found out, facts, case or settings."""

    parts: Mapping[str, "Type"]


Type = Unknown | Plain | Choice | ListOf | Fields

UNKNOWN: Final = Unknown()
NULL: Final = Plain("null")
BOOLEAN: Final = Plain("boolean")
NUMBER: Final = Plain("number")
TEXT: Final = Plain("text")
DATE: Final = Plain("date")
DATE_TIME: Final = Plain("date and time")
TIME: Final = Plain("time")
DURATION: Final = Plain("duration")
FUNCTION: Final = Plain("function")


def either(one: Type, other: Type) -> Type:
    """Return what is known of a value that is one of two; null beside something else is left out."""
    if one == other or other == NULL:
        return one
    match one, other:
        case Plain(kind="null"), _:
            return other
        case Choice(), Choice():
            return Choice(one.values | other.values)
        case (Choice(), Plain(kind="text")) | (Plain(kind="text"), Choice()):
            return TEXT
        case ListOf(), ListOf():
            return ListOf(either(one.item, other.item))
        case Fields(), Fields():
            names = {**one.parts, **other.parts}
            return Fields({n: _part(one, other, n) for n in names})
    return UNKNOWN


def any_of(types: Iterable[Type]) -> Type:
    """Return what is known of a value that is one of several; of none at all nothing is known."""
    found = list(types)
    return reduce(either, found) if found else UNKNOWN


def kind_of(known: Type) -> str | None:
    """Return the word for what can be compared with each other; None where that is not known."""
    match known:
        case Choice():
            return "text"
        case ListOf():
            return "list"
        case Fields():
            return "group"
        case Plain():
            return known.kind
    return None


def in_words(known: Type) -> str:
    """Return what people call such a value."""
    words = {
        "null": "nothing",
        "boolean": "true or false",
        "number": "a number",
        "text": "a text",
        "date": "a date",
        "date and time": "a date and time",
        "time": "a time",
        "duration": "a duration",
        "function": "a function",
        "list": "a list",
        "group": "a group of answers",
    }
    kind = kind_of(known)
    return words[kind] if kind else "anything"


def nested(flat: Mapping[str, Type]) -> Fields:
    """Return the fields that dotted names stand for (``shared.reason`` is a part of ``shared``)."""
    parts: dict[str, Type] = {}
    deeper: dict[str, dict[str, Type]] = {}
    for name, known in flat.items():
        head, dot, tail = name.partition(".")
        if dot:
            deeper.setdefault(head, {})[tail] = known
        else:
            parts[head] = known
    return Fields({**parts, **{head: nested(tails) for head, tails in deeper.items()}})


def _part(one: Fields, other: Fields, name: str) -> Type:
    return either(one.parts.get(name, NULL), other.parts.get(name, NULL))
