"""What lists of cases show: where each stands, and nothing of what it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: nothing of it but where it stands. `standing` are labels of open tasks.

    `elapsed_days` and `held_days` are those since receipt on which it was not, and was, on hold.
    """

    reference: str
    received_on: date
    closed: bool
    standing: tuple[str, ...]
    next_due: date | None
    late: bool
    held_since: date | None = None
    held_days: int = 0
    elapsed_days: int = 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the cases a person may see; `next_after` is the cursor of the next page."""

    lines: tuple[CaseLine, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What to list. `element` is `process/element` of a step that an open task stands at."""

    status: Literal["open", "closed", "all"] = "open"
    reference: str = ""
    element: str = ""
    late: bool = False
    after: str | None = None
    limit: int = 50
