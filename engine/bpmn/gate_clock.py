"""The clock of the case: where a hold begins and ends, which deadlines it stops, and what may be extended."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Kind

HOLD: Final = "hold"
CLOCK: Final = "clock"
EXTENDABLE: Final = "extendable"

_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    HOLD: ("begins", "ends"),
    CLOCK: ("case", "statutory", "none"),
    EXTENDABLE: ("yes", "no"),
}
_HOLDING: Final = frozenset({Kind.START_EVENT, Kind.USER_TASK, Kind.END_EVENT})


def check_clock(diagram: Diagram, findings: Findings) -> None:
    """Refuse properties of the clock that say nothing, or stand where nothing reads them."""
    for element in diagram.elements.values():
        for name, known in _VALUES.items():
            written = element.properties.get(name)
            if written is None:
                continue
            if not _belongs(name, element):
                findings.on("clock_misplaced", element, name=name)
            elif written not in known:
                instead = offer(written, known)
                findings.on("clock_value", element, name=name, value=written, instead=instead)


def _belongs(name: str, element: Element) -> bool:
    if name == HOLD:
        return element.kind in _HOLDING
    if name == CLOCK:
        return element.due is not None or element.timer is not None
    return element.due is not None
