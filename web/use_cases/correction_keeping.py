"""Keep a correction beside the answer it is of, and propose it to who decides on it."""

from uuid import uuid4

from engine import execution
from engine.bpmn.model import Element
from engine.correcting import (
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    answers_of_start,
    start_of_correction,
)
from web.store.directory import Actor
from web.store.models import Correction as KeptCorrection
from web.store.models import ProcessInstance, Submission
from web.store.store import Store
from web.store.submissions import correction_name, keep_submission
from web.use_cases.action import CaseAction
from web.use_cases.asking import form_of
from web.use_cases.carrying_out import PROPOSED


class Keeping:
    """Keeps the corrections of one submission, in the transaction of an action on its case."""

    def __init__(self, store: Store, action: CaseAction, submission: Submission, by: Actor) -> None:
        """Take the action and who corrects."""
        self._store, self._action, self._submission, self._by = store, action, submission, by
        self._session, self._file = action.session, action.file

    def refuse_unless_somebody_decides(self) -> None:
        """Raise CorrectionRefusedError where no diagram says how a correction is decided on."""
        self._begins_at()

    def propose(
        self, found: Correction | ForTheRecord, reason: str, *, whole: bool
    ) -> KeptCorrection:
        """Begin the process that decides on it; ``whole`` where who proposes it sees the whole case."""
        return self.keep(found, reason, PROPOSED, self._begun(found, reason, whole=whole))

    def keep(
        self,
        found: Correction | ForTheRecord,
        reason: str,
        outcome: str,
        deciding: ProcessInstance | None = None,
    ) -> KeptCorrection:
        """Keep the correction beside the answer, sealed, and note both in the audit trail."""
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

    def _begun(
        self, found: Correction | ForTheRecord, reason: str, *, whole: bool
    ) -> ProcessInstance:
        """Begin the process that decides, with the reason among the answers of its start form."""
        action = self._action
        deployment, start = self._begins_at()
        version = self._store.versions.version(self._session, deployment)
        form, _ = form_of(version, start.process, start.id)
        context = execution.start_form_context(version, world=action.world)
        given = answers_of_start(found, reason, whole=whole)
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

    def _begins_at(self) -> tuple[int, Element]:
        """Return where the process that decides begins, by the case's version, else by the present."""
        versions, session = self._store.versions, self._session
        for number in (self._file.case.deployment_number, versions.current_number(session)):
            start = start_of_correction(versions.version(session, number))
            if start is not None:
                return number, start
        raise CorrectionRefusedError("nobody decides")
