"""Documents kept with a case, sealed: made ones and uploaded ones alike."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from web.store.case_files import CaseFile
from web.store.encryption import Key
from web.store.models import Document, DocumentContent

MADE: Final = "made"
UPLOADED: Final = "uploaded"


def next_version(session: Session, case_id: UUID, *, kind: str, name: str) -> int:
    """Return the number of the document's next version; asked under the lock on the case."""
    last = session.scalar(
        select(func.max(Document.version)).where(
            Document.case_id == case_id, Document.kind == kind, Document.name == name
        )
    )
    return (last or 0) + 1


def keep_document(
    session: Session,
    file: CaseFile,
    content: bytes,
    *,
    kind: str,
    name: str,
    version: int,
    content_type: str,
    about: Mapping[str, Any],
    by: UUID,
    at: datetime,
    **whence: Any,
) -> Document:
    """Keep one version of a document in one format, sealed with the case's key.

    ``whence`` are the columns that say where it comes from (sources, deployment_number, task_id ...).
    """
    document_id = uuid4()
    sealed, digest = file.key.seal_bytes(content, as_what=_content_name(document_id))
    sealed_about, _ = file.key.seal_content(dict(about), as_what=_about_name(document_id))
    document = Document(
        id=document_id,
        case_id=file.case.id,
        kind=kind,
        name=name,
        version=version,
        content_type=content_type,
        size=len(content),
        digest=digest,
        about=sealed_about,
        kept_by=by,
        kept_at_utc=at,
        **whence,
    )
    session.add(document)
    session.flush()
    session.add(DocumentContent(document_id=document_id, content=sealed))
    return document


def about_document(key: Key, document: Document) -> dict[str, Any]:
    """Return what is sealed with the document's row."""
    about, _ = key.open_content(document.about, as_what=_about_name(document.id))
    return dict(about)


def content_of(session: Session, key: Key, document: Document) -> bytes:
    """Return the document's bytes, which are those that were kept, or raise SealError."""
    _, content = salted_content_of(session, key, document.id)
    return content


def salted_content_of(session: Session, key: Key, document: UUID) -> tuple[bytes, bytes]:
    """Return the salt and the bytes of a document, whose SHA-256 together is its digest."""
    sealed = session.scalar(
        select(DocumentContent.content).where(DocumentContent.document_id == document)
    )
    if sealed is None:
        raise NotFoundError("document content")
    return key.open_salted(sealed, as_what=_content_name(document))


def _content_name(document_id: UUID) -> str:
    return f"document_content {document_id}"


def _about_name(document_id: UUID) -> str:
    return f"document {document_id}"
