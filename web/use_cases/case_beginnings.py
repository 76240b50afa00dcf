"""What one person may begin on one case, and one such beginning, within a transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import execution
from engine.beginning import Beginner, is_open_to_the_case, may_begin, roles_that_begin
from engine.bpmn.model import Element
from engine.errors import (
    ConcurrentChangeError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from engine.forms import Answers, Form
from engine.version import Version
from engine.what_next import of_start
from web.access import Sight, may_act, sight_of
from web.store.case_files import CaseFile
from web.store.models import Draft, ProcessInstance
from web.store.sight import agency_was_asked, may_know, standing_of
from web.store.store import Store
from web.store.submissions import draft_content, keep_submission, sealed_draft
from web.use_cases.action import CaseAction
from web.use_cases.asking import depends_on_the_case, form_of, registers
from web.use_cases.case_views import BeginLine
from web.use_cases.declaring import declare
from web.use_cases.form_views import FormPage, Outcome
from web.use_cases.next_steps import NextSteps
from web.use_cases.next_views import NextView
from web.use_cases.readers import Reader, open_for


class CaseBeginnings:
    """What one person may begin on one case, in one transaction."""

    def __init__(
        self, store: Store, session: Session, file: CaseFile, reader: Reader, *, now: datetime
    ) -> None:
        """Take the case, open, and the person, who may know of it."""
        self.session, self.file, self.reader = session, file, reader
        self.action = CaseAction(store, session, file, now=now, by=reader.actor)
        self.version: Version = store.versions.version(session, file.case.deployment_number)

    @classmethod
    def opened(
        cls, store: Store, session: Session, reference: str, *, by: UUID, lock: bool
    ) -> "CaseBeginnings":
        """Open the case for the person, or raise NotFoundError."""
        opened = open_for(store, session, reference, by=by, lock=lock)
        return cls(store, session, opened.file, opened.reader, now=opened.now)

    def offered(self) -> tuple[BeginLine, ...]:
        """Return what may be begun now, in the order of the diagrams' names."""
        offered = (
            Beginning(self, start)
            for process, start in self.version.begun_on_cases().items()
            if self.is_theirs(start) and self.is_open(process, start)
        )
        return tuple(sorted((each.line() for each in offered), key=lambda line: line.label))

    def of(self, process: str) -> "Beginning":
        """Return one of them, or refuse."""
        start = self.version.begun_on_cases().get(process)
        if start is None:
            raise NotFoundError("nobody begins that process on a case")
        if not self.is_theirs(start):
            raise NotPermittedError("begin")
        if not self.is_open(process, start):
            raise TaskNotReadyError("the case may not begin it now")
        return Beginning(self, start)

    def is_theirs(self, start: Element) -> bool:
        """Say whether the person may begin it, whatever the case stands at."""
        person = self.reader.actor
        beginner = Beginner(
            person=str(person.id),
            notified_it=self.file.case.notifier_id == person.id,
            agency_was_asked="agency_lead" in roles_that_begin(start) and self._agency_was_asked,
            holds=self._holders,
        )
        return may_act(self.reader.standing) and may_begin(start, beginner)

    def stands_for(self, start: Element) -> UUID | None:
        """Return whom the person begins it for as a deputy; None where it is theirs to begin."""
        me = [
            holder
            for role in roles_that_begin(start)
            for holder in self.action.holders.of(role, agency=None, person=None)
            if holder.id == self.reader.actor.id
        ]
        return me[0].deputy_for if me and all(each.deputy_for for each in me) else None

    def is_open(self, process: str, start: Element) -> bool:
        """Say whether the case may begin it now, whoever asks."""
        return is_open_to_the_case(
            start,
            closed=self.file.case.closed_at_utc is not None,
            begun_before=process in self._begun,
        ) and execution.offered_now(self.version, process, world=self.action.world)

    @cached_property
    def drafts(self) -> frozenset[str]:
        """Return the processes that this person has begun to write for."""
        found = self.session.scalars(
            select(Draft.process).where(
                Draft.person_id == self.reader.actor.id, Draft.case_id == self.file.case.id
            )
        )
        return frozenset(found)

    @cached_property
    def _agency_was_asked(self) -> bool:
        return agency_was_asked(self.session, self.file.case, self.reader.actor)

    @cached_property
    def _begun(self) -> frozenset[str]:
        found = self.session.scalars(
            select(ProcessInstance.process).where(ProcessInstance.case_id == self.file.case.id)
        )
        return frozenset(found)

    def _holders(self, role: str) -> list[str]:
        held = self.action.holders.of(role, agency=None, person=None)
        return [str(holder.id) for holder in held]


