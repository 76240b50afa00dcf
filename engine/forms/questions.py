"""Read one question of a form file."""

from decimal import Decimal
from typing import Any, Final

from engine.forms.components import Choice, Condition, Kind, Question
from engine.forms.declarations import refuse_bad_declaration
from engine.forms.dialect import DEFAULT_TEXT_LENGTH, REGISTERS, RESERVED_KEYS
from engine.forms.file_questions import files_of
from engine.forms.json_lines import JsonObject
from engine.forms.members import Members
from engine.forms.names import CHOICE_VALUE, SNAKE_CASE
from engine.forms.sentences import default_name

LONGEST_TEXT: Final = 100_000
FORMATS: Final = ("email", "phone")


def read_question(members: Members, kind: Kind, *, path: str, in_rows: bool) -> Question | None:
    """Return the question; what cannot be used is left out with a problem."""
    _refuse_bad_key(members, path)
    validate = members.object("validate")
    choices, register = _choices(members, kind)
    shortest, longest = _lengths(members, kind, validate)
    accepts, at_most, megabytes = files_of(members, kind, in_rows=in_rows)
    label = members.label
    if not label:
        members.problem(
            members.source.line,
            "The question has no label.",
            "People would not know what is asked.",
            "write the question as its label.",
        )
    question = Question(
        key=members.element,
        path=path,
        kind=kind,
        label=label,
        name=members.property("name") or default_name(label),
        line=members.source.line,
        description=members.text("description"),
        required=validate.get("required") is True,
        choices=choices,
        register=register,
        minimum=_bound(members, validate, "min"),
        maximum=_bound(members, validate, "max"),
        decimal_digits=members.number("decimalDigits", 0) if kind is Kind.NUMBER else 0,
        min_length=shortest,
        max_length=longest,
        looks_like=_looks_like(members, validate),
        earliest=_property_condition(members, "earliest"),
        latest=_property_condition(members, "latest"),
        hide=members.hide(),
        offers=_offers(members, choices),
        accepts=accepts,
        at_most=at_most,
        megabytes=megabytes,
        declares=members.property("declares") or None,
        appoints=members.property("appoints") or None,
        lists=bool(members.property("lists")),
        not_from=bool(members.property("not-from")),
        clauses=members.clauses(),
        properties=dict(members.object("properties")),
        in_rows=in_rows,
    )
    refuse_bad_declaration(members, question)
    _refuse_bad_fact(members, question)
    return question


def _refuse_bad_key(members: Members, path: str) -> None:
    key = members.source.get("key")
    line = members.source.line_of("key")
    if not isinstance(key, str) or not SNAKE_CASE.fullmatch(key):
        members.problem(
            line,
            f'The key "{key}" is not in lower snake case.',
            "Conditions, decision tables and saved answers use it as a name.",
            'write it like "date_of_birth".',
        )
    if path in RESERVED_KEYS:
        members.problem(
            line,
            f'A question may not be called "{key}".',
            "Conditions read something else under that name.",
            "choose another key.",
        )
    if members.type == "datetime" and members.source.get("subtype", "date") != "date":
        members.problem(
            members.source.line_of("subtype"),
            "Only dates can be asked, not times.",
            "The page has fields for day, month and year.",
            'set the subtype to "date" and ask for the time in a text.',
        )


def _choices(members: Members, kind: Kind) -> tuple[tuple[Choice, ...], str | None]:
    if not kind.chooses:
        return (), None
    register = members.text("valuesKey") or None
    values = members.source.get("values")
    if register and values:
        members.problem(
            members.source.line_of("valuesKey"),
            "The choices are given twice, by a list and by a register.",
            "Only one of them could be offered.",
            "keep one.",
        )
    if register:
        if register not in REGISTERS:
            members.problem(
                members.source.line_of("valuesKey"),
                f'There is no register "{register}".',
                "The choices could not be found.",
                f"use one of {', '.join(REGISTERS)}, or write the choices.",
            )
        return (), register
    return _written_choices(members, values), None


