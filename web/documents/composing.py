"""Fill a template in from a case: the same template and the same case always give the same paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from engine.chronology import Line, merged
from engine.documents.template import (
    Block,
    Bullets,
    Decisions,
    Heading,
    Inline,
    Notices,
    Only,
    Paragraph,
    Place,
    Shape,
    Shown,
    Template,
    Words,
)
from engine.forms import Form, Question, Rows, answer_at
from engine.forms.dates import read_date
from engine.forms.dependencies import every_component
from engine.version import Version
from web.documents.paper import (
    NOT_RECORDED,
    Cell,
    Grid,
    Listing,
    Pairs,
    Paper,
    Part,
    Run,
    Text,
    Title,
    cell,
    cell_or_dash,
    not_recorded,
    plain,
)
from web.documents.values import Values
from web.explained import explained
from web.forms.summaries import summary_of, upper_first
from web.use_cases.case_views import CaseRecord
from web.use_cases.form_views import Options
from web.use_cases.history_views import DecisionView, SubmissionView
from web.words import cell_in_words, day, in_words, moment

_NOBODY_MISSING: Final = "None. Every agency that was asked has answered."


def compose(template: Template, version: Version, record: CaseRecord, options: Options) -> Paper:
    """Return the paper. ``options`` name people and agencies, those no longer active as well."""
    values = Values(template, version, record, options)
    used = [
        each for each in record.submissions if (each.process, each.element) in set(template.tasks)
    ]
    return Paper(
        name=template.name,
        title=template.title,
        marking=template.marking,
        subject=record.reference,
        clauses=template.clauses,
        parts=tuple(_Composing(values).parts(template.blocks)),
        made_from=tuple((each.label, _given_by(each), moment(each.at_utc)) for each in used),
    )


class _Composing:
    """One paper in the making."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def parts(self, blocks: Iterable[Block]) -> Iterator[Part]:
        for block in blocks:
            match block:
                case Heading():
                    yield Title(block.level, self._runs(block.content))
                case Paragraph():
                    yield from self._paragraph(block.content)
                case Bullets():
                    items = tuple(self._runs(item) for item in block.items)
                    yield Listing(items, block.numbered)
                case Only():
                    if self._values.holds(block.condition.text):
                        yield from self.parts(block.blocks)
                case Shown():
                    yield from self._shown(block)
                case Decisions():
                    yield from self._decisions(block.elements)
                case Notices():
                    yield self._notices(block.messages)

    def _paragraph(self, content: tuple[Inline, ...]) -> Iterator[Text]:
        if len(content) == 1 and isinstance(place := content[0], Place):
            texts = [line for text in self._values.words_of(place) for line in text.split("\n")]
            for text in filter(str.strip, texts):
                yield Text((Run(text, place.strong),))
            if not any(texts):
                yield not_recorded()
            return
        yield Text(self._runs(content))

    def _runs(self, content: tuple[Inline, ...]) -> tuple[Run, ...]:
        return tuple(self._run(each) for each in content)

    def _run(self, inline: Inline) -> Run:
        if isinstance(inline, Words):
            return Run(inline.text, inline.strong)
        texts = self._values.words_of(inline)
        if not any(texts):
            return Run(NOT_RECORDED.lower(), inline.strong, missing=True)
        return Run(" ".join("; ".join(texts).split()), inline.strong)

    def _shown(self, shown: Shown) -> Iterator[Part]:
        given = self._values.newest(shown.task)
        match shown.shape:
            case Shape.EVERY:
                yield self._every(shown)
            case Shape.MERGED:
                yield self._merged(shown)
            case Shape.MISSING:
                yield self._missing(shown)
            case _ if given is None:
                yield not_recorded()
            case Shape.ANSWERS:
                yield from self._answers(shown, given)
            case Shape.TABLE:
                yield self._table(shown, given)
            case Shape.CARDS:
                yield from self._cards(shown, given)

    def _answers(self, shown: Shown, given: SubmissionView) -> Iterator[Part]:
        if shown.columns:
            hideable = given.form.hideable()
            rows = []
            for path in shown.columns:
                question = self._values.question(shown.task, path)
                found = self._cell(question, answer_at(given.answers, path))
                # What was not asked then is left out; what had to be answered is seen to be missing.
                if not (found.missing and (path in hideable or not question.required)):
                    rows.append((question.label, found))
            if rows:
                yield Pairs("", tuple(rows))
            return
        caption = ""
        for section in summary_of(given.form, given.answers, self._values.choices, None):
            caption = section.heading
            if section.lines:
                yield Pairs(
                    caption, tuple((line.label, Cell(line.texts)) for line in section.lines)
                )

    def _table(self, shown: Shown, given: SubmissionView) -> Part:
        columns = self._columns(shown)
        rows = _rows_of(given, shown.rows)
        return _grid(
            [question.label for question in columns],
            [tuple(self._field(each, row.get(each.key)) for each in columns) for row in rows],
        )

    def _cards(self, shown: Shown, given: SubmissionView) -> Iterator[Part]:
        columns = self._columns(shown)
        one = _repeated(self._form(shown.task), shown.rows).one
        rows = _rows_of(given, shown.rows)
        for number, row in enumerate(rows, start=1):
            pairs = [(each.label, self._cell(each, row.get(each.key))) for each in columns]
            answered = [
                (label, found)
                for (label, found), each in zip(pairs, columns, strict=True)
                if not found.missing or _had_to_be_answered(each)
            ]
            yield Title(3, (Run(f"{upper_first(one)} {number}"),))
            yield Pairs("", tuple(answered))
        if not rows:
            yield not_recorded()

    def _every(self, shown: Shown) -> Part:
        paths = shown.columns or tuple(
            each.path for each in self._form(shown.task).questions() if not each.in_rows
        )
        questions = [self._values.question(shown.task, path) for path in paths]
        rows = [
            (
                cell(_given_by(each)),
                cell(day(each.at_utc)),
                *(self._field(asked, answer_at(each.answers, asked.path)) for asked in questions),
            )
            for each in self._values.all_of(shown.task)
        ]
        return _grid(["By", "On", *(question.label for question in questions)], rows)

    def _merged(self, shown: Shown) -> Part:
        columns = self._columns(shown)
        by = next(each for each in self._all_columns(shown) if each.key == shown.by)
        found: list[Line[tuple[Cell, ...]]] = []
        for given in self._values.all_of(shown.task):
            for row in _rows_of(given, shown.rows):
                when = row.get(shown.by)
                line = (
                    self._cell(by, when),
                    cell(_given_by(given)),
                    *(self._field(each, row.get(each.key)) for each in columns),
                )
                found.append(Line(read_date(when), _given_by(given), line))
        rows = [line.content for line in merged(found)]
        return _grid([by.label, "Agency", *(each.label for each in columns)], rows)

    def _missing(self, shown: Shown) -> Part:
        asked = self._values.newest(shown.by)
        if asked is None:
            return not_recorded()
        keys = answer_at(asked.answers, shown.rows) or ()
        returned = {
            each.agency_key
            for each in self._values.all_of(shown.task)
            if each.at_utc >= asked.at_utc
        }
        missing = [key for key in keys if key not in returned]
        question = self._values.question(shown.by, shown.rows)
        names = self._values.texts(question, missing)
        if not names:
            return plain(_NOBODY_MISSING)
        return Listing(tuple((Run(name),) for name in sorted(names)))

    def _decisions(self, elements: Sequence[str]) -> Iterator[Part]:
        found = [
            each
            for each in self._values.record.decisions
            if not elements or each.element in elements
        ]
        for decision in found:
            yield Title(3, (Run(f"{decision.label}, {moment(decision.at_utc)}"),))
            yield Text((Run("Answer: "), Run(in_words(decision.outputs), strong=True)))
            yield self._rows_that_answered(decision)
        if not found:
            yield not_recorded()

    def _rows_that_answered(self, decision: DecisionView) -> Part:
        rows = [
            (
                cell(f"{row.table_label}, {row.row}"),
                cell(*(_labelled(label, text) for label, text in row.conditions))
                if row.conditions
                else cell("Always"),
                cell(*(_labelled(label, text) for label, text in row.answers)),
                cell_or_dash(*(f"{clause.id}: {clause.requirement}" for clause in row.clauses)),
            )
            for row in explained(decision, self._values.version)
        ]
        return _grid(["Row", "When", "Then", "Clause"], rows)

    def _notices(self, messages: Sequence[str]) -> Part:
        rows = [
            (
                cell(upper_first(in_words(each.message))),
                cell(each.to),
                cell(moment(each.sent_at_utc) or "Waiting to be sent"),
            )
            for each in self._values.record.notices
            if not messages or each.message in messages
        ]
        return _grid(["Notice", "To", "Sent"], rows)

    def _columns(self, shown: Shown) -> list[Question]:
        """Return the columns shown: those named, or all of them, the date that sorts them apart."""
        columns = {each.key: each for each in self._all_columns(shown)}
        if shown.columns:
            return [columns[key] for key in shown.columns]
        return [each for key, each in columns.items() if key != shown.by]

    def _all_columns(self, shown: Shown) -> list[Question]:
        rows = _repeated(self._form(shown.task), shown.rows)
        return [each for each in every_component(rows.components) if isinstance(each, Question)]

    def _form(self, task: str) -> Form:
        return self._values.version.forms[self._values.template.process_of(task) or "", task]

    def _field(self, question: Question, value: Any) -> Cell:
        """Return the answer as a field of a table: a dash where it did not have to be given."""
        found = self._cell(question, value)
        return found if not found.missing or _had_to_be_answered(question) else cell_or_dash()

    def _cell(self, question: Question, value: Any) -> Cell:
        texts = self._values.texts(question, value)
        return cell(*(line for text in texts for line in text.split("\n") if line.strip()))


def _grid(head: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Part:
    return Grid("", tuple(head), tuple(rows)) if rows else not_recorded()


def _labelled(label: str, text: str) -> str:
    return f"{label}{'' if label.endswith('?') else ':'} {cell_in_words(text)}"


def _had_to_be_answered(question: Question) -> bool:
    return question.required and question.hide is None


def _repeated(form: Form, path: str) -> Rows:
    return next(
        each
        for each in every_component(form.components)
        if isinstance(each, Rows) and each.path == path
    )


def _rows_of(given: SubmissionView, path: str) -> list[Mapping[str, Any]]:
    found = answer_at(given.answers, path)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _given_by(given: SubmissionView) -> str:
    return given.agency or given.by
