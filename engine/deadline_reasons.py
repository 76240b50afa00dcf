"""Explain a due date from its own FEEL: what was counted from where, over which holidays, by which setting.

The formula is taken apart at its outermost parts: what a person can be told of (a count of working days,
a meeting, a field of the case, an answer) is told, part by part, with the values that it read. Of what
is not known here only the date itself is told. No explanation ever refuses a step.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal

from engine import hold
from engine.calendar import bank_holidays_within, day_of, london_date
from engine.day_words import (
    counted,
    date_in_words,
    day_in_words,
    duration_in_words,
    listed,
    ordinal,
    weekday_in_words,
)
from engine.deadline import Clock, Deadline, held_in_words, moved_on
from engine.feel import Expression, parse, syntax
from engine.feel.expressions import expression_of
from engine.feel.syntax import Node
from engine.settings import CaseField, Settings

Count = Literal["working days", "days", ""]
"""What a date was counted in; empty where it was not counted."""

_PLAIN: Final = (date, Decimal, str)
_COUNTING: Final = ("working days after", "working days before", "months after")
_RECEIVED: Final = "the day on which the notification was received"
_FIXED_WORDS: Final = {
    "date_received": _RECEIVED,
    "held_since": "the day since which the case is on hold",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a formula reads, and how what it reads is called.

    `label` returns the label of the user task of that name in the process, None where there is none; `asked`
    the questions, in any form, whose answer becomes that field of the case.
    """

    context: Mapping[str, Any]
    now: datetime
    functions: Mapping[str, Callable[..., Any]]
    settings: Settings
    case: Mapping[str, Any]
    label: Callable[[str], str | None]
    asked: Callable[[str], tuple[str, ...]] = lambda _: ()

    def value(self, node: Node) -> Any:
        """Return the value of a part of a formula; None where it has none."""
        match node:
            case syntax.NumberLiteral(value=number):
                return number
            case syntax.Path(source=syntax.Name(name=name), name=key):
                # Most parts are of this kind, and there is nothing to work out.
                within = self.context.get(name)
                if isinstance(within, Mapping) and isinstance(within.get(key), _PLAIN):
                    return within[key]
        evaluated = _expression(node).evaluate(
            dict(self.context), now=self.now, functions=self.functions
        )
        return evaluated.value


@dataclass(frozen=True, slots=True)
class _Part:
    """What is told of one part of a formula: `words` is a phrase for what its value is."""

    value: Any
    words: str
    notes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    count: Count = ""
    meeting: bool = False
    statutory: bool = False


def explain(text: str, reading: Reading, *, clock: str | None = None) -> Deadline:
    """Return why the formula gives the date that it gives; `clock` is what the element says of it."""
    tree = _parsed(text).tree
    part = _explained(tree, reading)
    return Deadline(
        words=part.words,
        notes=tuple(dict.fromkeys(part.notes)),
        settings=tuple(dict.fromkeys(part.settings)),
        clock=_clock(part, clock),
        by_working_days=part.count == "working days",
    )


def counted_part(text: str, reading: Reading) -> Node | None:
    """Return the part of a formula that gives its date now: of a choice, the way that is taken.

    None where that part only reads the clock or is written out, so that no other date can be counted from it.
    """
    node = _parsed(text).tree
    while isinstance(node, syntax.If):
        holds = reading.value(node.condition) is True
        node = node.consequence if holds else node.alternative
    reads = any(
        isinstance(each, syntax.Path) or (isinstance(each, syntax.Call) and each.arguments)
        for each in syntax.walk(node)
    )
    return node if reads else None


def reads_the_clock(text: str) -> bool:
    """Say whether the formula counts from the day on which it is worked out."""
    names = {
        node.function.name
        for node in syntax.walk(_parsed(text).tree)
        if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name)
    }
    return bool(names & {"today", "now"})


def field_on_hold_clock(field: CaseField, reading: Reading) -> Deadline | None:
    """Return why a field of the case has its date, if a hold moves it on; None if none does."""
    if field.formula is None or field.type != "date" or field.statutory:
        return None
    why = explain(field.formula.text, reading)
    return why if why.clock == "case" else None


def _clock(part: _Part, said: str | None) -> Clock:
    match said:
        case "case" | "statutory" | "none":
            return said
    if part.meeting:
        return "none"
    if part.statutory:
        return "statutory"
    return "case" if part.count else "none"


