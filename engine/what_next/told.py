"""What is told of what happens next: values that pages and the API put into words of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

AtomKind = Literal["answer", "earlier", "table", "case", "way", "others", "runs", "some", "caller"]


@dataclass(frozen=True, slots=True)
class Atom:
    """Something that is not settled yet and says which way a case goes.

    `answer` is a question of the task itself, `earlier` one of another task, `table` a part of what a
    decision finds, `case` a field of the case, `way` a gateway that can only be quoted, `others` whether
    all that goes on beside it is done, `runs` whether a process began on the case before, `some` whether a
    list names anybody, `caller` where a process was called from. ``values`` are all that it can be,
    ``words`` the same as people read them; ``about`` is what it is called and ``where`` the label of the
    task, table or step.
    """

    kind: AtomKind
    key: str
    about: str
    values: tuple[Any, ...]
    words: tuple[str, ...]
    where: str = ""

    def said(self, values: frozenset[Any]) -> tuple[str, ...]:
        """Return the words of some of its values, in their order."""
        pairs = zip(self.values, self.words, strict=True)
        return tuple(dict.fromkeys(words for value, words in pairs if value in values))


Box = Mapping[Atom, frozenset[Any]]
"""Which values each atom has; an atom that is not there may have any."""


@dataclass(frozen=True, slots=True)
class Due:
    """By when: in words, and the day where it can be told; `if_done_today` where it counts from today."""

    words: str
    on: date | None = None
    if_done_today: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """What happens while a task is still open: the step on its edge, when, and who is told."""

    element: str
    label: str
    due: Due
    message: str = ""
    to: tuple[str, ...] = ()
    ends_task: bool = False


@dataclass(frozen=True, slots=True)
class Acts:
    """Somebody acts: a user task opens. ``agencies`` are the keys of those asked, where they are known."""

    process: str
    element: str
    label: str
    role: str
    lane: str
    narrowed: Literal["agency", "person", ""] = ""
    each: bool = False
    agencies: tuple[str, ...] = ()
    person: str = ""
    due: Due | None = None
    reminders: tuple[Reminder, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Tells:
    """A notice goes out; ``to`` are the words as drawn, ``agencies`` as in `Acts`."""

    process: str
    element: str
    label: str
    message: str
    subject: str
    to: tuple[str, ...]
    each: bool = False
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """A decision is asked; ``table`` is what people call it."""

    process: str
    element: str
    label: str
    decision: str
    table: str


@dataclass(frozen=True, slots=True)
class Waits:
    """The case waits for a day or a meeting."""

    process: str
    element: str
    label: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class Begins:
    """Another process begins: called and waited for, or beside this one (``beside``)."""

    process: str
    element: str
    label: str
    begins: str
    name: str
    beside: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class Comes:
    """A way comes to its end; ``whole_process`` and ``whole_case`` say what ends with it."""

    process: str
    element: str
    label: str
    name: str
    whole_process: bool
    whole_case: bool


Happening = Acts | Tells | Asks | Waits | Begins | Comes


@dataclass(frozen=True, slots=True)
class Statement:
    """What follows where one of the boxes holds; an empty box holds in any case."""

    when: tuple[Box, ...]
    follows: tuple[Happening, ...]

    def holds(self, settled: Mapping[str, Any]) -> bool:
        """Say whether it can hold where the atoms of these keys have these values."""
        return any(
            all(atom.key not in settled or settled[atom.key] in box[atom] for atom in box)
            for box in self.when
        )


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What happens once a form is submitted.

    ``statements`` hold each by itself; ``meanwhile`` is what happens while the task stays open. It is not
    ``whole`` where a diagram has too many ways to be told apart; the page then says so. ``ways`` are all
    flows that were followed, by process and id.
    """

    process: str
    element: str
    statements: tuple[Statement, ...]
    meanwhile: tuple[Reminder, ...] = ()
    whole: bool = True
    ways: frozenset[tuple[str, str]] = frozenset()
