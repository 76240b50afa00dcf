"""User tasks: what waits for me, open one, write a draft, complete it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine import execution
from engine.calendar import london_date
from engine.errors import (
    ConcurrentChangeError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from engine.forms import Answers
from engine.version import Version
from engine.what_next import of_task
from web.access import Sight, sight_of
from web.store.case_files import CaseFile, open_case
from web.store.case_holders import CaseHolders
from web.store.directory import Actor, Holder, actor
from web.store.histories import moves_of
from web.store.instances import state_of
from web.store.models import Draft, ProcessInstance, Submission, UserTask
from web.store.openings import note_opening
from web.store.sight import may_know, standing_of
from web.store.store import Store
from web.store.submissions import (
    answers_of,
    draft_content,
    give_answer,
    keep_submission,
    newest_submission,
    sealed_draft,
    taken_before,
    task_draft,
)
from web.store.uploads import KeptFile, choices_of, draft_files
from web.use_cases.action import CaseAction
from web.use_cases.asking import depends_on_the_case, form_of, registers
from web.use_cases.case_reading import CaseReading
from web.use_cases.case_views import TaskPage
from web.use_cases.declaring import declare
from web.use_cases.files_in_answers import refuse_other_files, with_files
from web.use_cases.form_views import Checked, FormPage, Options, Outcome
from web.use_cases.next_steps import NextSteps
from web.use_cases.next_views import NextView
from web.use_cases.open_task_views import OpenTask
from web.use_cases.open_tasks import TaskLabels
from web.use_cases.readers import reader_of
from web.use_cases.task_list_views import TaskFilters
from web.use_cases.task_lists import TaskLists
from web.use_cases.task_taken import TaskTakenError

LONGEST_LIST = 500


class Tasks:
    """Work on user tasks.

    NotFoundError where the person may not know of the case, NotPermittedError where they see the case and
    the task is not theirs, TaskNotReadyError where it is completed or withdrawn.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def task_list(self, *, by: UUID) -> tuple[OpenTask, ...]:
        """Return the tasks that wait for this person, those due first at the top; at most 500."""
        return TaskLists(self._store).page(TaskFilters(), by=by, limit=LONGEST_LIST).tasks

    def open_task(self, reference: str, task_id: str, *, by: UUID) -> TaskPage:
        """Return the task with its form, this person's draft, and the case beside it.

        It is noted that the person has it open, so that whoever else holds the task reads so.
        """
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=False)
            reading = CaseReading(
                self._store, session, held.file, held.reader, today=held.action.today
            )
            note_opening(session, held.task.id, by, at=held.action.now)
            labels = TaskLabels(session, today=held.action.today, reader=by, now=held.action.now)
            [shown] = labels.show(
                [held.task],
                reference=reference,
                run=held.instance.position,
                version=held.version,
                holders=held.holders,
                key=held.file.key,
            )
            return TaskPage(shown, held.page(), reading.view(), held.on_correction)

    def form(self, reference: str, task_id: str, *, by: UUID) -> FormPage:
        """Return the task's form with this person's draft, without the case that pages show beside it."""
        with self._store.transaction() as session:
            return HeldTask(self._store, session, reference, task_id, by=by, lock=False).page()

    def save_draft(self, reference: str, task_id: str, raw: Mapping[str, Any], *, by: UUID) -> None:
        """Keep what was entered so far, sealed with the case's key."""
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True)
            held.keep_draft(raw)

    def check(self, reference: str, task_id: str, raw: Mapping[str, Any], *, by: UUID) -> Checked:
        """Return the answers if they satisfy the form and nothing is contradictory; save nothing."""
        with self._store.transaction() as session:
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=False)
            answers = held.answers(raw)
            held.step(answers)
            return Checked(answers, held.page(raw))

    def complete_task(
        self,
        reference: str,
        task_id: str,
        raw: Mapping[str, Any],
        *,
        by: UUID,
        key: str,
        version: int,
    ) -> Outcome:
        """Take the answers and move the case on, all in one transaction; the same key twice acts once.

        ConcurrentChangeError where the case's facts changed since the page was opened, or somebody else
        completed the task first or took it (TaskTakenError); InvalidAnswersError names each question. Nothing
        is saved then.
        """
        with self._store.transaction() as session:
            now = self._store.clock.now(session)
            before = taken_before(
                session, self._store.vault, person=by, key=key, content=[task_id, raw], at=now
            )
            if before is not None:
                return Outcome(**{**before, "next": tuple(before["next"])})
            held = HeldTask(self._store, session, reference, task_id, by=by, lock=True, now=now)
            held.refuse_if_taken()
            held.refuse_if_stale(version)
            outcome = held.complete(raw)
            give_answer(session, person=by, key=key, answer=asdict(outcome))
            return outcome


