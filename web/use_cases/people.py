"""People, agencies and roles, kept by the Business Manager."""

from collections.abc import Collection
from uuid import UUID

from web.use_cases.views import AgencyView, PersonView


class People:
    """Keep people. Without `by` (None) the program acts: the command line and the demo."""

    def people(self, *, by: UUID | None) -> tuple[PersonView, ...]:
        """Return everybody, by name."""
        raise NotImplementedError

    def agencies(self, *, by: UUID | None) -> tuple[AgencyView, ...]:
        """Return every agency, by name."""
        raise NotImplementedError

    def add_agency(self, key: str, name: str, *, by: UUID | None) -> None:
        """Add an agency; InvalidAnswersError where the key or the name is taken or malformed."""
        raise NotImplementedError

    def add(
        self,
        *,
        name: str,
        email: str,
        agency: str | None,
        roles: Collection[str],
        by: UUID | None,
    ) -> UUID:
        """Add a person without a password; InvalidAnswersError names each field refused."""
        raise NotImplementedError

    def change(
        self,
        person: UUID,
        *,
        name: str,
        agency: str | None,
        roles: Collection[str],
        by: UUID | None,
    ) -> None:
        """Give the person these roles from today, end the others today, and set name and agency."""
        raise NotImplementedError

    def deactivate(self, person: UUID, *, by: UUID | None) -> None:
        """Keep the person from signing in, and end their sessions."""
        raise NotImplementedError

    def activate(self, person: UUID, *, by: UUID | None) -> None:
        """Let the person sign in again."""
        raise NotImplementedError

    def password_link(self, person: UUID, *, by: UUID | None) -> str:
        """Return the token of a new one-time link (7 days); links given before no longer work."""
        raise NotImplementedError

    def person_of_link(self, token: str) -> PersonView:
        """Return whose link it is; NotFoundError where it is unknown, used or expired."""
        raise NotImplementedError

    def use_link(self, token: str, *, password_hash: str) -> UUID:
        """Set the password by its hash, use up the link, and end the person's sessions."""
        raise NotImplementedError

    def record_sign_in(self, kind: str, person: UUID | None, *, account: str = "") -> None:
        """Write to the `system` chain that somebody signed in or out, or failed to (past tense)."""
        raise NotImplementedError