def _written_choices(members: Members, values: Any) -> tuple[Choice, ...]:
    line = members.source.line_of("values")
    found: dict[str, Choice] = {}
    for each in values if isinstance(values, list) else ():
        value = each.get("value") if isinstance(each, JsonObject) else None
        label = each.get("label") if isinstance(each, JsonObject) else None
        line = each.line if isinstance(each, JsonObject) else line
        if not isinstance(value, str) or not CHOICE_VALUE.fullmatch(value) or not label:
            members.problem(
                line,
                f'The choice "{label or value}" needs a label, and a value in snake case.',
                "People read the label; conditions compare the value.",
                'write it like {"label": "Not yet known", "value": "unknown"}.',
            )
        elif value in found:
            members.problem(
                line,
                f'The value "{value}" is offered twice.',
                "Nobody could tell which of the two was chosen.",
                "give each choice a value of its own.",
            )
        else:
            found[value] = Choice(value=value, label=str(label))
    if not found:
        members.problem(
            line,
            "There is nothing to choose.",
            "A question with choices needs a list of them, or a register.",
            'write "values", or "valuesKey" with the name of a register.',
        )
    return tuple(found.values())


def _lengths(members: Members, kind: Kind, validate: JsonObject) -> tuple[int | None, int | None]:
    if kind not in (Kind.TEXT, Kind.LONG_TEXT):
        return None, None
    shortest, longest = validate.get("minLength"), validate.get("maxLength")
    if kind is Kind.LONG_TEXT and longest is None:
        members.problem(
            members.source.line,
            "The long text has no greatest length.",
            "Every long text has one, so that people see how much they may write.",
            'write "validate": {"maxLength": 4000}, or another number.',
        )
    lengths: list[int | None] = []
    for name, value in (("minLength", shortest), ("maxLength", longest)):
        usable = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (usable and 0 <= value <= LONGEST_TEXT):
            members.problem(
                validate.line_of(name),
                f'"validate.{name}" is not a whole number from 0 to {LONGEST_TEXT:,}.',
                "No more is kept of one answer.",
                "correct the number.",
            )
            usable = False
        lengths.append(value if usable else None)
    return lengths[0], lengths[1] or DEFAULT_TEXT_LENGTH


def _bound(members: Members, validate: JsonObject, name: str) -> Decimal | None:
    value = validate.get(name)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    members.problem(
        validate.line_of(name),
        f'"validate.{name}" is not a number.',
        "Answers could not be compared with it.",
        "write a number.",
    )
    return None


def _looks_like(members: Members, validate: JsonObject) -> str | None:
    value = validate.get("validationType")
    if value in (None, "", "custom"):
        return None
    if value in FORMATS:
        return str(value)
    members.problem(
        validate.line_of("validationType"),
        f'"{value}" is not a way an answer can look.',
        "Answers could not be checked.",
        f"use one of {', '.join(FORMATS)}, or leave it out.",
    )
    return None


def _property_condition(members: Members, name: str) -> Condition | None:
    text = members.property(name).removeprefix("=")
    line = members.object("properties").line_of(name)
    return members.condition(text, line) if text.strip() else None


def _offers(members: Members, choices: tuple[Choice, ...]) -> dict[str, Condition]:
    values = {choice.value for choice in choices}
    properties = members.object("properties")
    offers: dict[str, Condition] = {}
    for name in properties:
        prefix, _, value = name.partition(".")
        if prefix != "offer":
            continue
        if value not in values:
            members.problem(
                properties.line_of(name),
                f'The property "{name}" is about a choice that the question does not have.',
                "It would never decide anything.",
                f"name one of {', '.join(sorted(values)) or 'its choices'}.",
            )
            continue
        condition = _property_condition(members, name)
        if condition is not None:
            offers[value] = condition
    return offers


def _refuse_bad_fact(members: Members, question: Question) -> None:
    if question.path.startswith("facts.") and question.kind not in (Kind.RADIOS, Kind.SELECT):
        members.problem(
            members.source.line,
            "A fact is asked by something other than a single choice.",
            "Every fact is one value of a vocabulary, which decision tables compare.",
            "use a radio or a select.",
        )
