"""The sentences people read when an answer is refused.

Each names the question in plain words; a form may replace any by the property ``error.REASON``.
"""

import re
from decimal import Decimal
from typing import Final

from engine.forms.components import Kind, Question

_CHOOSE: Final = (Kind.RADIOS, Kind.SELECT, Kind.CHECKLIST)
_FORMATS: Final = {
    "email": "an e-mail address, such as name@example.org",
    "phone": "a telephone number, such as 020 7946 0000",
}
_NO_ARTICLE: Final = re.compile(
    r"(?:a|an|any|each|every|her|his|how|its|one|other|our|some|that|the|their|this|those"
    r"|whether|what|when|where|which|who|whose|why|your)"
)
EXAMPLE_DATE: Final = "27 3 2014"


def default_name(label: str) -> str:
    """Return how sentences call the answer: the label as it reads inside one, "" for a question."""
    bare = label.strip().rstrip(":.")
    if bare.endswith("?") or not bare:
        return ""
    first_word = bare.split()[0]
    # An abbreviation or a name in capitals (SIG, DfE) keeps them.
    if not any(letter.isupper() for letter in first_word[1:]):
        bare = bare[0].lower() + bare[1:]
    return bare if _NO_ARTICLE.fullmatch(first_word.lower()) else f"the {bare}"


def required(question: Question) -> str:
    """Say that an answer is missing."""
    if question.kind is Kind.CHECKBOX:
        default = f"Tick “{question.label}” to continue"
    elif question.kind is Kind.FILES:
        default = f"Choose a file for {_called(question)}"
    elif not question.name:
        default = f"Answer the question “{question.label}”"
    else:
        default = f"{'Choose' if question.kind in _CHOOSE else 'Enter'} {question.name}"
    return _own(question, "required") or default


def not_a_choice(question: Question) -> str:
    """Say that the answer is not among what is offered now."""
    return _own(question, "choice") or f"Choose one of the answers offered for {_called(question)}"


def from_an_agency_under_review(question: Question, who: str) -> str:
    """Say that the person chosen works for an agency whose actions are reviewed."""
    return _own(question, "not_from") or (
        f"{who} works for an agency under review in this case. Choose somebody who does not"
    )


def wrong_type(question: Question) -> str:
    """Say that the answer cannot be read as what was asked."""
    wanted = {
        Kind.DATE: f"a real date, such as {EXAMPLE_DATE}",
        Kind.NUMBER: "a number, such as 3"
        if not question.decimal_digits
        else f"a number with at most {question.decimal_digits} decimal places",
        Kind.CHECKBOX: "yes or no",
    }.get(question.kind, "plain text")
    if question.looks_like is not None:
        wanted = _FORMATS[question.looks_like]
    if question.kind is Kind.FILES:
        wanted = "one or more of the files kept for it"
    if question.kind is Kind.CHECKLIST:
        wanted = "a list of the answers offered"
    return _own(question, "type") or f"{_starting(question)} must be {wanted}"


def missing_parts(question: Question, parts: list[str]) -> str:
    """Say which parts of a date are missing."""
    listed = " and ".join(parts)
    return _own(question, "type") or f"{_starting(question)} must include a {listed}"


def too_long(question: Question, count: int) -> str:
    """Say how long the text may be and how long it is."""
    return _own(question, "max_length") or (
        f"{_starting(question)} must be {question.max_length:,} characters or fewer; "
        f"you have entered {count:,}"
    )


def too_short(question: Question, count: int) -> str:
    """Say how long the text must be and how long it is."""
    return _own(question, "min_length") or (
        f"{_starting(question)} must be {question.min_length:,} characters or more; "
        f"you have entered {count:,}"
    )


def too_small(question: Question) -> str:
    """Say what the number must be at least."""
    return _own(question, "minimum") or (
        f"{_starting(question)} must be {_number(question.minimum)} or more"
    )


def too_large(question: Question) -> str:
    """Say what the number may be at most."""
    return _own(question, "maximum") or (
        f"{_starting(question)} must be {_number(question.maximum)} or fewer"
    )


def too_early(question: Question, bound: str) -> str:
    """Say which date is the first that may be given."""
    return _own(question, "earliest") or f"{_starting(question)} must be {bound} or later"


def too_late(question: Question, bound: str) -> str:
    """Say which date is the last that may be given."""
    return _own(question, "latest") or f"{_starting(question)} must be {bound} or earlier"


def too_many_files(question: Question) -> str:
    """Say how many files may be handed in."""
    files = "1 file" if question.at_most == 1 else f"{question.at_most} files"
    return f"{_starting(question)} can hold {files} at most. Remove a file before you add another"


def too_many_rows(label: str, at_most: int) -> str:
    """Say how many rows may be given."""
    return f"{label} must have {at_most} entries or fewer"


UNKNOWN_NAME: Final = "This form does not ask for it. Open the form again and answer what it asks"


def _own(question: Question, reason: str) -> str:
    return question.properties.get(f"error.{reason}", "")


def _called(question: Question) -> str:
    return question.name or f"“{question.label}”"


def _starting(question: Question) -> str:
    if not question.name:
        return f"The answer to “{question.label}”"
    return question.name[0].upper() + question.name[1:]


def _number(value: Decimal | None) -> str:
    return f"{value:,f}" if value is not None else ""
