"""The pack of a meeting: its agenda and the papers of its cases, bound into one PDF."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from engine.roles import ROLE_TITLES
from web.documents.binding import bound
from web.documents.paper import (
    Imprint,
    Pairs,
    Paper,
    Part,
    Run,
    Title,
    cell,
    cell_or_dash,
    plain,
)
from web.store import audit
from web.store.audit import Event
from web.store.store import Store
from web.use_cases.agenda_views import STANDING_WORDS, AgendaLine, AgendaView
from web.use_cases.agendas import Agendas
from web.use_cases.document_views import OpenedDocument
from web.use_cases.documents import Documents
from web.words import day, moment

MARKING: Final = "Confidential: for those who attend this meeting"


class AgendaPacks:
    """Make packs, each of what the reader sees of the agenda and may open of its papers."""

    def __init__(
        self,
        store: Store,
        agendas: Agendas,
        documents: Documents,
        write: Callable[[Paper, Imprint], bytes],
    ) -> None:
        """Take the use cases that it is made of, and what writes a paper as PDF."""
        self._store, self._agendas, self._documents = store, agendas, documents
        self._write = write

    def open(self, meeting: UUID, *, by: UUID, name: str) -> OpenedDocument:
        """Return the pack as PDF for the person of that name.

        Each paper is opened, and stands in its case's audit trail as opened; the pack in the system's.
        """
        agenda = self._agendas.agenda(meeting, by=by)
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            number = self._store.versions.current_number(session)
        title = f"{agenda.meeting.kind} meeting, {moment(agenda.meeting.starts_at_utc)}"
        imprint = Imprint(None, moment(now), name, f"version {number} of the protocol")
        papers = [("Agenda", self._write(paper_of(agenda, title), imprint))]
        for line in agenda.lines:
            for paper in line.papers:
                opened = self._documents.open(
                    line.reference, paper.name, paper.version, "pdf", by=by
                )
                papers.append((f"{line.reference}: {paper.title}", opened.content))
        content = bound(papers, title=title)
        with self._store.transaction() as session:
            event = Event("meeting_pack_opened", str(meeting), f"{len(papers)} papers", actor=by)
            audit.append(session, audit.SYSTEM, [event], at=now)
        on = day(agenda.meeting.starts_at_utc).replace(" ", "-").lower()
        file_name = f"{agenda.meeting.kind.lower()}-meeting-{on}.pdf"
        return OpenedDocument(content, "application/pdf", file_name)


def paper_of(agenda: AgendaView, title: str) -> Paper:
    """Return the agenda as a paper: its cases in order, with what is asked and recorded of each."""
    parts: list[Part] = []
    if agenda.attendance:
        parts.append(
            Pairs(
                "Attendance",
                tuple(
                    (
                        f"{each.name} ({', '.join(ROLE_TITLES[role] for role in each.roles)})"
                        if each.roles
                        else each.name,
                        cell_or_dash(STANDING_WORDS.get(each.standing or "", "")),
                    )
                    for each in agenda.attendance
                ),
            )
        )
    for line in agenda.lines:
        parts += _of_a_case(line)
    if not agenda.lines:
        parts.append(plain("No case stands on this agenda."))
    if agenda.left_out:
        parts.append(plain("Items of cases that you may not see are left out."))
    return Paper(
        name="agenda",
        title=title,
        marking=MARKING,
        subject=agenda.about or agenda.meeting.kind,
        clauses=(),
        parts=tuple(parts),
        made_from=(),
    )


def _of_a_case(line: AgendaLine) -> list[Part]:
    asked = [
        f"{task.label}{f', due {day(task.due)}' if task.due else ''}" for task in line.waits
    ] + list(line.comes_up)
    parts: list[Part] = [
        Title(2, (Run(f"{line.number}. {line.reference}"),)),
        Pairs(
            "",
            (
                ("Received", cell(day(line.received_on))),
                ("To be taken", cell_or_dash(*asked)),
                ("Papers", cell_or_dash(*(each.title for each in line.papers))),
                ("Conflicts declared", cell_or_dash(*line.conflicts)),
            ),
        ),
    ]
    parts += [
        Pairs(
            f"Recorded: {each.label}, by {each.by}, {moment(each.at_utc)}",
            tuple((label, cell(words)) for label, words in each.answers),
        )
        for each in line.recorded
    ]
    return parts
