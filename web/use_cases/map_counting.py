"""The steps of one version's diagram with what is counted at each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from engine.bpmn.called import called, leads_to
from engine.bpmn.model import Diagram, Element
from engine.bpmn.reading_order import reading_order
from web.number_rings import FLOOR
from web.store import tallies
from web.store.departures import counts_by_element
from web.store.tallies import At, Left, Standing
from web.use_cases.map_reading import MapReading
from web.use_cases.map_views import Stays, StepOnMap, Way

_WEIGHTS: Final = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted on one version, of one process or of all, by process and id."""

    standing: Mapping[tuple[str, str], Standing]
    left: Mapping[tuple[str, str], Left]
    taken: Mapping[tuple[str, str], int]
    departures: Mapping[tuple[str, str], int]
    reading: MapReading = field(repr=False)

    @classmethod
    def on(
        cls,
        reading: MapReading,
        number: int,
        process: str | None = None,
        places: Collection[tuple[str, str]] | None = None,
    ) -> "Counted":
        """Count on a version what the filters choose, on one process or all, at all places or these."""
        chosen = reading.chosen(deployment=number, process=process, places=places)
        departed = counts_by_element(reading.session, chosen)
        return cls(
            _on_one(tallies.standing_on_map(reading.session, chosen, today=reading.today)),
            _on_one(tallies.left_on_map(reading.session, chosen)),
            _on_one(tallies.taken_on_map(reading.session, chosen)),
            {at: sum(by_rule.values()) for at, by_rule in departed.items()},
            reading,
        )

    def steps(self, diagram: Diagram) -> tuple[StepOnMap, ...]:
        """Return every step of the diagram in the order it is read."""
        most = max((self.taken.get((diagram.id, flow), 0) for flow in diagram.flows), default=0)
        return tuple(self._step(diagram, each, most) for each in reading_order(diagram))

    def _step(self, diagram: Diagram, element: Element, most: int) -> StepOnMap:
        """Return one step; `most` is how often the most taken flow of its diagram was."""
        at = diagram.id, element.id
        stands, left = self.standing.get(at, Standing()), self.left.get(at, Left())
        count = self.reading.count
        return StepOnMap(
            element=element,
            name=called(diagram, element),
            reached=bool(left.times or stands.cases) and self._shows(left.times + stands.cases),
            cases=count(stands.cases),
            late=count(stands.late),
            is_late=stands.late > 0 and self._shows(stands.late),
            stays=stays_of(self.reading, element, left),
            ways=tuple(
                Way(flow, leads_to(diagram, flow), count(times), self._weight(times, most))
                for flow in diagram.outgoing(element.id)
                for times in (self.taken.get((diagram.id, flow.id), 0),)
            ),
            departures=count(self.departures.get(at, 0)),
        )

    def _shows(self, number: int) -> bool:
        """Say whether the person may know that there is something at all."""
        return self.reading.exact or number >= FLOOR

    def _weight(self, times: int, most: int) -> int:
        if not times or not self._shows(times):
            return 0
        return 1 if not self.reading.exact else 1 + (_WEIGHTS - 1) * times // most


def stays_of(reading: MapReading, element: Element, left: Left) -> Stays:
    """Return how a step was left: whoever sees no exact counts learns of five and more how most were."""
    times, has_target = reading.count(left.times), element.due is not None
    verdict = ""
    if left.targeted and (reading.exact or left.targeted >= FLOOR):
        verdict = "over" if 2 * left.within < left.targeted else "within"
    if not reading.exact or not left.times:
        return Stays(times, has_target, verdict)
    return Stays(
        times,
        has_target,
        verdict,
        days=left.days / left.times,
        targeted=left.targeted,
        within=left.within,
        target_days=left.target_days / left.targeted if left.targeted else None,
    )


def left_by_step(reading: MapReading) -> Mapping[tuple[str, str], Left]:
    """Return how each step was left, on all versions together."""
    summed: dict[tuple[str, str], Left] = {}
    for (_, *at), left in tallies.left_on_map(reading.session, reading.chosen()).items():
        place = (at[0], at[1])
        summed[place] = _both(summed.get(place, Left()), left)
    return summed


def _both(one: Left, other: Left) -> Left:
    return Left(
        one.times + other.times,
        one.days + other.days,
        one.targeted + other.targeted,
        one.within + other.within,
        one.target_days + other.target_days,
    )


def _on_one(found: Mapping[At, T]) -> Mapping[tuple[str, str], T]:
    """Return what was found on one version by process and id."""
    return {(process, what): value for (_, process, what), value in found.items()}
