"""What a figure of the annual report counts, as its owner writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ANNUAL_REPORT: Final = "workflows/annual_report.yaml"
REVIEW_TYPE: Final = "review_type"
"""The field of the case by which a figure may be split, and how the table is asked for: `by: review_type`."""


class Source(StrEnum):
    """What a line counts in a year; its value is the word that the owner writes."""

    LEFT = "left"  # how often steps were left
    TAKEN = "taken"  # how often flows were taken
    CAME = "came"  # rows of a register that came to a state in the year
    STANDING = "standing"  # rows of a register that stand so at the end of the year, or today
    DEADLINE = "deadline"  # steps that were due by a day: done in time, and late
    DEPARTURES = "departures"  # departures from the protocol, by their rules


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a figure: the sum of what is counted at each of `places`.

    A place is `process/element`, `process/flow`, `register/state` or the key of a rule of departures.yaml,
    by what `source` says.
    """

    key: str
    label: str
    source: Source
    places: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """What somebody waits to be told: each case of which no notice of ``until`` has been sent to them yet.

    It is waited for from the day on which one of the steps ``since`` was left; both are ``process/element``.
    ``to`` is the word of who receives it in the headers of these notices. ``due`` is the field of the case
    that holds the day by which it is due, if there is one.
    """

    key: str
    label: str
    to: str
    since: tuple[str, ...]
    until: tuple[str, ...]
    due: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One table of the report, with its chart.

    ``by_review_type`` splits each line by the type of review of its cases. ``summed`` says that the lines
    are parts of one whole, so that their total is shown. A figure without lines has one for each kind of
    departure (``every_departure``). ``awaited`` is what its page lists as still to be told.
    """

    key: str
    title: str
    about: str
    clauses: tuple[str, ...]
    lines: Mapping[str, Line]
    by_review_type: bool
    summed: bool
    every_departure: bool
    awaited: Mapping[str, Awaited]
    line: int

    @property
    def is_of_departures(self) -> bool:
        """Say whether departures are counted, which have a page of their own too."""
        return self.every_departure or any(
            each.source is Source.DEPARTURES for each in self.lines.values()
        )

    @property
    def is_of_deadlines(self) -> bool:
        """Say whether each line is split into what was in time and what was late."""
        return any(each.source is Source.DEADLINE for each in self.lines.values())
