"""What a form declares of people: who is kept from the case, and who is appointed on it."""

from uuid import UUID

from engine.forms import Answers
from web.store.models import Conflict, StandIn
from web.use_cases.action import CaseAction


def declare(action: CaseAction, answers: Answers, *, by: UUID) -> bool:
    """Write who is kept from the case, and who stands in, before anything is addressed to them.

    Return whether anything changed in who holds what.
    """
    case_id = action.file.case.id
    if answers.declares_conflict:
        if action.session.get(Conflict, (case_id, by)) is None:
            action.session.add(Conflict(case_id=case_id, person_id=by, declared_at_utc=action.now))
        action.note("conflict_declared", str(by))
    for role, person in answers.appoints.items():
        action.session.merge(
            StandIn(
                case_id=case_id,
                role=role,
                person_id=UUID(person),
                appointed_by=by,
                appointed_at_utc=action.now,
            )
        )
        action.note("stand_in_appointed", person, role)
    if not (answers.declares_conflict or answers.appoints):
        return False
    action.session.flush()
    action.holders_changed()
    return True
