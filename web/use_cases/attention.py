"""What needs attention: what failed outside a person's action, and meetings that nobody has arranged."""

from uuid import UUID

from web.use_cases.views import AttentionItem


class Attention:
    """Read and try again what needs attention; for the Business Manager (NotPermittedError)."""

    def items(self, *, by: UUID) -> tuple[AttentionItem, ...]:
        """Return everything open, the oldest first."""
        raise NotImplementedError

    def try_again(self, item: UUID, *, by: UUID) -> None:
        """Queue the timer or notice again; the item stays until it succeeds."""
        raise NotImplementedError
