"""Which steps decide, and the process that decides on corrections: each mark only where it is read."""

import re
from collections import Counter

from engine.bpmn.gate_findings import Findings
from engine.bpmn.model import (
    CORRECTION,
    DECIDES,
    PROPOSED,
    SETTLES,
    Diagram,
    Element,
    Kind,
    Trigger,
)
from engine.bpmn.reader_extensions import YES
from engine.version import Version

CAN_TAKE_EFFECT = "can_take_effect"
ASKED = ["reason", CAN_TAKE_EFFECT, "why_not"]


def check_corrections(diagram: Diagram, version: Version, findings: Findings) -> None:
    """Refuse marks that nothing reads, and a process that would leave a correction undecided."""
    begins = next((each for each in diagram.start_events() if _begins(each)), None)
    for element in diagram.elements.values():
        _check_decides(element, findings)
        said = element.properties.get(CORRECTION)
        if said is not None and element is not begins and not (begins and _settles(element)):
            findings.on("correction_misplaced", element, value=said)
    if begins is None:
        return
    _check_only_one(begins, version, findings)
    _check_form(begins, version, findings)
    _check_what_is_offered(begins, diagram, version, findings)
    ends = Counter(each.properties.get(CORRECTION) for each in diagram.elements.values())
    for outcome in SETTLES:
        if not ends[outcome]:
            findings.on("correction_undecided", begins, outcome=outcome)
    for element in diagram.elements.values():
        if _is_last_end(element) and CORRECTION not in element.properties:
            findings.on("correction_unsettled", element)


def _check_decides(element: Element, findings: Findings) -> None:
    said = element.properties.get(DECIDES)
    if said is not None and (said != YES or element.kind is not Kind.USER_TASK):
        findings.on("decides_misplaced", element, value=said)


def _check_only_one(begins: Element, version: Version, findings: Findings) -> None:
    first = version.decides_on_corrections()
    if first is not None and first.process != begins.process:
        findings.on("correction_twice", begins, process=first.process)


def _check_form(begins: Element, version: Version, findings: Findings) -> None:
    form = version.form_of(begins)
    if form is None:
        return
    asked = [question.path for question in form.questions()]
    if asked != ASKED:
        findings.on("correction_form", begins, asked=", ".join(asked) or "nothing")


def _check_what_is_offered(
    begins: Element, diagram: Diagram, version: Version, findings: Findings
) -> None:
    """Refuse where nobody who decides is kept from letting take effect what cannot."""
    name = re.compile(rf"\b{re.escape(begins.id)}\.{CAN_TAKE_EFFECT}\b")
    forms = [version.form_of(each) for each in diagram.elements.values() if each is not begins]
    offered = [condition for form in forms if form for condition in form.conditions()]
    ways = [flow.condition for flow in diagram.flows.values() if flow.condition]
    for where, formulas in (("choice of a form", offered), ("way to an end", ways)):
        if not any(name.search(each.text) for each in formulas):
            findings.on("correction_unread", begins, where=where, name=begins.id)


def _begins(element: Element) -> bool:
    return element.beginning is not None and element.properties.get(CORRECTION) == PROPOSED


def _settles(element: Element) -> bool:
    return _is_last_end(element) and element.properties.get(CORRECTION) in SETTLES


def _is_last_end(element: Element) -> bool:
    return (
        element.kind is Kind.END_EVENT and element.trigger is Trigger.NONE and element.scope is None
    )
