"""Answers as people read them: sections of question and answer, each repeatable row a card."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.forms import (
    Choice,
    Form,
    Group,
    Kind,
    Question,
    Rows,
    Shown,
    files_kept,
    shown_questions,
)
from engine.forms.blanks import is_blank
from engine.forms.components import Component
from engine.forms.dates import date_in_words, parts_of, read_date

NOT_GIVEN = "Not given"
NO_LONGER_LISTED = "No longer listed"


@dataclass(frozen=True, slots=True)
class Line:
    """One question and its answer, in words; ``texts`` holds one entry for each thing chosen.

    ``files`` holds the id of each file where the answer is files.
    """

    path: str
    label: str
    texts: tuple[str, ...]
    given: bool
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Section:
    """Lines under one heading ("" for none).

    ``card`` marks a row of a repeatable group, ``cards`` the heading that stands above such rows.
    """

    heading: str
    card: bool = False
    cards: bool = False
    lines: list[Line] = field(default_factory=list)


def summary_of(
    form: Form,
    answers: Mapping[str, Any],
    options: Mapping[str, Sequence[Choice]],
    shown: Sequence[Shown] | None,
) -> list[Section]:
    """Return the sections that hold something, in the order of the form.

    ``shown`` is what is asked now; without it only what was answered has a line.
    """
    asked = None if shown is None else {each.path for each in shown_questions(tuple(shown))}
    sections = [Section("")]
    _Summing(options, asked, sections).add(form.components, answers, "")
    return [section for section in sections if section.lines or section.cards]


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer is another than before, in words; empty where it was or is not given."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes_between(
    form: Form,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    options: Mapping[str, Sequence[Choice]],
) -> list[Change]:
    """Return the questions that are answered otherwise, in the order of the form, rows by their number."""
    was, now = (_by_path(summary_of(form, each, options, None)) for each in (before, after))
    found = []
    for path in dict.fromkeys([*now, *was]):
        texts = [lines[path][1] if path in lines else () for lines in (was, now)]
        if texts[0] != texts[1]:
            found.append(Change((now.get(path) or was[path])[0], texts[0], texts[1]))
    return found


def _by_path(sections: Sequence[Section]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return label and answer of each line by its path; the label of a row's line names the row."""
    return {
        line.path: (f"{section.heading}: {line.label}" if section.card else line.label, line.texts)
        for section in sections
        for line in section.lines
    }


def upper_first(text: str) -> str:
    """Return the text as it begins a line: "child" is "Child"."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text as it stands inside a sentence: "Child" is "child"."""
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True)
class _Summing:
    options: Mapping[str, Sequence[Choice]]
    asked: set[str] | None
    sections: list[Section]

    def add(self, components: Sequence[Component], answers: Any, path: str) -> None:
        answers = answers if isinstance(answers, Mapping) else {}
        for component in components:
            match component:
                case Question():
                    self.sections[-1].lines.extend(
                        self._line(component, answers.get(component.key), _at(path, component.key))
                    )
                case Group():
                    self._group(component, answers, path)
                case Rows():
                    self._rows(component, answers.get(component.key), path)
                case _:
                    pass

    def _group(self, group: Group, answers: Mapping[str, Any], path: str) -> None:
        before = self.sections[-1]
        if group.label:
            self.sections.append(Section(group.label))
        if group.path:
            name = group.path.rpartition(".")[2]
            self.add(group.components, answers.get(name), _at(path, name))
        else:
            self.add(group.components, answers, path)
        self._go_on(before)

    def _rows(self, rows: Rows, entries: Any, path: str) -> None:
        given = list(enumerate(entries if isinstance(entries, list | tuple) else ()))
        if all(is_blank(entry) for _, entry in given):
            return
        before = self.sections[-1]
        self.sections.append(Section(rows.label, cards=True))
        for index, entry in given:
            if not is_blank(entry):
                self.sections.append(Section(f"{upper_first(rows.one)} {index + 1}", card=True))
                self.add(rows.components, entry, f"{_at(path, rows.key)}.{index}")
        self._go_on(before)

    def _go_on(self, before: Section) -> None:
        """Let what follows a group or rows stand under the heading it had, without repeating it."""
        if self.sections[-1] is not before:
            self.sections.append(Section(""))

    def _line(self, question: Question, value: Any, path: str) -> Iterator[Line]:
        given = not is_blank(value) or value is False
        if not given and (self.asked is None or path not in self.asked):
            return
        if self.asked is not None and path not in self.asked:
            return
        texts = texts_of(question, value, self.options) if given else (NOT_GIVEN,)
        files = tuple(value) if given and question.kind is Kind.FILES else ()
        yield Line(path, question.label, texts, given, files)


def texts_of(
    question: Question, value: Any, options: Mapping[str, Sequence[Choice]]
) -> tuple[str, ...]:
    """Return an answer that was given, in words: one text for each thing chosen."""
    if question.kind.chooses or question.kind is Kind.FILES:
        chosen = value if isinstance(value, list | tuple) else (value,)
        return tuple(_chosen(question, each, options) for each in chosen)
    if question.kind is Kind.DATE:
        date = read_date(value)
        return (date_in_words(date) if date else " ".join(parts_of(value).values()),)
    if question.kind is Kind.CHECKBOX:
        return ("Yes" if value else "No",)
    return (str(value),)


def _chosen(question: Question, value: Any, options: Mapping[str, Sequence[Choice]]) -> str:
    register = question.register
    if question.kind is Kind.FILES:
        register = files_kept(question.path)
    choices = options.get(register, ()) if register else question.choices
    labels = {choice.value: choice.label for choice in choices}
    return labels.get(value, NO_LONGER_LISTED if register else str(value))


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
