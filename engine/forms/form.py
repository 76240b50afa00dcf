"""A form: what one user task or start form asks, and what counts as a complete set of answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.forms.answers import Answers
from engine.forms.components import Choice, Component, Condition, Question
from engine.forms.layout import Shown


@dataclass(frozen=True, slots=True)
class RoutingType:
    """What the diagram may find in a routing answer.

    ``choices`` holds the values of a choice or of a list of choices; it is empty where they come
    from a register. ``optional`` says that the answer may be None (hidden, or left blank).
    """

    kind: Literal["choice", "choices", "number", "date", "boolean"]
    choices: tuple[str, ...] = ()
    register: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form file. ``id`` is the id written in it, ``title`` its first heading, or the id in words."""

    id: str
    title: str
    file: str
    components: tuple[Component, ...]

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order of the form, those of groups and rows included."""
        raise NotImplementedError

    def facts(self) -> tuple[Question, ...]:
        """Return the questions that set facts; ``key`` is the name of the fact."""
        raise NotImplementedError

    def case_fields(self) -> tuple[Question, ...]:
        """Return the questions that set fields of the case; ``key`` is the name of the field."""
        raise NotImplementedError

    def routing_types(self) -> dict[str, RoutingType]:
        """Return what the diagram may read after this form: dotted name to type."""
        raise NotImplementedError

    def conditions(self) -> Iterator[Condition]:
        """Yield every FEEL expression of the form, for the gate."""
        raise NotImplementedError

    def lay_out(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any],
        options: Mapping[str, Sequence[Choice]] | None = None,
        now: datetime | None = None,
    ) -> tuple[Shown, ...]:
        """Return what is asked given the answers so far, hidden questions left out."""
        raise NotImplementedError

    def validate(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any],
        options: Mapping[str, Sequence[Choice]] | None = None,
        now: datetime | None = None,
    ) -> Answers:
        """Return the answers, or refuse them question by question.

        ``raw`` is nested as the form nests its questions: from `raw_from_post`, from JSON, or from a
        scenario (a date may be ISO text or day, month and year). ``context`` is what conditions may
        read beside the answers: process variables, ``facts``, ``case``, ``settings``, as JSON or
        FEEL values. ``options`` gives the choices of the registers ``agencies`` and ``people``.
        Answers to hidden questions are dropped before anything else is looked at.

        Raises InvalidAnswersError, whose problems are sentences by path (``children.0.last_name``).
        """
        raise NotImplementedError
