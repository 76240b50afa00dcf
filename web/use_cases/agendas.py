"""The agenda of a meeting: its cases in order, who attended, and what was recorded of each."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.bpmn.model import Diagram, Element, Kind
from engine.calendar import london_date
from engine.errors import InstanceStateError, InvalidAnswersError, NotFoundError
from engine.meetings import ATTENDED_BY, PANEL, taken_at
from web import access
from web.access import Sight
from web.forms.summaries import summary_of
from web.store import audit
from web.store.agendas import Item, decided_at, items_of, keep_agenda
from web.store.audit import Event
from web.store.case_files import open_case
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, Holder, actor, names, people_holding
from web.store.models import AgendaItem, Attendance, Case, Conflict, Meeting, Timer
from web.store.sight import standing_of, visible_to
from web.store.store import Store
from web.use_cases.agenda_views import AgendaLine, AgendaPaper, AgendaView, Attending, Recorded
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import CaseView
from web.use_cases.duties import somebody_with_duty
from web.use_cases.history_views import SubmissionView
from web.use_cases.meeting_views import MeetingView
from web.use_cases.readers import Reader
from web.use_cases.shelves import Shelf

DUTY: Final = "keep meetings"
STANDINGS: Final = ("present", "apologies", "absent")
MOST_SHOWN: Final = 60


class Agendas:
    """Read agendas, each as far as the reader sees its cases; whoever keeps meetings arranges them."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def agenda(self, meeting: UUID, *, by: UUID) -> AgendaView:
        """Return a meeting's agenda; NotFoundError where there is no such meeting."""
        with self._store.transaction() as session:
            return AgendaReading(self._store, session, _found(session, meeting), by).view()

    def put_on(self, meeting: UUID, reference: str, *, by: UUID) -> None:
        """Put a case last on the agenda of a meeting that is not over.

        InvalidAnswersError beside `reference` where the person knows no such case, or it stands there.
        """
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            case = change.case(reference)
            if any(item.case.id == case.id for item in change.items):
                raise InvalidAnswersError({"reference": [f"{case.reference} is on the agenda"]})
            keep_agenda(session, change.items, change.meeting, by=by, at=change.now)
            session.add(
                AgendaItem(
                    meeting_id=meeting,
                    case_id=case.id,
                    position=len(change.items) + 1,
                    by_hand=True,
                    put_on_by=by,
                    put_on_at_utc=change.now,
                )
            )
            change.note("agenda_item_put_on", case.reference)

    def take_off(self, meeting: UUID, reference: str, *, by: UUID) -> None:
        """Take off what somebody put on; InstanceStateError for what the diagrams bring there."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            row = session.get(AgendaItem, (meeting, change.case(reference).id))
            if row is None or not row.by_hand:
                raise InstanceStateError("the case waits for this meeting")
            session.delete(row)
            change.note("agenda_item_taken_off", reference)

    def move(self, meeting: UUID, reference: str, *, earlier: bool, by: UUID) -> None:
        """Give a case the place before, or after, the one it has."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by)
            items = list(change.items)
            at = next(
                (place for place, item in enumerate(items) if item.case.reference == reference),
                None,
            )
            if at is None:
                raise NotFoundError("case")
            to = at - 1 if earlier else at + 1
            if 0 <= to < len(items):
                items[at], items[to] = items[to], items[at]
            keep_agenda(session, items, change.meeting, by=by, at=change.now)
            change.note("agenda_arranged", reference)

    def record_attendance(self, meeting: UUID, standings: Mapping[UUID, str], *, by: UUID) -> None:
        """Record who was there, who sent apologies and who was absent, of those who belong to it."""
        with self._store.transaction() as session:
            change = _Arranging(self._store, session, meeting, by, whenever=True)
            expected = {
                each.person
                for each in AgendaReading(self._store, session, change.meeting, by).attendance()
            }
            for person, standing in standings.items():
                if person not in expected or standing not in STANDINGS:
                    raise InvalidAnswersError({"attendance": ["Choose one of the three for each"]})
                session.merge(
                    Attendance(
                        meeting_id=meeting,
                        person_id=person,
                        standing=standing,
                        recorded_by=by,
                        recorded_at_utc=change.now,
                    )
                )
                change.note("attendance_recorded", f"{person} {standing}")


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
        case = CaseReading(self._store, self._session, file, reader, today=self._today).view()
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


class _Arranging:
    """A change of an agenda: by whoever keeps meetings, audited; refused once the meeting is over."""

    def __init__(
        self, store: Store, session: Session, meeting: UUID, by: UUID, *, whenever: bool = False
    ) -> None:
        self._store, self._session = store, session
        self._by = somebody_with_duty(store, session, DUTY, by)
        self.now = store.clock.now(session)
        self.meeting = _found(session, meeting, lock=True)
        if self.meeting.state != "planned" and not whenever:
            raise InstanceStateError("the meeting was held or cancelled")
        self.items = items_of(session, store.versions, self.meeting, now=self.now)

    def case(self, reference: str) -> Case:
        """Return a case that the person may know of."""
        found = self._session.scalar(
            select(Case).where(
                Case.reference == reference.strip().upper(),
                visible_to(self._session, self._by, today=london_date(self.now)),
            )
        )
        if found is None:
            raise InvalidAnswersError({"reference": ["Enter the reference of a case"]})
        return found

    def note(self, what: str, detail: str) -> None:
        """Write it into the system's audit trail."""
        self._session.flush()
        event = Event(what, str(self.meeting.id), detail, actor=self._by.id)
        audit.append(self._session, audit.SYSTEM, [event], at=self.now)


def _found(session: Session, meeting: UUID, *, lock: bool = False) -> Meeting:
    found = session.get(Meeting, meeting, with_for_update=True if lock else None)
    if found is None:
        raise NotFoundError("meeting")
    return found


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
