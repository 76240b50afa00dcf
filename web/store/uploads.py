"""Files that people hand in: kept as documents as they arrive, and listed in the draft of their task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.forms import Choice, files_kept
from engine.uploads import FileKind, kind_of_content_type
from web.store.case_files import CaseFile
from web.store.documents import UPLOADED, about_document, content_of, keep_document, next_version
from web.store.encryption import Key
from web.store.models import Document, DraftFile, UserTask


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was handed in: what people read of it, and for which question it was."""

    id: UUID
    name: str
    question: str
    path: str
    version: int
    kind: FileKind
    size: int
    kept_by: UUID
    kept_at_utc: datetime

    @property
    def words(self) -> str:
        """Return the file as a list names it."""
        return (
            f"{self.name} (version {self.version}, {self.kind.title}, {size_in_words(self.size)})"
        )


def size_in_words(size: int) -> str:
    """Return a size as people read it."""
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1)} kB"
    return f"{size / 1024 / 1024:.1f} MB"


def keep_file(
    session: Session,
    file: CaseFile,
    content: bytes,
    *,
    task: UserTask,
    path: str,
    name: str,
    kind: FileKind,
    by: UUID,
    at: datetime,
) -> Document | None:
    """Keep a file that was handed in, and list it in the person's draft.

    The same content again in the same draft is the same file sent twice: None is returned.
    """
    if any(
        listed.path == path
        and document.size == len(content)
        and content_of(session, file.key, document) == content
        for listed, document in _draft_rows(session, by, task.id)
    ):
        return None
    question = "/".join(filter(None, (task.process, task.element, path, task.agency_key)))
    document = keep_document(
        session,
        file,
        content,
        kind=UPLOADED,
        name=question,
        version=next_version(session, file.case.id, kind=UPLOADED, name=question),
        content_type=kind.content_type,
        about={"name": name, "path": path},
        by=by,
        at=at,
        process_instance_id=task.process_instance_id,
        process=task.process,
        element=task.element,
        task_id=task.id,
        agency_key=task.agency_key,
    )
    session.add(DraftFile(document_id=document.id, person_id=by, task_id=task.id, path=path))
    session.flush()
    return document


def take_out(session: Session, person: UUID, task_id: str, document: UUID) -> bool:
    """Take a file out of a draft; say whether it stood there. The document itself stays."""
    gone = session.execute(
        delete(DraftFile)
        .where(
            DraftFile.document_id == document,
            DraftFile.person_id == person,
            DraftFile.task_id == task_id,
        )
        .returning(DraftFile.document_id)
    )
    return gone.one_or_none() is not None


def draft_files(session: Session, key: Key, person: UUID, task_id: str) -> tuple[KeptFile, ...]:
    """Return the files in a person's draft for a task, in the order they came."""
    return tuple(_kept(key, document) for _, document in _draft_rows(session, person, task_id))


def is_in_draft_of(session: Session, person: UUID, document: UUID) -> bool:
    """Say whether the file stands in a draft of this person's."""
    listed = session.get(DraftFile, document)
    return listed is not None and listed.person_id == person


def files_of_case(session: Session, file: CaseFile) -> Mapping[str, KeptFile]:
    """Return every file that was ever handed in on the case, by its id as answers hold it."""
    documents = session.scalars(
        select(Document)
        .where(Document.case_id == file.case.id, Document.kind == UPLOADED)
        .order_by(Document.kept_at_utc, Document.version)
    )
    return {str(document.id): _kept(file.key, document) for document in documents}


def choices_of(files: Sequence[KeptFile]) -> dict[str, tuple[Choice, ...]]:
    """Return the files as forms offer them to be chosen from: by question, and by no other."""
    paths = dict.fromkeys(each.path for each in files)
    return {
        files_kept(path): tuple(
            Choice(str(each.id), each.words) for each in files if each.path == path
        )
        for path in paths
    }


def _draft_rows(
    session: Session, person: UUID, task_id: str
) -> Sequence[tuple[DraftFile, Document]]:
    rows = session.execute(
        select(DraftFile, Document)
        .join(Document, Document.id == DraftFile.document_id)
        .where(DraftFile.person_id == person, DraftFile.task_id == task_id)
        .order_by(Document.kept_at_utc, Document.version)
    )
    return [(listed, document) for listed, document in rows]


def _kept(key: Key, document: Document) -> KeptFile:
    about = about_document(key, document)
    return KeptFile(
        id=document.id,
        name=about["name"],
        question=document.name,
        path=about["path"],
        version=document.version,
        kind=kind_of_content_type(document.content_type),
        size=document.size,
        kept_by=document.kept_by,
        kept_at_utc=document.kept_at_utc,
    )
