"""What the map shows: counts as the reader may see them, at the steps and flows of one version's diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.bpmn.model import Diagram, Element, Flow
from engine.flowchart import Flowchart
from engine.version import Version
from web.small_numbers import Count

NO_TYPE = "none"


@dataclass(frozen=True, slots=True)
class MapFilters:
    """What is counted: whole months ("2026-03"), a type of review (NO_TYPE: none decided yet), a version.

    Whoever may not see exact counts chooses a version only: what is left out could be worked out by it.
    """

    first: str = ""
    last: str = ""
    review_type: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that may be looked at, with the cases that stand on it now."""

    number: int
    cases: Count
    is_current: bool


@dataclass(frozen=True, slots=True)
class Stays:
    """How often a step was left, and after how long: averages in days, where the reader may see them.

    `targeted` of those times there was a deadline, `target_days` after it began on average, and `within` were
    in time. `verdict` is over or within where most of them were; "" where there is nothing to say.
    """

    times: Count
    has_target: bool
    verdict: str = ""
    days: float | None = None
    targeted: int = 0
    within: int = 0
    target_days: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A flow that leaves a step, and how often it was taken; `weight` is 0 to 4, by the most taken one."""

    flow: Flow
    leads_to: str
    times: Count
    weight: int


@dataclass(frozen=True, slots=True)
class StepOnMap:
    """One element with everything that is counted at it. `reached` says that a case was ever there."""

    element: Element
    name: str
    reached: bool
    cases: Count
    late: Count
    is_late: bool
    stays: Stays
    ways: tuple[Way, ...]
    departures: Count


@dataclass(frozen=True, slots=True)
class MapFrame:
    """What every page of the map has: what was chosen, and what else may be.

    `problems` are of the filters, by field; what is wrong with them chooses nothing.
    """

    filters: MapFilters
    problems: Mapping[str, str]
    exact: bool
    review_types: Mapping[str, str]
    versions: tuple[VersionLine, ...]
    cases: Count
    late: Count


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """One diagram of one version as a map."""

    frame: MapFrame
    number: int
    diagram: Diagram
    steps: tuple[StepOnMap, ...]


@dataclass(frozen=True, slots=True)
class FlowchartMap:
    """The flowchart of Appendix 2 as a map: the steps by box, how often by arrow (its place in the chart)."""

    frame: MapFrame
    number: int
    version: Version
    chart: Flowchart
    steps: Mapping[str, StepOnMap]
    arrows: Mapping[int, Count]


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One diagram in the overview; `elsewhere` are its cases on other versions than the newest."""

    process: str
    name: str
    cases: Count
    late: Count
    elsewhere: Count
    runs_today: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step at which cases stand, in the overview."""

    process: str
    element: str
    name: str
    diagram: str
    lane: str
    cases: Count
    late: Count
    is_late: bool


@dataclass(frozen=True, slots=True)
class StayLine:
    """A step of today's protocol that has a target, in the overview: how long cases stayed there."""

    process: str
    element: str
    name: str
    diagram: str
    lane: str
    stays: Stays


@dataclass(frozen=True, slots=True)
class Overview:
    """All diagrams, every step at which a case stands, the most late first, and the slowest of those left.

    Whoever sees no exact counts reads of the slowest only those at which most of five and more were late.
    """

    frame: MapFrame
    processes: tuple[ProcessLine, ...]
    steps: tuple[StepLine, ...]
    slowest: tuple[StayLine, ...]
    has_flowchart: bool


@dataclass(frozen=True, slots=True)
class CaseAtStep:
    """A case that stands at a step; `run` says on which of its diagrams of that process."""

    reference: str
    since: date
    due: date | None
    late: bool
    review: str
    deployment: int
    run: int | None


@dataclass(frozen=True, slots=True)
class CasesAtStep:
    """The cases at a step that the person may see, those due first at the top; `next_after` continues."""

    frame: MapFrame
    process: str
    element: str
    name: str
    diagram: str
    late_only: bool
    lines: tuple[CaseAtStep, ...]
    next_after: str | None
