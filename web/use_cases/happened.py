"""What a submission led to at once: the ways taken, what was decided, who was told, what waits for whom."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Kind, Trigger
from engine.calendar import london_date
from engine.day_words import day_in_words, listed
from engine.errors import NotFoundError
from engine.roles import ROLE_TITLES
from engine.version import Version
from web.access import Sight
from web.store.case_files import CaseFile, open_case
from web.store.case_holders import CaseHolders
from web.store.directory import actor, agency_names, in_name_of, names
from web.store.models import (
    DecisionEvaluation,
    ElementVisit,
    FlowTaken,
    Notice,
    ProcessInstance,
    Submission,
    Timer,
    UserTask,
)
from web.store.store import Store
from web.use_cases.next_views import HappenedView, NextStep
from web.use_cases.readers import reader_of


class Happened:
    """What became of what somebody submitted.

    Whoever submitted it reads it, and whoever sees all of the case; NotFoundError for everybody else.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def of_submission(self, reference: str, submission: UUID, *, by: UUID) -> HappenedView:
        """Return what the submission led to."""
        with self._store.transaction() as session:
            return _Reading(self._store, session, reference, by).view(submission)

    def of_task(self, reference: str, task_id: str, *, by: UUID) -> UUID | None:
        """Return the submission by which this person completed the task; None where they did not."""
        with self._store.transaction() as session:
            reading = _Reading(self._store, session, reference, by)
            return session.scalar(
                select(Submission.id)
                .where(
                    Submission.case_id == reading.file.case.id,
                    Submission.task_id == task_id,
                    Submission.submitted_by == by,
                )
                .order_by(Submission.submitted_at_utc)
                .limit(1)
            )


