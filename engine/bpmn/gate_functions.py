"""The functions a formula may call: how many values each takes, and what it yields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.gate_types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DURATION,
    NUMBER,
    TEXT,
    TIME,
    UNKNOWN,
    Choice,
    ListOf,
    Type,
    any_of,
)
from engine.meetings import FOR_MANY_CASES

MEETING_KINDS: Final = Choice(frozenset(FOR_MANY_CASES))
MANY: Final = 1000


@dataclass(frozen=True, slots=True)
class Function:
    """``takes`` gives the least and the most values; ``expects`` what is known of the first ones."""

    takes: tuple[int, int]
    yields: Type
    expects: tuple[Type, ...] = ()


_DATED: Final = (DATE, NUMBER)

CALENDAR: Final[Mapping[str, Function]] = {
    "working days after": Function((2, 2), DATE, _DATED),
    "working days before": Function((2, 2), DATE, _DATED),
    "months after": Function((2, 2), DATE, _DATED),
    "next meeting": Function((2, 2), DATE_TIME, (MEETING_KINDS, DATE)),
    "meeting known by": Function((2, 2), BOOLEAN, (MEETING_KINDS, DATE)),
}

_TEXTS: Final = ListOf(TEXT)
_NUMBERS: Final = ListOf(NUMBER)

STANDARD: Final[Mapping[str, Function]] = {
    # Conversion
    "date": Function((1, 3), DATE),
    "date and time": Function((1, 7), DATE_TIME),
    "time": Function((1, 4), TIME),
    "number": Function((1, 3), NUMBER),
    "string": Function((1, 2), TEXT),
    "duration": Function((1, 1), DURATION),
    "years and months duration": Function((2, 2), DURATION),
    "context": Function((1, 1), UNKNOWN),
    "range": Function((1, 1), UNKNOWN),
    # Boolean
    "not": Function((1, 1), BOOLEAN, (BOOLEAN,)),
    "all": Function((1, MANY), BOOLEAN),
    "any": Function((1, MANY), BOOLEAN),
    # Text
    "substring": Function((2, 3), TEXT, (TEXT, NUMBER, NUMBER)),
    "string length": Function((1, 1), NUMBER, (TEXT,)),
    "upper case": Function((1, 1), TEXT, (TEXT,)),
    "lower case": Function((1, 1), TEXT, (TEXT,)),
    "substring before": Function((2, 2), TEXT, (TEXT, TEXT)),
    "substring after": Function((2, 2), TEXT, (TEXT, TEXT)),
    "replace": Function((3, 4), TEXT, (TEXT, TEXT, TEXT, TEXT)),
    "contains": Function((2, 2), BOOLEAN, (TEXT, TEXT)),
    "starts with": Function((2, 2), BOOLEAN, (TEXT, TEXT)),
    "ends with": Function((2, 2), BOOLEAN, (TEXT, TEXT)),
    "matches": Function((2, 3), BOOLEAN, (TEXT, TEXT, TEXT)),
    "split": Function((2, 2), _TEXTS, (TEXT, TEXT)),
    "string join": Function((1, 4), TEXT),
    # Lists
    "count": Function((1, 1), NUMBER),
    "sum": Function((1, MANY), NUMBER),
    "mean": Function((1, MANY), NUMBER),
    "median": Function((1, MANY), NUMBER),
    "product": Function((1, MANY), NUMBER),
    "stddev": Function((1, MANY), NUMBER),
    "mode": Function((1, MANY), _NUMBERS),
    "list contains": Function((2, 2), BOOLEAN),
    "index of": Function((2, 2), _NUMBERS),
    "list replace": Function((3, 3), UNKNOWN),
    # Numbers
    "decimal": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "floor": Function((1, 2), NUMBER, (NUMBER, NUMBER)),
    "ceiling": Function((1, 2), NUMBER, (NUMBER, NUMBER)),
    "round up": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "round down": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "round half up": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "round half down": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "abs": Function((1, 1), UNKNOWN),
    "modulo": Function((2, 2), NUMBER, (NUMBER, NUMBER)),
    "sqrt": Function((1, 1), NUMBER, (NUMBER,)),
    "log": Function((1, 1), NUMBER, (NUMBER,)),
    "exp": Function((1, 1), NUMBER, (NUMBER,)),
    "odd": Function((1, 1), BOOLEAN, (NUMBER,)),
    "even": Function((1, 1), BOOLEAN, (NUMBER,)),
    # Dates
    "is": Function((2, 2), BOOLEAN),
    "now": Function((0, 0), DATE_TIME),
    "today": Function((0, 0), DATE),
    "day of year": Function((1, 1), NUMBER, (DATE,)),
    "week of year": Function((1, 1), NUMBER, (DATE,)),
    "day of week": Function((1, 1), TEXT, (DATE,)),
    "month of year": Function((1, 1), TEXT, (DATE,)),
    # Ranges
    **{
        name: Function((2, 2), BOOLEAN)
        for name in (
            "before",
            "after",
            "meets",
            "met by",
            "overlaps",
            "overlaps before",
            "overlaps after",
            "finishes",
            "finished by",
            "includes",
            "during",
            "starts",
            "started by",
            "coincides",
        )
    },
    # Groups of answers
    "get value": Function((2, 2), UNKNOWN),
    "get entries": Function((1, 1), UNKNOWN),
    "context put": Function((3, 3), UNKNOWN),
    "context merge": Function((1, 1), UNKNOWN),
    # Of the items of what they are given; see `yielded`
    "min": Function((1, MANY), UNKNOWN),
    "max": Function((1, MANY), UNKNOWN),
    "sublist": Function((2, 3), UNKNOWN),
    "append": Function((1, MANY), UNKNOWN),
    "concatenate": Function((1, MANY), UNKNOWN),
    "union": Function((1, MANY), UNKNOWN),
    "insert before": Function((3, 3), UNKNOWN),
    "remove": Function((2, 2), UNKNOWN),
    "reverse": Function((1, 1), UNKNOWN),
    "distinct values": Function((1, 1), UNKNOWN),
    "flatten": Function((1, 1), UNKNOWN),
    "sort": Function((1, 2), UNKNOWN),
}


def yielded(name: str, function: Function, given: tuple[Type, ...]) -> Type:
    """Return what is known of the result, given what is known of the values."""
    first = given[0] if given else UNKNOWN
    if name in ("min", "max"):
        if len(given) > 1:
            return any_of(given)
        return first.item if isinstance(first, ListOf) else first
    if name in ("sublist", "remove", "reverse", "distinct values", "sort"):
        return first if isinstance(first, ListOf) else ListOf(first)
    if name in ("concatenate", "union"):
        return any_of(each if isinstance(each, ListOf) else ListOf(each) for each in given)
    if name == "append":
        start = first if isinstance(first, ListOf) else ListOf(first)
        return any_of([start, *(ListOf(each) for each in given[1:])])
    if name == "abs":
        return first
    return function.yields
