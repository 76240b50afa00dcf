"""What is shown of people, the roles they hold, and their agencies."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the people page shows them; `roles` are role keys held today."""

    id: UUID
    name: str
    email: str
    agency: str | None
    roles: tuple[str, ...]
    active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class RoleTerm:
    """A role that a person holds from the first day to the last (None: without end).

    What was ended before it began is `never`.
    """

    id: UUID
    role: str
    first: date
    last: date | None
    standing: Literal["past", "now", "ahead", "never"]


@dataclass(frozen=True, slots=True)
class DeputyTerm:
    """A person who acts for another in a role from the first day to the last."""

    id: UUID
    role: str
    first: date
    last: date | None
    standing: Literal["past", "now", "ahead", "never"]
    person: UUID
    name: str
    stands_for: UUID
    stands_for_name: str


@dataclass(frozen=True, slots=True)
class PersonPosts:
    """The roles of a person, their deputies, and for whom they deputise: the newest first."""

    roles: tuple[RoleTerm, ...]
    deputies: tuple[DeputyTerm, ...]
    deputises: tuple[DeputyTerm, ...]


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency that takes part."""

    key: str
    name: str
    active: bool