class _Reading:
    def __init__(self, store: Store, session: Session, reference: str, by: UUID) -> None:
        self._store, self._session = store, session
        self._today = london_date(store.clock.now(session))
        self.file: CaseFile = open_case(session, store.vault, reference, lock=False)
        person = actor(session, by, today=self._today)
        self._holders = CaseHolders(session, self.file.case.id, today=self._today)
        self._reader = reader_of(
            session, self.file, person, today=self._today, conflicted=self._holders.conflicted
        )

    def view(self, submission: UUID) -> HappenedView:
        row = self._session.get(Submission, submission)
        everything = self._reader.sight is Sight.ALL
        if row is None or row.case_id != self.file.case.id:
            raise NotFoundError("submission")
        if not everything and row.submitted_by != self._reader.actor.id:
            raise NotFoundError("submission")
        people = names(self._session, {row.submitted_by, row.submitted_for})
        stands_for = people.get(row.submitted_for) if row.submitted_for else None
        version = self._version(row.process_instance_id)
        diagram = version.diagram(row.process)
        at = row.submitted_at_utc
        steps = list(self._all(at) if everything else self._own(at))
        return HappenedView(
            reference=self.file.case.reference,
            label=called(diagram, diagram.elements[row.element]),
            by=in_name_of(people[row.submitted_by], stands_for),
            at_utc=at,
            steps=tuple(dict.fromkeys(steps)),
            everything=everything,
            closed=self.file.case.closed_at_utc == at,
        )

    def _all(self, at: datetime) -> Iterator[NextStep]:
        yield from self._ways(at)
        yield from self._decisions(at)
        yield from self._notices(at)
        yield from self._tasks(at)
        yield from self._waits(at)
        yield from self._begun(at)
        yield from self._ends(at)

    def _own(self, at: datetime) -> Iterator[NextStep]:
        """Return what somebody who does not see all of the case may know of it: what concerns them."""
        me = self._reader.actor
        yield from self._notices(at, to=me.id)
        yield from self._tasks(at, of=me.id)

    # In the transaction of an action everything has the action's own moment, and nothing else has it.

    def _ways(self, at: datetime) -> Iterator[NextStep]:
        rows = self._session.execute(
            select(FlowTaken)
            .join(ProcessInstance, ProcessInstance.id == FlowTaken.process_instance_id)
            .where(ProcessInstance.case_id == self.file.case.id, FlowTaken.at_utc == at)
            .order_by(FlowTaken.id)
        ).scalars()
        for row in rows:
            diagram = self._version(row.process_instance_id).diagram(row.process)
            flow = diagram.flows[row.flow]
            source = diagram.elements[flow.source]
            parts = source.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY)
            if parts and len(source.outgoing) > 1:
                yield NextStep(
                    "way", called(diagram, source), flow.label or leads_to(diagram, flow)
                )

    def _decisions(self, at: datetime) -> Iterator[NextStep]:
        rows = self._session.scalars(
            select(DecisionEvaluation)
            .where(DecisionEvaluation.case_id == self.file.case.id, DecisionEvaluation.at_utc == at)
            .order_by(DecisionEvaluation.number)
        )
        for row in rows:
            content, _ = self.file.key.open_content(
                row.content, as_what=f"decision_evaluation {row.id}"
            )
            diagram = self._version(row.process_instance_id).diagram(row.process)
            yield NextStep(
                "asks",
                called(diagram, diagram.elements[row.element]),
                who=_said(content["outputs"]),
                anchor="why",
            )

    def _notices(self, at: datetime, *, to: UUID | None = None) -> Iterator[NextStep]:
        rows = self._session.scalars(
            select(Notice)
            .where(Notice.case_id == self.file.case.id, Notice.due_at_utc == at)
            .order_by(Notice.element, Notice.id)
        ).all()
        rows = [row for row in rows if to is None or row.person_id == to]
        people = names(self._session, {row.person_id for row in rows})
        told: dict[tuple[UUID, str, str], list[str]] = {}
        for row in rows:
            name = people[row.person_id] if row.person_id else self._word(row)
            told.setdefault((row.process_instance_id, row.process, row.element), []).append(name)
        for (instance, process, element), who in told.items():
            diagram = self._version(instance).diagram(process)
            yield NextStep(
                "tells",
                called(diagram, diagram.elements[element]),
                "you" if to is not None else listed(dict.fromkeys(who)),
                anchor="" if to is not None else "notices",
            )

    def _word(self, row: Notice) -> str:
        bodies = self._version(row.process_instance_id).settings.bodies
        if row.body and row.body in bodies:
            return bodies[row.body].name
        role = row.to_word.removeprefix("role:")
        return f"nobody: no one is {ROLE_TITLES.get(role, role.replace('_', ' '))} today"

    def _tasks(self, at: datetime, *, of: UUID | None = None) -> Iterator[NextStep]:
        rows = self._session.scalars(
            select(UserTask)
            .where(UserTask.case_id == self.file.case.id, UserTask.opened_at_utc == at)
            .order_by(UserTask.number)
        ).all()
        for row in rows:
            held = self._holders.of_task(row)
            if of is not None and of not in [each.id for each in held]:
                continue
            diagram = self._version(row.process_instance_id).diagram(row.process)
            title = ROLE_TITLES[row.role]
            agency = (
                f" of {self._agencies.get(row.agency_key, row.agency_key)}"
                if row.agency_key
                else ""
            )
            people = listed(dict.fromkeys(each.called for each in held)) if held else "nobody today"
            yield NextStep(
                "acts",
                called(diagram, diagram.elements[row.element]),
                "you" if of is not None else f"{title}{agency} ({people})",
                f"by {day_in_words(row.due)}" if row.due else "",
                more=_since(row),
            )

    def _waits(self, at: datetime) -> Iterator[NextStep]:
        rows = self._session.execute(
            select(ElementVisit, Timer)
            .join(ProcessInstance, ProcessInstance.id == ElementVisit.process_instance_id)
            .join(
                Timer,
                (Timer.process_instance_id == ElementVisit.process_instance_id)
                & (Timer.element == ElementVisit.element)
                & (Timer.state == "waiting"),
            )
            .where(ProcessInstance.case_id == self.file.case.id, ElementVisit.entered_at_utc == at)
            .order_by(ElementVisit.id)
        )
        for visit, timer in rows:
            diagram = self._version(visit.process_instance_id).diagram(visit.process)
            until = (
                f"until {day_in_words(timer.due_at_utc)}"
                if timer.due_at_utc
                else f"until a {timer.waits_for} meeting is arranged"
                if timer.waits_for
                else ""
            )
            yield NextStep("waits", called(diagram, diagram.elements[visit.element]), by=until)

    def _begun(self, at: datetime) -> Iterator[NextStep]:
        for visit, version in self._visited(at):
            element = version.element(visit.process, visit.element)
            if element.calls is not None:
                other = version.diagram(element.calls.process)
                yield NextStep("begins", other.name.partition(",")[0])
            elif (
                element.kind is Kind.START_EVENT
                and element.trigger is Trigger.MESSAGE
                and not element.form
            ):
                yield NextStep("begins", version.diagram(visit.process).name.partition(",")[0])

    def _ends(self, at: datetime) -> Iterator[NextStep]:
        ended = set(
            self._session.scalars(
                select(ProcessInstance.id).where(
                    ProcessInstance.case_id == self.file.case.id, ProcessInstance.ended_at_utc == at
                )
            )
        )
        for visit, version in self._visited(at):
            element = version.element(visit.process, visit.element)
            if element.kind is Kind.END_EVENT and visit.process_instance_id in ended:
                diagram = version.diagram(visit.process)
                yield NextStep("ends", called(diagram, element), diagram.name.partition(",")[0])

    def _visited(self, at: datetime) -> Iterable[tuple[ElementVisit, Version]]:
        rows = self._session.scalars(
            select(ElementVisit)
            .join(ProcessInstance, ProcessInstance.id == ElementVisit.process_instance_id)
            .where(ProcessInstance.case_id == self.file.case.id, ElementVisit.entered_at_utc == at)
            .order_by(ElementVisit.id)
        ).all()
        return [(row, self._version(row.process_instance_id)) for row in rows]

    def _version(self, instance_id: UUID) -> Version:
        instance = self._session.get_one(ProcessInstance, instance_id)
        return self._store.versions.version(self._session, instance.deployment_number)

    @property
    def _agencies(self) -> Mapping[str, str]:
        return agency_names(self._session)


def _since(task: UserTask) -> tuple[str, ...]:
    """Return what has become of a task since."""
    if task.closed_at_utc is None:
        return ()
    return ("withdrawn since",) if task.withdrawn else ("completed since",)


def _said(outputs: Any) -> str:
    """Return what a decision said, part by part."""
    if isinstance(outputs, Mapping):
        return "; ".join(
            f"{str(key).replace('_', ' ')}: {_said(value)}" for key, value in outputs.items()
        )
    if isinstance(outputs, list):
        return ", ".join(_said(each) for each in outputs) or "none"
    if isinstance(outputs, bool):
        return "yes" if outputs else "no"
    return "nothing" if outputs is None else str(outputs).replace("_", " ")
