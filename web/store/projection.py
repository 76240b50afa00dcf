"""What the pages read of a case: an engine's `Step` written onto the tables, effect by effect.

Everything happens in the caller's transaction, under the lock on the case; audit events are collected for
whoever acts to append.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from engine import effects as fx
from engine.bpmn.model import Kind
from engine.dmn import Evaluation
from engine.feel import to_json
from engine.version import Version
from web.store import notices, queue, timers
from web.store.audit import Event
from web.store.case_files import CaseFile
from web.store.case_holders import CaseHolders
from web.store.clock import ClockReader
from web.store.closed_tasks import close_task
from web.store.deadlines import sealed_why
from web.store.departing import Recorder
from web.store.models import (
    DecisionEvaluation,
    ElementVisit,
    FlowTaken,
    ProcessInstance,
    UserTask,
)
from web.store.register_standings import Standings
from web.store.registers import Writer, write_rows
from web.store.tallying import Tallying

SEEN_BY: Final = "seen-by"


class Projection:
    """Writes the effects of one step of one process instance."""

    def __init__(
        self,
        session: Session,
        clock: ClockReader,
        *,
        file: CaseFile,
        instance: ProcessInstance,
        version: Version,
        holders: CaseHolders,
        at: datetime,
        by: UUID | None,
        stands_for: UUID | None,
        events: list[Event],
        tallying: Tallying,
        departures: Recorder,
        start_process: Callable[[str], None],
        end_case: Callable[[], None],
    ) -> None:
        """Take the case and the instance that moved, and who moved it (None: a timer), for whom.

        Audit events are added to `events`, counts to `tallying`, departures from the protocol to
        `departures`; `start_process` is called where a message asks for a process, `end_case` where an end
        event ends the whole case.
        """
        self.opened: list[UserTask] = []
        self.ended_at_element: str | None = None
        self.correction: str | None = None  # what becomes of the one that the process was begun for
        self._events, self._start_process, self._end_case = events, start_process, end_case
        self._session, self._clock = session, clock
        self._file, self._instance, self._version = file, instance, version
        self._holders, self._at, self._by = holders, at, by
        self._stands_for = stands_for
        self._tallying = tallying
        self._departures = departures
        self._visits: dict[tuple[str, str], dict[str, object]] = {}  # that were entered, not left
        self._visited_rows: list[dict[str, object]] = []
        self._taken_rows: list[dict[str, object]] = []

    def write(self, happened: tuple[fx.Effect, ...]) -> None:
        """Write every effect in the order it happened."""
        for effect in happened:
            writer = cast(Callable[[Projection, Any], None], _WRITERS[type(effect)])
            writer(self, effect)
        self._flush()

    def _flush(self) -> None:
        self._session.flush()
        for insertion, rows in ((_VISIT, self._visited_rows), (_TAKE, self._taken_rows)):
            if rows:
                self._session.execute(insertion, rows)
                rows.clear()
        self._visits.clear()

    def _task_opened(self, effect: fx.TaskOpened) -> None:
        task = UserTask(
            id=effect.task_id,
            case_id=self._file.case.id,
            process_instance_id=self._instance.id,
            process=effect.process,
            element=effect.element,
            role=effect.role,
            agency_key=effect.agency,
            person_id=UUID(effect.person) if effect.person else None,
            due=effect.due,
            why_due=sealed_why(self._file.key, effect.task_id, effect.why),
            instance_index=effect.instance_index,
            not_by=self._not_by(effect.process, effect.element),
            opened_at_utc=self._at,
        )
        self._session.add(task)
        self.opened.append(task)
        queue.defer(self._session, queue.TELL_OF_TASK, at=None, task_id=task.id)
        self._note("task_opened", effect.element, effect.agency)

    def _not_by(self, process: str, element: str) -> list[str]:
        diagram = self._version.diagram(process)
        return ["/".join(task) for task in diagram.not_by(diagram.elements[element])]

    def _task_due_moved(self, effect: fx.TaskDueMoved) -> None:
        task = self._session.get_one(UserTask, effect.task_id)
        self._departures.no_longer_late(task, self._instance)
        task.due = effect.due
        task.why_due = sealed_why(self._file.key, task.id, effect.why)

    def _task_completed(self, effect: fx.TaskCompleted) -> None:
        task = self._session.get_one(UserTask, effect.task_id)
        self._departures.no_longer_late(task, self._instance)
        close_task(self._session, task, at=self._at, by=self._by, stands_for=self._stands_for)

    def _task_withdrawn(self, effect: fx.TaskWithdrawn) -> None:
        task = self._session.get_one(UserTask, effect.task_id)
        self._departures.no_longer_late(task, self._instance)
        close_task(self._session, task, at=self._at, withdrawn=True)
        self._note("task_withdrawn", effect.element)

    def _visited(self, effect: fx.Visited) -> None:
        if effect.state == "entered":
            self._entered(effect)
            return
        cancelled = effect.state == "cancelled"
        due = None if cancelled else self._due_of(effect)
        visit = self._visits.pop((effect.task_id, effect.element), None)
        if visit is not None:
            entered: Sequence[datetime] = [self._at]
            visit["left_at_utc"], visit["cancelled"], visit["due"] = self._at, cancelled, due
        else:
            entered = self._left_earlier_visit(effect, cancelled=cancelled, due=due)
        if not cancelled:
            self._tally_left(effect, entered, due)
            self._show(effect.process, effect.element)

    def _entered(self, effect: fx.Visited) -> None:
        visit: dict[str, object] = {
            "process_instance_id": self._instance.id,
            "process": effect.process,
            "element": effect.element,
            "task_id": effect.task_id,
            "entered_at_utc": self._at,
            "left_at_utc": None,
            "cancelled": False,
            "due": None,
        }
        self._visits[effect.task_id, effect.element] = visit
        self._visited_rows.append(visit)

    def _left_earlier_visit(
        self, effect: fx.Visited, *, cancelled: bool, due: date | None
    ) -> Sequence[datetime]:
        """Leave a visit that an earlier step entered; return when it was entered."""
        named = {
            "of_instance": self._instance.id,
            "of_task": effect.task_id,
            "of_element": effect.element,
        }
        left = {"left_at_utc": self._at, "cancelled": cancelled, "due": due}
        return self._session.connection().scalars(_LEAVE, named | left).all()

    def _due_of(self, effect: fx.Visited) -> date | None:
        """Return by when the task that is left was due; None where it was not, or it is none of a person."""
        if self._version.element(effect.process, effect.element).kind is not Kind.USER_TASK:
            return None
        task = self._session.get(UserTask, effect.task_id)
        return task.due if task is not None else None

    def _tally_left(
        self, effect: fx.Visited, entered: Sequence[datetime], due: date | None
    ) -> None:
        for each in entered:
            self._tallying.left(
                self._instance.deployment_number,
                effect.process,
                effect.element,
                entered=each,
                at=self._at,
                due=due,
            )

    def _show(self, process: str, element: str) -> None:
        """Let the roles that the element names see the case from now on."""
        named = self._version.element(process, element).properties.get(SEEN_BY, "").split()
        case = self._file.case
        new = [role for role in named if role not in case.shown_to]
        if new:
            case.shown_to = [*case.shown_to, *new]
            self._note("case_shown", element, " ".join(new))

    def _flow_taken(self, effect: fx.FlowTaken) -> None:
        self._taken_rows.append(
            {
                "process_instance_id": self._instance.id,
                "process": effect.process,
                "flow": effect.flow_id,
                "at_utc": self._at,
            }
        )
        self._tallying.taken(
            self._instance.deployment_number, effect.process, effect.flow_id, at=self._at
        )

    def _decision_made(self, effect: fx.DecisionMade) -> None:
        evaluation_id = uuid4()
        sealed, digest = self._file.key.seal_content(
            evaluation_as_json(effect.evaluation), as_what=f"decision_evaluation {evaluation_id}"
        )
        self._session.add(
            DecisionEvaluation(
                id=evaluation_id,
                case_id=self._file.case.id,
                process_instance_id=self._instance.id,
                deployment_number=self._instance.deployment_number,
                process=effect.process,
                element=effect.element,
                decision=effect.decision,
                variable=effect.variable,
                at_utc=self._at,
                content=sealed,
            )
        )
        self._note("decision_made", effect.element, effect.decision, digest)

    def _notice_due(self, effect: fx.NoticeDue) -> None:
        for notice in notices.queue_notices(
            self._session,
            self._file.case,
            self._instance,
            effect,
            self._holders,
            at=self._at,
        ):
            self._note("notice_queued", effect.element, str(notice.id))

    def _timer_set(self, effect: fx.TimerSet) -> None:
        why = sealed_why(self._file.key, effect.timer_id, effect.why)
        timers.set_timer(self._session, self._clock, self._instance, effect, why=why, at=self._at)

    def _timer_withdrawn(self, effect: fx.TimerWithdrawn) -> None:
        timers.end_timer(self._session, effect.timer_id, state="withdrawn", at=self._at)

    def _timer_fired(self, effect: fx.TimerFired) -> None:
        timers.end_timer(self._session, effect.timer_id, state="fired", at=self._at)

    def _process_message(self, effect: fx.ProcessMessage) -> None:
        self._flush()
        self._start_process(effect.process_to_start)

    def _ended(self, effect: fx.Ended) -> None:
        if effect.process == self._instance.process:
            self.ended_at_element = effect.element
        self._note("end_reached", effect.element)

    def _case_ended(self, effect: fx.CaseEnded) -> None:
        self._note("case_ended", effect.element)
        self._flush()
        self._end_case()

    def _register_written(self, effect: fx.RegisterWritten) -> None:
        element = self._version.element(effect.process, effect.element)
        self._events += write_rows(
            self._session,
            self._file,
            self._instance,
            [effect.write],
            Writer(effect.process, effect.element, self._by, self._at),
            partial(self._departures.row_changed, self._instance, element),
            Standings(self._session, self._version, self._instance, self._tallying),
        )

    def _correction_settled(self, effect: fx.CorrectionSettled) -> None:
        self.correction = effect.outcome

    def _departed(self, effect: fx.Departed) -> None:
        self._departures.record(effect, self._instance)

    def _note(
        self, kind: str, subject: str, detail: str | None = None, digest: bytes | None = None
    ) -> None:
        self._events.append(Event(kind, subject, detail, digest, self._by))


_WRITERS: Final[Mapping[type, object]] = {
    fx.TaskOpened: Projection._task_opened,
    fx.TaskDueMoved: Projection._task_due_moved,
    fx.TaskCompleted: Projection._task_completed,
    fx.TaskWithdrawn: Projection._task_withdrawn,
    fx.Visited: Projection._visited,
    fx.FlowTaken: Projection._flow_taken,
    fx.DecisionMade: Projection._decision_made,
    fx.NoticeDue: Projection._notice_due,
    fx.TimerSet: Projection._timer_set,
    fx.TimerWithdrawn: Projection._timer_withdrawn,
    fx.TimerFired: Projection._timer_fired,
    fx.ProcessMessage: Projection._process_message,
    fx.Ended: Projection._ended,
    fx.CaseEnded: Projection._case_ended,
    fx.RegisterWritten: Projection._register_written,
    fx.Departed: Projection._departed,
    fx.CorrectionSettled: Projection._correction_settled,
}

# Built once, on the tables themselves: every step writes by these. No object of a session is meant.
_VISITS: Final = cast(Table, ElementVisit.__table__)
_VISIT: Final = insert(_VISITS).inline()
_TAKE: Final = insert(cast(Table, FlowTaken.__table__)).inline()
_LEAVE: Final = (
    update(_VISITS)
    .where(
        _VISITS.c.process_instance_id == bindparam("of_instance"),
        _VISITS.c.task_id == bindparam("of_task"),
        _VISITS.c.element == bindparam("of_element"),
        _VISITS.c.left_at_utc.is_(None),
    )
    .values({name: bindparam(name) for name in ("left_at_utc", "cancelled", "due")})
    .returning(_VISITS.c.entered_at_utc)
)


def evaluation_as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return what is kept of an evaluation: every decision evaluated with its inputs, rows and value."""
    return {
        "outputs": {name: to_json(value) for name, value in evaluation.outputs.items()},
        "tables": [
            {
                "decision": table.decision,
                "name": table.name,
                "inputs": {name: to_json(value) for name, value in table.inputs.items()},
                "matched": [
                    {"row": row.rule, "clauses": list(row.clauses)} for row in table.matched
                ],
                "value": to_json(table.value),
            }
            for table in evaluation.trace
        ],
    }
