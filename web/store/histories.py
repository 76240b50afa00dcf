"""The history of a case as its audit trail tells it: what moved it, in that order."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import Calendar
from engine.correcting import (
    Began,
    Completed,
    CorrectionRefusedError,
    Event,
    Extended,
    Fired,
    History,
    Place,
    Present,
    Retimed,
    base_from_json,
)
from engine.correcting.play import Play
from engine.version import Version
from web.store import audit
from web.store.case_files import CaseFile
from web.store.instances import instances_of, state_of
from web.store.models import (
    AuditEvent,
    Case,
    Correction,
    ProcessInstance,
    Submission,
    Timer,
    UserTask,
)
from web.store.submissions import answers_of, correction_name, first_answers_of
from web.store.versions import Versions

IN_EFFECT: Final = frozenset({"at once", "opened", "accepted"})
"""The outcomes of corrections that took effect."""


@dataclass
class Chapter:
    """What moved a case until a correction opened it again, or until now, and where it began from.

    ``number_of`` says at which event of it a submission was made. Answers are as they were then, but in
    ``corrected`` as they now stand, by the number of their event.
    """

    events: list[Event] = field(default_factory=list)
    base: Play | None = None
    number_of: dict[UUID, int] = field(default_factory=dict)
    corrected: dict[int, Event] = field(default_factory=dict)


@dataclass
class CaseHistory:
    """The history of a case: its chapters, of which the last is the one that goes on."""

    history: History
    present: Present
    instances: tuple[ProcessInstance, ...]
    chapters: tuple[Chapter, ...]

    def place_of(self, submission: Submission, version: Version) -> Place:
        """Return where it was submitted; CorrectionRefusedError where that is no part of the history."""
        for chapter in self.chapters:
            number = chapter.number_of.get(submission.id)
            if number is None:
                continue
            events = list(chapter.events)
            events[number] = chapter.corrected.get(number, events[number])
            history = replace(self.history, events=tuple(events), base=chapter.base)
            element = version.element(submission.process, submission.element)
            return Place(history, number, version, element, over=chapter is not self.chapters[-1])
        raise CorrectionRefusedError("no answer")


def moves_of(session: Session, case: Case) -> int:
    """Return a number that grows with every step of the case and with every correction of an answer on it.

    Who reads what a correction comes to reads it of the case as it stands at that number.
    """
    steps = session.scalar(
        select(func.coalesce(func.sum(ProcessInstance.version), 0)).where(
            ProcessInstance.case_id == case.id
        )
    )
    corrections = session.scalar(select(func.count()).where(Correction.case_id == case.id))
    return int(steps or 0) + int(corrections or 0) + case.data_version


def history_of(
    session: Session, versions: Versions, file: CaseFile, calendar: Calendar
) -> CaseHistory:
    """Return what has moved the case since it began."""
    reading = _Reading(session, versions, file)
    first = {
        "reference": file.case.reference,
        "date_received": file.case.received_on.isoformat(),
        "notifier": str(file.case.notifier_id),
    }
    chapters = reading.chapters()
    states = tuple(state_of(file.key, each) for each in reading.instances)
    return CaseHistory(
        History(tuple(chapters[-1].events), first, calendar, chapters[-1].base),
        Present(states, file.facts, file.data),
        tuple(reading.instances),
        tuple(chapters),
    )


class _Reading:
    """One reading of one case's audit trail."""

    def __init__(self, session: Session, versions: Versions, file: CaseFile) -> None:
        self._session, self._file = session, file
        corrections = session.scalars(
            select(Correction)
            .where(Correction.case_id == file.case.id)
            .order_by(Correction.after_event)
        ).all()
        deciding = {each.process_instance_id for each in corrections}
        self.all = instances_of(session, file.case.id)
        self.instances = [each for each in self.all if each.id not in deciding]
        self._numbers = {each.id: number for number, each in enumerate(self.instances)}
        self._versions: list[Version] = [
            versions.version(session, each.deployment_number) for each in self.instances
        ]
        self._opened_by = [each for each in corrections if each.base is not None]
        self._corrections = corrections
        self._tasks = self._tasks_in_order()
        self._submissions = session.scalars(
            select(Submission).where(Submission.case_id == file.case.id)
        ).all()
        self._begun = 0
        self._chapter = 0

    def chapters(self) -> list[Chapter]:
        """Return what moved the case, in the order of the audit trail, as corrections have divided it."""
        ends = [each.after_event or 0 for each in self._opened_by]
        found = [Chapter(base=self._base(each)) for each in (None, *self._opened_by)]
        for row in audit.trail(self._session, str(self._file.case.id)):
            self._chapter = bisect_left(ends, row.seq)
            chapter, event = found[self._chapter], self._event(row)
            if event is None:
                continue
            submission = self._submission_of(row)
            if submission is not None:
                number = chapter.number_of[submission.id] = len(chapter.events)
                if submission.corrected is not None and isinstance(event, Began | Completed):
                    answers = answers_of(self._file.key, submission)
                    chapter.corrected[number] = replace(event, answers=answers)
            chapter.events.append(event)
        return found

    def _base(self, opened_by: Correction | None) -> Play | None:
        """Return where a correction opened the case again."""
        if opened_by is None:
            return None
        kept, _ = self._file.key.open_content(
            opened_by.base or b"", as_what=f"correction_base {opened_by.id}"
        )
        return base_from_json(kept, self._versions)

    def _answers(self, submission: Submission) -> dict[str, Any]:
        """Return the answers as they stood when the chapter ended: corrected, where they were by then."""
        if submission.corrected is None or self._chapter == len(self._opened_by):
            return answers_of(self._file.key, submission)
        ended_by = self._opened_by[self._chapter]
        before = [
            each
            for each in self._corrections
            if each.submission_id == submission.id
            and each.outcome in IN_EFFECT
            and _settled(each) < _settled(ended_by)
        ]
        if not before:
            return first_answers_of(self._file.key, submission)
        last = max(before, key=_settled)
        content, _ = self._file.key.open_content(last.content, as_what=correction_name(last.id))
        return dict(content)

    def _event(self, row: AuditEvent) -> Event | None:
        match row.kind:
            case "process_started":
                return self._began(row)
            case "task_completed":
                return self._completed(row)
            case "timer_fired":
                return self._fired(row)
            case "deadline_extended":
                return self._extended(row)
            case "meetings_changed":
                return Retimed(row.at_utc)
        return None

    def _began(self, row: AuditEvent) -> Event | None:
        """Return the beginning of a process, unless a message began it or it decides on a correction."""
        instance = self.all[self._begun]
        self._begun += 1
        by_itself = instance.position > 1 and instance.begun_by is None
        if by_itself or instance.id not in self._numbers:
            return None
        submission = self._start_of(instance)
        answers = None if submission is None else self._answers(submission)
        version = self._versions[self._numbers[instance.id]]
        return Began(instance.process, version, row.at_utc, answers)

    def _completed(self, row: AuditEvent) -> Event | None:
        submission, place = self._submission_of(row), self._place_of(row)
        if submission is None or place is None:
            return None
        return Completed(*place, row.at_utc, self._answers(submission))

    def _extended(self, row: AuditEvent) -> Event | None:
        place = self._place_of(row)
        to = date.fromisoformat((row.detail or "").rpartition(" ")[2])
        return None if place is None else Extended(*place, row.at_utc, to)

    def _fired(self, row: AuditEvent) -> Event | None:
        timer = self._timer_of(row)
        if timer is None or timer.process_instance_id not in self._numbers:
            return None
        number = self._numbers[timer.process_instance_id]
        return Fired(number, timer.process, timer.element, row.at_utc)

    def _timer_of(self, row: AuditEvent) -> Timer | None:
        named = (row.detail or "").partition(" timer ")[2]
        if named:
            return self._session.get(Timer, named)
        # Before the trail named the timer: any of the element's that fired, where all are of one process.
        fired = self._session.scalars(
            select(Timer).where(
                Timer.case_id == self._file.case.id,
                Timer.element == row.subject,
                Timer.state == "fired",
            )
        ).all()
        if len({each.process_instance_id for each in fired}) > 1:
            raise CorrectionRefusedError("not understood")
        return next(iter(fired), None)

    def _place_of(self, row: AuditEvent) -> tuple[int, int] | None:
        """Return the process and place of the task that an event of the trail names."""
        return self._tasks.get((row.subject or "").rpartition(" ")[2])

    def _submission_of(self, row: AuditEvent) -> Submission | None:
        if row.kind == "process_started":
            return self._start_of(self.all[self._begun - 1])
        if row.kind != "task_completed":
            return None
        task = (row.subject or "").rpartition(" ")[2]
        return next((each for each in self._submissions if each.task_id == task), None)

    def _start_of(self, instance: ProcessInstance) -> Submission | None:
        return next(
            (
                each
                for each in self._submissions
                if each.task_id is None and each.process_instance_id == instance.id
            ),
            None,
        )

    def _tasks_in_order(self) -> dict[str, tuple[int, int]]:
        rows = self._session.scalars(
            select(UserTask)
            .where(UserTask.case_id == self._file.case.id)
            .order_by(UserTask.process_instance_id, UserTask.number)
        )
        return {
            task.id: (self._numbers[instance], place)
            for instance, tasks in groupby(rows, key=lambda each: each.process_instance_id)
            for place, task in enumerate(tasks)
            if instance in self._numbers
        }


def _settled(correction: Correction) -> tuple[datetime | None, int]:
    """Return by what corrections are put in the order in which they took effect."""
    return correction.settled_at_utc, correction.number
