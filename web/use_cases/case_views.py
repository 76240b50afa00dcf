"""A case made ready to be shown: what happened on it, cut to what the reader may see."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.called import called
from engine.bpmn.model import Kind
from engine.forms import Form, answer_at
from engine.forms.parts import part_of
from engine.version import Version
from web.access import EXTENDS_DEADLINES, Sight, Standing, has_duty, may_act, sight_of
from web.store import audit
from web.store.case_files import CaseFile
from web.store.case_holders import CaseHolders
from web.store.deadlines import extensions_of, reason_of, why_due
from web.store.directory import Actor, agency_names, in_name_of, names
from web.store.instances import instances_of
from web.store.models import (
    AuditEvent,
    Case,
    DecisionEvaluation,
    ElementVisit,
    FlowTaken,
    NeedsAttention,
    Notice,
    ProcessInstance,
    Submission,
    Timer,
    UserTask,
)
from web.store.projection import SEEN_BY
from web.store.store import Store
from web.store.submissions import answers_of
from web.store.uploads import KeptFile, choices_of, files_of_case
from web.use_cases.asking import registers
from web.use_cases.attention_items import items_of
from web.use_cases.attention_people import items_of_people
from web.use_cases.held_days import days_of
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.shown_answers import answers_shown
from web.use_cases.views import (
    AttentionItem,
    AuditLine,
    CaseRecord,
    CaseView,
    DecisionView,
    EvaluatedTable,
    ExtensionView,
    InstanceView,
    MatchedRow,
    NoticeView,
    Options,
    SubmissionView,
    TimerView,
    Visit,
)

PROGRAM = "the program"
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a case, and how they stand to it."""

    actor: Actor
    standing: Standing

    @property
    def sight(self) -> Sight:
        """Return how much they see."""
        return sight_of(self.standing)


