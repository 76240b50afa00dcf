"""What people begin on a case: who, when, and the end that ends all of it; each only where it is read."""

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Kind, Trigger
from engine.bpmn.reader_extensions import BEGINNING_PROPERTIES, YES
from engine.roles import ROLE_TITLES


def check_beginnings(diagram: Diagram, findings: Findings) -> None:
    """Refuse what nobody could begin, or would begin unawares, and ends that nobody expects."""
    begun_on_a_case = any(start.beginning is not None for start in diagram.start_events())
    for element in diagram.elements.values():
        if element.beginning is not None:
            _check_start(element, findings)
        else:
            for name in BEGINNING_PROPERTIES:
                if name in element.properties:
                    findings.on("beginning_misplaced", element, name=name)
        ends = element.properties.get("ends")
        if ends is not None and not (begun_on_a_case and _may_end_the_case(element)):
            findings.on("ends_misplaced", element, value=ends)


def _check_start(start: Element, findings: Findings) -> None:
    needed = {
        "a label": start.label,
        "guidance": start.documentation,
        "a clause": start.clauses,
    }
    for detail, given in needed.items():
        if not given:
            findings.on("beginning_incomplete", start, detail=detail)
    for role in start.beginning.begun_by if start.beginning is not None else ():
        if role not in ROLE_TITLES:
            findings.on("unknown_role", start, role=role, instead=offer(role, ROLE_TITLES))
    for name in ("also-closed", "again"):
        value = start.properties.get(name, YES)
        if value != YES:
            findings.on("not_yes", start, name=name, value=value)


def _may_end_the_case(element: Element) -> bool:
    return (
        element.ends_case
        and element.kind is Kind.END_EVENT
        and element.trigger is Trigger.NONE
        and element.scope is None
    )
