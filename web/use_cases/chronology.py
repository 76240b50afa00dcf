"""The merged chronology of a case, made of the answers that the reader may read whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import Any, Final
from uuid import UUID

from engine.calendar import london_date
from engine.chronology import Child, Entry, Gap, Line, Said, gaps_in, marks_of, merged
from engine.errors import NotFoundError
from engine.feel.syntax import Name, walk
from engine.forms import Form, Kind, Question, Rows, answer_at
from engine.forms.components import Condition, Timeline
from engine.forms.dates import read_date
from engine.forms.dependencies import every_component
from engine.version import Version
from web.access import Sight
from web.store.store import Store
from web.use_cases.case_reading import CaseReading
from web.use_cases.chronology_views import (
    ChronologyGap,
    ChronologyLine,
    ChronologyView,
    Returned,
)
from web.use_cases.history_views import SubmissionView
from web.use_cases.readers import open_for

SHAPES: Final = ("●", "■", "▲", "◆", "★", "✚", "○", "□", "△", "◇", "☆", "✖", "▼", "▽")
"""One for each agency, in the order of their names; beyond these they begin again, beside the name."""


class Chronologies:
    """The merged chronology.

    NotFoundError for who may not know of the case, and for who may read none of what it is made of.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def of_case(
        self, reference: str, *, by: UUID, agency: str = "", child: int | None = None
    ) -> ChronologyView:
        """Return the chronology, of one agency and about one child where they are named."""
        with self._store.transaction() as session:
            opened = open_for(self._store, session, reference, by=by)
            file, reader, today = opened.file, opened.reader, opened.today
            reading = CaseReading(self._store, session, file, reader, today=today)
            version = self._store.versions.version(session, file.case.deployment_number)
            whole = reading.submissions.whole()
            readable = [each for each in reading.view().submissions if each.id in whole]
            everything = reader.sight is Sight.ALL
            if not everything and not any(each.form.timelines() for each in readable):
                raise NotFoundError("chronology")
            return _Merging(reference, version, readable, own=not everything).view(agency, child)


def _rows_in(form: Form) -> Iterator[Rows]:
    return (each for each in every_component(form.components) if isinstance(each, Rows))


@dataclass(frozen=True, slots=True)
class _Window:
    first: date | None
    last: date | None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


