"""Pages of what needs attention, whose kinds stand in different tables; each is read as far as needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    collate,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.use_cases.attention_views import AttentionItem, AttentionPage, Place


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what needs attention: what is selected, how it is ordered, and what it is shown as.

    `key` tells apart what began at the same instant on the same case.
    """

    rows: Select[*tuple[Any, ...]]
    since: SQLColumnExpression[datetime]
    reference: SQLColumnExpression[str]
    key: SQLColumnExpression[str]
    item: Callable[[Row[*tuple[Any, ...]]], AttentionItem]

    def everything(self, session: Session) -> tuple[AttentionItem, ...]:
        """Return all of it, the oldest first."""
        return tuple(self.item(row) for row in session.execute(self.rows.order_by(*self._order)))

    def number(self, session: Session) -> int:
        """Return how many there are."""
        counted = self.rows.with_only_columns(literal(1), maintain_column_froms=True).subquery()
        return session.scalar(select(func.count()).select_from(counted)) or 0

    def first(
        self, session: Session, after: Place | None, limit: int
    ) -> Iterator[tuple[Place, AttentionItem]]:
        """Yield the first so many that come after a place, with the place of each."""
        rows = self.rows if after is None else self.rows.where(tuple_(*self._order) > _given(after))
        placed = rows.add_columns(self.since, self.reference, self.key)
        for row in session.execute(placed.order_by(*self._order).limit(limit)):
            yield Place(*row[-3:]), self.item(row)

    @property
    def _order(self) -> tuple[SQLColumnExpression[Any], ...]:
        # By the code of each letter, as this program sorts what several kinds have found.
        return self.since, collate(self.reference, "C"), collate(self.key, "C")


def page_of(
    session: Session, kinds: tuple[Kind, ...], *, after: str | None, limit: int
) -> AttentionPage:
    """Return a page of everything, the oldest first; NotFoundError where `after` is no place."""
    begins = None if after is None else _place(after)
    numbers = [kind.number(session) for kind in kinds]
    found = sorted(
        (
            each
            for kind, number in zip(kinds, numbers, strict=True)
            if number
            for each in kind.first(session, begins, limit + 1)
        ),
        key=lambda each: each[0],
    )
    shown = list(islice(found, limit))
    return AttentionPage(
        items=tuple(item for _, item in shown),
        number=sum(numbers),
        next_after=_written(shown[-1][0]) if len(found) > limit else None,
    )


def _given(place: Place) -> ColumnElement[Any]:
    return tuple_(literal(place.since_utc), literal(place.reference), literal(place.key))


def _written(place: Place) -> str:
    return f"{place.since_utc.isoformat()}~{place.reference}~{place.key}"


def _place(written: str) -> Place:
    since, _, rest = written.partition("~")
    reference, _, key = rest.partition("~")
    try:
        instant = datetime.fromisoformat(since)
    except ValueError:
        raise NotFoundError("page") from None
    if instant.tzinfo is None:
        raise NotFoundError("page")
    return Place(instant, reference, key)
