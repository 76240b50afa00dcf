"""Events: each kind only where it is run, and each with its counterpart."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Kind, Trigger
from engine.version import Version

_INSTEAD: Final[Mapping[Kind, str]] = {
    Kind.START_EVENT: "draw a plain start event, or outside a sub-process a message start event",
    Kind.END_EVENT: "draw a plain end event, or inside a sub-process an escalation end event",
    Kind.CATCH_EVENT: "draw a timer or message event",
    Kind.THROW_EVENT: "draw a message event, named as the process it starts",
    Kind.BOUNDARY_EVENT: "draw a timer, or on a sub-process an escalation",
}
_WAITING: Final = frozenset(
    {Kind.USER_TASK, Kind.RECEIVE_TASK, Kind.CALL_ACTIVITY, Kind.SUB_PROCESS}
)


def check_events(diagram: Diagram, version: Version, findings: Findings) -> None:
    """Refuse events that would never happen, or do nothing."""
    for element in diagram.elements.values():
        if element.kind.is_event and not _is_run(element):
            findings.on(
                "trigger_misplaced",
                element,
                trigger=element.trigger.value if element.trigger is not Trigger.NONE else "plain",
                kind=element.kind.value.replace("_", " "),
                instead=_INSTEAD[element.kind],
            )
            continue
        if element.kind is Kind.BOUNDARY_EVENT:
            _check_boundary(element, diagram, findings)
        if element.trigger is Trigger.ESCALATION:
            _check_escalation(element, diagram, findings)
        if element.message is not None and element.message.name:
            _check_message(element, version, findings)


def _is_run(event: Element) -> bool:
    inside = event.scope is not None
    match event.kind, event.trigger:
        case ((Kind.START_EVENT | Kind.END_EVENT), Trigger.NONE):
            return True
        case Kind.START_EVENT, Trigger.MESSAGE:
            return not inside
        case Kind.END_EVENT, Trigger.ESCALATION:
            return inside
        case Kind.CATCH_EVENT, (Trigger.TIMER | Trigger.MESSAGE):
            return True
        case Kind.THROW_EVENT, Trigger.MESSAGE:
            return True
        case Kind.BOUNDARY_EVENT, (Trigger.TIMER | Trigger.ESCALATION):
            return True
    return False


def _check_boundary(event: Element, diagram: Diagram, findings: Findings) -> None:
    host = diagram.elements.get(event.attached_to or "")
    allowed = _WAITING if event.trigger is Trigger.TIMER else frozenset({Kind.SUB_PROCESS})
    if host is None or host.kind not in allowed:
        kind = "step that is not there" if host is None else host.kind.value.replace("_", " ")
        findings.on("host", event, kind=kind)


def _check_escalation(event: Element, diagram: Diagram, findings: Findings) -> None:
    code = event.escalation or ""
    if event.kind is Kind.END_EVENT:
        places = list(diagram.boundary_events(event.scope or ""))
        place = "on the edge of the sub-process"
    else:
        places = [
            item for item in diagram.children(event.attached_to) if item.kind is Kind.END_EVENT
        ]
        place = "inside the sub-process"
        if not event.interrupting:
            findings.on("escalation_continues", event)
    known = {item.escalation for item in places if item.trigger is Trigger.ESCALATION}
    if not code or code not in known:
        findings.on("escalation_uncaught", event, escalation=code, place=place)


def _check_message(element: Element, version: Version, findings: Findings) -> None:
    message = element.message
    assert message is not None  # noqa: S101  the caller looks only at elements with a message
    if element.kind is Kind.START_EVENT:
        if message.name != element.process:
            findings.on("own_message", element, message=message.name, process=element.process)
        return
    if element.kind is Kind.THROW_EVENT:
        if message.name not in version.diagrams:
            others = set(version.diagrams) - {element.process}
            instead = offer(message.name, others, otherwise=f'draw "{message.name}"')
            findings.on("unknown_process", element, process=message.name, instead=instead)
        elif version.started_by_message(message.name) is None:
            findings.on("message_start", element, process=message.name)
        elif message.name in version.begun_on_cases():
            findings.on("message_asks", element, process=message.name)
        return
    if message.correlation is None:
        findings.on("no_correlation", element, message=message.name)
    findings.on("nothing_sends", element, message=message.name)
