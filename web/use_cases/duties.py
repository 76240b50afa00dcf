"""Who may do what does not belong to a case: the duties of web.access."""

from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotPermittedError
from web.access import has_duty
from web.store.directory import Actor, actor
from web.store.store import Store


def somebody_with_duty(store: Store, session: Session, duty: str, by: UUID) -> Actor:
    """Return who acts, or raise NotPermittedError where the duty is not theirs."""
    person = actor(session, by, today=london_date(store.clock.now(session)))
    if not has_duty(duty, person.acting_roles):
        raise NotPermittedError(duty)
    return person
