"""What the modeller's properties panel writes on an element: forms, decisions, mappings, loops, notices."""

from collections.abc import Mapping
from typing import Any, Final

from engine.bpmn.model import (
    CORRECTION,
    DECIDES,
    Assignment,
    Beginning,
    CalledDecision,
    CalledProcess,
    Formula,
    Kind,
    Loop,
    Notice,
    Standing,
    Transfer,
)
from engine.bpmn.reader_faults import Reading
from engine.bpmn.xml_text import BPMN, ZEEBE, local_name

ALLOWED_EXTENSIONS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.USER_TASK: frozenset(
        {"userTask", "formDefinition", "taskSchedule", "assignmentDefinition", "ioMapping"}
    ),
    Kind.START_EVENT: frozenset({"formDefinition"}),
    Kind.BUSINESS_RULE_TASK: frozenset({"calledDecision", "ioMapping"}),
    Kind.SEND_TASK: frozenset({"taskDefinition", "taskHeaders", "ioMapping"}),
    Kind.CALL_ACTIVITY: frozenset({"calledElement", "ioMapping"}),
}
PROPERTIES: Final = frozenset({"properties"})
_OF_THE_CASE: Final = "case."
# Read on the message start event with a form, by which people begin a process on a case.
BEGINNING_PROPERTIES: Final = ("begun-by", "when", "also-closed", "again")
KNOWN_PROPERTIES: Final = frozenset(
    {
        "clause",
        "lane",
        "not-by",
        "opens-with",
        "seen-by",
        "shows",
        "taken-at",
        "hold",
        "clock",
        "extendable",
        "ends",
        "register",
        "register-row",
        CORRECTION,
        DECIDES,
    }
    | {*BEGINNING_PROPERTIES}
)
YES: Final = "yes"


def properties(reading: Reading, found: Mapping[str, Any]) -> dict[str, str]:
    """Return the properties of the element by name; note each that nothing reads."""
    if "properties" not in found:
        return {}
    read: dict[str, str] = {}
    for item in found["properties"].iterfind(f"{{{ZEEBE}}}property"):
        name = item.get("name", "")
        if name not in KNOWN_PROPERTIES:
            reading.fault(item, "property", name)
        read[name] = item.get("value", "")
    return read


def form(reading: Reading, found: Mapping[str, Any]) -> str | None:
    """Return the id of the form that the element shows."""
    definition = found.get("formDefinition")
    if definition is None:
        return None
    for name in definition.attrib:
        if name not in ("formId", "bindingType"):
            reading.fault(definition, "form_elsewhere", name)
    written = definition.get("formId")
    return None if written is None else str(written)


def beginning(reading: Reading, node: Any, named: Mapping[str, str]) -> Beginning:
    """Return how people begin the process on a case, as the properties of its start event say."""
    return Beginning(
        begun_by=tuple(named.get("begun-by", "").split()),
        when=reading.formula(node, named["when"], "property when") if "when" in named else None,
        also_closed=named.get("also-closed") == YES,
        again=named.get("again") == YES,
    )


def writes(reading: Reading, node: Any, named: Mapping[str, str]) -> Standing | None:
    """Return what the property `register` writes, like ``publications standing=withheld``.

    None where there is none, or where it reads otherwise.
    """
    register, *pairs = named.get("register", "").split() or [""]
    fields = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(fields) != len(pairs) or not fields:
        return None
    row = named.get("register-row")
    return Standing(
        register,
        fields,
        None if row is None else reading.formula(node, row, "property register-row"),
    )


def due(reading: Reading, found: Mapping[str, Any]) -> Formula | None:
    """Return the due date of a user task."""
    schedule = found.get("taskSchedule")
    if schedule is None:
        return None
    if schedule.get("followUpDate"):
        reading.fault(schedule, "follow_up_date")
    if not schedule.get("dueDate"):
        return None
    return reading.formula(schedule, schedule.get("dueDate"), "due date")


def assignment(reading: Reading, found: Mapping[str, Any]) -> Assignment | None:
    """Return what narrows the lane's role down to one agency or one person."""
    definition = found.get("assignmentDefinition")
    if definition is None:
        return None
    if definition.get("candidateUsers"):
        reading.fault(definition, "candidate_users")
    groups, person = definition.get("candidateGroups"), definition.get("assignee")
    if groups and person:
        reading.fault(definition, "two_assignments")
    if not groups and not person:
        return None
    narrows_to = "agency" if groups else "person"
    formula = reading.formula(definition, groups or person, "assignment")
    return None if formula is None else Assignment(narrows_to, formula)


