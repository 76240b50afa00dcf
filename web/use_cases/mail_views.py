"""What is shown of mails."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A mail in the local outbox; `reference` is None where it is about several cases."""

    reference: str | None
    message_id: str
    recipient: str
    subject: str
    text: str
    at_utc: datetime
