"""What needs attention: what failed outside a person's action, and meetings that nobody has arranged."""

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from engine.calendar import london_date
from engine.errors import NotFoundError
from web.store import audit, queue
from web.store.audit import Event
from web.store.case_files import open_case_by_id
from web.store.holding import in_conflict
from web.store.models import Case, NeedsAttention, Timer
from web.store.store import Store
from web.use_cases.attention_items import failed
from web.use_cases.attention_paging import page_of
from web.use_cases.attention_people import not_independent, vacant
from web.use_cases.attention_views import AttentionPage
from web.use_cases.duties import somebody_with_duty

DUTY: Final = "look after what needs attention"
PAGE: Final = 25


class Attention:
    """Read and try again what needs attention; for the Business Manager (NotPermittedError)."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store

    def page(self, *, by: UUID, after: str | None = None, limit: int = PAGE) -> AttentionPage:
        """Return a page of everything open, the oldest first, from where `after` says or the first."""
        with self._store.transaction() as session:
            somebody_with_duty(self._store, session, DUTY, by)
            today = london_date(self._store.clock.now(session))
            theirs = ~in_conflict(Case.id, by)
            kinds = (
                failed(session, self._store.versions),
                vacant(session, self._store.versions, today, theirs),
                not_independent(theirs),
            )
            return page_of(session, kinds, after=after, limit=limit)

    def try_again(self, item: UUID, *, by: UUID) -> None:
        """Queue the timer or notice again; the item stays until it succeeds.

        A meeting that nobody has arranged cannot be tried again: enter one on the meetings page.
        """
        with self._store.transaction() as session:
            person = somebody_with_duty(self._store, session, DUTY, by)
            found = session.get(NeedsAttention, item)
            if found is None or found.resolved_at_utc is not None:
                raise NotFoundError("item")
            open_case_by_id(session, self._store.vault, found.case_id, lock=True)
            _queue_again(session, found)
            audit.append(
                session,
                str(found.case_id),
                [Event("tried_again", found.element, found.what, actor=person.id)],
                at=self._store.clock.now(session),
            )


def _queue_again(session: Session, item: NeedsAttention) -> None:
    if item.what == "timer" and item.timer_id is not None:
        timer = session.get_one(Timer, item.timer_id)
        timer.job_id = queue.defer(session, queue.FIRE_TIMER, at=None, timer_id=timer.id)
    elif item.what == "notice" and item.notice_id is not None:
        queue.defer(session, queue.SEND_NOTICE, at=None, notice_id=str(item.notice_id))
    else:
        raise NotFoundError("nothing to try again")
