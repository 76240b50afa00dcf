"""Which clauses a form cites that was answered, and which it will: its questions, groups and guidance."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.compliance.standing import Shown
from engine.forms import Form
from engine.forms.components import Component, Group, Guidance, Question, Rows, Separator
from engine.forms.dependencies import every_component

Cited = tuple[str, Shown, str]
"""A clause, what shows it, and the words of the part that cites it."""


def cited_by_answers(form: Form, answers: Mapping[str, Any]) -> Iterator[Cited]:
    """Yield the clauses of the questions that were answered, and of guidance that everybody read."""
    for component in every_component(form.components):
        if isinstance(component, Guidance):
            if component.hide is None:
                yield from _guidance(component)
        elif _is_answered(component, answers):
            yield from _asked(component)


def cited_by_every_answer(form: Form) -> Iterator[Cited]:
    """Yield the clauses of what the form asks or says whatever is answered."""
    yield from _whatever_is_answered(form.components)


def _whatever_is_answered(components: tuple[Component, ...]) -> Iterator[Cited]:
    for component in components:
        if component.hide is not None:
            continue
        if isinstance(component, Guidance):
            yield from _guidance(component)
        if isinstance(component, Group) or (isinstance(component, Rows) and component.at_least):
            yield from _asked(component)
            yield from _whatever_is_answered(component.components)
        if isinstance(component, Question) and component.required:
            yield from _asked(component)


def _is_answered(component: Component, answers: Mapping[str, Any]) -> bool:
    match component:
        case Question() | Rows():
            return _holds_something(answers, component.path.split("."))
        case Group():
            return any(_is_answered(each, answers) for each in component.components)
        case Guidance() | Separator():
            return False


def _holds_something(answers: Any, path: list[str]) -> bool:
    """Say whether something stands at the path; of repeated rows, whether it does in any of them."""
    if isinstance(answers, list) and answers:
        return any(_holds_something(each, path) for each in answers)
    if not path:
        return answers not in (None, "", [], {})
    return isinstance(answers, Mapping) and _holds_something(answers.get(path[0]), path[1:])


def _asked(component: Component) -> Iterator[Cited]:
    if isinstance(component, Question | Group | Rows):
        for clause in component.clauses:
            yield clause, Shown.ANSWER, component.label


def _guidance(component: Guidance) -> Iterator[Cited]:
    for clause in component.clauses:
        yield clause, Shown.GUIDANCE, ""