class HeldTask:
    """An open task and the person who holds it, in one transaction."""

    def __init__(
        self,
        store: Store,
        session: Session,
        reference: str,
        task_id: str,
        *,
        by: UUID,
        lock: bool,
        now: datetime | None = None,
    ) -> None:
        """Find the task of the case, and refuse who may not know of it or does not hold it.

        `now` is the moment, where the caller has looked at the clock already.
        """
        self._store, self._session = store, session
        now = now or store.clock.now(session)
        today: date = london_date(now)
        self.file: CaseFile = open_case(session, store.vault, reference, lock=lock)
        person: Actor = actor(session, by, today=today)
        self.action = CaseAction(store, session, self.file, now=now, by=person)
        self.holders: CaseHolders = self.action.holders
        self.reader = reader_of(
            session, self.file, person, today=today, conflicted=self.holders.conflicted
        )
        self.task, self.instance = self._find(task_id)
        self.holder: Holder = self._holder(by)
        self.action.stands_for = self.holder.deputy_for
        self.version: Version = self.action.version_of(self.instance)
        self.form, self.element = form_of(self.version, self.task.process, self.task.element)
        self.state: bytes = state_of(self.file.key, self.instance)
        # Whoever sees all of the case by a role alone sees it still when their task is done.
        by_role = replace(self.reader.standing, holds_a_task=False, shown_to=frozenset())
        self._sees_it_whatever_happens = sight_of(by_role) is Sight.ALL

    def page(self, raw: Mapping[str, Any] | None = None) -> FormPage:
        """Return the form to be shown, with this person's draft unless something was just entered."""
        draft = task_draft(self._session, self.reader.actor.id, self.task.id)
        shown, before = raw, None
        context, files = self.context(), self.files()
        if shown is None and draft is not None:
            shown = draft_content(self.file.key, draft)
        if shown is None:
            before = self._submitted_before()
            answers = answers_of(self.file.key, before) if before else {}
            shown = self.form.refilled(answers, context)
        return FormPage(
            form=self.form,
            element=self.element,
            raw=with_files(self.form, shown, files),
            context=context,
            options=self._options(files),
            version=self._stands_at(),
            now=self.action.now,
            draft_id=draft.id if draft else None,
            draft_saved_at_utc=draft.saved_at_utc if draft else None,
            opens_with_at_utc=before.submitted_at_utc if before else None,
            next=self._next(),
        )

    def _next(self) -> NextView:
        """Return what completing the task leads to: of the case as it stands for who sees all of it."""
        everything = self.reader.sight is Sight.ALL
        now = None
        if everything:
            now = of_task(self.version, self.state, self.task.id, world=self.action.world)
        steps = NextSteps(
            self._session,
            self.version,
            holders=self.holders if everything else None,
        )
        return steps.after(self.element, self.form, now, self.action.now)

    def keep_draft(self, raw: Mapping[str, Any]) -> None:
        """Keep what was entered so far."""
        draft = task_draft(self._session, self.reader.actor.id, self.task.id) or Draft(
            id=uuid4(),
            person_id=self.reader.actor.id,
            task_id=self.task.id,
            process=self.task.process,
            element=self.task.element,
        )
        draft.content = sealed_draft(self.file.key, draft.id, raw)
        draft.saved_at_utc = self.action.now
        self._session.add(draft)

    def answers(self, raw: Mapping[str, Any]) -> Answers:
        """Return the answers, or raise InvalidAnswersError."""
        files = self.files()
        refuse_other_files(self.form, raw, files)
        return self.form.validate(
            with_files(self.form, raw, files),
            context=self.context(),
            options=self._options(files),
            now=self.action.now,
        )

    def files(self) -> tuple[KeptFile, ...]:
        """Return the files that stand in this person's draft."""
        if not self.form.files():
            return ()
        return draft_files(self._session, self.file.key, self.reader.actor.id, self.task.id)

    def _options(self, files: Sequence[KeptFile]) -> Options:
        """Return what can be chosen: from the registers, and among the files handed in."""
        return {**registers(self._session, self.form, case=self.file.case), **choices_of(files)}

    def step(self, answers: Answers) -> execution.Step:
        """Return the engine's step, or its refusal; nothing is written."""
        return execution.complete(
            self.version, self.state, self.task.id, answers, world=self.action.world
        )

    def taker(self) -> Holder | None:
        """Return who took the task or was handed it, while they may still complete it."""
        found = self.holders.of_task(self.task)
        return next((each for each in found if each.id == self.task.taken_by), None)

    def refuse_if_taken(self) -> None:
        """Refuse where another holder of the role took the task."""
        taker = self.taker()
        if taker is not None and taker.id != self.reader.actor.id:
            raise TaskTakenError(taker.name)

    def refuse_if_stale(self, version: int) -> None:
        """Refuse where the form would overwrite facts that somebody changed since it was opened.

        Of a correction that is decided on, refuse whatever has moved the case: it may come to something
        else than was read.
        """
        asked = self.on_correction or depends_on_the_case(self.form)
        if asked and version != self._stands_at():
            raise ConcurrentChangeError("the case changed since the page was opened")

    @property
    def on_correction(self) -> bool:
        """Say whether the task decides on a correction."""
        start = self.version.decides_on_corrections()
        return start is not None and start.process == self.instance.process

    def _stands_at(self) -> int:
        """Return the number of what the page shows of the case: it has changed when that has."""
        case = self.file.case
        return moves_of(self._session, case) if self.on_correction else case.data_version

    def complete(self, raw: Mapping[str, Any]) -> Outcome:
        """Take the answers and move the case on."""
        answers = self.answers(raw)
        submission = uuid4()
        digest = keep_submission(
            self._session,
            self.file,
            self.instance,
            answers.full,
            task=self.task,
            element=self.task.element,
            by=self.reader.actor.id,
            at=self.action.now,
            stands_for=self.holder.deputy_for,
            submission_id=submission,
        )
        used = f"data version {self.file.case.data_version}"
        self.action.note("task_completed", f"{self.task.element} {self.task.id}", used, digest)
        self.action.note_deputy(self.task.id)
        if declare(self.action, answers, by=self.reader.actor.id, task=self.task.id):
            self._sees_it_whatever_happens = False
        step = self.step(answers)
        self.action.enter(
            self.instance, answers, process=self.task.process, element=self.task.element
        )
        self.action.move(self.instance, step)
        self.action.finish()
        return self._outcome(submission)

    def _outcome(self, submission: UUID) -> Outcome:
        case = self.file.case
        standing = self.reader.standing
        if not self._sees_it_whatever_happens:
            standing = standing_of(self._session, case, self.reader.actor, today=self.action.today)
        everything = sight_of(standing) is Sight.ALL
        opened = [self.version.element(task.process, task.element) for task in self.action.opened]
        return Outcome(
            reference=case.reference,
            label=self.element.label or self.element.id,
            next=tuple(each.label or each.id for each in opened) if everything else (),
            closed=case.closed_at_utc is not None,
            still_visible=may_know(standing),
            submission=str(submission),
        )

    def context(self) -> dict[str, Any]:
        """Return what the form of the task reads."""
        return execution.form_context(
            self.version, self.state, self.task.id, world=self.action.world
        )

    def _submitted_before(self) -> Submission | None:
        """Return what the form opens with as its diagram says, if the person may read it."""
        diagram = self.version.diagram(self.task.process)
        named = diagram.opens_with(self.element)
        if named is None:
            return None
        agency = self.task.agency_key
        found = newest_submission(self._session, self.file.case.id, named, agency=agency)
        if found is None:
            return None
        me = self.reader.actor
        theirs = found.submitted_by == me.id or (agency is not None and agency == me.agency)
        return found if theirs or self.reader.sight is Sight.ALL else None

    def _find(self, task_id: str) -> tuple[UserTask, ProcessInstance]:
        named = {"task": task_id, "case": self.file.case.id}
        found = self._session.execute(_TASK, named).one_or_none()
        if found is None:
            raise NotFoundError("task")
        task, instance = found
        return task, instance

    def _holder(self, by: UUID) -> Holder:
        """Return how this person holds the task, or refuse."""
        mine = next((each for each in self.holders.of_task(self.task) if each.id == by), None)
        if self.task.closed_at_utc is not None:
            # Who could have done it reads that somebody else was first; others learn nothing of it.
            if mine and self.task.completed_by not in (None, by):
                raise ConcurrentChangeError("the task was completed")
            if mine or self.task.completed_by == by:
                raise TaskNotReadyError("the task is closed")
        if mine is None:
            raise NotPermittedError("task")
        return mine


# Built once: every step of a case begins with it.
_TASK = (
    select(UserTask, ProcessInstance)
    .join(ProcessInstance, ProcessInstance.id == UserTask.process_instance_id)
    .where(UserTask.id == bindparam("task"), UserTask.case_id == bindparam("case"))
)