class _Merging:
    def __init__(
        self, reference: str, version: Version, readable: list[SubmissionView], *, own: bool
    ) -> None:
        self._reference, self._version, self._readable, self._own = (
            reference,
            version,
            readable,
            own,
        )
        self._children = tuple(self._named_children())
        self._keys: dict[str, str] = {}
        self._longest: int | None = None
        self._entries: tuple[Entry, ...] = merged(self._every_entry())

    def view(self, agency: str, child: int | None) -> ChronologyView:
        agencies = self._agencies()
        concerned = self._concerned()
        chosen = child if child is not None and 0 <= child < len(concerned) else None
        of_agency = {each.name for each in agencies if each.key == agency}
        shown = [
            each
            for each in self._entries
            if (not of_agency or each.who in of_agency)
            and (chosen is None or self._is_about(each, concerned[chosen]))
        ]
        lines = [self._line(each, {one.name: one for one in agencies}) for each in shown]
        gaps = gaps_in(shown, self._longest) if self._longest is not None else ()
        return ChronologyView(
            reference=self._reference,
            lines=tuple(_with_gaps(lines, gaps)),
            agencies=agencies,
            children=concerned,
            agency=agency if of_agency else "",
            child=chosen,
            own=self._own,
            checked=tuple(self._checked()),
            entries=len(lines),
            marked=sum(1 for each in lines if each.marks),
            gaps=len(gaps),
        )

    def _every_entry(self) -> Iterator[Entry]:
        for given in self._readable:
            for rows in given.form.timelines():
                assert rows.timeline is not None  # noqa: S101  only such rows are yielded
                self._longest = self._days(rows.timeline.gap, self._longest)
                windows = tuple(self._windows(rows, rows.timeline, given))
                for row in answer_at(given.answers, rows.path) or ():
                    yield self._entry(rows, rows.timeline, given, row, windows)

    def _entry(
        self,
        rows: Rows,
        timeline: Timeline,
        given: SubmissionView,
        row: Mapping[str, Any],
        windows: tuple[_Window, ...],
    ) -> Entry:
        who = given.agency or given.by
        self._keys.setdefault(who, given.agency_key or str(given.id))
        on = read_date(row.get(timeline.on))
        texts = [
            (each.label, str(row[each.key]))
            for each in _asked(rows)
            if each.kind in (Kind.TEXT, Kind.LONG_TEXT)
            and each.key != timeline.about
            and row.get(each.key)
        ]
        long = [each.key for each in _asked(rows) if each.kind is Kind.LONG_TEXT]
        # Within any of the requests so far is within what was asked: an earlier one may be answered late.
        fits = on is None or not windows or any(each.holds(on) for each in windows)
        window = _Window(None, None) if fits else windows[-1]
        said = Said(
            about=str(row.get(timeline.about) or "").strip() if timeline.about else "",
            event=str(row.get(long[0]) or "") if long else "",
            texts=tuple(texts),
            first=window.first,
            last=window.last,
            returned_on=london_date(given.at_utc),
        )
        return Line(on, who, said)

    def _windows(self, rows: Rows, timeline: Timeline, given: SubmissionView) -> Iterator[_Window]:
        """Yield the days between which each request up to then asked, the newest last."""
        question = next(each for each in _asked(rows) if each.key == timeline.on)
        bounds = (question.earliest, question.latest)
        read = {
            node.name
            for bound in bounds
            if bound is not None
            for node in walk(bound.expression.tree)
            if isinstance(node, Name)
        }
        for before in self._readable:
            asked = before.process == given.process and before.element in read
            if asked and before.at_utc <= given.at_utc:
                context = {before.element: _typed(before.form, before.answers)}
                first, last = (_day(bound, context) for bound in bounds)
                yield _Window(first, last)

    def _named_children(self) -> Iterator[Child]:
        found: dict[str, Child] = {}
        for given in self._readable:
            for rows in _rows_in(given.form):
                if rows.people is None:
                    continue
                for row in answer_at(given.answers, rows.path) or ():
                    name = " ".join(str(row.get(key) or "") for key in rows.people.names).strip()
                    born = read_date(row.get(rows.people.born)) if rows.people.born else None
                    died = read_date(row.get(rows.people.died)) if rows.people.died else None
                    found[name.casefold()] = Child(name, born, died)
        yield from found.values()

    def _concerned(self) -> tuple[str, ...]:
        """Return whom entries may be filtered by: the children of the case, then whoever else was named."""
        others = dict.fromkeys(
            each.content.about
            for each in self._entries
            if each.content.about
            and not any(child.is_meant_by(each.content.about) for child in self._children)
        )
        return (*(child.name for child in self._children), *sorted(others))

    def _is_about(self, entry: Entry, name: str) -> bool:
        about = entry.content.about
        return not about or about == name or Child(name, None).is_meant_by(about)

    def _agencies(self) -> tuple[Returned, ...]:
        names = sorted({each.who for each in self._entries})
        return tuple(
            Returned(self._keys[name], name, shape)
            for name, shape in zip(names, cycle(SHAPES), strict=False)
        )

    def _line(self, entry: Entry, agencies: Mapping[str, Returned]) -> ChronologyLine:
        said = entry.content
        return ChronologyLine(
            on=entry.on,
            agency=agencies[entry.who],
            about=said.about,
            texts=tuple((label, tuple(text.split("\n"))) for label, text in said.texts),
            marks=tuple(each.words for each in marks_of(entry, self._entries, self._children)),
        )

    def _days(self, gap: Condition | None, before: int | None) -> int | None:
        if gap is None:
            return before
        settings = {"settings": dict(self._version.settings.values())}
        value = gap.expression.evaluate(settings).value
        if not isinstance(value, Decimal | int):
            return before
        return min(int(value), before or int(value))

    def _checked(self) -> Iterator[str]:
        if self._longest is not None:
            yield f"whether there is no entry for more than {self._longest} days"
        yield "whether an entry lies outside the days that were asked for"
        yield "whether its date is later than the day on which it was returned"
        yield "whether two agencies have the same in the same words on different days"
        if any(child.born_on for child in self._children):
            yield "whether an entry is earlier than the birth of the child whom it concerns"
        if any(child.died_on for child in self._children):
            yield "whether an entry is later than the death of the child whom it concerns"


def _with_gaps(
    lines: Iterable[ChronologyLine], gaps: Iterable[Gap]
) -> Iterator[ChronologyLine | ChronologyGap]:
    before = {gap.before: gap for gap in gaps}
    for line in lines:
        gap = before.pop(line.on, None) if line.on is not None else None
        if gap is not None:
            yield ChronologyGap(gap.words)
        yield line


def _asked(rows: Rows) -> tuple[Question, ...]:
    return tuple(each for each in every_component(rows.components) if isinstance(each, Question))


def _typed(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers outside rows and groups as a formula reads them: dates are dates."""
    dates = {each.path for each in form.questions() if each.kind is Kind.DATE}
    return {key: read_date(value) if key in dates else value for key, value in answers.items()}


def _day(bound: Condition | None, context: Mapping[str, Any]) -> date | None:
    if bound is None:
        return None
    value = bound.expression.evaluate(dict(context)).value
    return value if isinstance(value, date) else None