def _explained(node: Node, reading: Reading) -> _Part:
    match node:
        case syntax.Call(function=syntax.Name(name=name), arguments=arguments):
            return _call(node, name, arguments, reading)
        case syntax.If(condition=condition, consequence=consequence, alternative=alternative):
            chosen = consequence if reading.value(condition) is True else alternative
            return _explained(chosen, reading)
        case syntax.Path(source=syntax.Name(name="settings"), name=key):
            return _setting(key, reading)
        case syntax.Path(source=syntax.Name(name="case"), name=key):
            return _field(node, key, reading)
        case syntax.Path(source=syntax.Name(name=name), name=key):
            return _answer(node, name, key, reading)
        case syntax.Name(name=name):
            return _Part(reading.value(node), f"what the case holds as “{name.replace('_', ' ')}”")
        case syntax.Arithmetic(operator="+" | "-" as sign, left=left, right=right):
            return _sum(node, sign, left, right, reading)
    return _unexplained(node, reading)


def _call(node: Node, name: str, arguments: tuple[Node, ...], reading: Reading) -> _Part:
    match name, arguments:
        case "today" | "now", ():
            return _Part(reading.value(node), "the day on which this step was reached")
        case "date", (argument,) if not isinstance(argument, syntax.StringLiteral):
            return replace(_explained(argument, reading), value=reading.value(node))
        case "working days after" | "working days before" | "months after", (day, count):
            return _counted(node, name, _explained(day, reading), _number(count, reading), reading)
        case "next meeting", (kind, day):
            return _meeting(node, str(reading.value(kind)), _explained(day, reading), reading)
        case "min" | "max", _:
            return _extreme(node, name, arguments, reading)
    return _unexplained(node, reading)


def _counted(node: Node, name: str, day: _Part, number: _Part, reading: Reading) -> _Part:
    value, first, count = reading.value(node), day_of(day.value), number.value
    if not isinstance(value, date) or first is None or not isinstance(count, Decimal):
        return _unexplained(node, reading)
    unit, _, way = name.rpartition(" ")
    words = f"{counted(count, unit.removesuffix('s'))} {way} {day_in_words(first)}"
    if unit == "working days":
        words += _holidays(first, value)
    elif value.day != first.day:
        words += _clamped(first, value)
    return _Part(
        value,
        words,
        (*_is(day), *number.notes),
        (*number.settings, *day.settings),
        "working days" if unit == "working days" else "days",
        day.meeting,
        day.statutory or number.statutory,
    )


def _holidays(one: date, other: date) -> str:
    # The day counted from is not counted itself, the day reached is always a working day.
    first, last = sorted((one, other))
    within = bank_holidays_within(first + timedelta(days=1), last - timedelta(days=1))
    named = [f"{weekday_in_words(day)}, {name}" for day, name in within]
    return f", not counting {'; and '.join(named)}" if named else ""


def _clamped(first: date, value: date) -> str:
    return f" ({value.day} {value:%B}, because {value:%B %Y} has no {ordinal(first.day)})"


def _meeting(node: Node, kind: str, day: _Part, reading: Reading) -> _Part:
    first = day_of(day.value)
    since = "" if first is None else f" on or after {day_in_words(first)}"
    value = reading.value(node)
    words = f"the first {kind} meeting{since}" if value else f"no {kind} meeting is known{since}"
    return _Part(value, words, _is(day), day.settings, meeting=True)


def _extreme(node: Node, name: str, arguments: tuple[Node, ...], reading: Reading) -> _Part:
    items: Sequence[Node] = arguments
    if len(arguments) == 1 and isinstance(arguments[0], syntax.ListLiteral):
        items = arguments[0].items
    value = reading.value(node)
    parts = [_explained(item, reading) for item in items]
    chosen = next((part for part in parts if part.value == value and value is not None), None)
    days = [words for part in parts if (words := date_in_words(part.value))]
    if chosen is None or len(days) != len(parts):
        return _unexplained(node, reading)
    which = "earliest" if name == "min" else "latest"
    return replace(chosen, notes=(*chosen.notes, f"It is the {which} of {listed(days)}."))


def _sum(node: Node, sign: str, left: Node, right: Node, reading: Reading) -> _Part:
    day, length = _explained(left, reading), reading.value(right)
    if day_of(day.value) is None and sign == "+":
        day, length, right = _explained(right, reading), reading.value(left), left
    first, words, value = day_of(day.value), duration_in_words(length), reading.value(node)
    if first is None or words is None or day_of(value) is None:
        return _unexplained(node, reading)
    way = "after" if sign == "+" else "before"
    settings = _settings_in(right)
    return _Part(
        value,
        f"{words} {way} {day_in_words(first)}",
        _is(day),
        (*settings, *day.settings),
        "days",
        day.meeting,
        day.statutory or _any_statutory(settings, reading),
    )


