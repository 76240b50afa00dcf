"""What several agencies returned, put together by date, and what the dates themselves tell.

One function merges, for the page and for documents alike: the same line returned twice by one agency stands
once, and what has no date stands last.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, Literal, TypeVar

from engine.day_words import counted, day_in_words

Content = TypeVar("Content")

MarkKind = Literal["outside", "later", "unborn", "died", "differs", "undated"]


@dataclass(frozen=True, slots=True)
class Line(Generic[Content]):
    """One line of somebody's return: its date, who returned it, and what it says (which can be hashed)."""

    on: date | None
    who: str
    content: Content


def merged(lines: Iterable[Line[Content]]) -> tuple[Line[Content], ...]:
    """Return the lines by date and then by who returned them, each once."""
    return tuple(sorted(dict.fromkeys(lines), key=lambda line: (line.on or date.max, line.who)))


@dataclass(frozen=True, slots=True)
class Said:
    """What one entry says, beside its date and its agency.

    ``about`` is whom it concerns as it was written, "" for all; ``texts`` are the other answers by the
    question's label, of which ``event`` is what happened. ``first`` and ``last`` are the days between which
    was asked, ``returned_on`` the day of the return.
    """

    about: str
    event: str
    texts: tuple[tuple[str, str], ...]
    first: date | None
    last: date | None
    returned_on: date


@dataclass(frozen=True, slots=True)
class Child:
    """A child whom a case is about: the names as one text, the days of birth and death where known."""

    name: str
    born_on: date | None
    died_on: date | None = None

    def is_meant_by(self, about: str) -> bool:
        """Say whether an entry that names somebody means this child: every word of it is one of the names."""
        words = about.casefold().split()
        return bool(words) and set(words) <= set(self.name.casefold().split())


@dataclass(frozen=True, slots=True)
class Mark:
    """Something about an entry's date that somebody should look at, in a sentence."""

    kind: MarkKind
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """No entry for longer than is usual: the days of the entries around it."""

    after: date
    before: date

    @property
    def words(self) -> str:
        """Return it as a sentence."""
        days = counted((self.before - self.after).days - 1, "day")
        return (
            f"No entry for {days}, from {day_in_words(self.after)} to {day_in_words(self.before)}."
        )


Entry = Line[Said]


def marks_of(entry: Entry, entries: Sequence[Entry], children: Sequence[Child]) -> Iterator[Mark]:
    """Yield what stands against the date of an entry, among all that were returned."""
    said = entry.content
    if entry.on is None:
        yield Mark("undated", "It has no date.")
        return
    if said.first is not None and entry.on < said.first:
        yield Mark("outside", f"It is before {day_in_words(said.first)}, the first day asked for.")
    if said.last is not None and entry.on > said.last:
        yield Mark("outside", f"It is after {day_in_words(said.last)}, the last day asked for.")
    if entry.on > said.returned_on:
        day = day_in_words(said.returned_on)
        yield Mark("later", f"It is after {day}, the day on which it was returned.")
    concerned = _concerned(said, children)
    yield from _unborn(entry.on, concerned)
    yield from _died(entry.on, concerned)
    yield from _different(entry, entries)


def gaps_in(entries: Iterable[Entry], longest: int) -> tuple[Gap, ...]:
    """Return where there is no entry for more days than that; what has no date counts for nothing."""
    days = sorted({entry.on for entry in entries if entry.on is not None})
    return tuple(
        Gap(one, other)
        for one, other in pairwise(days)
        if other - one > timedelta(days=longest + 1)
    )


def _concerned(said: Said, children: Sequence[Child]) -> Sequence[Child]:
    """Return the children whom an entry concerns: one that names nobody concerns all of them."""
    meant = [child for child in children if child.is_meant_by(said.about)]
    return meant or ([] if said.about else children)


def _unborn(on: date, concerned: Sequence[Child]) -> Iterator[Mark]:
    # What concerns several is odd only if none of them was born.
    known = [child.born_on for child in concerned if child.born_on is not None]
    if known and len(known) == len(concerned) and on < min(known):
        born = day_in_words(min(known))
        whose = "the child's birth" if len(concerned) == 1 else "the birth of any of the children"
        yield Mark("unborn", f"It is before {whose} on {born}.")


def _died(on: date, concerned: Sequence[Child]) -> Iterator[Mark]:
    # As long as one of several may live, there is nothing odd.
    known = [child.died_on for child in concerned if child.died_on is not None]
    if known and len(known) == len(concerned) and on > max(known):
        died = day_in_words(max(known))
        whose = "the child's death" if len(concerned) == 1 else "the death of all of the children"
        yield Mark("died", f"It is after {whose} on {died}.")


def _different(entry: Entry, entries: Sequence[Entry]) -> Iterator[Mark]:
    words = _plain(entry.content.event)
    others = sorted(
        {
            (other.on, other.who)
            for other in entries
            if other.who != entry.who
            and other.on not in (None, entry.on)
            and words
            and _plain(other.content.event) == words
        },
        key=lambda found: (found[0] or date.max, found[1]),
    )
    for on, who in others:
        if on is not None:
            yield Mark("differs", f"{who} has the same in the same words on {day_in_words(on)}.")


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
