"""Correct a submitted answer: who may, what it would come to, and doing it, in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import execution
from engine.bpmn.called import called
from engine.bpmn.model import Element
from engine.correcting import (
    CORRECTS,
    NO_REASON,
    REASON_PATH,
    WHY_NOT,
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    Kind,
    StepNamed,
    answer_given,
    answers_of_start,
    start_of_correction,
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
from web.store.histories import CaseHistory
from web.store.instances import instances_of
from web.store.models import Correction as KeptCorrection
from web.store.models import ProcessInstance, Submission, UserTask
from web.store.store import Store
from web.store.submissions import (
    answers_of,
    correction_name,
    give_answer,
    keep_submission,
    taken_before,
)
from web.store.uploads import KeptFile, choices_of, files_of_case
from web.use_cases.action import CaseAction
from web.use_cases.asking import form_of, registers
from web.use_cases.carrying_out import PROPOSED, carry_out, known_history, place_of, work_out
from web.use_cases.case_reading import CaseReading
from web.use_cases.corrections_views import (
    AnswerToCorrect,
    CorrectionOutcome,
    EvaluatedLine,
    ProposedCorrection,
    WhatItComesTo,
)
from web.use_cases.form_views import FormPage
from web.use_cases.readers import open_for

LONGEST_REASON: Final = 2000
RECORD: Final = "record"


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

    @property
    def version_of_case(self) -> int:
        """Return a number that grows with every step of the case and every correction."""
        steps = sum(each.version for each in instances_of(self._session, self._file.case.id))
        return steps + self._file.case.data_version

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
        if _goes_to_the_chair(found) and self._start() is None:
            raise CorrectionRefusedError("nobody decides")
        return found

    def correct(self, raw: Mapping[str, Any], reason: str) -> CorrectionOutcome:
        """Carry it out, or propose it."""
        found = self.work_out(raw, reason)
        self._action.stands_for = self._stands_for
        outcome, deciding = PROPOSED, None
        if isinstance(found, ForTheRecord) or _goes_to_the_chair(found):
            deciding = self._propose(found, reason)
            self._keep(found, reason, outcome, deciding)
        else:
            outcome = "opened" if found.diverges else "at once"
            kept = self._keep(found, reason, outcome, None)
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
        if isinstance(found, ForTheRecord):
            refusal, whole = found.refusal, self._sees_everything
            why_not = refusal.sentence if whole else refusal.sentence_in_part
            return WhatItComesTo(
                RECORD,
                found.answers.full,
                whole=whole,
                why_not=why_not,
                who_acts=refusal.why == "who acts",
            )
        if not self._sees_everything:
            evaluated = tuple(
                EvaluatedLine(
                    self._label(each.process, each.element), each.what, each.same, None, None
                )
                for each in found.evaluated
            )
            return WhatItComesTo(found.kind.value, found.answers.full, evaluated, whole=False)
        return WhatItComesTo(
            kind=found.kind.value,
            answers=found.answers.full,
            evaluated=tuple(
                EvaluatedLine(
                    self._label(each.process, each.element),
                    each.what,
                    each.same,
                    each.before,
                    each.after,
                )
                for each in found.evaluated
            ),
            withdrawn=self._labels(found.withdrawn),
            set_aside=self._labels(found.set_aside),
            opens=self._labels(found.opens),
            decided=self._labels(found.decided),
            told=tuple(self._label(each.process, each.element) for each in found.told),
            stands=found.stands,
        )

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

    def _keep(
        self,
        found: Correction | ForTheRecord,
        reason: str,
        outcome: str,
        deciding: ProcessInstance | None,
    ) -> KeptCorrection:
        correction_id, row = uuid4(), self._submission
        content, digest = self._file.key.seal_content(
            dict(found.answers.full), as_what=correction_name(correction_id)
        )
        sealed_reason, reason_digest = self._file.key.seal_content(
            reason, as_what=f"correction_reason {correction_id}"
        )
        kept = KeptCorrection(
            id=correction_id,
            case_id=self._file.case.id,
            submission_id=row.id,
            process_instance_id=deciding.id if deciding else None,
            outcome=outcome,
            corrected_by=self._by.id,
            corrected_for=self._action.stands_for,
            corrected_at_utc=self._action.now,
            settled_at_utc=None if outcome == PROPOSED else self._action.now,
            reason=sealed_reason,
            content=content,
        )
        self._session.add(kept)
        subject = f"{row.element} {row.id}"
        kind = "correction_proposed" if outcome == PROPOSED else "answer_corrected"
        self._action.note(kind, subject, f"first {self._digest_before().hex()}", digest)
        self._action.note("correction_explained", subject, outcome, reason_digest)
        self._action.note_deputy(str(row.id))
        return kept

    def _digest_before(self) -> bytes:
        """Return the digest of what the correction takes the place of, as the trail has it already."""
        row, key = self._submission, self._file.key
        if row.corrected is not None:
            return key.open_content(row.corrected, as_what=correction_name(row.correction_id))[1]
        return key.open_content(row.content, as_what=f"submission {row.id}")[1]

    def _propose(self, found: Correction | ForTheRecord, reason: str) -> ProcessInstance:
        """Begin the process that decides, with the reason among the answers of its start form."""
        begins, action = self._start(), self._action
        if begins is None:
            raise CorrectionRefusedError("nobody decides")
        deployment, start = begins
        version = self._store.versions.version(self._session, deployment)
        form, _ = form_of(version, start.process, start.id)
        context = execution.start_form_context(version, world=action.world)
        given = answers_of_start(found, reason, whole=self._sees_everything)
        answers = form.validate(given, context=context, now=action.now)
        instance = action.begin(
            start.process, deployment=deployment, answers=answers, by=self._by.id
        )
        digest = keep_submission(
            self._session,
            self._file,
            instance,
            answers.full,
            task=None,
            element=start.id,
            by=self._by.id,
            at=action.now,
            stands_for=action.stands_for,
        )
        action.note("form_submitted", start.id, None, digest)
        return instance

    def _start(self) -> tuple[int, Element] | None:
        """Return where the process that decides begins, by the case's version, else by the present."""
        versions, session = self._store.versions, self._session
        for number in (self._file.case.deployment_number, versions.current_number(session)):
            start = start_of_correction(versions.version(session, number))
            if start is not None:
                return number, start
        return None

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

    def _labels(self, steps: tuple[StepNamed, ...]) -> tuple[str, ...]:
        return tuple(
            self._label(each.process, each.element) + (f" ({each.agency})" if each.agency else "")
            for each in steps
        )

    def _label(self, process: str, element: str) -> str:
        for instance in self._known.instances:
            diagrams = self._action.version_of(instance).diagrams
            if process in diagrams:
                return called(diagrams[process], diagrams[process].elements[element])
        return element


def _goes_to_the_chair(found: Correction | ForTheRecord) -> bool:
    return isinstance(found, ForTheRecord) or found.kind is Kind.CHAIR
