"""The notices of a case: to whom in words, and when each was sent."""

from sqlalchemy import select

from web.store.directory import names
from web.store.models import Notice
from web.use_cases.history_views import NoticeView
from web.use_cases.opened_case import OpenedCase


def notices_of(case: OpenedCase) -> tuple[NoticeView, ...]:
    """Return the notices of the case, those first that are or were due first."""
    rows = case.session.scalars(
        select(Notice)
        .where(Notice.case_id == case.file.case.id)
        .order_by(Notice.due_at_utc, Notice.element, Notice.id)
    ).all()
    people = names(case.session, {row.person_id for row in rows})
    return tuple(
        NoticeView(
            process=row.process,
            element=row.element,
            message=row.message,
            to=people[row.person_id] if row.person_id else _body(case, row),
            due_at_utc=row.due_at_utc,
            sent_at_utc=row.sent_at_utc,
        )
        for row in rows
    )


def _body(case: OpenedCase, row: Notice) -> str:
    bodies = case.versions[row.process_instance_id].settings.bodies
    return bodies[row.body].name if row.body and row.body in bodies else row.to_word
