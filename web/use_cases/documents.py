"""Documents of a case: which there are, make one, open one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from engine.documents.template import Template
from engine.errors import ConcurrentChangeError, NotFoundError, NotPermittedError
from engine.version import Version
from web.documents.paper import Imprint, Paper
from web.store.documents import MADE, content_of, keep_document, next_version
from web.store.models import Document
from web.store.store import Store
from web.use_cases.document_views import OpenedDocument, ShelfLine
from web.use_cases.shelves import FORMATS, Shelf
from web.words import moment

CONTENT_TYPES: Final = {fmt: content_type for content_type, fmt in FORMATS.items()}
Writer = Callable[[Paper, Imprint], bytes]

# Between composing a document and keeping it somebody may act on the case, and it is composed anew.
_ATTEMPTS: Final = 3


class Documents:
    """Make and open documents. Whoever may not open one gets NotFoundError, as if there were none."""

    def __init__(self, store: Store, writers: Mapping[str, Writer]) -> None:
        """Take the store and what writes a paper, by format."""
        self._store, self._writers = store, writers

    def shelf(self, reference: str, *, by: UUID) -> tuple[ShelfLine, ...]:
        """Return the documents that this person may open, those that can be made first."""
        with self._store.transaction() as session:
            return Shelf(self._store, session, reference, by=by).lines()

    def make(self, reference: str, name: str, *, by: UUID, as_of: datetime | None = None) -> int:
        """Make the document in all its formats from what is recorded; return the number of its version.

        Where a version already holds exactly this, its number is returned and nothing is made. `as_of`
        makes it as the case stood at that instant. NotPermittedError where the person only reads, or it
        cannot be made yet.
        """
        for _ in range(_ATTEMPTS):
            draft = self._composed(reference, name, by, as_of)
            if isinstance(draft, int):
                return draft
            paper, imprint, fingerprint, formats = draft
            # Writing takes a second or two and holds up nobody: no transaction is open meanwhile.
            written = {each: self._writers[each](paper, imprint) for each in formats}
            if number := self._kept(reference, name, by, as_of, imprint, fingerprint, written):
                return number
        raise ConcurrentChangeError("the case changed while the document was made")

    def open(
        self, reference: str, name: str, version: int, fmt: str, *, by: UUID
    ) -> OpenedDocument:
        """Return a document that was made; that it was opened is written to the audit trail."""
        with self._store.transaction() as session:
            shelf = Shelf(self._store, session, reference, by=by, lock=True)
            document = self._found(shelf, name, version, fmt)
            content = content_of(session, shelf.file.key, document)
            shelf.note("document_opened", f"{name} {version} {fmt}")
            return OpenedDocument(
                content=content,
                content_type=document.content_type,
                file_name=f"{reference}-{name.replace('_', '-')}-v{version}.{fmt}",
            )

    def _composed(
        self, reference: str, name: str, by: UUID, as_of: datetime | None
    ) -> int | tuple[Paper, Imprint, bytes, tuple[str, ...]]:
        """Return what is to be written, or the number of the version that says the same already."""
        with self._store.transaction() as session:
            shelf = Shelf(self._store, session, reference, by=by, as_of=as_of)
            template = self._makeable(shelf, name)
            paper, fingerprint = shelf.paper(template)
            if (same := shelf.same(name, fingerprint)) is not None:
                return same
            imprint = Imprint(
                version=next_version(session, shelf.file.case.id, kind=MADE, name=name),
                made_on=moment(shelf.now),
                made_by=shelf.person.name,
                protocol=_protocol(shelf.version, shelf.file.case.deployment_number),
            )
            return paper, imprint, fingerprint, template.formats

    def _kept(
        self,
        reference: str,
        name: str,
        by: UUID,
        as_of: datetime | None,
        imprint: Imprint,
        fingerprint: bytes,
        written: Mapping[str, bytes],
    ) -> int | None:
        """Keep what was written; None where the case or the document changed since it was composed."""
        with self._store.transaction() as session:
            shelf = Shelf(self._store, session, reference, by=by, as_of=as_of, lock=True)
            template = self._makeable(shelf, name)
            _, now = shelf.paper(template)
            version = next_version(session, shelf.file.case.id, kind=MADE, name=name)
            if now != fingerprint or version != imprint.version:
                return None
            for fmt, content in written.items():
                document = keep_document(
                    session,
                    shelf.file,
                    content,
                    kind=MADE,
                    name=name,
                    version=version,
                    content_type=CONTENT_TYPES[fmt],
                    about={
                        "as_of": as_of.isoformat() if as_of else None,
                        "submissions": shelf.sources(template),
                    },
                    by=by,
                    at=shelf.now,
                    sources=fingerprint,
                    deployment_number=shelf.file.case.deployment_number,
                )
                shelf.note("document_made", f"{name} {version} {fmt}", digest=document.digest)
            return version

    def _makeable(self, shelf: Shelf, name: str) -> Template:
        template = shelf.template(name)
        if not shelf.may_make(template) or shelf.why_not(template):
            raise NotPermittedError("document")
        return template

    def _found(self, shelf: Shelf, name: str, version: int, fmt: str) -> Document:
        shelf.template(name)
        for document in shelf.made(name):
            if (document.version, document.content_type) == (version, CONTENT_TYPES.get(fmt)):
                return document
        raise NotFoundError("document")


def _protocol(version: Version, number: int) -> str:
    return f"version {number} of the protocol ({version.digest[:12]})"
