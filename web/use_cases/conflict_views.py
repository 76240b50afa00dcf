"""What is shown of who acts on a case: conflicts, appointments and sign-offs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.forms import Choice


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A task that somebody completed."""

    element: str
    label: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict on a case: what the person had done before, and whether and why it was withdrawn.

    `said_in` is the label of the task in whose form they declared it, None where they did of themselves;
    it was `found_late` where they did so after they had acted.
    """

    id: UUID
    person: UUID
    name: str
    declared_at_utc: datetime
    said_in: str | None
    nature: str | None
    done_before: tuple[DoneStep, ...]
    found_late: bool
    withdrawn_at_utc: datetime | None
    withdrawn_by: str | None
    withdrawal: str | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody appointed on a case; `under_review` is their agency where it must not be, and is."""

    role: str
    name: str
    by: str
    at_utc: datetime
    reason: str | None
    under_review: str | None


@dataclass(frozen=True, slots=True)
class SignedStep:
    """A step that somebody completed, with whom a deputy stood for."""

    label: str
    by: str
    at_utc: datetime


@dataclass(frozen=True, slots=True)
class SignOff:
    """A step that had to be another person's than those before it."""

    first: tuple[SignedStep, ...]
    then: SignedStep


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Who acts on a case, and what the reader may do: `vacant` are roles they may appoint to.

    Only who `sees_everything` of the case sees conflicts, appointments and sign-offs.
    """

    reference: str
    sees_everything: bool
    conflicts: tuple[ConflictView, ...]
    appointments: tuple[Appointment, ...]
    sign_offs: tuple[SignOff, ...]
    under_review: tuple[str, ...]
    may_declare: bool
    may_withdraw: bool
    vacant: tuple[str, ...]
    people: tuple[Choice, ...]