def _setting(key: str, reading: Reading) -> _Part:
    setting = reading.settings.settings.get(key)
    value = setting.value if setting else None
    return _Part(
        value,
        "the date that the settings name",
        settings=(key,) if setting else (),
        statutory=bool(setting and setting.statutory),
    )


def _field(node: Node, key: str, reading: Reading) -> _Part:
    value, field = reading.value(node), reading.settings.case.get(key)
    if field is None:
        return _Part(value, _FIXED_WORDS.get(key) or _of_the_case(key, reading))
    if field.formula is None:
        return _Part(value, _of_the_case(key, reading), statutory=field.statutory)
    part = _explained(_parsed(field.formula.text).tree, reading)
    part = replace(part, statutory=part.statutory or field.statutory)
    if part.value == value:
        return part
    held = _held_since_receipt(reading)
    first, later = day_of(part.value), day_of(value)
    moved = first and moved_on(first, held, by_working_days=part.count == "working days")
    if first is None or later is None or moved != later:
        return _Part(value, _of_the_case(key, reading), statutory=part.statutory)
    note = f"{day_in_words(first)} was {part.words}. {held_in_words(held)}"
    return replace(
        part,
        value=value,
        words=f"{counted(held, 'day')} on hold after {day_in_words(first)}",
        notes=(note, *part.notes),
    )


def _held_since_receipt(reading: Reading) -> int:
    """Return the days of the holds that have ended: one that lasts has moved nothing yet."""
    received = reading.context["case"].get("date_received")
    ended = [each for each in hold.holds_of(reading.case) if each.until is not None]
    today = london_date(reading.now)
    return sum(each.days_within(received, today) for each in ended) if received else 0


def _answer(node: Node, name: str, key: str, reading: Reading) -> _Part:
    return _Part(reading.value(node), _entered(name, key, reading))


def _number(node: Node, reading: Reading) -> _Part:
    match node:
        case syntax.Path(source=syntax.Name(name="settings"), name=key):
            return _setting(key, reading)
        case syntax.Path(source=syntax.Name(name=name), name=key) if name != "case":
            value = reading.value(node)
            return _Part(value, "", (f"The {value} is {_entered(name, key, reading)}.",))
    settings = _settings_in(node)
    return _Part(reading.value(node), "", (), settings, statutory=_any_statutory(settings, reading))


def _entered(name: str, key: str, reading: Reading) -> str:
    label, words = reading.label(name), key.replace("_", " ")
    if label is not None:
        return f"what was entered in “{label}” ({words})"
    return f"what the case holds as “{name.replace('_', ' ')}: {words}”"


def _of_the_case(key: str, reading: Reading) -> str:
    questions = " or ".join(f"“{question}”" for question in reading.asked(key))
    if questions:
        return f"what was answered to {questions}"
    return f"what was set for the case ({key.replace('_', ' ')})"


def _unexplained(node: Node, reading: Reading) -> _Part:
    settings = _settings_in(node)
    calls = {
        each.function.name
        for each in syntax.walk(node)
        if isinstance(each, syntax.Call) and isinstance(each.function, syntax.Name)
    }
    sums = any(isinstance(each, syntax.Arithmetic) for each in syntax.walk(node))
    in_working_days = any(name.startswith("working days") for name in calls)
    count: Count = "days" if calls & set(_COUNTING) or sums else ""
    return _Part(
        reading.value(node),
        "what the formula of this step gives",
        (),
        settings,
        "working days" if in_working_days else count,
        "next meeting" in calls,
        _any_statutory(settings, reading),
    )


def _is(day: _Part) -> tuple[str, ...]:
    """Return what is told of the day that something is counted from."""
    words = date_in_words(day.value)
    return (f"{words} is {day.words}.", *day.notes) if words else day.notes


def _settings_in(node: Node) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in syntax.walk(node)
        if isinstance(each, syntax.Path)
        and isinstance(each.source, syntax.Name)
        and each.source.name == "settings"
    )


def _any_statutory(keys: tuple[str, ...], reading: Reading) -> bool:
    known = reading.settings.settings
    return any(key in known and known[key].statutory for key in keys)


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Expression:
    return parse(text)


@lru_cache(maxsize=4096)
def _expression(node: Node) -> Expression:
    return expression_of(node)
