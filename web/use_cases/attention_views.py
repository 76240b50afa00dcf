"""What is shown of what failed or stands still."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Something that failed outside a person's action, or stands still: `what` says of which kind it is.

    Only what has an `id` can be tried again: a timer or a notice.
    """

    id: UUID | None
    reference: str
    what: Literal["timer", "notice", "meeting", "vacant", "independence"]
    process: str
    element: str
    label: str
    sentence: str
    since_utc: datetime
    run: int = 1


class Place(NamedTuple):
    """Where something stands in the list, by which pages of it are told apart."""

    since_utc: datetime
    reference: str
    key: str


@dataclass(frozen=True, slots=True)
class AttentionPage:
    """A page of what needs attention, the oldest first, and how many there are on all pages.

    `next_after` says where the next page begins, None on the last one.
    """

    items: tuple[AttentionItem, ...]
    number: int
    next_after: str | None = None
