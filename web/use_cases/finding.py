"""Finding a case by its reference, written in whatever way people write one."""

import re
from typing import Final
from uuid import UUID

from sqlalchemy import select

from engine.calendar import london_date
from web.store.directory import actor
from web.store.models import Case
from web.store.sight import visible_to
from web.store.store import Store

# A number without its year is looked for in this year and so many before it.
YEARS_BACK: Final = 4
_WHOLE: Final = re.compile(r"(?:SI)?\W*(\d{4})\W+(\d{1,6})")
_NUMBER: Final = re.compile(r"(?:SI)?\W*(\d{1,6})")


class Finding:
    """Find cases by reference."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def find(self, written: str, *, by: UUID) -> tuple[str, ...]:
        """Return the references that can be meant, the newest first, of cases this person may know of.

        Nothing tells a case that they may not know of from one that is not there.
        """
        with self._store.transaction() as session:
            today = london_date(self._store.clock.now(session))
            person = actor(session, by, today=today)
            meant = references_meant(written, year=today.year)
            found = session.scalars(
                select(Case.reference)
                .where(Case.reference.in_(meant), visible_to(session, person, today=today))
                .order_by(Case.reference.desc())
            )
            return tuple(found)


def references_meant(written: str, *, year: int) -> tuple[str, ...]:
    """Return the references that a text can mean: "SI-2026-0042", "si 2026 42", "2026/42" or "42"."""
    text = written.strip().upper()
    if whole := _WHOLE.fullmatch(text):
        return (_reference(int(whole[1]), int(whole[2])),)
    if number := _NUMBER.fullmatch(text):
        years = range(year, year - YEARS_BACK - 1, -1)
        return tuple(_reference(each, int(number[1])) for each in years)
    return ()


def _reference(year: int, number: int) -> str:
    return f"SI-{year}-{number:04d}"
