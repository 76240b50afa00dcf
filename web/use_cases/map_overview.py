"""The overview of the map: a line for each diagram, and one for each step at which a case stands."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.bpmn.called import called
from engine.version import Version
from web.number_rings import FLOOR
from web.store.tallies import Standing
from web.use_cases.map_counting import left_by_step, stays_of
from web.use_cases.map_reading import MapReading
from web.use_cases.map_views import ProcessLine, StayLine, Stays, StepLine

MOST: Final = 15
ByVersion = Mapping[tuple[int, str, str], Standing]


def process_lines(
    reading: MapReading, version: Version, standing: ByVersion
) -> Sequence[ProcessLine]:
    """Return a line for each diagram of today, then for those on which cases finish only."""
    there: dict[str, list[tuple[int, Standing]]] = {each: [] for each in version.diagrams}
    for (number, process, element), found in standing.items():
        if process and not element:
            there.setdefault(process, []).append((number, found))
    lines = []
    for process, found_on in there.items():
        if process in version.diagrams:
            name = version.diagrams[process].name
        elif not any(reading.exact or found.cases >= FLOOR for _, found in found_on):
            continue
        else:
            name = reading.version(max(number for number, _ in found_on)).diagram(process).name
        lines.append(
            ProcessLine(
                process=process,
                name=name,
                cases=reading.count(sum(found.cases for _, found in found_on)),
                late=reading.count(sum(found.late for _, found in found_on)),
                elsewhere=reading.count(
                    sum(found.cases for number, found in found_on if number != reading.current)
                ),
                runs_today=process in version.diagrams,
            )
        )
    # Whoever sees no exact counts must not read from the order what the words do not say.
    return sorted(lines, key=lambda line: -(line.cases.number or 0))


def slowest(reading: MapReading, version: Version) -> Sequence[StayLine]:
    """Return the steps at which cases stayed longest against their target, the slowest first."""
    lines = []
    for (process, element), left in left_by_step(reading).items():
        diagram = version.diagrams.get(process)
        drawn = diagram.elements.get(element) if diagram is not None else None
        if diagram is None or drawn is None or not left.targeted:
            continue
        stays = stays_of(reading, drawn, left)
        if reading.exact or stays.verdict == "over":
            name = called(diagram, drawn)
            lines.append(StayLine(process, element, name, diagram.name, drawn.lane or "", stays))
    if not reading.exact:
        return sorted(lines, key=lambda line: (line.diagram, line.name))
    return sorted(lines, key=lambda line: _against_target(line.stays), reverse=True)[:MOST]


def _against_target(stays: Stays) -> tuple[float, float]:
    """Return how many times the target cases stayed, and the share of them that was late."""
    late = 1 - stays.within / stays.targeted
    return (stays.days or 0) / max(stays.target_days or 0, 1), late


def step_lines(reading: MapReading, standing: ByVersion) -> Sequence[StepLine]:
    """Return a line for each step where cases stand, named as on the newest version on which they do."""
    newest: dict[tuple[str, str], int] = {}
    sums: dict[tuple[str, str], Standing] = {}
    for (number, process, element), found in standing.items():
        if element:
            at = process, element
            before = sums.get(at, Standing())
            sums[at] = Standing(before.cases + found.cases, before.late + found.late)
            newest[at] = max(number, newest.get(at, 0))
    shown = {at: found for at, found in sums.items() if reading.exact or found.cases >= FLOOR}
    lines = []
    for (process, element), found in shown.items():
        diagram = reading.version(newest[process, element]).diagram(process)
        drawn = diagram.elements[element]
        lines.append(
            StepLine(
                process=process,
                element=element,
                name=called(diagram, drawn),
                diagram=diagram.name,
                lane=drawn.lane or "",
                cases=reading.count(found.cases),
                late=reading.count(found.late),
                is_late=found.late >= (1 if reading.exact else FLOOR),
            )
        )
    return sorted(
        lines,
        key=lambda line: (
            -(line.late.number or 0),
            -(line.cases.number or 0),
            line.diagram,
            line.name,
        ),
    )
