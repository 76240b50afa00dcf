"""One marshmallow field for each kind of question.

A field takes what a browser, JSON or a scenario gives and returns the JSON value that is kept. Blank
answers never reach a field: they are missing, so that "required" is what a person reads.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError, fields, missing

from engine.forms import sentences
from engine.forms.components import Kind, Question
from engine.forms.dates import date_in_words, read_date
from engine.forms.layout import ShownQuestion

_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_NOT_KEPT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOOKS: Final = {
    "email": re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+"),
    "phone": re.compile(r"\+?[0-9 ()\-]{5,25}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?"),
}


class AnswerField(fields.Field[Any]):
    """The answer to one question as it is asked now."""

    def __init__(self, shown: ShownQuestion) -> None:
        """Take the sentences from the question."""
        question = shown.question
        left_alone = False if question.kind is Kind.CHECKBOX else missing
        super().__init__(
            required=question.required,
            load_default=missing if question.required else left_alone,
            error_messages={"required": sentences.required(question)},
        )
        self.shown = shown

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return _READERS[self.shown.question.kind](self.shown, value)


def _text(shown: ShownQuestion, value: Any) -> str:
    question = shown.question
    if not isinstance(value, str):
        raise ValidationError(sentences.wrong_type(question))
    # A browser posts CR LF for each line a person sees as one character.
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if question.max_length is not None and len(text) > question.max_length:
        raise ValidationError(sentences.too_long(question, len(text)))
    if question.min_length is not None and len(text) < question.min_length:
        raise ValidationError(sentences.too_short(question, len(text)))
    if _NOT_KEPT.search(text) or (question.kind is Kind.TEXT and "\n" in text):
        raise ValidationError(sentences.wrong_type(question))
    if question.looks_like is not None and not _LOOKS[question.looks_like].fullmatch(text):
        raise ValidationError(sentences.wrong_type(question))
    return text


def _number(shown: ShownQuestion, value: Any) -> int | float:
    question = shown.question
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValidationError(sentences.wrong_type(question))
    text = str(value).strip().replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(text):
        raise ValidationError(sentences.wrong_type(question))
    number = Decimal(text)
    if number != round(number, question.decimal_digits):
        raise ValidationError(sentences.wrong_type(question))
    if question.minimum is not None and number < question.minimum:
        raise ValidationError(sentences.too_small(question))
    if question.maximum is not None and number > question.maximum:
        raise ValidationError(sentences.too_large(question))
    return int(number) if number == int(number) else float(number)


def _date(shown: ShownQuestion, value: Any) -> str:
    question = shown.question
    if isinstance(value, Mapping):
        absent = [
            part for part in ("day", "month", "year") if not str(value.get(part) or "").strip()
        ]
        if absent and len(absent) < 3:
            raise ValidationError(sentences.missing_parts(question, absent))
    date = read_date(value)
    if date is None:
        raise ValidationError(sentences.wrong_type(question))
    if shown.earliest is not None and date < shown.earliest:
        raise ValidationError(sentences.too_early(question, date_in_words(shown.earliest)))
    if shown.latest is not None and date > shown.latest:
        raise ValidationError(sentences.too_late(question, date_in_words(shown.latest)))
    return date.isoformat()


def _choice(shown: ShownQuestion, value: Any) -> str:
    for each in shown.withheld:
        if each.value == value:
            raise ValidationError(sentences.from_an_agency_under_review(shown.question, each.label))
    if value not in [choice.value for choice in shown.choices]:
        raise ValidationError(sentences.not_a_choice(shown.question))
    return str(value)


def _checklist(shown: ShownQuestion, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise ValidationError(sentences.wrong_type(shown.question))
    chosen = [_choice(shown, each) for each in value]
    return [choice.value for choice in shown.choices if choice.value in chosen]


def _checkbox(shown: ShownQuestion, value: Any) -> bool:
    if value is not True and value != "yes":
        raise ValidationError(sentences.wrong_type(shown.question))
    return True


def _files(shown: ShownQuestion, value: Any) -> list[str]:
    """Take the ids of files that are kept for this question, and no others."""
    if not isinstance(value, list | tuple):
        raise ValidationError(sentences.wrong_type(shown.question))
    chosen = [_choice(shown, each) for each in value]
    if len(chosen) > shown.question.at_most:
        raise ValidationError(sentences.too_many_files(shown.question))
    return list(dict.fromkeys(chosen))


_READERS: Final[dict[Kind, Callable[[ShownQuestion, Any], Any]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.RADIOS: _choice,
    Kind.SELECT: _choice,
    Kind.CHECKLIST: _checklist,
    Kind.CHECKBOX: _checkbox,
    Kind.FILES: _files,
}


def feel_value(shown: ShownQuestion) -> Any:
    """Return what conditions read: the answer as a FEEL value, None while it is blank or refused."""
    try:
        value = AnswerField(shown).deserialize(shown.value)
    except ValidationError:
        return None
    if value is missing:
        return None
    return dt.date.fromisoformat(value) if shown.question.kind is Kind.DATE else value


def reads_as_routing(question: Question) -> bool:
    """Say whether the diagram may read the answer (design.md section 4, Answers)."""
    return (
        not question.in_rows
        and question.kind not in (Kind.TEXT, Kind.LONG_TEXT, Kind.FILES)
        and question.register != "people"
        and not question.path.startswith(("facts.", "case."))
    )
