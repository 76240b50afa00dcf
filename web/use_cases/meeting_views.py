"""What is shown of a meeting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting; `state` is planned, held or cancelled.

    `about` is the reference of the case that a Panel meets about, for who may know of it.
    """

    id: UUID
    kind: str
    starts_at_utc: datetime
    state: Literal["planned", "held", "cancelled"]
    about: str | None = None
