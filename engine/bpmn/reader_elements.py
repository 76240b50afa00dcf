"""The elements of a process: tasks, events, gateways and sub-processes, one Element for each."""

from collections.abc import Mapping
from typing import Any, Final

from engine.bpmn import reader_extensions as extensions
from engine.bpmn.model import Element, Formula, Kind, Message, Trigger
from engine.bpmn.reader_faults import Reading
from engine.bpmn.xml_text import BPMN, local_name
from engine.clauses import cited

KINDS: Final[Mapping[str, Kind]] = {
    "startEvent": Kind.START_EVENT,
    "endEvent": Kind.END_EVENT,
    "intermediateCatchEvent": Kind.CATCH_EVENT,
    "intermediateThrowEvent": Kind.THROW_EVENT,
    "boundaryEvent": Kind.BOUNDARY_EVENT,
    "userTask": Kind.USER_TASK,
    "businessRuleTask": Kind.BUSINESS_RULE_TASK,
    "sendTask": Kind.SEND_TASK,
    "receiveTask": Kind.RECEIVE_TASK,
    "callActivity": Kind.CALL_ACTIVITY,
    "subProcess": Kind.SUB_PROCESS,
    "exclusiveGateway": Kind.EXCLUSIVE_GATEWAY,
    "parallelGateway": Kind.PARALLEL_GATEWAY,
    "inclusiveGateway": Kind.INCLUSIVE_GATEWAY,
    "eventBasedGateway": Kind.EVENT_BASED_GATEWAY,
}
# Drawn in a process but no node of it; flows and lanes are read elsewhere.
NOT_NODES: Final = frozenset(
    {
        "sequenceFlow",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "ioSpecification",
        "property",
        "dataInputAssociation",
        "dataOutputAssociation",
    }
)
_TRIGGERS: Final = {
    "timerEventDefinition": Trigger.TIMER,
    "messageEventDefinition": Trigger.MESSAGE,
    "escalationEventDefinition": Trigger.ESCALATION,
}


def read_element(
    reading: Reading,
    node: Any,
    *,
    scope: str | None,
    messages: Mapping[str, Message],
    escalations: Mapping[str, str],
) -> Element:
    """Return the element; what the dialect does not have becomes a fault of the reading."""
    tag = local_name(node)
    kind = KINDS.get(tag, Kind.OUTSIDE)
    if kind is Kind.OUTSIDE:
        reading.fault(node, "outside", tag)
    if kind is Kind.SUB_PROCESS and node.get("triggeredByEvent") == "true":
        reading.fault(node, "event_sub_process")
    extensions.foreign_parts(reading, node)
    allowed = extensions.ALLOWED_EXTENSIONS.get(kind, frozenset()) | extensions.PROPERTIES
    found = {} if kind is Kind.OUTSIDE else reading.extensions(node, allowed)
    named = extensions.properties(reading, found)
    definition = _event_definition(reading, node) if kind.is_event else None
    trigger = Trigger.NONE if definition is None else _TRIGGERS[local_name(definition)]
    reference = node if kind is Kind.RECEIVE_TASK else definition
    if kind is Kind.USER_TASK and "userTask" not in found:
        reading.fault(node, "old_user_task")
    form = extensions.form(reading, found)
    begins = kind is Kind.START_EVENT and trigger is Trigger.MESSAGE and form is not None
    return Element(
        id=node.get("id", ""),
        kind=kind,
        tag=tag,
        label=node.get("name"),
        line=node.sourceline or 1,
        process=reading.process,
        scope=scope,
        documentation=_documentation(node),
        clauses=cited(named.get("clause")),
        properties=named,
        default=node.get("default"),
        trigger=trigger,
        form=form,
        due=extensions.due(reading, found),
        assignment=extensions.assignment(reading, found),
        decision=extensions.decision(reading, found),
        calls=extensions.called_process(reading, found),
        loop=extensions.loop(reading, node),
        notice=extensions.notice(reading, found),
        keeps=extensions.kept(reading, kind, found),
        timer=_timer(reading, definition) if trigger is Trigger.TIMER else None,
        message=_message(reading, reference, messages),
        escalation=_escalation(definition, escalations),
        beginning=extensions.beginning(reading, node, named) if begins else None,
        writes=extensions.writes(reading, node, named),
        ends_case=kind is Kind.END_EVENT and named.get("ends") == "case",
        attached_to=node.get("attachedToRef"),
        interrupting=node.get("cancelActivity", "true") != "false",
    )


def _documentation(node: Any) -> str | None:
    text = "\n".join(item.text or "" for item in node.iterfind(f"{{{BPMN}}}documentation")).strip()
    return text or None


def _event_definition(reading: Reading, node: Any) -> Any:
    definitions = [
        child
        for child in node
        if local_name(child).endswith("EventDefinition")
        or local_name(child) == "eventDefinitionRef"
    ]
    if len(definitions) > 1:
        reading.fault(node, "several_triggers")
    for definition in definitions:
        if local_name(definition) not in _TRIGGERS:
            reading.fault(definition, "trigger", local_name(definition))
    known = [definition for definition in definitions if local_name(definition) in _TRIGGERS]
    return known[0] if known else None


def _timer(reading: Reading, definition: Any) -> Formula | None:
    for name in ("timeDuration", "timeCycle"):
        if definition.find(f"{{{BPMN}}}{name}") is not None:
            reading.fault(definition, name)
            return None
    date = definition.find(f"{{{BPMN}}}timeDate")
    if date is None:
        reading.fault(definition, "timer_without_date")
        return None
    return reading.formula(date, date.text, "date of the timer")


def _message(reading: Reading, node: Any, messages: Mapping[str, Message]) -> Message | None:
    if node is None or local_name(node) not in ("messageEventDefinition", "receiveTask"):
        return None
    found = messages.get(node.get("messageRef", ""))
    if found is None or not found.name:
        reading.fault(node, "no_message")
    return found


def _escalation(definition: Any, escalations: Mapping[str, str]) -> str | None:
    if definition is None or local_name(definition) != "escalationEventDefinition":
        return None
    return escalations.get(definition.get("escalationRef", ""))
