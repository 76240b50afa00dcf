"""The pack of a meeting: its agenda and the papers of its cases, bound into one PDF."""

from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from web.documents.binding import bound
from web.documents.handed_in import CannotBindError, pages_of
from web.documents.paper import Imprint, Paper, Part
from web.store import audit
from web.store.audit import Event
from web.store.store import Store
from web.use_cases.agenda_paper import MARKING, paper_of
from web.use_cases.agenda_views import AgendaLine
from web.use_cases.agendas import Agendas
from web.use_cases.document_views import OpenedDocument
from web.use_cases.documents import Documents
from web.use_cases.files_handed_in import FileHandedIn
from web.use_cases.uploads import Uploads
from web.words import day, moment

MOST_MEGABYTES: Final = 150
"""The files of one pack, which is put together in memory, are not larger than this together."""

TOO_LARGE: Final = "does not fit into this pack, which would grow too large to open"


class AgendaPacks:
    """Make packs, each of what the reader sees of the agenda and may open of its papers and files."""

    def __init__(
        self,
        store: Store,
        agendas: Agendas,
        documents: Documents,
        uploads: Uploads,
        write: Callable[[Paper, Imprint], bytes],
    ) -> None:
        """Take the use cases that it is made of, and what writes a paper as PDF."""
        self._store, self._agendas = store, agendas
        self._documents, self._uploads, self._write = documents, uploads, write

    def open(self, meeting: UUID, *, by: UUID, name: str) -> OpenedDocument:
        """Return the pack as PDF for the person of that name.

        Each paper and file is opened, and stands in its case's audit trail as opened; the pack in the
        system's. What cannot be bound is named on the agenda with the reason.
        """
        agenda = self._agendas.agenda(meeting, by=by)
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            number = self._store.versions.current_number(session)
        title = f"{agenda.meeting.kind} meeting, {moment(agenda.meeting.starts_at_utc)}"
        imprint = Imprint(None, moment(now), name, f"version {number} of the protocol")
        binding = _Binding(self._documents, self._uploads, self._write, imprint, by)
        papers = [each for line in agenda.lines for each in binding.papers(line)]
        first = self._write(paper_of(agenda, title, binding.left_out), imprint)
        content = bound([("Agenda", first), *papers], title=title)
        with self._store.transaction() as session:
            about = f"{len(papers) + 1} papers"
            event = Event("meeting_pack_opened", str(meeting), about, actor=by)
            audit.append(session, audit.SYSTEM, [event], at=now)
        on = day(agenda.meeting.starts_at_utc).replace(" ", "-").lower()
        file_name = f"{agenda.meeting.kind.lower()}-meeting-{on}.pdf"
        return OpenedDocument(content, "application/pdf", file_name)


class _Binding:
    """The papers of one pack as they are opened; ``left_out`` says why a file is not among them."""

    def __init__(
        self,
        documents: Documents,
        uploads: Uploads,
        write: Callable[[Paper, Imprint], bytes],
        imprint: Imprint,
        by: UUID,
    ) -> None:
        self._documents, self._uploads, self._write = documents, uploads, write
        self._imprint, self._by = imprint, by
        self._room = MOST_MEGABYTES * 1024 * 1024
        self.left_out: dict[UUID, str] = {}

    def papers(self, line: AgendaLine) -> Iterator[tuple[str, bytes]]:
        """Yield what is bound of one case, each with the words of its bookmark."""
        for paper in line.papers:
            opened = self._documents.open(
                line.reference, paper.name, paper.version, "pdf", by=self._by
            )
            yield f"{line.reference}: {paper.title}", opened.content
        for file in line.files:
            try:
                yield f"{line.reference}: {file.words}", self._pages(line.reference, file)
            except CannotBindError as refusal:
                self.left_out[file.id] = refusal.reason

    def _pages(self, reference: str, file: FileHandedIn) -> bytes:
        if file.why_never_bound:
            raise CannotBindError(file.why_never_bound)
        if file.size > self._room:
            raise CannotBindError(TOO_LARGE)
        opened = self._uploads.open(reference, file.id, by=self._by)

        def write(parts: tuple[Part, ...]) -> bytes:
            made_from = ((file.step, file.given_by, moment(file.at_utc)),)
            paper = Paper("file", file.words, MARKING, reference, (), parts, made_from)
            return self._write(paper, self._imprint)

        pages = pages_of(file.kind, opened.content, file.words, write)
        self._room -= file.size
        return pages
