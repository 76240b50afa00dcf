"""The form that asks a decision: a field for each value it reads, and what was entered as JSON values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from engine.admission import Field
from engine.decide import Reason, Tables, wanted
from engine.feel.python_values import Json
from engine.version import Version
from web.tables.words import Words

_HINTS: Final[Mapping[str, str]] = {
    "number": "A number, such as 12 or 0.5",
    "date": "A date, such as 2014-07-03",
    "time": "A time, such as 14:00:00",
    "date and time": "A date and time, such as 2014-07-03T14:00:00",
    "dateTime": "A date and time, such as 2014-07-03T14:00:00",
    "dayTimeDuration": "A duration, such as P3D",
    "days and time duration": "A duration, such as P3D",
    "yearMonthDuration": "A duration, such as P6M",
    "years and months duration": "A duration, such as P6M",
}
# FEEL's numbers have 34 digits; a power beyond them would also take long to write out.
_LARGEST_POWER: Final = 34
_YES_OR_NO: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, as it is posted and as it reads."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form; without ``choices`` the value is typed. ``problems`` are of what was entered."""

    name: str
    label: str
    hint: str
    choices: tuple[Choice, ...]
    value: str
    problems: tuple[str, ...]


def tables_of(version: Version) -> Tables:
    """Return the tables of a version as `decide` takes them."""
    return Tables(version.models, version.settings.contradictions, version.settings.values())


def cannot_be_asked(version: Version, decision: str) -> tuple[str, ...]:
    """Return the labels of what the decision reads that no single field can hold."""
    return tuple(each.label for each in wanted(tables_of(version), decision) if each.composed)


def fields(
    version: Version,
    decision: str,
    entered: Mapping[str, str] | None,
    refused: Sequence[Reason] = (),
) -> tuple[Asked, ...]:
    """Return the form: with what was entered, else with the defaults of the vocabulary."""
    words = Words(version)
    values = version.settings.defaults if entered is None else entered
    return tuple(
        Asked(
            field.name,
            field.label,
            "" if _choices(field) else _HINTS.get(field.type_ref or "", ""),
            tuple(
                Choice(_posted(choice), words.of_fact(field.name, field.value(choice)))
                for choice in _choices(field)
            ),
            values.get(field.name, ""),
            tuple(reason.sentence for reason in refused if field.name in reason.names),
        )
        for field in wanted(tables_of(version), decision)
    )


def given(version: Version, decision: str, entered: Mapping[str, str]) -> dict[str, Json]:
    """Return what was entered as JSON values; what was left empty is missing."""
    found: dict[str, Json] = {}
    for field in wanted(tables_of(version), decision):
        text = entered.get(field.name, "").strip()
        if text:
            found[field.name] = _value(field, text)
    return found


def _value(field: Field, text: str) -> Json:
    for choice in _choices(field):
        if _posted(choice) == text:
            return choice
    if field.type_ref == "number":
        return _number(text)
    return text


def _number(text: str) -> Json:
    """Return the number, or the text as it is, which is then refused as no number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_POWER:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def _choices(field: Field) -> tuple[Json, ...]:
    return field.choices() or (tuple(_YES_OR_NO.values()) if field.type_ref == "boolean" else ())


def _posted(choice: Json) -> str:
    """Return how a value stands in the form; true and false as JSON writes them."""
    return str(choice).lower() if isinstance(choice, bool) else str(choice)
