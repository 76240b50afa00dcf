"""Decide from top to bottom what a form asks, each condition reading the answers above it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import ExecutionError
from engine.feel import BudgetExceededError
from engine.forms.components import (
    Choice,
    Component,
    Condition,
    Group,
    Guidance,
    Kind,
    Question,
    Rows,
)
from engine.forms.dialect import PEOPLE_NOT_FROM_THEM
from engine.forms.fields import feel_value
from engine.forms.layout import (
    Shown,
    ShownGroup,
    ShownNothing,
    ShownQuestion,
    ShownRows,
    ShownText,
)
from engine.forms.slots import filled
from engine.uploads import MAX_MEGABYTES


@dataclass(slots=True)
class LayingOut:
    """One pass over a form. ``scope`` is what conditions read, and grows as questions are answered."""

    form_id: str
    scope: dict[str, Any]
    options: Mapping[str, Sequence[Choice]]
    now: dt.datetime | None
    row: dict[str, Any] = field(default_factory=dict)

    def items(
        self, components: Sequence[Component], raw: Any, path: str, answers: dict[str, Any]
    ) -> tuple[Shown, ...]:
        """Return what is shown of the components; ``answers`` is where their answers are read."""
        raw = raw if isinstance(raw, Mapping) else {}
        shown: list[Shown] = []
        for component in components:
            hidden = component.hide is not None and self._is_true(component.hide)
            shown.append(
                ShownNothing(component) if hidden else self._shown(component, raw, path, answers)
            )
        return tuple(shown)

    def _shown(
        self, component: Component, raw: Mapping[str, Any], path: str, answers: dict[str, Any]
    ) -> Shown:
        match component:
            case Question():
                return self._question(component, raw, path, answers)
            case Group(path=""):
                return ShownGroup(
                    component, path, self.items(component.components, raw, path, answers)
                )
            case Group():
                name = component.path.rpartition(".")[2]
                inner = answers.setdefault(name, {})
                at = _at(path, name)
                return ShownGroup(
                    component, at, self.items(component.components, raw.get(name), at, inner)
                )
            case Rows():
                return self._rows(component, raw.get(component.key), path, answers)
            case Guidance():
                return ShownText(component, filled(component.text, component.slots, self._value))
        return ShownText(component)

    def _question(
        self, question: Question, raw: Mapping[str, Any], path: str, answers: dict[str, Any]
    ) -> ShownQuestion:
        offered = self._offered(question)
        shown = ShownQuestion(
            question=question,
            path=_at(path, question.key),
            value=raw.get(question.key),
            choices=offered,
            withheld=self._withheld(question, offered),
            earliest=self._bound(question.earliest),
            latest=self._bound(question.latest),
            megabytes=self.megabytes(question),
        )
        value = feel_value(shown)
        if value is not None or answers.get(question.key) is None:
            answers[question.key] = value
        return shown

    def _rows(self, rows: Rows, raw: Any, path: str, answers: dict[str, Any]) -> ShownRows:
        given = list(raw) if isinstance(raw, list | tuple) else [{}] * rows.shown_at_first
        given += [{}] * (rows.at_least - len(given))
        at = _at(path, rows.key)
        read: list[dict[str, Any]] = []
        entries = []
        for index, each in enumerate(given[: rows.at_most]):
            self.row = blank_answers(rows.components)
            entries.append(self.items(rows.components, each, f"{at}.{index}", self.row))
            read.append(self.row)
            self.row = {}
        answers[rows.key] = read
        return ShownRows(rows, at, tuple(entries))

    def _offered(self, question: Question) -> tuple[Choice, ...]:
        if question.not_from:
            return tuple(self.options.get(PEOPLE_NOT_FROM_THEM, ()))
        if question.register is not None:
            return tuple(self.options.get(question.register, ()))
        if question.kind is Kind.FILES:
            return tuple(self.options.get(files_kept(question.path), ()))
        return tuple(
            choice
            for choice in question.choices
            if choice.value not in question.offers or self._is_true(question.offers[choice.value])
        )

    def _withheld(self, question: Question, offered: Sequence[Choice]) -> tuple[Choice, ...]:
        if not question.not_from:
            return ()
        return tuple(
            each for each in self.options.get(question.register or "", ()) if each not in offered
        )

    def _bound(self, condition: Condition | None) -> dt.date | None:
        value = None if condition is None else self._value(condition)
        return value if isinstance(value, dt.date) else None

    def megabytes(self, question: Question) -> int | None:
        """Return how large a file may be that answers the question; None for other questions."""
        if question.megabytes is None:
            return None
        value = self._value(question.megabytes)
        return int(value) if value in range(1, MAX_MEGABYTES + 1) else None

    def _is_true(self, condition: Condition) -> bool:
        return self._value(condition) is True

    def _value(self, condition: Condition) -> Any:
        try:
            return condition.expression.evaluate({**self.scope, **self.row}, now=self.now).value
        except BudgetExceededError as error:
            raise ExecutionError(
                self.form_id,
                f'The condition "{condition.text}" of the form takes too long to decide.',
            ) from error


def files_kept(path: str) -> str:
    """Return under which name of ``options`` the files stand that are kept for a question."""
    return f"files kept for {path}"


def blank_answers(components: Sequence[Component]) -> dict[str, Any]:
    """Return the names of every answer with nothing in it, so that each condition finds its names."""
    names: dict[str, Any] = {}
    for component in components:
        match component:
            case Question():
                names[component.key] = None
            case Rows():
                names[component.key] = []
            case Group(path=""):
                names |= blank_answers(component.components)
            case Group():
                inner = names.setdefault(component.path.rpartition(".")[2], {})
                inner |= blank_answers(component.components)
            case _:
                pass
    return names


def starting_scope(components: Sequence[Component], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what conditions read before anything is answered.

    An answer of this form hides a process variable of the same name; facts and fields of the case
    keep their present value until this form answers them.
    """
    scope = {**context, **blank_answers(components)}
    for shared in ("facts", "case"):
        present = context.get(shared)
        present = dict(present) if isinstance(present, Mapping) else {}
        if shared in blank_answers(components):
            scope[shared] = {**blank_answers(components)[shared], **present}
        else:
            scope[shared] = present
    return scope


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