class CaseReading:
    """Reads one case for one reader, whole or the part they may see."""

    def __init__(
        self, store: Store, session: Session, file: CaseFile, reader: Reader, *, today: date
    ) -> None:
        """Take the case, open, and the reader, who may know of it."""
        self._session, self._store, self._file = session, store, file
        self._reader, self._today = reader, today
        self._known_registers: dict[frozenset[str], Options] = {}
        self._instances = instances_of(session, file.case.id)
        self._versions: dict[UUID, Version] = {
            instance.id: store.versions.version(session, instance.deployment_number)
            for instance in self._instances
        }

    def view(self) -> CaseView:
        """Return the case as this reader sees it."""
        case, everything = self._file.case, self._reader.sight is Sight.ALL
        version = self._store.versions.version(self._session, case.deployment_number)
        return CaseView(
            reference=case.reference,
            sight=_SIGHT_NAMES[self._reader.sight],
            may_act=may_act(self._reader.standing),
            received_on=case.received_on,
            closed_at_utc=case.closed_at_utc,
            closed_by=self._closed_by(version),
            version=version,
            deployment=case.deployment_number,
            case_version=case.data_version,
            tasks=self._tasks(everything),
            submissions=self._submissions(),
            **(self._everything_else() if everything else {}),
        )

    def record(self) -> CaseRecord:
        """Return what documents are made of; the caller shows none of it to the reader."""
        rows = self._rows()
        return CaseRecord(
            reference=self._file.case.reference,
            received_on=self._file.case.received_on,
            on=self._today,
            facts=self._file.facts,
            data=self._file.data,
            submissions=self._shown(rows, frozenset(row.id for row in rows), {}),
            decisions=self._decisions(),
            notices=self._notices(),
        )

    def submitted(self) -> tuple[tuple[Submission, SubmissionView | None], ...]:
        """Return every submission in order, each as far as the reader may read it (None: not at all)."""
        rows = self._rows()
        shown = {each.id: each for each in self._submissions()}
        return tuple((row, shown.get(row.id)) for row in rows)

    def readable(self) -> frozenset[UUID]:
        """Return the submissions that the reader may read whole."""
        return self._visible(self._rows())

    def _everything_else(self) -> dict[str, Any]:
        case = self._file.case
        return {
            "facts": self._file.facts,
            "data": self._file.data,
            "instances": tuple(self._instance(instance) for instance in self._instances),
            "decisions": self._decisions(),
            "notices": self._notices(),
            "timers": self._timers(),
            "extensions": self._extensions(),
            "may_extend": case.closed_at_utc is None
            and has_duty(EXTENDS_DEADLINES, self._reader.actor.acting_roles),
            "held_since": case.held_since,
            "held_days": days_of(case, self._today)[1],
            "elapsed_days": days_of(case, self._today)[0],
            "attention": self._attention(),
            "audit": self._audit(),
        }

    def _attention(self) -> tuple[AttentionItem, ...]:
        case, versions = self._file.case.id, self._store.versions
        return (
            *items_of(self._session, versions, NeedsAttention.case_id == case),
            *items_of_people(self._session, versions, self._today, Case.id == case),
        )

    def _closed_by(self, version: Version) -> str | None:
        case = self._file.case
        if case.closed_by_element is None or case.closed_at_utc is None:
            return None
        process = case.closed_by_process or self._instances[0].process
        return version.element(process, case.closed_by_element).label or case.closed_by_element

    def _tasks(self, everything: bool) -> Any:
        rows = self._session.scalars(
            select(UserTask)
            .where(UserTask.case_id == self._file.case.id, UserTask.closed_at_utc.is_(None))
            .order_by(UserTask.due.asc().nulls_last(), UserTask.number)
        ).all()
        holders = CaseHolders(self._session, self._file.case.id, today=self._today)
        labels = TaskLabels(self._session, today=self._today, reader=self._reader.actor.id)
        shown = [
            open_task
            for instance in self._instances
            for open_task in labels.show(
                [row for row in rows if row.process_instance_id == instance.id],
                reference=self._file.case.reference,
                run=instance.position,
                version=self._versions[instance.id],
                holders=holders,
                key=self._file.key,
            )
        ]
        return tuple(task for task in shown if everything or task.mine)

    def _rows(self) -> Sequence[Submission]:
        return self._session.scalars(
            select(Submission)
            .where(Submission.case_id == self._file.case.id)
            .order_by(Submission.submitted_at_utc, Submission.id)
        ).all()

    def _submissions(self) -> tuple[SubmissionView, ...]:
        rows = self._rows()
        return self._shown(rows, self._visible(rows), self._parts(rows))

    def _shown(
        self,
        rows: Sequence[Submission],
        whole: frozenset[UUID],
        parts: Mapping[UUID, frozenset[str]],
    ) -> tuple[SubmissionView, ...]:
        shown = [row for row in rows if row.id in whole or row.id in parts]
        versions = self._numbered(rows)
        people = names(
            self._session, {each for row in shown for each in (row.submitted_by, row.submitted_for)}
        )
        agencies = agency_names(self._session) if any(row.agency_key for row in shown) else {}
        views = (
            SubmissionView(
                process=row.process,
                element=row.element,
                label=self._label(row.process_instance_id, row.process, row.element),
                by=_named(people, row.submitted_by, row.submitted_for),
                at_utc=row.submitted_at_utc,
                agency=agencies.get(row.agency_key) if row.agency_key else None,
                form=form,
                answers=answers,
                options={**self._registers(form), **choices_of(self._files_in(form, answers))},
                id=row.id,
                agency_key=row.agency_key,
                version=versions.get(row.id),
            )
            for row in shown
            for form, answers in self._readable(row, None if row.id in whole else parts[row.id])
        )
        return tuple(views)

    def _numbered(self, rows: Iterable[Submission]) -> Mapping[UUID, int]:
        """Return which version each is of what is drawn up again, of tasks that open with their own."""
        numbers: dict[UUID, int] = {}
        before: Counter[tuple[str, str, str | None]] = Counter()
        for row in rows:
            diagram = self._versions[row.process_instance_id].diagram(row.process)
            task = row.process, row.element
            if diagram.opens_with(diagram.elements[row.element]) == task:
                before[(*task, row.agency_key)] += 1
                numbers[row.id] = before[(*task, row.agency_key)]
        return numbers

    def readable_files(self) -> frozenset[str]:
        """Return the ids of the files in the answers that the reader may read."""
        return frozenset(
            str(each.id)
            for view in self._submissions()
            for each in self._files_in(view.form, view.answers)
        )

    def _files_in(self, form: Form, answers: Mapping[str, Any]) -> tuple[KeptFile, ...]:
        """Return the files in the answers, in the order of the form."""
        return tuple(
            self._files[file]
            for question in form.files()
            for file in answer_at(answers, question.path) or ()
        )

    @cached_property
    def _files(self) -> Mapping[str, KeptFile]:
        return files_of_case(self._session, self._file)

    def _registers(self, form: Form) -> Options:
        asked = frozenset(question.register for question in form.questions() if question.register)
        if asked not in self._known_registers:
            self._known_registers[asked] = registers(self._session, form)
        return self._known_registers[asked]

    def _readable(
        self, row: Submission, paths: frozenset[str] | None
    ) -> Iterator[tuple[Form, Mapping[str, Any]]]:
        """Yield the form and answers of a submission, cut to the questions of ``paths`` if given."""
        form = self._versions[row.process_instance_id].forms[row.process, row.element]
        answers = answers_of(self._file.key, row)
        if paths is None:
            yield form, answers
        elif (part := part_of(form, answers, paths)) is not None:
            yield part

    def _parts(self, rows: Sequence[Submission]) -> Mapping[UUID, frozenset[str]]:
        """Return which answers of others' submissions the notifier was shown by a notice."""
        if self._reader.sight is Sight.ALL or not self._reader.standing.notified_it:
            return {}
        return answers_shown(self._session, rows, self._versions)

    def _visible(self, rows: Iterable[Submission]) -> frozenset[UUID]:
        """Return which submissions the reader may read (web.access, in the words of its table)."""
        if self._reader.sight is Sight.ALL:
            return frozenset(row.id for row in rows)
        actor = self._reader.actor
        seen = {row.id for row in rows if row.submitted_by == actor.id}
        roles = self._reader.standing.roles
        if "agency_lead" in roles and actor.agency:
            seen |= {row.id for row in rows if row.agency_key == actor.agency}
            seen |= self._requests(rows, actor.agency)
        if "board_member" in roles:
            seen |= {row.id for row in rows if "board_member" in self._shown_to(row)}
        return frozenset(seen)

    def _requests(self, rows: Iterable[Submission], agency: str) -> set[UUID]:
        """Return what this agency was sent: the newest of each step before its task in the same process."""
        requests = [row for row in rows if "agency_lead" in self._shown_to(row)]
        tasks = self._session.scalars(
            select(UserTask).where(
                UserTask.case_id == self._file.case.id, UserTask.agency_key == agency
            )
        )
        seen = set()
        for task in tasks:
            before = [
                row
                for row in requests
                if row.process == task.process and row.submitted_at_utc <= task.opened_at_utc
            ]
            # In the order in which they were given: the last of each step stays.
            seen |= set({row.element: row.id for row in before}.values())
        return seen

    def _shown_to(self, row: Submission) -> list[str]:
        version = self._versions[row.process_instance_id]
        return version.element(row.process, row.element).properties.get(SEEN_BY, "").split()

    def _instance(self, instance: ProcessInstance) -> InstanceView:
        version = self._versions[instance.id]
        visits = self._session.scalars(
            select(ElementVisit)
            .where(ElementVisit.process_instance_id == instance.id)
            .order_by(ElementVisit.id)
        ).all()
        flows = self._session.execute(
            select(FlowTaken.process, FlowTaken.flow)
            .where(FlowTaken.process_instance_id == instance.id)
            .order_by(FlowTaken.id)
        )
        completed_by = self._who_completed(instance)
        return InstanceView(
            run=instance.position,
            process=instance.process,
            label=version.diagram(instance.process).name,
            deployment=instance.deployment_number,
            started_at_utc=instance.started_at_utc,
            ended_at_utc=instance.ended_at_utc,
            begun_by=names(self._session, {instance.begun_by}).get(instance.begun_by)
            if instance.begun_by
            else None,
            cancelled=instance.cancelled,
            ended_by=self._ended_by(instance, visits),
            visits=tuple(
                Visit(
                    process=visit.process,
                    element=visit.element,
                    label=self._label(instance.id, visit.process, visit.element),
                    entered_at_utc=visit.entered_at_utc,
                    left_at_utc=visit.left_at_utc,
                    cancelled=visit.cancelled,
                    by=completed_by.get(visit.task_id),
                )
                for visit in visits
            ),
            flows=tuple(flows.all()),
        )

    def _ended_by(self, instance: ProcessInstance, visits: Sequence[ElementVisit]) -> str | None:
        """Return the name of the end event that the instance came to last."""
        elements = self._versions[instance.id].diagram(instance.process).elements
        ends = [
            visit.element
            for visit in visits
            if visit.process == instance.process
            and elements[visit.element].kind is Kind.END_EVENT
            and elements[visit.element].scope is None
        ]
        return self._label(instance.id, instance.process, ends[-1]) if ends else None

    def _who_completed(self, instance: ProcessInstance) -> dict[str, str]:
        rows = self._session.execute(
            select(UserTask.id, UserTask.completed_by, UserTask.completed_for).where(
                UserTask.process_instance_id == instance.id, UserTask.completed_by.is_not(None)
            )
        ).all()
        people = names(self._session, {each for _, *two in rows for each in two})
        return {task: _named(people, by, stood_for) for task, by, stood_for in rows if by}

    def _decisions(self) -> tuple[DecisionView, ...]:
        rows = self._session.scalars(
            select(DecisionEvaluation)
            .where(DecisionEvaluation.case_id == self._file.case.id)
            .order_by(DecisionEvaluation.number)
        )
        return tuple(self._decision(row) for row in rows)

    def _decision(self, row: DecisionEvaluation) -> DecisionView:
        content, _ = self._file.key.open_content(
            row.content, as_what=f"decision_evaluation {row.id}"
        )
        tables = tuple(_table(table) for table in content["tables"])
        return DecisionView(
            process=row.process,
            element=row.element,
            label=self._label(row.process_instance_id, row.process, row.element),
            decision=row.decision,
            variable=row.variable,
            at_utc=row.at_utc,
            deployment=row.deployment_number,
            inputs={name: value for table in tables for name, value in table.inputs.items()},
            matched=tuple(match for table in tables for match in table.matched),
            outputs=content["outputs"],
            tables=tables,
            id=row.id,
        )

    def _notices(self) -> tuple[NoticeView, ...]:
        rows = self._session.scalars(
            select(Notice)
            .where(Notice.case_id == self._file.case.id)
            .order_by(Notice.due_at_utc, Notice.element, Notice.id)
        ).all()
        people = names(self._session, {row.person_id for row in rows})
        return tuple(
            NoticeView(
                process=row.process,
                element=row.element,
                message=row.message,
                to=people[row.person_id] if row.person_id else self._body(row),
                due_at_utc=row.due_at_utc,
                sent_at_utc=row.sent_at_utc,
            )
            for row in rows
        )

    def _body(self, row: Notice) -> str:
        bodies = self._versions[row.process_instance_id].settings.bodies
        return bodies[row.body].name if row.body and row.body in bodies else row.to_word

    def _timers(self) -> tuple[TimerView, ...]:
        runs = {instance.id: instance.position for instance in self._instances}
        rows = self._session.scalars(
            select(Timer)
            .where(Timer.case_id == self._file.case.id, Timer.state == "waiting")
            .order_by(Timer.due_at_utc.asc().nulls_last(), Timer.element)
        )
        return tuple(
            TimerView(
                process=row.process,
                element=row.element,
                label=self._label(row.process_instance_id, row.process, row.element),
                due_at_utc=row.due_at_utc,
                waits_for=row.waits_for,
                run=runs[row.process_instance_id],
                why=why_due(self._file.key, row),
            )
            for row in rows
        )

    def _extensions(self) -> tuple[ExtensionView, ...]:
        rows = extensions_of(self._session, self._file.case.id)
        people = names(self._session, {row.extended_by for row, _ in rows})
        return tuple(
            ExtensionView(
                process=task.process,
                element=task.element,
                label=self._label(task.process_instance_id, task.process, task.element),
                task_id=task.id,
                due_before=row.due_before,
                due_after=row.due_after,
                reason=reason_of(self._file.key, row),
                by=people[row.extended_by],
                at_utc=row.extended_at_utc,
            )
            for row, task in rows
        )

    def _audit(self) -> tuple[AuditLine, ...]:
        events = audit.trail(self._session, str(self._file.case.id))
        mentioned = {event.seq: _ids_in(event) for event in events}
        people = names(
            self._session,
            {event.actor for event in events}.union(*mentioned.values()),
        )
        return tuple(
            AuditLine(
                seq=event.seq,
                at_utc=event.at_utc,
                kind=event.kind,
                by=people.get(event.actor, PROGRAM) if event.actor else PROGRAM,
                subject=event.subject,
                detail=event.detail,
                hash=event.hash.hex(),
                digest=event.digest.hex() if event.digest else None,
                people=tuple(people[each] for each in mentioned[event.seq] if each in people),
            )
            for event in events
        )

    def _label(self, instance: UUID, process: str, element: str) -> str:
        version = self._versions[instance]
        return called(version.diagram(process), version.element(process, element))


def _ids_in(event: AuditEvent) -> tuple[UUID, ...]:
    """Return the ids that stand in an event, of people or of other things."""
    return tuple(UUID(each) for each in _ID.findall(f"{event.subject} {event.detail}"))


def _named(people: Mapping[UUID, str], by: UUID, stands_for: UUID | None) -> str:
    """Return who did it, and for whom a deputy did."""
    return in_name_of(people[by], people[stands_for] if stands_for else None)


_SIGHT_NAMES: dict[Sight, Any] = {
    Sight.STATUS: "status",
    Sight.REQUEST: "request",
    Sight.REPORTED: "reported",
    Sight.ALL: "all",
}


def _table(kept: dict[str, Any]) -> EvaluatedTable:
    return EvaluatedTable(
        decision=kept["decision"],
        name=kept["name"],
        inputs=kept["inputs"],
        matched=tuple(
            MatchedRow(kept["decision"], row["row"], tuple(row["clauses"]))
            for row in kept["matched"]
        ),
        value=kept["value"],
    )
