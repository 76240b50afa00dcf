"""Carry out a correction: where every process then stands, what happens because of it, and what is kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from engine import correcting
from engine.correcting import (
    Correction,
    CorrectionRefusedError,
    ForTheRecord,
    Place,
    base_after,
    base_as_json,
)
from engine.errors import InvalidAnswersError
from web.store.histories import CaseHistory, history_of
from web.store.models import Correction as KeptCorrection
from web.store.models import ProcessInstance, Submission, UserTask
from web.store.submissions import correction_name
from web.store.versions import Versions

if TYPE_CHECKING:
    from web.use_cases.action import CaseAction

PROPOSED: Final = "proposed"
INSTEAD: Final = " Keep it on record, or refuse it."


def known_history(action: "CaseAction", versions: Versions) -> CaseHistory:
    """Return the history of the action's case as it stands before the action."""
    action.session.flush()
    return history_of(action.session, versions, action.file, action.world.calendar)


def work_out(
    action: "CaseAction",
    known: CaseHistory,
    submission: Submission,
    entered: Mapping[str, Any],
    options: Any,
) -> Correction | ForTheRecord:
    """Return what correcting a submission comes to now."""
    return correcting.work_out(
        place_of(action, known, submission),
        known.present,
        entered,
        options=options,
        now=action.now,
    )


def place_of(action: "CaseAction", known: CaseHistory, submission: Submission) -> Place:
    """Return where the submission was made in the history of the action's case."""
    instance = action.session.get_one(ProcessInstance, submission.process_instance_id)
    return known.place_of(submission, action.version_of(instance))


def carry_out(
    action: "CaseAction",
    known: CaseHistory,
    kept: KeptCorrection,
    submission: Submission,
    found: Correction,
) -> None:
    """Write what the correction comes to; the first answer stays, and the corrected one stands beside it."""
    submission.corrected, submission.correction_id = kept.content, kept.id
    answered_in = known.instances[found.instance]
    # Only rows that the correction changes are written; a departure that lacked its reason may have it now.
    entered = replace(found.answers, registers=found.registers)
    action.enter(
        answered_in,
        entered,
        process=submission.process,
        element=submission.element,
        first_given_at=submission.submitted_at_utc,
    )
    for number, step in found.steps.items():
        action.correct(known.instances[number], step)
    if found.diverges:
        action.session.flush()
        base = base_after(found.after, found.names, _tasks_opened(action))
        kept.base, _ = action.file.key.seal_content(
            base_as_json(base), as_what=f"correction_base {kept.id}"
        )
        action.opened_again.append(kept)


def settle(
    action: "CaseAction", versions: Versions, deciding: ProcessInstance, outcome: str
) -> None:
    """Let what was decided on a correction happen; InvalidAnswersError where it can no longer take effect."""
    kept = action.session.scalar(
        select(KeptCorrection).where(
            KeptCorrection.process_instance_id == deciding.id, KeptCorrection.outcome == PROPOSED
        )
    )
    if kept is None:
        return
    submission = action.session.get_one(Submission, kept.submission_id)
    if outcome == "accepted":
        entered, _ = action.file.key.open_content(kept.content, as_what=correction_name(kept.id))
        known = known_history(action, versions)
        try:
            found = work_out(action, known, submission, entered, None)
        except CorrectionRefusedError as refusal:
            raise _cannot_take_effect(refusal) from refusal
        if isinstance(found, ForTheRecord):
            raise _cannot_take_effect(found.refusal)
        carry_out(action, known, kept, submission, found)
    kept.outcome, kept.settled_at_utc = outcome, action.now
    kept.settled_by = action.by.id if action.by else None
    action.note(f"correction_{outcome}", f"{submission.element} {submission.id}")


def _cannot_take_effect(refusal: CorrectionRefusedError) -> InvalidAnswersError:
    return InvalidAnswersError({"": [refusal.sentence + INSTEAD]})


def _tasks_opened(action: "CaseAction") -> list[list[str]]:
    """Return the ids of every task of each process on record, in the order they opened."""
    rows = action.session.execute(
        select(UserTask.process_instance_id, UserTask.id)
        .where(UserTask.case_id == action.file.case.id)
        .order_by(UserTask.number)
    ).all()
    begun = action.session.scalars(
        select(ProcessInstance.id)
        .where(ProcessInstance.case_id == action.file.case.id)
        .order_by(ProcessInstance.position)
    ).all()
    decides = set(
        action.session.scalars(
            select(KeptCorrection.process_instance_id).where(
                KeptCorrection.case_id == action.file.case.id
            )
        )
    )
    return [[task for of, task in rows if of == each] for each in begun if each not in decides]
