"""The local outbox: mails as they would have gone out, where no mail server is configured."""

from uuid import UUID

from web.use_cases.views import OutboxLine


class Outbox:
    """Read the outbox; everyone signed in may, as it exists in `make run` only."""

    def mails(self, *, by: UUID, limit: int = 100) -> tuple[OutboxLine, ...]:
        """Return the newest mails first; NotFoundError where a mail server is configured."""
        raise NotImplementedError
