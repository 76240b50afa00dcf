"""What happened in a year, and how much of it each line of the annual report counts; exact numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from engine.annual import Figure, Line, Source
from engine.annual.definition import REVIEW_TYPE
from engine.version import Version
from web.store import tallies
from web.store.departures import counts_by_rule
from web.store.tallies import Chosen, Left, Place
from web.use_cases.map_views import NO_TYPE

UNTYPED: Final = "No type decided yet"
IN_TIME: Final = "in_time"
LATE: Final = "late"


@dataclass(frozen=True, slots=True)
class YearCounts:
    """All that is counted of a year, read once."""

    left: Mapping[Place, Left]
    taken: Mapping[Place, int]
    came: Mapping[Place, int]
    standing: Mapping[Place, int]
    departures: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, year: int, figures: Iterable[Figure]) -> "YearCounts":
        """Read what the figures count in a year; its months are those of London.

        Only the places that they name are read: how many others there are makes no difference.
        """
        places = _places(figures)
        first, last = date(year, 1, 1), date(year, 12, 31)
        chosen = Chosen(first=first, last=last)

        def at(*sources: Source) -> Chosen:
            named = {place for source in sources for place in places.get(source, ())}
            return replace(chosen, places=sorted(named))

        return cls(
            left=tallies.left(session, at(Source.LEFT, Source.DEADLINE)),
            taken=tallies.taken(session, at(Source.TAKEN)),
            came=tallies.came(session, at(Source.CAME)),
            standing=tallies.rows_standing(session, on=last, places=at(Source.STANDING).places),
            departures=counts_by_rule(session, chosen),
        )

    def by_type(self, line: Line) -> dict[str, int]:
        """Return what a line counts, by the type of review of the cases."""
        found: dict[str, int] = {}
        for place, number in self._numbers(line.source).items():
            if f"{place.process}/{place.id}" in line.places:
                found[place.review_type] = found.get(place.review_type, 0) + number
        return found

    def number(self, line: Line) -> int:
        """Return what a line counts, in all."""
        if line.source is Source.DEPARTURES:
            return sum(self.departures.get(rule, 0) for rule in line.places)
        return sum(self.by_type(line).values())

    def in_time_and_late(self, line: Line) -> tuple[int, int]:
        """Return how many of the steps that were due by a day were done by then, and how many later."""
        steps = [
            left
            for place, left in self.left.items()
            if f"{place.process}/{place.id}" in line.places
        ]
        within = sum(each.within for each in steps)
        return within, sum(each.targeted for each in steps) - within

    def _numbers(self, source: Source) -> Mapping[Place, int]:
        match source:
            case Source.TAKEN:
                return self.taken
            case Source.CAME:
                return self.came
            case Source.STANDING:
                return self.standing
        return {place: left.times for place, left in self.left.items()}


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """The counts of a figure: a row for each line, a count for each column.

    ``columns`` and ``lines`` are in words by their keys: a column's is "" where it is the only one, IN_TIME
    or LATE, or a type of review (NO_TYPE: none decided yet); a line's is its own, or the kind of departure.
    """

    columns: Mapping[str, str]
    lines: Mapping[str, str]
    rows: tuple[tuple[int, ...], ...]


def _places(figures: Iterable[Figure]) -> dict[Source, set[tuple[str, str]]]:
    """Return the places that lines name, by what is counted there."""
    found: dict[Source, set[tuple[str, str]]] = {}
    for figure in figures:
        for line in figure.lines.values():
            if line.source is not Source.DEPARTURES:
                split = [place.partition("/") for place in line.places]
                found.setdefault(line.source, set()).update((each[0], each[2]) for each in split)
    return found


def counted(figure: Figure, counts: YearCounts, version: Version) -> CountedFigure:
    """Return what a figure counts in the year."""
    if figure.every_departure:
        titles = {key: rule.title for key, rule in version.departures.items()}
        # A kind that an earlier version knew is counted under its key rather than left out.
        titles |= {key: key for key in counts.departures if key not in titles}
        numbers = tuple((counts.departures.get(key, 0),) for key in titles)
        return CountedFigure({"": "Departures"}, titles, numbers)
    lines = figure.lines.values()
    labels = {line.key: line.label for line in lines}
    if figure.is_of_deadlines:
        kept = tuple(counts.in_time_and_late(line) for line in lines)
        return CountedFigure({IN_TIME: "In time", LATE: "Late"}, labels, kept)
    if figure.by_review_type:
        split = [counts.by_type(line) for line in lines]
        types = _types(version, split)
        return CountedFigure(
            {key or NO_TYPE: words for key, words in types.items()},
            labels,
            tuple(tuple(each.get(key, 0) for key in types) for each in split),
        )
    return CountedFigure({"": "Number"}, labels, tuple((counts.number(line),) for line in lines))


def _types(version: Version, split: Iterable[Mapping[str, int]]) -> dict[str, str]:
    """Return the types of review in words: those that may be chosen today, and others that were counted."""
    field = version.settings.case.get(REVIEW_TYPE)
    known = dict(field.values) if field is not None else {}
    counted_too = {key for each in split for key, number in each.items() if number}
    others = sorted(key for key in counted_too - set(known) if key)
    return known | {key: key for key in others} | ({"": UNTYPED} if "" in counted_too else {})
