"""Correct a submitted answer: who may, what it would come to, and doing it, in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.correcting import (
    CORRECTS,
    NO_REASON,
    REASON_PATH,
    WHY_NOT,
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    Kind,
    answer_given,
)
from engine.errors import (
    ConcurrentChangeError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
)
from engine.forms import answer_at
from engine.version import Version
from web.access import Sight
from web.store.directory import in_name_of, names
from web.store.histories import CaseHistory, moves_of
from web.store.models import Correction as KeptCorrection
from web.store.models import ProcessInstance, Submission, UserTask
from web.store.store import Store
from web.store.submissions import (
    answers_of,
    correction_name,
    give_answer,
    taken_before,
)
from web.store.uploads import KeptFile, choices_of, files_of_case
from web.use_cases.action import CaseAction
from web.use_cases.asking import form_of, registers
from web.use_cases.carrying_out import PROPOSED, carry_out, known_history, place_of, work_out
from web.use_cases.case_reading import CaseReading
from web.use_cases.correction_keeping import Keeping
from web.use_cases.correction_wording import RECORD, Wording
from web.use_cases.corrections_views import (
    AnswerToCorrect,
    CorrectionOutcome,
    ProposedCorrection,
    WhatItComesTo,
)
from web.use_cases.form_views import FormPage
from web.use_cases.readers import open_for

LONGEST_REASON: Final = 2000


class Corrections:
    """Correct what was submitted on a case.

    NotFoundError where the person may not read the answer, NotPermittedError where it is not theirs to
    correct, CorrectionRefusedError with a sentence where it cannot be corrected exactly.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def form(self, reference: str, submission: UUID, *, by: UUID) -> AnswerToCorrect:
        """Return the answer in its form, to be corrected."""
        with self._store.transaction() as session:
            return _Correcting(self._store, session, reference, submission, by=by).shown()

    def check(
        self, reference: str, submission: UUID, raw: Mapping[str, Any], reason: str, *, by: UUID
    ) -> WhatItComesTo:
        """Return what the correction would come to; nothing is saved."""
        with self._store.transaction() as session:
            correcting = _Correcting(self._store, session, reference, submission, by=by)
            return correcting.in_words(correcting.work_out(raw, reason))

    def correct(
        self,
        reference: str,
        submission: UUID,
        raw: Mapping[str, Any],
        reason: str,
        *,
        by: UUID,
        key: str,
        version: int,
    ) -> CorrectionOutcome:
        """Correct the answer, or propose it to who decides; the same key twice acts once.

        ConcurrentChangeError where the case has moved since the check page was shown.
        """
        with self._store.transaction() as session:
            content = ["correct", reference, str(submission), raw, reason]
            now = self._store.clock.now(session)
            vault = self._store.vault
            before = taken_before(session, vault, person=by, key=key, content=content, at=now)
            if before is not None:
                return CorrectionOutcome(**{**before, "next": tuple(before["next"])})
            correcting = _Correcting(self._store, session, reference, submission, by=by, lock=True)
            if version != correcting.version_of_case:
                raise ConcurrentChangeError("the case moved on")
            outcome = correcting.correct(raw, reason.strip())
            give_answer(session, person=by, key=key, answer=asdict(outcome))
            return outcome

    def proposed(self, reference: str, task_id: str, *, by: UUID) -> ProposedCorrection | None:
        """Return the correction that an open task decides on, for who may read the answer."""
        with self._store.transaction() as session:
            kept = session.scalar(
                select(KeptCorrection)
                .join(UserTask, UserTask.process_instance_id == KeptCorrection.process_instance_id)
                .where(UserTask.id == task_id, KeptCorrection.outcome == PROPOSED)
            )
            if kept is None:
                return None
            correcting = _Correcting(
                self._store, session, reference, kept.submission_id, by=by, decides=True
            )
            return correcting.proposed(kept)