class Beginning:
    """One process that the person may begin on the case now."""

    def __init__(self, on_case: CaseBeginnings, start: Element) -> None:
        """Take the case and the start event."""
        self._on_case, self._session = on_case, on_case.session
        self._file, self._action, self._by = on_case.file, on_case.action, on_case.reader.actor
        self.form: Form
        self.form, self.start = form_of(on_case.version, start.process, start.id)

    def line(self) -> BeginLine:
        """Return it as a choice among others."""
        return BeginLine(
            process=self.start.process,
            label=self.start.label or self.start.id,
            guidance=first_sentence(self.start.documentation or ""),
            has_draft=self.start.process in self._on_case.drafts,
        )

    def page(self, raw: Mapping[str, Any] | None = None) -> FormPage:
        """Return the form to be shown, with this person's draft unless something was just entered."""
        draft, context = self._draft(), self._context()
        shown = raw
        if shown is None and draft is not None:
            shown = draft_content(self._file.key, draft)
        if shown is None:
            shown = self.form.prefilled(context)
        return FormPage(
            form=self.form,
            element=self.start,
            raw=shown,
            context=context,
            options=registers(self._session, self.form, case=self._file.case),
            version=self._file.case.data_version,
            now=self._action.now,
            draft_id=draft.id if draft else None,
            draft_saved_at_utc=draft.saved_at_utc if draft else None,
            next=self._next(),
        )

    def _next(self) -> NextView:
        """Return what beginning it leads to: of the case as it stands for who sees all of it."""
        everything = self._on_case.reader.sight is Sight.ALL
        version = self._on_case.version
        now = of_start(version, world=self._action.world) if everything else None
        steps = NextSteps(
            self._session, version, holders=self._action.holders if everything else None
        )
        return steps.after(self.start, self.form, now, self._action.now)

    def keep_draft(self, raw: Mapping[str, Any]) -> None:
        """Keep what was entered so far."""
        draft = self._draft() or Draft(
            id=uuid4(),
            person_id=self._by.id,
            case_id=self._file.case.id,
            process=self.start.process,
            element=self.start.id,
        )
        draft.content = sealed_draft(self._file.key, draft.id, raw)
        draft.saved_at_utc = self._action.now
        self._session.add(draft)

    def discard_draft(self) -> None:
        """Erase what was entered so far, if anything was."""
        draft = self._draft()
        if draft is not None:
            self._session.delete(draft)

    def answers(self, raw: Mapping[str, Any]) -> Answers:
        """Return the answers, or raise InvalidAnswersError."""
        return self.form.validate(
            raw,
            context=self._context(),
            options=registers(self._session, self.form, case=self._file.case),
            now=self._action.now,
        )

    def try_out(self, answers: Answers) -> None:
        """Let the engine take the step, or refuse it; nothing is written."""
        execution.start(
            self._on_case.version, self.start.process, world=self._action.world, answers=answers
        )

    def refuse_if_stale(self, version: int) -> None:
        """Refuse where the form would overwrite facts that somebody changed since it was opened."""
        if depends_on_the_case(self.form) and version != self._file.case.data_version:
            raise ConcurrentChangeError("the facts of the case changed")

    def begin(self, raw: Mapping[str, Any]) -> Outcome:
        """Take the answers and begin the process."""
        answers, action, case = self.answers(raw), self._action, self._file.case
        action.stands_for = self._on_case.stands_for(self.start)
        declare(action, answers, by=self._by.id)
        self.discard_draft()
        used = f"data version {case.data_version}"
        instance = action.begin(
            self.start.process,
            deployment=case.deployment_number,
            answers=answers,
            by=self._by.id,
        )
        submission = uuid4()
        digest = keep_submission(
            self._session,
            self._file,
            instance,
            answers.full,
            task=None,
            element=self.start.id,
            by=self._by.id,
            at=action.now,
            agency=self._agency(),
            stands_for=action.stands_for,
            submission_id=submission,
        )
        action.note("form_submitted", self.start.id, used, digest)
        action.note_deputy(self.start.id)
        action.finish()
        return self._outcome(submission)

    def _outcome(self, submission: UUID) -> Outcome:
        """Return what the person may read of what follows, by how they stand to the case afterwards."""
        case, action = self._file.case, self._action
        standing = standing_of(self._session, case, self._by, today=action.today)
        by_role = replace(standing, holds_a_task=False)
        everything = sight_of(by_role) is Sight.ALL
        opened = [
            self._on_case.version.element(each.process, each.element) for each in action.opened
        ]
        return Outcome(
            reference=case.reference,
            label=self.start.label or self.start.id,
            next=tuple(each.label or each.id for each in opened) if everything else (),
            closed=case.closed_at_utc is not None,
            still_visible=may_know(standing),
            submission=str(submission),
        )

    def _agency(self) -> str | None:
        """Return the agency whose people are to read the submission: where they see no more of the case."""
        sees = sight_of(self._on_case.reader.standing)
        acts_for_it = sees is Sight.REQUEST and "agency_lead" in self._by.roles
        return self._by.agency if acts_for_it else None

    def _context(self) -> dict[str, Any]:
        return execution.start_form_context(self._on_case.version, world=self._action.world)

    def _draft(self) -> Draft | None:
        return self._session.scalar(
            select(Draft).where(
                Draft.person_id == self._by.id,
                Draft.case_id == self._file.case.id,
                Draft.process == self.start.process,
            )
        )


def first_sentence(text: str) -> str:
    """Return the first sentence of a step's guidance, without the mark of what the protocol is silent on."""
    line = text.replace("[gap]", "").strip().partition("\n")[0]
    sentence, stop, _ = line.partition(". ")
    return f"{sentence}." if stop else sentence
