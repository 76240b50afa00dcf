"""Record departures as they happen, with their reason, in the transaction of the step.

One `Recorder` serves an action on a case: every process instance that moves in it records here. Who
extends a deadline says why in `extended_because` before the instance moves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine.bpmn.model import Element
from engine.calendar import london_date
from engine.departures import AnswerAt, Moment
from engine.departures.finding import conflict_departures, late_departures, row_departures
from engine.effects import Departed
from engine.forms import answer_at
from engine.version import Version
from web.store.audit import Event
from web.store.case_files import CaseFile
from web.store.models import (
    Departure,
    DepartureTally,
    ProcessInstance,
    Submission,
    UserTask,
)
from web.store.submissions import answers_of

Counted = tuple[date, str, str, str, int, str]


class Recorder:
    """Records what departs on one case in one action; `events` takes the audit events."""

    def __init__(
        self,
        session: Session,
        file: CaseFile,
        *,
        at: datetime,
        by: UUID | None,
        events: list[Event],
        version_of: Callable[[ProcessInstance], Version],
    ) -> None:
        """Take the case, locked, and who acts (None: nobody)."""
        self._session, self._file, self._at, self._by = session, file, at, by
        self._events, self._version_of = events, version_of
        self._counted: Counter[Counted] = Counter()
        self._counted_as = file.case.review_type or ""
        self.extended_because: str | None = None

    def record(
        self, found: Departed, instance: ProcessInstance, *, reason: str | None = None
    ) -> None:
        """Keep a departure; of a late step nothing where it is kept already."""
        if found.late and self._is_kept(found):
            return
        rule = self._version_of(instance).departures[found.rule]
        place = rule.places[found.place]
        if rule.looks_at is Moment.EXTENDED:
            reason = self.extended_because
        if reason is None and not place.follows:
            reason = self._reason(instance, place.reason)
        departure = Departure(
            id=uuid4(),
            case_id=self._file.case.id,
            process_instance_id=instance.id,
            deployment_number=instance.deployment_number,
            process=found.process,
            element=found.element,
            review_type=self._counted_as,
            rule=found.rule,
            place=found.place,
            clause=found.clause,
            task_id=found.task_id,
            on_day=found.on_day,
            at_utc=self._at,
            due=found.due,
            late=found.late,
            reason_at=[str(each) for each in place.reason] if place.follows else [],
            by=None if found.late else self._by,
        )
        digest = None
        if reason is not None:
            departure.reason, digest = self._sealed(departure.id, reason)
        self._session.add(departure)
        self._session.flush()
        self._counted[counted(departure, self._counted_as)] += 1
        self._note("departure_recorded", departure, digest)

    def look_if_late(self, task: UserTask, instance: ProcessInstance) -> None:
        """Keep that an open task is late today, if it is."""
        for found in late_departures(
            self._version_of(instance),
            task.process,
            task.element,
            task.id,
            task.due,
            today=london_date(self._at),
        ):
            self.record(found, instance)

    def no_longer_late(self, task: UserTask, instance: ProcessInstance) -> None:
        """Keep by how much a task is late that is about to be done, withdrawn or due on another day.

        What was recorded stays, also where the deadline is extended afterwards.
        """
        today = london_date(self._at)
        if task.due is None or today <= task.due:
            return
        self.look_if_late(task, instance)
        self._session.execute(
            update(Departure)
            .where(Departure.task_id == task.id, Departure.late, Departure.days_late.is_(None))
            .values(days_late=(today - task.due).days)
            .execution_options(synchronize_session=False)
        )

    def row_changed(
        self,
        instance: ProcessInstance,
        element: Element,
        register: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """Keep as what departures the change of a row of a register counts."""
        version = self._version_of(instance)
        for found in row_departures(
            version,
            version.registers[register],
            before,
            after,
            element=element,
            now=self._at,
        ):
            self.record(found, instance)

    def conflict_found_late(self, tasks: Iterable[str], nature: str) -> None:
        """Keep that who completed these tasks declares a conflict, once for each step that they did."""
        done = self._session.execute(
            select(UserTask, ProcessInstance)
            .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
            .where(UserTask.id.in_(list(tasks)))
            .order_by(UserTask.closed_at_utc, UserTask.number)
        )
        newest = {(task.process, task.element): (task, instance) for task, instance in done}
        for task, instance in newest.values():
            for found in conflict_departures(
                self._version_of(instance), task.process, task.element, task.id, now=self._at
            ):
                self.record(found, instance, reason=nature)

    def answered(
        self,
        instance: ProcessInstance,
        process: str,
        element: str,
        answers: Mapping[str, Any],
        *,
        given_at: datetime,
    ) -> None:
        """Give the departures of the instance whose reason is asked in this step the reason just given.

        The answers were first given at ``given_at``: whatever was departed from later, they do not explain.
        """
        if not _gives_a_reason(self._version_of(instance), process, element):
            return
        step = f"{process}/{element}/"
        waiting = self._session.scalars(
            select(Departure).where(
                Departure.case_id == self._file.case.id,
                Departure.reason.is_(None),
                Departure.reason_at != [],
                Departure.process_instance_id == instance.id,
                Departure.at_utc <= given_at,
            )
        ).all()
        for departure in waiting:
            for named in departure.reason_at:
                reason = (
                    _words(answers, named.removeprefix(step)) if named.startswith(step) else None
                )
                if reason is not None:
                    self.explain(departure, reason)
                    break

    def explain(self, departure: Departure, reason: str) -> None:
        """Give a departure its reason."""
        departure.reason, digest = self._sealed(departure.id, reason)
        self._session.flush()
        self._note("departure_explained", departure, digest)

    def write_counts(self) -> None:
        """Write the counts of this action.

        Always in one order, so that two actions at once wait for each other and never for good.
        """
        review_type = self._file.case.review_type or ""
        if review_type != self._counted_as:
            self._count_as(review_type)
        for key in sorted(self._counted):
            if self._counted[key]:
                self._session.execute(
                    _COUNT.values(**dict(zip(_KEY, key, strict=True)), count=self._counted[key])
                )
        self._counted.clear()

    def _count_as(self, review_type: str) -> None:
        """Count every departure of the case, its past included, as one of a review of that type."""
        for departure in self._session.scalars(
            select(Departure).where(Departure.case_id == self._file.case.id)
        ):
            self._counted[counted(departure, departure.review_type)] -= 1
            self._counted[counted(departure, review_type)] += 1
            departure.review_type = review_type
        self._counted_as = review_type
        self._session.flush()

    def _is_kept(self, found: Departed) -> bool:
        known = self._session.scalar(
            select(Departure.id).where(
                Departure.task_id == found.task_id,
                Departure.rule == found.rule,
                Departure.on_day == found.on_day,
                Departure.late,
            )
        )
        return known is not None

    def _reason(self, instance: ProcessInstance, answers: Iterable[AnswerAt]) -> str | None:
        self._session.flush()
        for each in answers:
            newest = self._session.scalar(
                select(Submission)
                .where(
                    Submission.process_instance_id == instance.id,
                    Submission.process == each.process,
                    Submission.element == each.element,
                )
                .order_by(Submission.submitted_at_utc.desc())
                .limit(1)
            )
            if newest is not None:
                given = _words(answers_of(self._file.key, newest), each.question)
                if given is not None:
                    return given
        return None

    def _sealed(self, departure: UUID, reason: str) -> tuple[bytes, bytes]:
        return self._file.key.seal_content(reason, as_what=f"departure {departure}")

    def _note(self, kind: str, departure: Departure, digest: bytes | None) -> None:
        subject = f"{departure.rule} {departure.process}/{departure.element}"
        self._events.append(Event(kind, subject, f"{departure.id}", digest, self._by))


def counted(departure: Departure, review_type: str) -> Counted:
    """Return what a departure is counted under."""
    return (
        departure.on_day.replace(day=1),
        departure.rule,
        departure.process,
        departure.element,
        departure.deployment_number,
        review_type,
    )


def _gives_a_reason(version: Version, process: str, element: str) -> bool:
    """Say whether any kind of departure asks for its reason in this later step."""
    return any(
        (each.process, each.element) == (process, element)
        for rule in version.departures.values()
        for place in rule.places
        if place.follows
        for each in place.reason
    )


def _words(answers: Mapping[str, Any], question: str) -> str | None:
    given = answer_at(answers, question)
    return given.strip() or None if isinstance(given, str) else None


_KEY = ("month", "rule", "process", "element", "deployment_number", "review_type")
_INSERT = insert(DepartureTally)
_COUNT = _INSERT.on_conflict_do_update(
    index_elements=list(_KEY), set_={"count": DepartureTally.count + _INSERT.excluded.count}
)
