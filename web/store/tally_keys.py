"""What a tally counts, and where a case stands: the names that counting as it happens and anew share."""

from datetime import date
from typing import NamedTuple


class Key(NamedTuple):
    """What a count is of: the columns of `tally` that name it."""

    deployment_number: int
    kind: str
    process: str
    what: str
    review_type: str
    month: date
    due: date


class Sums(NamedTuple):
    """What is counted: the columns of `tally` that are added up."""

    number: int = 0
    days: int = 0
    targeted: int = 0
    within: int = 0
    target_days: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(*(mine + its for mine, its in zip(self, other, strict=True)))

    def negative(self) -> "Sums":
        """Return what takes this away."""
        return Sums(*(-mine for mine in self))


class Place(NamedTuple):
    """Where a case stands; `element` is "" for the process as a whole, `process` too for the case."""

    deployment_number: int
    process: str
    element: str


class Stands(NamedTuple):
    """How a case stands there: what is counted with it."""

    review_type: str
    since: date
    due: date

    def key(self, place: Place) -> Key:
        """Return the count in which it counts as one."""
        month = self.since.replace(day=1)
        return Key(
            place.deployment_number,
            "standing",
            place.process,
            place.element,
            self.review_type,
            month,
            self.due,
        )
