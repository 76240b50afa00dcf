"""The protocol as a map: where cases stand, how long they stay, which ways they go, by diagram."""

from uuid import UUID

from engine.bpmn.called import called
from engine.errors import NotFoundError, NotPermittedError
from engine.flowchart import APPENDIX_2, Flowchart, read_flowchart
from engine.flowchart_ways import flows_of
from engine.version import Version
from web.store import tallies
from web.store.models.tallies import NO_DUE
from web.store.store import Store
from web.use_cases.map_cases import PAGE, cases_standing, runs_of
from web.use_cases.map_counting import Counted
from web.use_cases.map_overview import process_lines, slowest, step_lines
from web.use_cases.map_reading import MapReading
from web.use_cases.map_views import (
    CaseAtStep,
    CasesAtStep,
    FlowchartMap,
    MapFilters,
    Overview,
    ProcessMap,
)

_Flows = tuple[tuple[str, str], ...]
_Chart = tuple[Flowchart, tuple[tuple[int, _Flows], ...]]


class Map:
    """Read the map. NotPermittedError for who may not read counts; counts are of all cases, exact or not.

    Nothing here looks at cases one by one but the list of those at one step, which is for who sees exact
    counts, and leaves out cases on which they have declared a conflict.
    """

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store
        # By digest: a version never changes, and finding the flows of its arrows takes a moment.
        self._charts: dict[str, _Chart] = {}

    def overview(self, filters: MapFilters, *, by: UUID) -> Overview:
        """Return every diagram, and the steps at which cases stand, on all versions together."""
        with self._store.transaction() as session:
            reading = MapReading(self._store, session, filters, by)
            standing = tallies.standing_on_map(session, reading.chosen(), today=reading.today)
            version = reading.version(reading.current)
            return Overview(
                frame=reading.frame(""),
                processes=tuple(process_lines(reading, version, standing)),
                steps=tuple(step_lines(reading, standing)),
                slowest=tuple(slowest(reading, version)),
                has_flowchart=APPENDIX_2 in version.files,
            )

    def process(self, process: str, filters: MapFilters, *, by: UUID) -> ProcessMap:
        """Return one diagram of a version: the one chosen, or the newest that has it."""
        with self._store.transaction() as session:
            reading = MapReading(self._store, session, filters, by)
            number = reading.number_for(process)
            diagram = reading.version(number).diagram(process)
            return ProcessMap(
                frame=reading.frame(process, number=number),
                number=number,
                diagram=diagram,
                steps=Counted.on(reading, number, process).steps(diagram),
            )

    def flowchart(self, filters: MapFilters, *, by: UUID) -> FlowchartMap:
        """Return the flowchart of Appendix 2 of a version; NotFoundError where it has none."""
        with self._store.transaction() as session:
            reading = MapReading(self._store, session, filters, by)
            number = reading.current if filters.version is None else filters.version
            version = reading.version(number)
            if APPENDIX_2 not in version.files:
                raise NotFoundError("flowchart")
            if version.digest not in self._charts:
                self._charts[version.digest] = _read(version)
            chart, flows = self._charts[version.digest]
            places = {(box.process, box.element) for box in chart.boxes.values()}
            places |= {flow for _, taken in flows for flow in taken}
            counted = Counted.on(reading, number, places=places)
            found = {
                (process, step.element.id): step
                for process in {box.process for box in chart.boxes.values()}
                for step in counted.steps(version.diagrams[process])
            }
            steps = {box.id: found[box.process, box.element] for box in chart.boxes.values()}
            arrows = {
                arrow: reading.count(sum(counted.taken.get(flow, 0) for flow in taken))
                for arrow, taken in flows
            }
            frame = reading.frame("", number=number)
            return FlowchartMap(frame, number, version, chart, steps, arrows)

    def cases_at(
        self,
        process: str,
        element: str,
        filters: MapFilters,
        *,
        by: UUID,
        late: bool = False,
        after: str | None = None,
    ) -> CasesAtStep:
        """Return the cases that stand at a step, on the version chosen or on all; a page at a time."""
        with self._store.transaction() as session:
            reading = MapReading(self._store, session, filters, by)
            if not reading.exact:
                raise NotPermittedError("cases at a step")
            diagram = reading.version(reading.number_for(process)).diagram(process)
            if element not in diagram.elements:
                raise NotFoundError(element)
            rows = cases_standing(reading, process, element, late=late, after=after)
            runs = runs_of(session, [row.case_id for row in rows], process, element)
            last = rows[PAGE - 1] if len(rows) > PAGE else None
            return CasesAtStep(
                frame=reading.frame(process, number=filters.version),
                process=process,
                element=element,
                name=called(diagram, diagram.elements[element]),
                diagram=diagram.name,
                late_only=late,
                lines=tuple(
                    CaseAtStep(
                        reference=row.reference,
                        since=row.since,
                        due=None if row.due == NO_DUE else row.due,
                        late=row.due < reading.today,
                        review=reading.review_in_words(row.review_type),
                        deployment=row.deployment_number,
                        run=runs.get(row.case_id),
                    )
                    for row in rows[:PAGE]
                ),
                next_after=f"{last.due.isoformat()}~{last.reference}" if last else None,
            )


def _read(version: Version) -> _Chart:
    """Return the flowchart, and each arrow of which it is known by which flows it is followed, with these."""
    chart = read_flowchart(version.files[APPENDIX_2], file=APPENDIX_2)
    flows = tuple(
        (number, taken)
        for number in range(len(chart.arrows))
        for taken in (flows_of(chart, number, version),)
        if taken
    )
    return chart, flows
