"""Cases: those I may see, one of them, and how many stand at each step."""

from uuid import UUID

from web.use_cases.views import CaseFilters, CasePage, CaseView, StepCount


class Cases:
    """Read cases. Whoever may not know of a case gets NotFoundError."""

    def cases(self, filters: CaseFilters, *, by: UUID) -> CasePage:
        """Return the cases this person may see, newest first, without personal data."""
        raise NotImplementedError

    def case(self, reference: str, *, by: UUID) -> CaseView:
        """Return the case, cut to what this person may see of it."""
        raise NotImplementedError

    def counts(self, *, by: UUID) -> tuple[StepCount, ...]:
        """Return how many cases stand at each step; NotPermittedError unless they see every case."""
        raise NotImplementedError
