"""Who reads a case: each use case of one case opens it here, and who may not know of it comes no further."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from web.access import Sight, Standing, sight_of
from web.store.case_files import CaseFile, open_case
from web.store.directory import Actor, actor
from web.store.sight import may_know, standing_of
from web.store.store import Store


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a case, and how they stand to it."""

    actor: Actor
    standing: Standing

    @property
    def sight(self) -> Sight:
        """Return how much they see."""
        return sight_of(self.standing)


@dataclass(frozen=True, slots=True)
class OpenedFor:
    """The record of a case, open, with who reads it and the moment at which they do."""

    file: CaseFile
    reader: Reader
    now: datetime

    @property
    def today(self) -> date:
        """Return the day on which they read it."""
        return london_date(self.now)


def open_for(
    store: Store, session: Session, reference: str, *, by: UUID, lock: bool = False
) -> OpenedFor:
    """Open the case for a person, locked where something is to be written.

    NotFoundError where there is no such case, or they may not know of it.
    """
    now = store.clock.now(session)
    file = open_case(session, store.vault, reference, lock=lock)
    person = actor(session, by, today=london_date(now))
    return OpenedFor(file, reader_of(session, file, person, today=london_date(now)), now)


def reader_of(
    session: Session,
    file: CaseFile,
    person: Actor,
    *,
    today: date,
    conflicted: Collection[str] | None = None,
) -> Reader:
    """Return the person as a reader of the open case; NotFoundError where they may not know of it.

    `conflicted` are the ids of who may not see it, where the caller knows them.
    """
    standing = standing_of(session, file.case, person, today=today, conflicted=conflicted)
    if not may_know(standing):
        raise NotFoundError("case")
    return Reader(person, standing)
