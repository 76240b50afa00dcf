"""Fill in a template for a year: numbers over the cases received in it, and nothing of any of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Final

from engine.documents.template import (
    Block,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Place,
    Shape,
    Shown,
    Template,
)
from engine.forms import Choice, Kind, Question, answer_at
from engine.version import Version
from web.documents.paper import Grid, Listing, Paper, Part, Run, Text, Title, cell, plain
from web.use_cases.form_views import Options
from web.words import in_words

NOT_YET: Final = "Not answered yet"
_YES_NO: Final = (Choice("True", "Yes"), Choice("False", "No"))


@dataclass(frozen=True, slots=True)
class Given:
    """One submission of a step: its answers, and the day it was given on."""

    process: str
    element: str
    on: date
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What is counted of one case; its submissions in the order in which they were given."""

    received_on: date
    given: tuple[Given, ...]


def count(
    template: Template,
    version: Version,
    cases: Sequence[CountedCase],
    options: Options,
    *,
    year: int,
) -> Paper:
    """Return the paper of a year."""
    counting = _Counting(template, version, cases, options)
    received = len(cases)
    how_many = "1 case was received" if received == 1 else f"{received} cases were received"
    return Paper(
        name=template.name,
        title=template.title,
        marking=template.marking,
        subject=str(year),
        clauses=template.clauses,
        parts=(plain(f"{how_many} in {year}."), *counting.parts(template.blocks)),
        made_from=(),
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    template: Template
    version: Version
    cases: Sequence[CountedCase]
    options: Options

    def parts(self, blocks: Iterable[Block]) -> Iterator[Part]:
        for block in blocks:
            match block:
                case Heading():
                    yield Title(block.level, self._runs(block.content))
                case Paragraph():
                    yield Text(self._runs(block.content))
                case Bullets():
                    yield Listing(tuple(map(self._runs, block.items)), block.numbered)
                case Shown(shape=Shape.DAYS_TO):
                    yield self._days(block)
                case Shown():
                    yield self._answers(block)

    def _runs(self, content: tuple[Inline, ...]) -> tuple[Run, ...]:
        return tuple(
            Run(self._setting(each) if isinstance(each, Place) else each.text, each.strong)
            for each in content
        )

    def _setting(self, place: Place) -> str:
        return in_words(self.version.settings.settings[place.name].value)

    def _answers(self, shown: Shown) -> Part:
        """Return how often each answer was given: by the newest of each case, or each time."""
        question = self._question(shown)
        every = shown.shape is Shape.COUNT_EVERY
        found: Counter[str] = Counter()
        unanswered = 0
        for case in self.cases:
            given = self._of(case, shown.task)
            for each in given if every else given[-1:]:
                found.update(_values(answer_at(each.answers, shown.rows)))
            unanswered += not given
        rows = [
            (cell(choice.label), cell(str(found.pop(choice.value, 0))))
            for choice in self._choices(question)
        ]
        # An earlier version of the protocol may have offered what today's does not.
        rows += [(cell(in_words(value)), cell(str(times))) for value, times in found.items()]
        if not every:
            rows.append((cell(NOT_YET), cell(str(unanswered))))
        return Grid(question.label, ("Answer", "Times" if every else "Cases"), tuple(rows))

    def _days(self, shown: Shown) -> Part:
        days = [
            (given[0].on - case.received_on).days
            for case in self.cases
            if (given := self._of(case, shown.task))
        ]
        label = self.version.element(self._process(shown.task), shown.task).label or shown.task
        caption = f"Days from receipt until “{label}” was first done"
        if not days:
            return plain(f"{caption}: no case has come to it.")
        numbers = (len(days), min(days), f"{median(days):g}", max(days))
        return Grid(
            caption,
            ("Cases", "Fewest", "Median", "Most"),
            (tuple(cell(str(number)) for number in numbers),),
        )

    def _of(self, case: CountedCase, task: str) -> list[Given]:
        process = self._process(task)
        return [each for each in case.given if (each.process, each.element) == (process, task)]

    def _process(self, task: str) -> str:
        return self.template.process_of(task) or ""

    def _question(self, shown: Shown) -> Question:
        form = self.version.forms[self._process(shown.task), shown.task]
        return next(each for each in form.questions() if each.path == shown.rows)

    def _choices(self, question: Question) -> Sequence[Choice]:
        if question.kind is Kind.CHECKBOX:
            return _YES_NO
        return self.options.get(question.register, ()) if question.register else question.choices


def _values(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