def decision(reading: Reading, found: Mapping[str, Any]) -> CalledDecision | None:
    """Return the decision of a business rule task, with empty text for what is not written."""
    called = found.get("calledDecision")
    if called is None:
        return None
    return CalledDecision(
        called.get("decisionId", ""),
        called.get("resultVariable", ""),
        inputs=_transfers(reading, found.get("ioMapping"), "input"),
    )


def kept(reading: Reading, kind: Kind, found: Mapping[str, Any]) -> tuple[Transfer, ...]:
    """Return the fields of the case that a task sets when it is done: outputs to ``case.<field>``."""
    mapping = found.get("ioMapping")
    if mapping is None or kind is Kind.CALL_ACTIVITY:
        return ()
    if kind is not Kind.BUSINESS_RULE_TASK and mapping.find(f"{{{ZEEBE}}}input") is not None:
        reading.fault(mapping, "task_input")
    outputs = _transfers(reading, mapping, "output")
    for each in outputs:
        if not each.target.startswith(_OF_THE_CASE):
            reading.fault(mapping, "task_output", each.target)
    return tuple(
        Transfer(each.source, each.target.removeprefix(_OF_THE_CASE))
        for each in outputs
        if each.target.startswith(_OF_THE_CASE)
    )


def called_process(reading: Reading, found: Mapping[str, Any]) -> CalledProcess | None:
    """Return the process of a call activity with its mappings."""
    called = found.get("calledElement")
    if called is None:
        return None
    for name in ("propagateAllChildVariables", "propagateAllParentVariables"):
        if called.get(name) != "false":
            reading.fault(called, "propagates", name)
    mapping = found.get("ioMapping")
    return CalledProcess(
        called.get("processId", ""),
        inputs=_transfers(reading, mapping, "input"),
        outputs=_transfers(reading, mapping, "output"),
    )


def _transfers(reading: Reading, mapping: Any, direction: str) -> tuple[Transfer, ...]:
    if mapping is None:
        return ()
    found = []
    for item in mapping.iterfind(f"{{{ZEEBE}}}{direction}"):
        target = item.get("target", "")
        source = reading.formula(item, item.get("source"), f"{direction} mapping to {target}")
        if source is not None:
            found.append(Transfer(source, target))
    return tuple(found)


def notice(reading: Reading, found: Mapping[str, Any]) -> Notice | None:
    """Return what a send task sends and to whom."""
    definition = found.get("taskDefinition")
    if definition is None or definition.get("type") != "notice":
        return None
    headers: dict[str, str] = {}
    for item in definition.getparent().iterfind(f"{{{ZEEBE}}}taskHeaders/{{{ZEEBE}}}header"):
        key = item.get("key", "")
        if key not in ("message", "to"):
            reading.fault(item, "header", key)
        headers[key] = item.get("value", "")
    return Notice(
        headers.get("message", "").strip(),
        tuple(headers.get("to", "").split()),
    )


def loop(reading: Reading, node: Any) -> Loop | None:
    """Return how often the activity is done: once for each item of a list."""
    for child in node:
        if local_name(child) == "standardLoopCharacteristics":
            reading.fault(child, "standard_loop")
        if local_name(child) == "multiInstanceLoopCharacteristics":
            return _multi_instance(reading, child)
    return None


def _multi_instance(reading: Reading, node: Any) -> Loop | None:
    for child in node:
        if local_name(child) in ("loopCardinality", "completionCondition"):
            reading.fault(child, local_name(child))
    found = reading.extensions(node, frozenset({"loopCharacteristics"})).get("loopCharacteristics")
    if found is None:
        reading.fault(node, "bare_multi_instance")
        return None
    output = found.get("outputElement")
    collection = reading.formula(found, found.get("inputCollection"), "list of the multi-instance")
    if collection is None:
        return None
    return Loop(
        collection=collection,
        element=found.get("inputElement", ""),
        output_collection=found.get("outputCollection") or None,
        output_element=(
            reading.formula(found, output, "output of the multi-instance") if output else None
        ),
        sequential=node.get("isSequential") == "true",
        line=node.sourceline or 1,
    )


def foreign_parts(reading: Reading, node: Any) -> None:
    """Note what stands inside an activity that the engine would pass over or run wrongly."""
    if node.get("isForCompensation") == "true":
        reading.fault(node, "compensation")
    for child in node:
        name = local_name(child)
        if child.tag.startswith(f"{{{BPMN}}}") and name in _DATA:
            reading.fault(child, "data", name)


_DATA: Final = frozenset(
    {"ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"}
)
