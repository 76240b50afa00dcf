"""Read the agenda of a meeting as one person sees it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.bpmn.model import Diagram, Element, Kind
from engine.calendar import london_date
from engine.meetings import ATTENDED_BY, PANEL, taken_at
from web import access
from web.access import Sight
from web.forms.summaries import summary_of
from web.store.agendas import Item, decided_at, items_of
from web.store.case_files import open_case
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, Holder, actor, names, people_holding
from web.store.models import Attendance, Case, Conflict, Meeting, Timer
from web.store.sight import standing_of, visible_to
from web.store.store import Store
from web.use_cases.agenda_views import AgendaLine, AgendaPaper, AgendaView, Attending, Recorded
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseView
from web.use_cases.files_handed_in import FileHandedIn, files_handed_in, has_files
from web.use_cases.history_views import SubmissionView
from web.use_cases.meeting_views import MeetingView
from web.use_cases.readers import Reader
from web.use_cases.shelves import Shelf

DUTY: Final = "keep meetings"
MOST_SHOWN: Final = 60


class AgendaReading:
    """One reading of one agenda by one person."""

    def __init__(self, store: Store, session: Session, meeting: Meeting, by: UUID) -> None:
        """Take the meeting, in the caller's transaction."""
        self._store, self._session, self._meeting, self._by = store, session, meeting, by
        self.now = store.clock.now(session)
        self._today = london_date(self.now)
        self._actor: Actor = actor(session, by, today=self._today)
        self._items = items_of(session, store.versions, meeting, now=self.now)

    def view(self) -> AgendaView:
        """Return the agenda as this person sees it."""
        seen = self._seen()
        return self._view(seen, left_out=len(seen) < len(self._items))

    def of_case(self, case: UUID) -> AgendaView | None:
        """Return the agenda with the line of one case that this person may know of; None if it has none."""
        numbered = enumerate(self._items, start=1)
        lines = [(number, item) for number, item in numbered if item.case.id == case]
        return self._view(lines, left_out=False) if lines else None

    def _view(self, seen: Sequence[tuple[int, Item]], *, left_out: bool) -> AgendaView:
        meeting, keeps = self._meeting, access.has_duty(DUTY, self._actor.acting_roles)
        about = self._session.get(Case, meeting.case_id) if meeting.case_id else None
        knows = about is None or self._knows(about.id)
        attends = self._actor.acting_roles & {*ATTENDED_BY[meeting.kind]}
        reads = keeps or attends or access.sees_every_case(self._actor.acting_roles)
        return AgendaView(
            meeting=MeetingView(meeting.id, meeting.kind, meeting.starts_at_utc, meeting.state),
            about=about.reference if about is not None and knows else None,
            lines=tuple(self._lines(seen)),
            left_out=left_out,
            attendance=self.attendance() if reads and knows else (),
            may_keep=keeps,
            may_arrange=keeps and meeting.state == "planned",
        )

    def attendance(self) -> tuple[Attending, ...]:
        """Return who belongs to the meeting on its day, and whoever was recorded otherwise."""
        expected: dict[UUID, tuple[str, list[str]]] = {}
        for role in ATTENDED_BY[self._meeting.kind]:
            for holder in self._holding(role):
                expected.setdefault(holder.id, (holder.name, []))[1].append(role)
        recorded = {
            row.person_id: row.standing
            for row in self._session.scalars(
                select(Attendance).where(Attendance.meeting_id == self._meeting.id)
            )
        }
        known = names(self._session, {*recorded} - {*expected})
        for person, name in known.items():
            expected[person] = (name, [])
        return tuple(
            Attending(person, name, tuple(roles), recorded.get(person))
            for person, (name, roles) in expected.items()
        )

    def _holding(self, role: str) -> Sequence[Holder]:
        if self._meeting.kind == PANEL and self._meeting.case_id is not None:
            return CaseHolders(self._session, self._meeting.case_id, today=self._today).of(
                role, agency=None, person=None
            )
        return people_holding(self._session, role, today=london_date(self._meeting.starts_at_utc))

    def _knows(self, case: UUID) -> bool:
        found = self._session.scalar(
            select(Case.id).where(
                Case.id == case, visible_to(self._session, self._actor, today=self._today)
            )
        )
        return found is not None

    def _seen(self) -> list[tuple[int, Item]]:
        """Return the items that the reader may know of, each with its place on the whole agenda."""
        visible = set(
            self._session.scalars(
                select(Case.id).where(
                    Case.id.in_([item.case.id for item in self._items]),
                    visible_to(self._session, self._actor, today=self._today),
                )
            )
        )
        numbered = enumerate(self._items[:MOST_SHOWN], start=1)
        return [(number, item) for number, item in numbered if item.case.id in visible]

    def _lines(self, seen: Sequence[tuple[int, Item]]) -> list[AgendaLine]:
        cases = [item.case.id for _, item in seen]
        decided = decided_at(self._session, self._store.versions, self._meeting, cases)
        return [
            self._line(number, item, {each.id for each in decided.get(item.case.id, ())})
            for number, item in seen
        ]

    def _line(self, number: int, item: Item, decided: set[UUID]) -> AgendaLine:
        reference = item.case.reference
        file = open_case(self._session, self._store.vault, reference, lock=False)
        standing = standing_of(self._session, file.case, self._actor, today=self._today)
        reader = Reader(self._actor, standing)
        reading = CaseReading(self._store, self._session, file, reader, today=self._today)
        case = reading.view()
        everything = reader.sight is Sight.ALL
        shelf = Shelf(self._store, self._session, reference, by=self._by)
        taken = {task.id for task in item.tasks}
        return AgendaLine(
            number=number,
            reference=reference,
            received_on=item.case.received_on,
            by_hand=item.by_hand,
            waits=tuple(task for task in case.tasks if task.task_id in taken),
            comes_up=tuple(self._label(case, each) for each in item.comes_up) if everything else (),
            papers=tuple(AgendaPaper(*each) for each in shelf.papers()),
            files=_files(case, reading),
            conflicts=self._conflicts(item.case.id) if everything else (),
            recorded=tuple(_recorded(case, decided)),
        )

    def _label(self, case: CaseView, timer: Timer) -> str:
        """Return what comes up: the steps that the timer opens and the meeting takes, or the timer itself."""
        diagram = case.version.diagram(timer.process)
        opens = [
            element
            for element in _next_tasks(diagram, timer.element)
            if taken_at(element) == self._meeting.kind
        ]
        return ", ".join(
            called(diagram, each) for each in opens or [diagram.elements[timer.element]]
        )

    def _conflicts(self, case: UUID) -> tuple[str, ...]:
        people = self._session.scalars(
            select(Conflict.person_id)
            .where(Conflict.case_id == case, Conflict.withdrawn_at_utc.is_(None))
            .order_by(Conflict.declared_at_utc)
        ).all()
        known = names(self._session, set(people))
        return tuple(known[person] for person in people)


