"""What the page of a case shows of its compliance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.compliance.standing import ClauseStanding, Status
from web.use_cases.corrected_since import CorrectedSince


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """The clauses that apply to a case so far, with how many stand in which way, every way named.

    ``corrected`` says, by the ids of departures, whose reason rests on an answer that was corrected since.
    """

    clauses: tuple[ClauseStanding, ...]
    counts: Mapping[Status, int]
    corrected: Mapping[UUID, CorrectedSince] = field(default_factory=dict)
