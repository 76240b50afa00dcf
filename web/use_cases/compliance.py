"""How a case stands to the clauses of the protocol, worked out from what is kept of it at each reading."""

from collections.abc import Callable, Iterator
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.bpmn.model import Element, Kind
from engine.calendar import london_date
from engine.compliance.certain import Certain, Step
from engine.compliance.cited import cited_by_answers, cited_by_every_answer
from engine.compliance.standing import (
    Ahead,
    Departing,
    Evidence,
    Place,
    Shown,
    counted,
    standings,
)
from engine.version import Version
from web.store.case_files import CaseFile, open_case
from web.store.departures import departures_of_case, reason_of
from web.store.documents import MADE
from web.store.encryption import Key
from web.store.models import Departure, Document, ProcessInstance, Submission, UserTask
from web.store.store import Store
from web.use_cases.case_views import CaseView
from web.use_cases.compliance_views import ComplianceView
from web.use_cases.corrected_reasons import CorrectedReasons
from web.use_cases.history_views import InstanceView

_KEPT: Final = 4
CertainOf = Callable[[Version], Certain]


class Compliance:
    """Read how cases stand to the clauses."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store
        self._certain: dict[str, Certain] = {}
        self._writing = Lock()

    def of_case(self, case: CaseView) -> ComplianceView:
        """Return how a case stands to the clauses that apply to it so far.

        ``case`` is what the reader may see of it; of one that they do not see whole, nothing is said.
        """
        if case.sight != "all":
            return ComplianceView((), counted(()))
        with self._store.transaction() as session:
            file = open_case(session, self._store.vault, case.reference, lock=False)
            return compliance_of(self._store, session, file, case, certain_of=self._certain_of)

    def _certain_of(self, version: Version) -> Certain:
        """Return what is certain by a version; worked out once, and kept for the last few asked for."""
        with self._writing:
            if version.digest not in self._certain:
                while len(self._certain) >= _KEPT:
                    self._certain.pop(next(iter(self._certain)))
                self._certain[version.digest] = Certain(version)
            return self._certain[version.digest]


def compliance_of(
    store: Store,
    session: Session,
    file: CaseFile,
    case: CaseView,
    *,
    certain_of: CertainOf = Certain,
) -> ComplianceView:
    """Return how a case stands to the clauses, in the caller's transaction.

    ``case`` is what the reader may see of it; of one that they do not see whole, nothing is said.
    """
    if case.sight != "all":
        return ComplianceView((), counted(()))
    today = london_date(store.clock.now(session))
    reading = _Reading(store, session, case, file.case.id, file.key, today)
    found = standings(
        case.version.clauses,
        evidence=reading.evidence(),
        departures=reading.departures(),
        ahead=reading.ahead(certain_of),
    )
    return ComplianceView(found, counted(found), reading.corrected)


class _Reading:
    """One reading of one case."""

    def __init__(
        self, store: Store, session: Session, case: CaseView, case_id: UUID, key: Key, today: date
    ) -> None:
        self._session, self._case, self._id, self._key = session, case, case_id, key
        self._today = today
        self._versions: dict[int, Version] = {
            each.run: store.versions.version(session, each.deployment) for each in case.instances
        }
        runs = session.execute(
            select(ProcessInstance.id, ProcessInstance.position).where(
                ProcessInstance.case_id == case_id
            )
        )
        self._runs: dict[UUID, int] = dict(iter(runs))
        self._tasks = session.scalars(
            select(UserTask).where(UserTask.case_id == case_id).order_by(UserTask.number)
        ).all()
        self._departures = departures_of_case(session, case_id)
        self.corrected = CorrectedReasons(store, session, with_links=True).among(self._departures)
        self._why_late = {
            each.task_id: (reason_of(key, each), self._whose_reason_was_corrected(each))
            for each in self._departures
            if each.late
        }

    def evidence(self) -> Iterator[tuple[str, Evidence]]:
        yield from self._tasks_done()
        yield from self._steps_passed()
        yield from self._answers()
        yield from self._rows()
        yield from self._documents()

    def departures(self) -> Iterator[tuple[str, Departing]]:
        """Yield what was departed from; of a step that was late, its evidence says so."""
        for each in self._departures:
            if each.late:
                continue
            run = self._runs[each.process_instance_id]
            rule = self._versions[run].departures[each.rule]
            sentence = rule.places[each.place].sentence
            place = Place(each.process, each.element, run)
            reason = reason_of(self._key, each)
            corrected = self._whose_reason_was_corrected(each)
            yield each.clause, Departing(sentence, reason, each.on_day, place, corrected)

    def ahead(self, certain_of: CertainOf) -> Iterator[tuple[str, Ahead]]:
        yield from self._waiting()
        for instance in self._case.instances:
            if instance.ended_at_utc is None:
                yield from self._certain(instance, certain_of)

    def _tasks_done(self) -> Iterator[tuple[str, Evidence]]:
        submitted = {
            task: submission
            for submission, task in self._session.execute(
                select(Submission.id, Submission.task_id).where(Submission.case_id == self._id)
            )
        }
        for task in self._tasks:
            if task.closed_at_utc is None or task.withdrawn:
                continue
            run, done = self._runs[task.process_instance_id], london_date(task.closed_at_utc)
            late = max((done - task.due).days, 0) if task.due is not None else 0
            why_late, corrected = (
                self._why_late.get(task.id, (None, None)) if late else (None, None)
            )
            for clause in self._element(run, task.process, task.element).clauses:
                yield (
                    clause,
                    Evidence(
                        Shown.STEP,
                        self._label(run, task.process, task.element),
                        done,
                        Place(task.process, task.element, run),
                        late,
                        submitted.get(task.id),
                        why_late,
                        corrected=corrected,
                    ),
                )

    def _whose_reason_was_corrected(self, departure: Departure) -> UUID | None:
        return departure.id if departure.id in self.corrected else None

    def _steps_passed(self) -> Iterator[tuple[str, Evidence]]:
        for instance in self._case.instances:
            for visit in instance.visits:
                element = self._element(instance.run, visit.process, visit.element)
                if visit.left_at_utc is None or visit.cancelled or element.kind is Kind.USER_TASK:
                    continue
                shown = _shown_by(element)
                place = Place(visit.process, visit.element, instance.run)
                for clause in element.clauses:
                    yield (
                        clause,
                        Evidence(shown, visit.label, london_date(visit.left_at_utc), place),
                    )

    def _answers(self) -> Iterator[tuple[str, Evidence]]:
        runs = {
            submission: self._runs[instance]
            for submission, instance in self._session.execute(
                select(Submission.id, Submission.process_instance_id).where(
                    Submission.case_id == self._id
                )
            )
        }
        for each in self._case.submissions:
            if each.id is None:
                continue
            place = Place(each.process, each.element, runs[each.id])
            for clause, shown, words in cited_by_answers(each.form, each.answers):
                label = f"{each.label}: {words}" if words else each.label
                on = london_date(each.at_utc)
                yield clause, Evidence(shown, label, on, place, of=each.id)

    def _rows(self) -> Iterator[tuple[str, Evidence]]:
        for decision in self._case.decisions:
            tables = {table.decision: table.name for table in decision.tables}
            for row in decision.matched:
                for clause in row.clauses:
                    yield (
                        clause,
                        Evidence(
                            Shown.ROW,
                            f"{tables[row.decision] or row.decision}, row {row.row}",
                            london_date(decision.at_utc),
                            None,
                            of=decision.id,
                        ),
                    )

    def _documents(self) -> Iterator[tuple[str, Evidence]]:
        rows = self._session.scalars(
            select(Document)
            .where(Document.case_id == self._id, Document.kind == MADE)
            .order_by(Document.kept_at_utc)
        )
        for row in rows:
            template = self._case.version.documents.get(row.name)
            for clause in template.clauses if template is not None else ():
                title = template.title if template is not None else row.name
                yield (
                    clause,
                    Evidence(Shown.DOCUMENT, title, london_date(row.kept_at_utc), None, of=row.id),
                )

    def _waiting(self) -> Iterator[tuple[str, Ahead]]:
        for task in self._tasks:
            if task.closed_at_utc is not None:
                continue
            run = self._runs[task.process_instance_id]
            ahead = Ahead(
                self._label(run, task.process, task.element),
                Place(task.process, task.element, run),
                waits=True,
                due=task.due,
                late=task.due is not None and task.due < self._today,
            )
            for clause in self._cited_ahead(run, (task.process, task.element)):
                yield clause, ahead

    def _certain(
        self, instance: InstanceView, certain_of: CertainOf
    ) -> Iterator[tuple[str, Ahead]]:
        run = instance.run
        standing = {
            (visit.process, visit.element) for visit in instance.visits if visit.left_at_utc is None
        }
        reached = {process for process, _ in standing}
        for step in standing:
            if self._element(run, *step).kind is not Kind.USER_TASK:
                yield from self._coming(run, step, at=run, waits=True)
        # In the order of the diagrams, so that the same case always reads alike.
        for step in sorted(certain_of(self._versions[run]).after(standing)):
            yield from self._coming(run, step, at=run if step[0] in reached else None, waits=False)

    def _coming(
        self, run: int, step: Step, *, at: int | None, waits: bool
    ) -> Iterator[tuple[str, Ahead]]:
        passes = not self._element(run, *step).kind.is_activity
        ahead = Ahead(self._label(run, *step), Place(*step, at), waits, passes=passes)
        for clause in self._cited_ahead(run, step):
            yield clause, ahead

    def _cited_ahead(self, run: int, step: Step) -> Iterator[str]:
        yield from self._element(run, *step).clauses
        form = self._versions[run].forms.get(step)
        if form is not None:
            yield from (clause for clause, *_ in cited_by_every_answer(form))

    def _element(self, run: int, process: str, element: str) -> Element:
        return self._versions[run].element(process, element)

    def _label(self, run: int, process: str, element: str) -> str:
        version = self._versions[run]
        return called(version.diagram(process), version.element(process, element))


def _shown_by(element: Element) -> Shown:
    """Return what it shows that a case has gone past an element."""
    if element.kind is Kind.SEND_TASK:
        return Shown.NOTICE
    return Shown.STEP if element.kind.is_activity else Shown.PASSED
