"""What the page of a case shows of its compliance."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.compliance.standing import ClauseStanding, Status


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """The clauses that apply to a case so far, with how many stand in which way, every way named."""

    clauses: tuple[ClauseStanding, ...]
    counts: Mapping[Status, int]