class _Correcting:
    """A submission and somebody who may correct it, in one transaction."""

    def __init__(
        self,
        store: Store,
        session: Session,
        reference: str,
        submission: UUID,
        *,
        by: UUID,
        lock: bool = False,
        decides: bool = False,
    ) -> None:
        self._store, self._session = store, session
        opened = open_for(store, session, reference, by=by, lock=lock)
        self._file = opened.file
        self._action = CaseAction(
            store, session, self._file, now=opened.now, by=opened.reader.actor
        )
        reading = CaseReading(store, session, self._file, opened.reader, today=opened.today)
        if submission not in reading.submissions.whole():
            raise NotFoundError("submission")
        self._submission = session.get_one(Submission, submission)
        self._by = opened.reader.actor
        self._sees_everything = opened.reader.sight is Sight.ALL
        if not decides:
            self._refuse_others()
        instance = session.get_one(ProcessInstance, self._submission.process_instance_id)
        self._version: Version = self._action.version_of(instance)
        self._form, self._element = form_of(
            self._version, self._submission.process, self._submission.element
        )
        self._known: CaseHistory = known_history(self._action, store.versions)
        self._keeping = Keeping(store, self._action, self._submission, self._by)

    @property
    def version_of_case(self) -> int:
        """Return a number that grows with every step of the case and every correction."""
        return moves_of(self._session, self._file.case)

    def shown(self) -> AnswerToCorrect:
        """Return the answer in its form."""
        place = place_of(self._action, self._known, self._submission)
        given = answer_given(place, self._known.present)
        row = self._submission
        people = names(self._session, {row.submitted_by, row.submitted_for})
        stood_for = people.get(row.submitted_for) if row.submitted_for else None
        by = in_name_of(people[row.submitted_by], stood_for)
        page = self._page(given.context, given.at)
        label = self._element.label or self._element.id
        return AnswerToCorrect(
            self._file.case.reference, row.id, label, by, row.submitted_at_utc, page
        )

    def work_out(self, raw: Mapping[str, Any], reason: str) -> Correction | ForTheRecord:
        """Return what it comes to; InvalidAnswersError says what is wrong, with the reason too."""
        options = registers(self._session, self._form, case=self._file.case)
        problems: dict[str, list[str]] = {}
        if not reason.strip():
            problems[REASON_PATH] = [NO_REASON]
        elif len(reason) > LONGEST_REASON:
            problems[REASON_PATH] = [f"The reason may be {LONGEST_REASON} characters long"]
        try:
            found = work_out(self._action, self._known, self._submission, raw, options)
        except InvalidAnswersError as refusal:
            raise InvalidAnswersError({**problems, **refusal.problems}) from refusal
        if problems:
            raise InvalidAnswersError(problems)
        if _goes_to_the_chair(found):
            self._keeping.refuse_unless_somebody_decides()
        return found

    def correct(self, raw: Mapping[str, Any], reason: str) -> CorrectionOutcome:
        """Carry it out, or propose it."""
        found = self.work_out(raw, reason)
        self._action.stands_for = self._stands_for
        outcome = PROPOSED
        if isinstance(found, ForTheRecord) or _goes_to_the_chair(found):
            self._keeping.propose(found, reason, whole=self._sees_everything)
        else:
            outcome = "opened" if found.diverges else "at once"
            kept = self._keeping.keep(found, reason, outcome)
            carry_out(self._action, self._known, kept, self._submission, found)
        self._session.flush()
        self._action.finish()
        opened = [
            self._action.version_of(
                self._session.get_one(ProcessInstance, task.process_instance_id)
            ).element(task.process, task.element)
            for task in self._action.opened
        ]
        return CorrectionOutcome(
            self._file.case.reference,
            self._element.label or self._element.id,
            outcome,
            tuple(each.label or each.id for each in opened) if self._sees_everything else (),
        )

    def in_words(self, found: Correction | ForTheRecord) -> WhatItComesTo:
        """Return what it comes to, with the labels of the steps, as far as the person sees the case."""
        return Wording(self._action, self._known, whole=self._sees_everything).of(found)

    def proposed(self, kept: KeptCorrection) -> ProposedCorrection:
        """Return what is proposed, with what it would come to now."""
        key, row = self._file.key, self._submission
        entered, _ = key.open_content(kept.content, as_what=correction_name(kept.id))
        reason, _ = key.open_content(kept.reason, as_what=f"correction_reason {kept.id}")
        comes_to, why_not = self._comes_to_now(entered), self._why_not(kept)
        if why_not and (comes_to is None or comes_to.kind != RECORD):
            # It was proposed for the record, and that is what is decided on.
            comes_to = WhatItComesTo(RECORD, entered, why_not=why_not)
        people = names(self._session, {kept.corrected_by, kept.corrected_for})
        stood_for = people.get(kept.corrected_for) if kept.corrected_for else None
        return ProposedCorrection(
            label=self._element.label or self._element.id,
            by=in_name_of(people[kept.corrected_by], stood_for),
            at_utc=kept.corrected_at_utc,
            page=self._page({}, self._action.now),
            comes_to=comes_to,
            asked_for_record=bool(why_not),
            reason=str(reason),
            before=answers_of(key, row),
            after=entered,
        )

    def _comes_to_now(self, entered: Mapping[str, Any]) -> WhatItComesTo | None:
        """Return what the correction would come to as the case now stands; None where it is none any more."""
        try:
            found = work_out(self._action, self._known, self._submission, entered, None)
        except (CorrectionRefusedError, InvalidAnswersError):
            return None
        return self.in_words(found)

    def _why_not(self, kept: KeptCorrection) -> str:
        """Return why the correction could not take effect when it was proposed, "" where it could."""
        begun_with = self._session.scalar(
            select(Submission).where(
                Submission.process_instance_id == kept.process_instance_id,
                Submission.task_id.is_(None),
            )
        )
        said = answers_of(self._file.key, begun_with) if begun_with is not None else {}
        return str(said.get(WHY_NOT) or "")

    def _page(self, context: Mapping[str, Any], at: datetime) -> FormPage:
        return FormPage(
            form=self._form.with_files_as_they_are(),
            element=self._element,
            raw=answers_of(self._file.key, self._submission),
            context=dict(context),
            options={
                **registers(self._session, self._form, case=self._file.case),
                **choices_of(self._files()),
            },
            version=self.version_of_case,
            now=at,
            draft_id=None,
            draft_saved_at_utc=None,
        )

    def _files(self) -> tuple[KeptFile, ...]:
        """Return the files that were handed in with the answer."""
        if not self._form.files():
            return ()
        answers, known = answers_of(self._file.key, self._submission), self._files_of_case
        return tuple(
            known[file]
            for question in self._form.files()
            for file in answer_at(answers, question.path) or ()
        )

    @cached_property
    def _files_of_case(self) -> Mapping[str, KeptFile]:
        return files_of_case(self._session, self._file)

    def _refuse_others(self) -> None:
        """Refuse who neither gave the answer nor corrects others'; remember for whom a deputy does."""
        self._stands_for: UUID | None = None
        if self._submission.submitted_by == self._by.id:
            return
        held = [
            holder
            for role in CORRECTS
            for holder in self._action.holders.of(role, agency=None, person=None)
            if holder.id == self._by.id
        ]
        if not held:
            raise NotPermittedError("correct an answer")
        if all(holder.deputy_for for holder in held):
            self._stands_for = held[0].deputy_for


def _goes_to_the_chair(found: Correction | ForTheRecord) -> bool:
    return isinstance(found, ForTheRecord) or found.kind is Kind.CHAIR
