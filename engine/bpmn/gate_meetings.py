"""Steps that are taken at a meeting: of a kind that there is, and only what people do."""

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Kind
from engine.meetings import KINDS, TAKEN_AT


def check_meetings(diagram: Diagram, findings: Findings) -> None:
    """Refuse a step that no agenda would ever show."""
    for element in diagram.elements.values():
        if TAKEN_AT not in element.properties:
            continue
        kind = element.properties[TAKEN_AT]
        if element.kind is not Kind.USER_TASK:
            findings.on("taken_at_misplaced", element)
        elif kind not in KINDS:
            findings.on("taken_at_unknown", element, word=kind, instead=offer(kind, KINDS))
