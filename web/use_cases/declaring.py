"""What a form's answers say of who acts: written before anything is addressed to anybody."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from engine.forms import Answers
from web.store.holding import in_conflict
from web.store.models import CaseAgency, Conflict, StandIn, UserTask
from web.use_cases.action import CaseAction


def declare(action: CaseAction, answers: Answers, *, by: UUID, task: str | None = None) -> bool:
    """Write conflicts, appointments and agencies under review; say whether it changes who holds a lane.

    `task` is the user task whose form it is, None for a start form.
    """
    if answers.declares_conflict:
        keep_conflict(action, by, task=task)
    for role, people in answers.appoints.items():
        appoint(action, role, map(UUID, people), by=by, independent=role in answers.independent)
    _put_under_review(action, answers.under_review)
    if not (answers.declares_conflict or answers.appoints):
        return False
    action.session.flush()
    action.holders_changed()
    return True


def keep_conflict(
    action: CaseAction,
    person: UUID,
    *,
    task: str | None,
    conflict_id: UUID | None = None,
    nature: bytes | None = None,
    digest: bytes | None = None,
) -> tuple[str, ...]:
    """Take a person out of the case; who is out already stays so. Return the tasks they had done.

    ``nature`` is sealed, with its salted ``digest``, where they said what it is.
    """
    case_id = action.file.case.id
    done: tuple[str, ...] = ()
    is_kept = not action.session.scalar(select(in_conflict(case_id, person)))
    if is_kept:
        done = tuple(
            action.session.scalars(
                select(UserTask.id)
                .where(UserTask.case_id == case_id)
                .where(or_(UserTask.completed_by == person, UserTask.completed_for == person))
                .order_by(UserTask.closed_at_utc, UserTask.number)
            )
        )
        action.session.add(
            Conflict(
                id=conflict_id or uuid4(),
                case_id=case_id,
                person_id=person,
                declared_at_utc=action.now,
                task_id=task,
                done_before=list(done),
                nature=nature,
            )
        )
    action.note("conflict_declared", str(person), digest=digest if is_kept else None)
    return done


def appoint(
    action: CaseAction,
    role: str,
    people: Iterable[UUID],
    *,
    by: UUID,
    independent: bool = False,
    reason: bytes | None = None,
    digest: bytes | None = None,
) -> None:
    """Give the role on the case to these people, and to nobody else who was appointed to it.

    ``reason`` is sealed, with its salted ``digest``, where no form asked for the appointment.
    """
    case_id, chosen = action.file.case.id, list(people)
    action.session.execute(delete(StandIn).where(StandIn.case_id == case_id, StandIn.role == role))
    for person in chosen:
        action.session.add(
            StandIn(
                case_id=case_id,
                role=role,
                person_id=person,
                appointed_by=by,
                appointed_at_utc=action.now,
                independent=independent,
                reason=reason,
            )
        )
        action.note("stand_in_appointed", str(person), role, digest)


def _put_under_review(action: CaseAction, agencies: tuple[str, ...]) -> None:
    for agency in agencies:
        listed = action.session.scalar(
            insert(CaseAgency)
            .values(case_id=action.file.case.id, agency_key=agency, listed_at_utc=action.now)
            .on_conflict_do_nothing()
            .returning(CaseAgency.agency_key)
        )
        if listed is not None:
            action.note("agency_under_review", agency)
