"""What a form asks now: the questions shown and the choices offered, given the answers so far."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.forms.components import (
    Choice,
    Component,
    Group,
    Guidance,
    Question,
    Rows,
    Separator,
)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as it is asked now.

    ``path`` is concrete (``children.0.last_name``), ``value`` what was entered so far (a string, a
    list, the ids of files, a date as ISO text or as ``{"day", "month", "year"}``; None where nothing was),
    ``choices`` those offered now (for files, the files kept), ``withheld`` those of
    its register that this case forbids, ``earliest`` and ``latest`` the bounds of a
    date, ``megabytes`` the largest size of a file (None where no settings are at hand).
    """

    question: Question
    path: str
    value: Any
    choices: tuple[Choice, ...] = ()
    withheld: tuple[Choice, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None
    megabytes: int | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it is shown now."""

    group: Group
    path: str
    items: tuple["Shown", ...]


@dataclass(frozen=True, slots=True)
class ShownRows:
    """A repeatable group as it is shown now; ``entries`` holds the items of each row."""

    rows: Rows
    path: str
    entries: tuple[tuple["Shown", ...], ...]


@dataclass(frozen=True, slots=True)
class ShownText:
    """Guidance or a separator that is shown now; ``words`` is the guidance with its slots filled in."""

    text: Guidance | Separator
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShownNothing:
    """A component that is hidden now; it keeps its place, so that a page can fill it later."""

    component: Component


Shown = ShownQuestion | ShownGroup | ShownRows | ShownText | ShownNothing


def shown_questions(items: tuple[Shown, ...]) -> Iterator[ShownQuestion]:
    """Yield every question that is asked, in the order of the form."""
    for item in items:
        match item:
            case ShownQuestion():
                yield item
            case ShownGroup():
                yield from shown_questions(item.items)
            case ShownRows():
                for entry in item.entries:
                    yield from shown_questions(entry)
            case _:
                pass
