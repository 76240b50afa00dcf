"""What placeholders stand for: answers, facts, fields of the case and settings, in words and for FEEL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.case_fields import case_values
from engine.documents.template import Place, Template, Whose
from engine.feel import BudgetExceededError, parse
from engine.forms import Choice, Kind, Question, answer_at
from engine.forms.blanks import is_blank
from engine.forms.dates import read_date
from engine.forms.fields import reads_as_routing
from engine.version import Version
from web.forms.summaries import texts_of
from web.use_cases.case_views import CaseRecord
from web.use_cases.form_views import Options
from web.use_cases.history_views import SubmissionView
from web.words import day, in_words


@dataclass(frozen=True)
class Values:
    """What one template may read of one case."""

    template: Template
    version: Version
    record: CaseRecord
    options: Options

    def all_of(self, task: str) -> tuple[SubmissionView, ...]:
        """Return every submission of a task, the first given first."""
        process = self.template.process_of(task)
        return tuple(
            each
            for each in self.record.submissions
            if (each.process, each.element) == (process, task)
        )

    def newest(self, task: str) -> SubmissionView | None:
        """Return the submission of a task that was given last."""
        return next(reversed(self.all_of(task)), None)

    def question(self, task: str, path: str) -> Question:
        """Return a question outside repeatable rows, as the template's version asks it."""
        form = self.version.forms[self.template.process_of(task) or "", task]
        return next(each for each in form.questions() if each.path == path)

    def texts(self, question: Question, value: Any) -> tuple[str, ...]:
        """Return an answer in words; nothing where it was not given."""
        if is_blank(value) and value is not False:
            return ()
        return texts_of(question, value, self.choices)

    def words_of(self, place: Place) -> tuple[str, ...]:
        """Return what a placeholder stands for, a text for each thing chosen; nothing where it is missing."""
        match place.whose:
            case Whose.CASE:
                return self._of_the_case(place.name)
            case Whose.FACTS:
                return self._of_facts(place.name)
            case Whose.SETTINGS:
                return (_in_words(self.version.settings.settings[place.name].value),)
        given = self.newest(place.task)
        if given is None:
            return ()
        match place.whose:
            case Whose.BY:
                return (given.by,)
            case Whose.DATE:
                return (day(given.at_utc),)
        value = answer_at(given.answers, place.name)
        return self.texts(self.question(place.task, place.name), value)

    def holds(self, condition: str) -> bool:
        """Say whether a condition is true; what was not answered makes it false, unless it asks for null."""
        try:
            return parse(condition).evaluate(self._context).value is True
        except BudgetExceededError:
            return False

    @cached_property
    def choices(self) -> Options:
        """Return everybody, every agency, and what each file that was handed in is called."""
        files: dict[str, tuple[Choice, ...]] = {}
        for given in self.record.submissions:
            for register, choices in given.options.items():
                files[register] = (*files.get(register, ()), *choices)
        return {**files, **self.options}

    @cached_property
    def _context(self) -> Mapping[str, Any]:
        tasks = {task: self._routing(task) for _, task in self.template.tasks}
        return {
            **tasks,
            "facts": dict(self.record.facts),
            "case": self._case,
            "settings": dict(self.version.settings.values()),
        }

    @cached_property
    def _case(self) -> Mapping[str, Any]:
        return case_values(self.version.settings, self.record.data, today=self.record.on)

    def _routing(self, task: str) -> dict[str, Any] | None:
        given = self.newest(task)
        if given is None:
            return None
        known: dict[str, Any] = {"round": Decimal(len(self.all_of(task)))}
        form = self.version.forms[given.process, given.element]
        for question in form.questions():
            if reads_as_routing(question):
                *groups, key = question.path.split(".")
                place = known
                for group in groups:
                    place = place.setdefault(group, {})
                place[key] = _for_feel(question, answer_at(given.answers, question.path))
        return known

    def _of_the_case(self, name: str) -> tuple[str, ...]:
        value = self._case.get(name)
        if is_blank(value):
            return ()
        field = self.version.settings.case.get(name)
        if field is not None and field.values:
            return (field.values.get(str(value), str(value)),)
        if name == "notifier":
            people = {choice.value: choice.label for choice in self.options["people"]}
            return (people.get(str(value), str(value)),)
        return (_in_words(value),)

    def _of_facts(self, name: str) -> tuple[str, ...]:
        value = self.record.facts.get(name)
        if value is None:
            return ()
        for form in self.version.forms.values():
            for question in form.facts():
                if question.key == name and value in {each.value for each in question.choices}:
                    return texts_of(question, value, self.options)
        return (in_words(value),)


def _for_feel(question: Question, value: Any) -> Any:
    if question.kind is Kind.DATE:
        return read_date(value)
    if question.kind is Kind.NUMBER and value is not None:
        return Decimal(str(value))
    return value


def _in_words(value: object) -> str:
    return day(value) if isinstance(value, date) else in_words(value)
