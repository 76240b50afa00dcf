"""Read workflows/annual_report.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.annual.definition import REVIEW_TYPE, Awaited, Figure, Line, Source
from engine.clauses import cited
from engine.errors import DefinitionError
from engine.names import SNAKE_CASE
from engine.yaml_entries import UNREAD, EntriesReading
from engine.yaml_text import Path, read_yaml

EVERY: Final = "every"
_MEMBERS: Final = ("title", "about", "clause", "by", "total", "lines", "departures", "awaited")
_SOURCES: Final = tuple(each.value for each in Source)
_LINE_MEMBERS: Final = ("label", *_SOURCES)
_AWAITED_MEMBERS: Final = ("label", "to", "since", "until", "due")
_UNCOUNTED: Final = "The report would show a number that counts something else, or nothing."


def read_annual_report(content: bytes, *, file: str) -> Mapping[str, Figure]:
    """Return the figures by key in the order of the file; raise DefinitionError with every problem found."""
    text = read_yaml(content, file=file)
    reading = _Reading(text, [])
    figures = {
        key: reading.figure(key, entry) for key, entry in reading.entries((), text.value).items()
    }
    if reading.problems:
        raise DefinitionError(reading.problems)
    return figures


@dataclass(frozen=True, slots=True)
class _Reading(EntriesReading):
    read_by_entries = "A figure is read by its entries."

    def figure(self, key: str, written: object) -> Figure:
        path: Path = (key,)
        entry = self.entries(path, written)
        self._known(path, entry, _MEMBERS)
        self._snake(path, key)
        every = entry.get("departures")
        if every not in (None, EVERY):
            self._refuse(
                (key, "departures"),
                f'"{every}" is not "{EVERY}".',
                _UNCOUNTED,
                f'write "{EVERY}", or name the rules in lines.',
            )
        if (every is None) is ("lines" not in entry):
            self._refuse(
                path,
                "A figure has lines, or one for every kind of departure, and not both.",
                _UNCOUNTED,
                f'write "lines", or "departures: {EVERY}".',
            )
        lines = {
            name: self._line((key, "lines", name), name, each)
            for name, each in self.entries((key, "lines"), entry.get("lines", {})).items()
        }
        figure = Figure(
            key=key,
            title=self._words((key, "title"), entry.get("title")),
            about=self._words((key, "about"), entry.get("about")),
            clauses=cited(self._words((key, "clause"), entry.get("clause"))),
            lines=lines,
            by_review_type=self._by(key, entry),
            summed=self._total(key, entry) or every is not None,
            every_departure=every is not None,
            awaited={
                name: self._awaited((key, "awaited", name), name, each)
                for name, each in self.entries((key, "awaited"), entry.get("awaited", {})).items()
            },
            line=self.text.line(*path),
        )
        self._fits(figure)
        return figure

    def _line(self, path: Path, key: str, written: object) -> Line:
        entry = self.entries(path, written)
        self._known(path, entry, _LINE_MEMBERS)
        self._snake(path, key)
        named = [each for each in Source if each.value in entry]
        if len(named) != 1:
            self._refuse(
                path,
                "It is not said what the line counts." if not named else "It counts two things.",
                _UNCOUNTED,
                f"write one of {', '.join(_SOURCES)}.",
            )
        source = named[0] if named else Source.LEFT
        at = (*path, source.value)
        places = tuple(self._words(at, entry[source.value]).split()) if named else ()
        for twice in sorted({each for each in places if places.count(each) > 1}):
            self._refuse(at, f'"{twice}" is named twice.', "It would be counted twice.")
        return Line(
            key=key,
            label=self._words((*path, "label"), entry.get("label")),
            source=source,
            places=places,
            line=self.text.line(*path),
        )

    def _awaited(self, path: Path, key: str, written: object) -> Awaited:
        entry = self.entries(path, written)
        self._known(path, entry, _AWAITED_MEMBERS)
        self._snake(path, key)
        return Awaited(
            key=key,
            label=self._words((*path, "label"), entry.get("label")),
            to=self._words((*path, "to"), entry.get("to")),
            since=tuple(self._words((*path, "since"), entry.get("since")).split()),
            until=tuple(self._words((*path, "until"), entry.get("until")).split()),
            due=self._words((*path, "due"), entry["due"]) if "due" in entry else None,
            line=self.text.line(*path),
        )

    def _by(self, key: str, entry: Mapping[str, object]) -> bool:
        by = entry.get("by")
        if by not in (None, REVIEW_TYPE):
            self._refuse((key, "by"), f'"{by}" splits nothing.', UNREAD, f'write "{REVIEW_TYPE}".')
        return by == REVIEW_TYPE

    def _total(self, key: str, entry: Mapping[str, object]) -> bool:
        total = entry.get("total", False)
        if not isinstance(total, bool):
            self._refuse((key, "total"), '"total" is not true or false.', UNREAD)
        return total is True

    def _fits(self, figure: Figure) -> None:
        """Refuse lines that do not fit into one table."""
        path: Path = (figure.key,)
        sources = {each.source for each in figure.lines.values()}
        if Source.DEADLINE in sources and len(sources) > 1:
            self._refuse(
                path,
                "Lines with a deadline stand beside lines without one.",
                "Those have two numbers, in time and late, these one.",
                "make two figures of them.",
            )
        if figure.by_review_type and (
            figure.every_departure or sources & {Source.DEADLINE, Source.DEPARTURES}
        ):
            self._refuse(
                path,
                "Deadlines and departures are not counted by type of review.",
                "The columns would be empty.",
                'remove "by".',
            )
        if figure.summed and Source.DEADLINE in sources:
            self._refuse(
                path,
                "Lines with a deadline have no total.",
                "One case passes several of these steps.",
                'remove "total".',
            )

    def _snake(self, path: Path, key: str) -> None:
        if not SNAKE_CASE.fullmatch(key):
            self._refuse(path, f'"{key}" is not snake case.', "Files that are exported name it so.")