def _next_tasks(diagram: Diagram, element: str) -> list[Element]:
    """Return the first user tasks on every way from here, past what happens by itself."""
    found: dict[str, Element] = {}
    waiting, seen = [element], {element}
    while waiting:
        for flow in diagram.outgoing(waiting.pop()):
            target = diagram.elements[flow.target]
            if target.kind is Kind.USER_TASK:
                found[target.id] = target
            elif target.id not in seen:
                seen.add(target.id)
                waiting.append(target.id)
    return list(found.values())


def _files(case: CaseView, reading: CaseReading) -> tuple[FileHandedIn, ...]:
    if not has_files(case.submissions):
        return ()
    return files_handed_in(case.submissions, reading.submissions.kept_files)


def _recorded(case: CaseView, decided: set[UUID]) -> list[Recorded]:
    return [
        Recorded(each.id, each.label, each.by, each.at_utc, _chosen(each))
        for each in case.submissions
        if each.id is not None and each.id in decided
    ]


def _chosen(submission: SubmissionView) -> tuple[tuple[str, str], ...]:
    """Return the answers that the case goes on by, in words: what was chosen, counted or dated."""
    routing = {question.path for question in submission.form.questions() if not question.in_rows}
    routing &= submission.form.routing_types().keys() | {
        question.path for question in submission.form.case_fields()
    }
    sections = summary_of(submission.form, submission.answers, submission.options, None)
    return tuple(
        (line.label, "; ".join(line.texts))
        for section in sections
        for line in section.lines
        if line.path in routing
    )
