"""The local outbox: mails as they would have gone out, where no mail server is configured."""

from uuid import UUID

from sqlalchemy import func, select

from engine.calendar import london_date
from engine.errors import NotFoundError
from web.store.directory import actor
from web.store.models import Case, Notice, OutboxMail, TaskMail, UserTask
from web.store.store import Store
from web.use_cases.mail_views import OutboxLine


class Outbox:
    """Read the outbox; everyone signed in may, as it exists in `make run` only."""

    def __init__(self, store: Store, *, shown: bool) -> None:
        """Take the store, and whether this installation shows its outbox."""
        self._store, self._shown = store, shown

    def mails(self, *, by: UUID, limit: int = 100) -> tuple[OutboxLine, ...]:
        """Return the newest mails first; NotFoundError where the installation shows no outbox."""
        if not self._shown:
            raise NotFoundError("outbox")
        with self._store.transaction() as session:
            actor(session, by, today=london_date(self._store.clock.now(session)))
            rows = session.execute(
                select(OutboxMail, Case.reference)
                .outerjoin(Notice, Notice.id == OutboxMail.notice_id)
                .outerjoin(TaskMail, TaskMail.id == OutboxMail.task_mail_id)
                .outerjoin(UserTask, UserTask.id == TaskMail.task_id)
                .outerjoin(Case, Case.id == func.coalesce(Notice.case_id, UserTask.case_id))
                .order_by(OutboxMail.at_utc.desc(), OutboxMail.message_id)
                .limit(limit)
            )
            return tuple(
                OutboxLine(
                    reference=reference,
                    message_id=mail.message_id,
                    recipient=mail.recipient,
                    subject=mail.subject,
                    text=mail.text,
                    at_utc=mail.at_utc,
                )
                for mail, reference in rows
            )
