"""An answer as it was given: in which form, what that form could read, and what it is corrected to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.bpmn.model import Element
from engine.correcting.history import Began, Completed, History, Present
from engine.correcting.play import Play, taken_again
from engine.correcting.refusals import CorrectionRefusedError
from engine.errors import InvalidAnswersError
from engine.execution import World, form_context_at_large, start_form_context
from engine.forms import Answers, Choice, Form, answer_at, files_kept
from engine.version import Version


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer was given: at an event of a history, at that element.

    ``over`` says that a correction has opened the case again since; the history is then that of before.
    """

    history: History
    number: int
    version: Version
    element: Element
    over: bool = False


@dataclass(frozen=True)
class AnswerGiven:
    """An answer as it was given: in which process, its form and step, what the form could read, and when.

    Where the case cannot be played to there, it is not ``exact``: ``context`` is what the process can read
    now, and nothing is known of ``answers`` but what was entered.
    """

    version: Version
    instance: int
    form: Form
    element: Element
    context: Mapping[str, Any] = field(repr=False)
    at: datetime
    answers: Answers = field(repr=False)
    exact: bool = True

    def corrected(
        self, entered: Mapping[str, Any], options: Mapping[str, Sequence[Choice]] | None
    ) -> Answers:
        """Return what was entered as the form takes it; files stay as they were handed in.

        ``options`` is None where they were looked at before. InvalidAnswersError where the form does not
        take it.
        """
        entered = with_files_of(self.form, self.answers.full, entered)
        try:
            return self._taken(self.form, entered, options)
        except InvalidAnswersError as refusal:
            files = {question.path for question in self.form.files()}
            problems = {path: said for path, said in refusal.problems.items() if path not in files}
            if problems:
                raise InvalidAnswersError(problems) from refusal
            # Only a file is wanting, which no correction can hand in: see `keeps_files`.
            return self._taken(self.form.with_files_optional(), entered, options)

    def keeps_files(self, answers: Answers) -> bool:
        """Say whether the answers hold exactly the files that were handed in, and the form wants no other."""
        questions = self.form.files()
        same = all(
            (answer_at(answers.full, question.path) or [])
            == (answer_at(self.answers.full, question.path) or [])
            for question in questions
        )
        return same and not (questions and self._wants_a_file(answers))

    def _wants_a_file(self, answers: Answers) -> bool:
        try:
            self._taken(self.form, answers.full, None)
        except InvalidAnswersError:
            return True
        return False

    def _taken(
        self,
        form: Form,
        entered: Mapping[str, Any],
        options: Mapping[str, Sequence[Choice]] | None,
    ) -> Answers:
        if options is None:
            return taken_again(form, entered, self.context, self.at)
        offered = {**options, **_files_offered(form, self.answers.full)}
        return form.validate(entered, context=self.context, options=offered, now=self.at)


def with_files_of(
    form: Form, first: Mapping[str, Any], entered: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what was entered with the files of the first answer, whatever was entered of files."""
    for question in form.files():
        entered = _put(entered, question.path.split("."), answer_at(first, question.path))
    return entered


def given_in(play: Play, history: History, number: int) -> AnswerGiven:
    """Return the answer given at an event, to which the play has come."""
    event = history.events[number]
    match event:
        case Began(answers=full) if full is not None:
            diagram = event.version.diagram(event.process)
            element = next(each for each in diagram.start_events() if each.form)
            context = start_form_context(event.version, world=play.world(event.at))
            answers = play.start_answers(event.process, event.version, full, event.at)
            version, instance = event.version, len(play.runs)
        case Completed():
            run = play.run(event.instance)
            opened = run.opened[event.task]
            element = run.version.element(opened.process, opened.element)
            context = play.context(opened.task_id, event.at)
            answers = play.task_answers(opened.task_id, event.answers, event.at)
            version, instance = run.version, event.instance
        case _:
            raise CorrectionRefusedError("no answer")
    form = version.forms[element.process, element.id]
    return AnswerGiven(version, instance, form, element, context, event.at, answers)


def given_as_far_as_known(place: Place, present: Present) -> AnswerGiven:
    """Return an answer to which the case cannot be played: its form reads what the process can read now."""
    event, version = place.history.events[place.number], place.version
    world = World(event.at, dict(present.facts), dict(present.fields), place.history.calendar)
    match event:
        case Completed():
            instance, state = event.instance, present.states[event.instance]
            context = form_context_at_large(version, state, world=world)
        case Began(answers=full) if full is not None:
            instance, context = 0, start_form_context(version, world=world)
        case _:
            raise CorrectionRefusedError("no answer")
    form = version.forms[place.element.process, place.element.id]
    answers = Answers(full=event.answers or {})
    return AnswerGiven(
        version, instance, form, place.element, context, event.at, answers, exact=False
    )


def only_words(before: Answers, after: Answers) -> bool:
    """Say whether only what stays in the submission differs: no process, table, register or lane reads it."""
    return replace(before, full={}) == replace(after, full={})


def _files_offered(form: Form, full: Mapping[str, Any]) -> dict[str, tuple[Choice, ...]]:
    return {
        files_kept(question.path): tuple(
            Choice(str(each), str(each)) for each in answer_at(full, question.path) or ()
        )
        for question in form.files()
    }


def _put(raw: Mapping[str, Any], path: Sequence[str], value: Any) -> Mapping[str, Any]:
    name, *rest = path
    if rest:
        inner = raw.get(name)
        value = _put(inner if isinstance(inner, Mapping) else {}, rest, value)
    elif value is None:
        return {key: each for key, each in raw.items() if key != name}
    return {**raw, name: value}
