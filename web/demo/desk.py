"""What people do on one case as a worked case says it, through the very use cases that the pages call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.correcting import CorrectionRefusedError
from engine.errors import (
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from engine.file_stand_ins import with_files_kept
from engine.forms import Question, answer_at
from engine.memory_desk import laid_over
from web.services import Services
from web.store.case_holders import CaseHolders
from web.store.models import Case, Conflict, Departure, Submission, UserTask
from web.store.store import Store
from web.use_cases.form_views import FormPage


@dataclass
class CaseDesk:
    """One case of an installation; people go by the names of the worked case (`ids`).

    Refusals are those of `engine.desk.Desk`, which this is the acting half of.
    """

    store: Store
    use: Services
    ids: dict[str, UUID]
    reference: str | None = None

    def start(self, form: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Submit the start form; this makes the case."""
        try:
            page = self.use.notifications.start_form(by=self.id_of(by), form=form)
        except NotFoundError:
            raise TaskNotReadyError(f"{form} is not open") from None
        self.reference = self.use.notifications.notify(
            self.worded(answers, page),
            by=self.id_of(by),
            key=uuid4().hex,
            version=page.version,
            form=form,
        ).reference

    def complete(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any]
    ) -> None:
        """Complete the open task of that id, laid over what its form opens with."""
        task_id = self._find(task, by, agency)
        handed_in: list[UUID] = []
        try:
            page = self.use.tasks.form(self.case, task_id, by=self.id_of(by))
            worded = self.worded(answers, page)
            given = self._with_files(worded, page, task_id, by, handed_in)
            self.use.tasks.complete_task(
                self.case,
                task_id,
                laid_over(page.raw, given),
                by=self.id_of(by),
                key=uuid4().hex,
                version=page.version,
            )
        except NotFoundError:
            raise NotPermittedError("the person may not know of the case") from None
        except InvalidAnswersError:
            # The next attempt begins as this one did, and does not find the files in the draft.
            for file in handed_in:
                self.use.uploads.take_out(self.case, task_id, file, by=self.id_of(by))
            raise

    def begin(self, process: str, *, by: str, answers: Mapping[str, Any]) -> None:
        """Begin a process that people begin on a case."""
        beginnings, person = self.use.beginnings, self.id_of(by)
        if self.reference is None or process not in self._begun_on_cases():
            raise NotFoundError(f"nobody begins {process} on a case")
        try:
            page = beginnings.form(self.reference, process, by=person).page
            beginnings.begin(
                self.reference,
                process,
                laid_over(page.raw, self.worded(answers, page)),
                by=person,
                key=uuid4().hex,
                version=page.version,
            )
        except NotFoundError:
            raise NotPermittedError("the person may not know of the case") from None

    def extend(self, task: str, *, by: str, agency: str | None, to: date, reason: str) -> None:
        """Extend the deadline of the open task of that id."""
        found = self.waiting(task, agency)
        if not found:
            raise TaskNotReadyError(f"{task} is not open")
        try:
            self.use.deadlines.extend(
                self.case, found[0].id, to=to, reason=reason, by=self.id_of(by), key=uuid4().hex
            )
        except NotFoundError:
            raise NotPermittedError("the person may not know of the case") from None

    def correct(
        self, task: str, *, by: str, agency: str | None, answers: Mapping[str, Any], reason: str
    ) -> None:
        """Correct the newest answer to that task or start form; `answers` are laid over it."""
        with Session(self.store.engine) as session:
            found = [
                row.id
                for row in session.scalars(
                    select(Submission)
                    .join(Case, Case.id == Submission.case_id)
                    .where(Case.reference == self.case)
                    .order_by(Submission.submitted_at_utc)
                )
                if row.element == task and agency in (None, row.agency_key)
            ]
        if not found:
            raise CorrectionRefusedError("no answer")
        try:
            page = self.use.corrections.form(self.case, found[-1], by=self.id_of(by)).page
            self.use.corrections.correct(
                self.case,
                found[-1],
                laid_over(page.raw, self.worded(answers, page)),
                reason,
                by=self.id_of(by),
                key=uuid4().hex,
                version=page.version,
            )
        except NotFoundError:
            raise NotPermittedError("the person may not read the answer") from None

    def declare_conflict(self, *, by: str, nature: str) -> None:
        """Declare a conflict outside any task."""
        try:
            self.use.conflicts.declare(self.case, nature, by=self.id_of(by), key=uuid4().hex)
        except NotFoundError:
            raise NotPermittedError("the person may not know of the case") from None

    def withdraw_conflict(self, of: str, *, by: str, reason: str) -> None:
        """Let somebody act on the case again who declared a conflict."""
        with Session(self.store.engine) as session:
            found = session.scalar(
                select(Conflict.id)
                .join(Case, Case.id == Conflict.case_id)
                .where(
                    Case.reference == self.case,
                    Conflict.person_id == self.id_of(of),
                    Conflict.withdrawn_at_utc.is_(None),
                )
            )
        if found is None:
            raise TaskNotReadyError(f"{of} has declared no conflict")
        self.use.conflicts.withdraw(self.case, found, reason, by=self.id_of(by))

    def appoint(self, role: str, person: str, *, by: str, reason: str) -> None:
        """Appoint who holds a lane on the case that conflicts have left to nobody."""
        self.use.conflicts.appoint(self.case, role, self.id_of(person), reason, by=self.id_of(by))

    def worded(self, answers: Any, page: FormPage) -> Any:
        """Return the answers as the form of this installation takes them: people by their ids."""
        return self.with_ids(answers)

    def with_ids(self, answers: Any) -> Any:
        """Return the answers with people's names of the worked case turned into their ids."""
        if isinstance(answers, Mapping):
            return {key: self.with_ids(value) for key, value in answers.items()}
        if isinstance(answers, list):
            return [self.with_ids(value) for value in answers]
        return str(self.ids[answers]) if answers in self.ids else answers

    def waiting(self, task: str | None = None, agency: str | None = None) -> list[UserTask]:
        """Return the open tasks of the case, in the order they were opened; those of that id."""
        with Session(self.store.engine) as session:
            rows = session.scalars(
                select(UserTask)
                .join(Case, Case.id == UserTask.case_id)
                .where(Case.reference == self.reference, UserTask.closed_at_utc.is_(None))
                .order_by(UserTask.number)
            )
            return [
                row
                for row in rows
                if task in (None, row.element) and agency in (None, row.agency_key)
            ]

    def late_without_reason(self) -> list[Departure]:
        """Return the late steps of the case that nobody has given a reason for."""
        with Session(self.store.engine) as session:
            return list(
                session.scalars(
                    select(Departure)
                    .join(Case, Case.id == Departure.case_id)
                    .where(
                        Case.reference == self.reference,
                        Departure.late,
                        Departure.reason.is_(None),
                    )
                )
            )

    def who_may(self, task: UserTask, preferred: str) -> str | None:
        """Return who of the worked case may do the task now: the preferred one, else another, else nobody."""
        with Session(self.store.engine) as session:
            lanes = CaseHolders(session, task.case_id, today=london_date(self.use.clock.now()))
            holders = {each.id for each in lanes.of_task(task)}
        return next((name for name in (preferred, *self.ids) if self.ids[name] in holders), None)

    @property
    def case(self) -> str:
        """Return the case's reference; there must be a case."""
        if self.reference is None:
            raise NotFoundError("case")
        return self.reference

    def id_of(self, name: str) -> UUID:
        """Return the id of somebody of the worked case."""
        if name not in self.ids:
            raise NotPermittedError(f"there is nobody called {name}")
        return self.ids[name]

    def _find(self, task: str, by: str, agency: str | None) -> str:
        found = self.waiting(task, agency)
        if not found:
            raise TaskNotReadyError(f"{task} is not open")
        today = london_date(self.use.clock.now())
        with Session(self.store.engine) as session:
            for row in found:
                lanes = CaseHolders(session, row.case_id, today=today)
                if self.id_of(by) in {each.id for each in lanes.of_task(row)}:
                    return row.id
        return found[0].id

    def _with_files(
        self,
        answers: Mapping[str, Any],
        page: FormPage,
        task_id: str,
        by: str,
        handed_in: list[UUID],
    ) -> Mapping[str, Any]:
        """Hand in the files that words stand for; the task's draft lists them from then on."""

        def keep(question: Question, name: str, content: bytes) -> str:
            self.use.uploads.keep(
                self.case, task_id, question.path, name, content, by=self.id_of(by)
            )
            kept = self.use.tasks.form(self.case, task_id, by=self.id_of(by))
            file: str = answer_at(kept.raw, question.path)[-1]
            handed_in.append(UUID(file))
            return file

        return with_files_kept(page.form, answers, keep)

    def _begun_on_cases(self) -> Mapping[str, Any]:
        with Session(self.store.engine) as session:
            number = self.store.versions.current_number(session)
            return self.store.versions.version(session, number).begun_on_cases()
