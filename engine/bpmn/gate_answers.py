"""What the gate knows of the answers of a form, before anybody has answered."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.bpmn.gate_types import BOOLEAN, DATE, NUMBER, TEXT, Choice, Fields, ListOf, Type
from engine.forms import Group, Kind, Question, Rows
from engine.forms.components import Component

_PLAIN: Final[Mapping[Kind, Type]] = {
    Kind.TEXT: TEXT,
    Kind.LONG_TEXT: TEXT,
    Kind.NUMBER: NUMBER,
    Kind.DATE: DATE,
    Kind.CHECKBOX: BOOLEAN,
}


def answers_of(components: Iterable[Component]) -> dict[str, Type]:
    """Return what conditions may read of a form's own answers, by name."""
    found: dict[str, Type] = {}
    for component in components:
        match component:
            case Question():
                found[component.key] = answer_of(component)
            case Rows():
                found[component.key] = ListOf(Fields(answers_of(component.components)))
            case Group(path=""):
                found |= answers_of(component.components)
            case Group():
                name = component.path.rpartition(".")[2]
                before = found.get(name)
                parts = dict(before.parts) if isinstance(before, Fields) else {}
                found[name] = Fields({**parts, **answers_of(component.components)})
    return found


def answer_of(question: Question) -> Type:
    """Return what is known of the answer to a question."""
    if question.kind is Kind.FILES:
        return ListOf(TEXT)
    if not question.kind.chooses:
        return _PLAIN[question.kind]
    values = frozenset(choice.value for choice in question.choices)
    one: Type = Choice(values) if values else TEXT
    return ListOf(one) if question.kind is Kind.CHECKLIST else one
