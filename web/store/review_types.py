"""Read the review type of cases that were kept before it had a column of its own."""

from typing import Final

from sqlalchemy import select

from web.store.case_files import REVIEW_TYPE, open_case_by_id
from web.store.models import Case
from web.store.store import Store
from web.store.tallying import Tallying

AT_ONCE: Final = 200


def read_review_types(store: Store) -> int:
    """Read those of at most AT_ONCE cases, each in a transaction of its own; return how many were read."""
    with store.transaction() as session:
        unread = session.scalars(
            select(Case.id).where(Case.review_type.is_(None)).limit(AT_ONCE)
        ).all()
    for case in unread:
        with store.transaction() as session:
            file = open_case_by_id(session, store.vault, case, lock=True)
            tallying = Tallying(session, file.case)
            file.case.review_type = file.data.get(REVIEW_TYPE) or ""
            tallying.settle()
    return len(unread)
