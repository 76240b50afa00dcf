"""A form: what one user task or start form asks, and what counts as a complete set of answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal

from engine.errors import ExecutionError, InvalidAnswersError
from engine.forms.answers import Answers
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
from engine.forms.dependencies import conditions_of, controlling, every_component
from engine.forms.entries import asked_in, entries_in, writes_of
from engine.forms.fields import reads_as_routing
from engine.forms.laying_out import LayingOut, starting_scope
from engine.forms.layout import Shown, shown_questions
from engine.forms.refilling import answers_that_stand
from engine.forms.schema import load
from engine.roles import HELD_BY_SEVERAL
from engine.uploads import FileKind, UnfitFileError, fit_kind, fit_name

RoutingKind = Literal["choice", "choices", "number", "date", "boolean", "rows"]

_ROUTING_KINDS: Final[dict[Kind, RoutingKind]] = {
    Kind.RADIOS: "choice",
    Kind.SELECT: "choice",
    Kind.CHECKLIST: "choices",
    Kind.CHECKBOX: "boolean",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
}


@dataclass(frozen=True, slots=True)
class RoutingType:
    """What the diagram may find in a routing answer.

    ``choices`` holds the values of a choice or of a list of choices; it is empty where they come
    from a ``register``. ``optional`` says that the answer may be None (hidden, or left blank). ``parts``
    are those of each row of ``rows``, beside its number ``row``.
    """

    kind: RoutingKind
    choices: tuple[str, ...] = ()
    register: str | None = None
    optional: bool = False
    parts: "Mapping[str, RoutingType]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One form file. ``id`` is the id written in it, ``title`` its first heading, or the id in words."""

    id: str
    title: str
    file: str
    components: tuple[Component, ...]

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order of the form, those of groups and rows included."""
        for component in every_component(self.components):
            if isinstance(component, Question):
                yield component

    def facts(self) -> tuple[Question, ...]:
        """Return the questions that set facts; ``key`` is the name of the fact."""
        return tuple(each for each in self.questions() if each.path.startswith("facts."))

    def case_fields(self) -> tuple[Question, ...]:
        """Return the questions that set fields of the case; ``key`` is the name of the field."""
        return tuple(each for each in self.questions() if each.path.startswith("case."))

    def routing_types(self) -> dict[str, RoutingType]:
        """Return what the diagram may read after this form: dotted name to type."""
        hideable = self.hideable()
        asked = {
            question.path: _routing_type(question, hideable)
            for question in self.questions()
            if reads_as_routing(question)
        }
        rows = {
            rows.path: RoutingType(
                "rows",
                parts={
                    question.key: _routing_type(question, hideable)
                    for question in asked_in(rows)
                    if _reads_in_rows(question)
                },
            )
            for rows in self._rows_in_registers()
        }
        return {**asked, **rows}

    def _rows_in_registers(self) -> Iterator[Rows]:
        for component in entries_in(self.components):
            if isinstance(component, Rows):
                yield component

    def timelines(self) -> tuple[Rows, ...]:
        """Return the repeatable groups whose rows make the chronology of a case."""
        return tuple(
            each
            for each in every_component(self.components)
            if isinstance(each, Rows) and each.timeline is not None
        )

    def files(self) -> tuple[Question, ...]:
        """Return the questions that are answered with files."""
        return tuple(each for each in self.questions() if each.kind is Kind.FILES)

    def with_files_optional(self) -> "Form":
        """Return the form as it asks where no file can be handed in."""
        return replace(self, components=_file_questions(self.components, {"required": False}))

    def with_files_as_they_are(self) -> "Form":
        """Return the form as it is shown where files stay as they were handed in: it takes none."""
        as_they_are = {"required": False, "at_most": 0}
        return replace(self, components=_file_questions(self.components, as_they_are))

    def conditions(self) -> Iterator[Condition]:
        """Yield every FEEL expression of the form, for the gate."""
        for component in every_component(self.components):
            yield from conditions_of(component)

    def controlling(self) -> frozenset[str]:
        """Return the paths of the questions whose answers change what else is asked or offered."""
        return controlling(self.components)

    def beside(self) -> tuple[Guidance, ...]:
        """Return the guidance that stands beside the questions."""
        return tuple(
            each
            for each in every_component(self.components)
            if isinstance(each, Guidance) and each.beside
        )

    def prefilled(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the present values of the facts and fields of the case that the form asks for now.

        A question that is hidden as the facts stand was never asked: if it appears because another answer
        is corrected, it stands empty, and nobody's silence is offered as a "no".
        """
        values = self._present_values(context)
        asked = {each.path for each in shown_questions(self.lay_out(values, context=context))}
        return {
            name: kept
            for name, known in values.items()
            if (kept := {key: known[key] for key in known if f"{name}.{key}" in asked})
        }

    def refilled(self, before: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form opens with where ``before`` (`Answers.full`) was submitted earlier."""
        return {**answers_that_stand(self.components, before), **self.prefilled(context)}

    def _present_values(self, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        values: dict[str, dict[str, Any]] = {}
        for name, questions in (("facts", self.facts()), ("case", self.case_fields())):
            present = context.get(name) or {}
            known = {each.key: present[each.key] for each in questions if present.get(each.key)}
            if known:
                values[name] = known
        return values

    def lay_out(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any],
        options: Mapping[str, Sequence[Choice]] | None = None,
        now: datetime | None = None,
    ) -> tuple[Shown, ...]:
        """Return what is asked given the answers so far, hidden questions left out."""
        scope = starting_scope(self.components, context)
        return LayingOut(self.id, scope, options or {}, now).items(self.components, raw, "", scope)

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
        read beside the answers: process variables, ``facts``, ``case``, ``settings``, as FEEL
        values. ``options`` gives the choices of the registers ``agencies`` and ``people``. Answers
        to hidden questions are dropped before anything else is looked at.

        Raises InvalidAnswersError, whose problems are sentences by path (``children.0.last_name``),
        in the order of the form.
        """
        shown = self.lay_out(raw, context=context, options=options, now=now)
        full = load(shown, raw, self.components)
        asked = {each.path for each in shown_questions(shown)}
        return Answers(
            full=full,
            routing=self._routing(full, asked),
            facts=full.get("facts", {}),
            case=full.get("case", {}),
            declares_conflict=self._declared(full),
            registers=writes_of(self.components, full, context, now),
            appoints=self._appointed(full),
            independent=frozenset(
                question.appoints
                for question in self.questions()
                if question.appoints and question.not_from
            ),
            under_review=tuple(
                dict.fromkeys(
                    agency
                    for question in self.questions()
                    if question.lists
                    for agency in _every(full, question.path)
                )
            ),
        )

    def refuse_unfit_file(
        self, question: Question, name: str, content: bytes, *, context: Mapping[str, Any]
    ) -> FileKind:
        """Return the kind of a file handed in for a question of this form.

        Raises InvalidAnswersError, beside the question, where the file is not taken.
        """
        limit = LayingOut(self.id, starting_scope(self.components, context), {}, None)
        megabytes = limit.megabytes(question)
        if megabytes is None:
            raise ExecutionError(self.id, "How large a file may be is no number of megabytes.")
        try:
            return fit_kind(name, content, accepts=question.accepts, megabytes=megabytes)
        except UnfitFileError as unfit:
            sentence = f"“{fit_name(name)}” {unfit.reason}"
        raise InvalidAnswersError({question.path: [sentence]})

    def _routing(self, full: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
        routing: dict[str, Any] = {}
        for question in self.questions():
            if not reads_as_routing(question):
                continue
            *groups, key = question.path.split(".")
            place = routing
            for group in groups:
                place = place.setdefault(group, {})
            place[key] = answer_at(full, question.path) if question.path in asked else None
        for rows in self._rows_in_registers():
            parts = [each.key for each in asked_in(rows) if _reads_in_rows(each)]
            routing[rows.path] = [
                {"row": number, **{key: answers.get(key) for key in parts}}
                for number, answers in enumerate(answer_at(full, rows.path) or (), 1)
            ]
        return routing

    def _appointed(self, full: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        appointed: dict[str, tuple[str, ...]] = {}
        for question in self.questions():
            people = _every(full, question.path) if question.appoints else ()
            if question.appoints and people:
                several = question.appoints in HELD_BY_SEVERAL
                before = appointed.get(question.appoints, ()) if several else ()
                appointed[question.appoints] = tuple(dict.fromkeys((*before, *people)))
        return appointed

    def _declared(self, full: Mapping[str, Any]) -> bool | None:
        for question in self.questions():
            answer = answer_at(full, question.path) if question.declares == "conflict" else None
            if answer is not None:
                return bool(answer == "yes")
        return None

    def hideable(self) -> frozenset[str]:
        """Return the paths of the questions that can be hidden, themselves or with their group."""
        return frozenset(
            question.path
            for component in every_component(self.components)
            if component.hide is not None
            for question in every_component((component,))
            if isinstance(question, Question)
        )


def _file_questions(
    components: tuple[Component, ...], changed: Mapping[str, Any]
) -> tuple[Component, ...]:
    """Return the components with that changed of each question that is answered with files."""
    found: list[Component] = []
    for each in components:
        match each:
            case Question(kind=Kind.FILES):
                found.append(replace(each, **changed))
            case Group():
                found.append(replace(each, components=_file_questions(each.components, changed)))
            case _:
                found.append(each)
    return tuple(found)


def _every(full: Any, path: str) -> tuple[str, ...]:
    """Return every answer at the path, in rows and lists too."""
    if full is None:
        return ()
    if isinstance(full, list | tuple):
        return tuple(answer for each in full for answer in _every(each, path))
    if not path:
        return (str(full),)
    name, _, rest = path.partition(".")
    return _every(full.get(name), rest) if isinstance(full, Mapping) else ()


def _routing_type(question: Question, hideable: frozenset[str]) -> RoutingType:
    return RoutingType(
        kind=_ROUTING_KINDS[question.kind],
        choices=tuple(choice.value for choice in question.choices),
        register=question.register,
        optional=question.path in hideable
        or (not question.required and question.kind is not Kind.CHECKBOX),
    )


def _reads_in_rows(question: Question) -> bool:
    return reads_as_routing(replace(question, in_rows=False))


def answer_at(full: Mapping[str, Any], path: str) -> Any:
    """Return the answer at a path (``facts.outcome``), None where there is none."""
    value: Any = full
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
