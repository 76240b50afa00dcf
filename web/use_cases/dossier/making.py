"""Dossiers: make one for who asks or for somebody named, keep it, record it as read, and open it.

Nothing that takes long holds up anybody: the case is read as it stood at one instant without a lock, the
file is written with no transaction open, and only then is the case locked to record its digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import InvalidAnswersError, NotFoundError
from engine.roles import ROLE_TITLES
from web import access
from web.dossier.contents import Contents
from web.dossier.writing import Fetch, Progress, Written, write
from web.store import audit
from web.store.audit import Event
from web.store.case_files import CaseFile, open_case
from web.store.directory import held_on
from web.store.documents import salted_content_of
from web.store.models import Document, Dossier, Person, RoleAssignment
from web.store.store import Store
from web.use_cases.document_views import OpenedDocument
from web.use_cases.dossier.reading import DossierReading, receiver_of
from web.use_cases.readers import Reader

MADE: Final = "dossier_made"
OPENED: Final = "dossier_opened"
MOST_ON_A_PAGE: Final = 100 * 1024 * 1024
BY_COMMAND: Final = "whoever runs this installation, at its command line"
_TOO_LARGE: Final = (
    "The documents and files of this case are too large to be made into a dossier here. Whoever runs Review"
    " Desk can make it for you with “review-desk dossier make”"
)


@dataclass(frozen=True, slots=True)
class KeptDossier:
    """The dossier that was made last for somebody: its digest is the SHA-256 of the file, in hexadecimal."""

    digest: str
    made_at_utc: datetime
    size: int
    files: int
    redacted: int


@dataclass(frozen=True, slots=True)
class DossierPage:
    """What a person sees of dossiers of a case: the last one made for them, if there is one."""

    reference: str
    kept: KeptDossier | None
    file_name: str


class Dossiers:
    """Make and open dossiers.

    NotFoundError where the receiver may not know of the case, NotPermittedError where they see no more of
    it than a status or their own request.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def page(self, reference: str, *, by: UUID) -> DossierPage:
        """Return the last dossier that was made of the case for this person."""
        with self._store.transaction() as session:
            file, _, _ = self._opened(session, reference, by, lock=False)
            row = _kept(session, file, by)
            kept = (
                KeptDossier(row.digest.hex(), row.made_at_utc, row.size, row.files, row.redacted)
                if row is not None
                else None
            )
            return DossierPage(reference, kept, file_name(reference))

    def make(self, reference: str, *, by: UUID) -> None:
        """Make a dossier for who asks, and keep it in place of the last; InvalidAnswersError if too large."""
        with self._store.snapshot() as session:
            reading = DossierReading(self._store, session, reference, receiver=by)
            _refuse_too_large(session, reading.file)
            contents, file = reading.contents(), reading.file
        stream = BytesIO()
        written = write(contents, stream, self._fetch(file))
        with self._store.transaction() as session:
            file, reader, now = self._opened(session, reference, by, lock=True)
            session.execute(
                delete(Dossier).where(Dossier.case_id == file.case.id, Dossier.person_id == by)
            )
            content = stream.getvalue()
            sealed, _ = file.key.seal_bytes(content, as_what=_name(file, by))
            session.add(
                Dossier(
                    case_id=file.case.id,
                    person_id=by,
                    made_at_utc=contents.made_at,
                    digest=written.digest,
                    size=len(content),
                    files=written.files,
                    redacted=written.redacted,
                    content=sealed,
                )
            )
            self._record(session, file, contents, written, reader, now, by=by)

    def write(
        self, reference: str, *, receiver: str, stream: BinaryIO, progress: Progress
    ) -> Written:
        """Write a dossier for the person with that address to a stream; it is recorded, and not kept.

        NotFoundError also where nobody who may sign in has the address.
        """
        with self._store.snapshot() as session:
            person = session.scalar(
                select(Person.id).where(
                    func.lower(Person.email) == receiver.strip().lower(), Person.active
                )
            )
            if person is None:
                raise NotFoundError("person")
            reading = DossierReading(self._store, session, reference, receiver=person)
            contents, file = reading.contents(made_by=BY_COMMAND), reading.file
        written = write(contents, stream, self._fetch(file), progress)
        with self._store.transaction() as session:
            file, reader, now = self._opened(session, reference, person, lock=True)
            self._record(session, file, contents, written, reader, now, by=None)
        return written

    def inspectors(self) -> tuple[str, ...]:
        """Return the addresses of the active people who read all of every case and act on none today."""
        with self._store.transaction() as session:
            today = london_date(self._store.clock.now(session))
            roles = [role for role in ROLE_TITLES if access.inspects(role)]
            held = exists().where(
                RoleAssignment.person_id == Person.id,
                RoleAssignment.role.in_(roles),
                held_on(today),
            )
            return tuple(session.scalars(select(Person.email).where(Person.active, held)))

    def open(self, reference: str, *, by: UUID) -> OpenedDocument:
        """Return the last dossier that was made for this person; that they took it is recorded."""
        with self._store.transaction() as session:
            file, _, now = self._opened(session, reference, by, lock=True)
            row = _kept(session, file, by)
            if row is None:
                raise NotFoundError("dossier")
            content, _ = file.key.open_bytes(row.content, as_what=_name(file, by))
            event = Event(OPENED, str(by), None, row.digest, by)
            audit.append(session, str(file.case.id), [event], at=now)
            return OpenedDocument(content, "application/zip", file_name(reference))

    def _opened(
        self, session: Session, reference: str, receiver: UUID, *, lock: bool
    ) -> tuple[CaseFile, Reader, datetime]:
        now = self._store.clock.now(session)
        file = open_case(session, self._store.vault, reference, lock=lock)
        return file, receiver_of(session, file, receiver, today=london_date(now)), now

    def _record(
        self,
        session: Session,
        file: CaseFile,
        contents: Contents,
        written: Written,
        reader: Reader,
        now: datetime,
        *,
        by: UUID | None,
    ) -> None:
        """Record that all of it was read; the case is locked."""
        session.flush()
        what = f"{written.files} files, {written.redacted} left out, as at {contents.made_at:%Y-%m-%dT%H:%MZ}"
        event = Event(MADE, str(reader.actor.id), what, written.digest, by)
        audit.append(session, str(file.case.id), [event], at=now)

    def _fetch(self, file: CaseFile) -> Fetch:
        """Return what fetches a document by itself; the last is kept, as its salt is asked for next."""

        def fetch(document: UUID) -> tuple[bytes, bytes]:
            with self._store.transaction() as session:
                return salted_content_of(session, file.key, document)

        cached: Callable[[UUID], tuple[bytes, bytes]] = lru_cache(maxsize=1)(fetch)
        return cached


def file_name(reference: str) -> str:
    """Return what a dossier is called: by reference, never by a name."""
    return f"{reference}-dossier.zip"


def _kept(session: Session, file: CaseFile, person: UUID) -> Dossier | None:
    return session.scalar(
        select(Dossier).where(Dossier.case_id == file.case.id, Dossier.person_id == person)
    )


def _refuse_too_large(session: Session, file: CaseFile) -> None:
    size = session.scalar(
        select(func.coalesce(func.sum(Document.size), 0)).where(Document.case_id == file.case.id)
    )
    if size is not None and size > MOST_ON_A_PAGE:
        raise InvalidAnswersError({"": [_TOO_LARGE]})


def _name(file: CaseFile, person: UUID) -> str:
    return f"dossier {file.case.id} {person}"
