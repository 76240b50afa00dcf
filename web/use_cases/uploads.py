"""Files that people hand in with a task, and opening them."""

from dataclasses import dataclass
from uuid import UUID

from engine.errors import InvalidAnswersError, NotFoundError
from engine.forms import Question
from engine.uploads import fit_name, kind_of_content_type
from web.store.documents import UPLOADED, content_of
from web.store.models import Document
from web.store.store import Store
from web.store.uploads import files_of_case, is_in_draft_of, keep_file, take_out
from web.use_cases.action import CaseAction
from web.use_cases.case_reading import CaseReading
from web.use_cases.readers import open_for
from web.use_cases.tasks import HeldTask


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file to be taken away: under a name that says nothing of a child, with its content."""

    name: str
    content_type: str
    content: bytes


class Uploads:
    """Hand files in, take them out of a draft, open them.

    Nobody but who handed it in sees a file before its task is submitted; after that, whoever may read the
    submission and this answer of it. Everybody else gets NotFoundError.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def keep(
        self, reference: str, task_id: str, path: str, name: str, content: bytes, *, by: UUID
    ) -> None:
        """Keep a file for a question of an open task; InvalidAnswersError says why it is not taken."""
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True)
            question = _question(held, path)
            kind = held.form.refuse_unfit_file(
                question, fit_name(name), content, context=held.context()
            )
            listed = [each for each in held.files() if each.path == path]
            document = keep_file(
                session,
                held.file,
                content,
                task=held.task,
                path=path,
                name=fit_name(name),
                kind=kind,
                by=by,
                at=held.action.now,
            )
            if document is None:
                return
            if len(listed) >= question.at_most:
                raise InvalidAnswersError({path: [question_is_full(question)]})
            about = f"{held.task.element}/{path} version {document.version}"
            held.action.note("file_kept", str(document.id), about, document.digest)
            held.action.finish()

    def take_out(self, reference: str, task_id: str, file: UUID, *, by: UUID) -> None:
        """Take a file out of the draft of an open task; one that is out already changes nothing."""
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True)
            if take_out(session, by, held.task.id, file):
                held.action.note("file_taken_out", str(file), held.task.element)
                held.action.finish()

    def open(self, reference: str, file: UUID, *, by: UUID) -> OpenedFile:
        """Return a file with its content; that it was opened stands in the audit trail."""
        with self._store.transaction() as session:
            opened = open_for(self._store, session, reference, by=by, lock=True)
            case, reader, now = opened.file, opened.reader, opened.now
            document = session.get(Document, file)
            if document is None or (document.case_id, document.kind) != (case.case.id, UPLOADED):
                raise NotFoundError("file")
            if not is_in_draft_of(session, by, file):
                reading = CaseReading(self._store, session, case, reader, today=opened.today)
                if str(file) not in reading.submissions.files():
                    raise NotFoundError("file")
            action = CaseAction(self._store, session, case, now=now, by=reader.actor)
            action.note("file_opened", str(file), f"{document.element} version {document.version}")
            action.finish()
            kept = files_of_case(session, case)[str(file)]
            ending = kind_of_content_type(document.content_type).endings[0]
            question = kept.path.rpartition(".")[2]
            return OpenedFile(
                name=f"{reference}-{document.element}-{question}-{document.version}{ending}",
                content_type=document.content_type,
                content=content_of(session, case.key, document),
            )


def question_is_full(question: Question) -> str:
    """Say that no more files are taken for the question."""
    files = "one file" if question.at_most == 1 else f"{question.at_most} files"
    return f"Only {files} can be handed in here. Remove one before you add another"


def _question(held: HeldTask, path: str) -> Question:
    for question in held.form.files():
        if question.path == path:
            return question
    raise NotFoundError("no such question")
