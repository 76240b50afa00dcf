"""Calls of other processes, and what is done once for each of a list."""

from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS
from tests.engine.gate.trap import Trap

_CALL = '<zeebe:calledElement processId="returns"'
_LOOP = (
    '<zeebe:loopCharacteristics inputCollection="=agencies" inputElement="agency"\n'
    '          outputCollection="returned" outputElement="=answer.known" />'
)


def _loop(old: str, new: str) -> tuple[str, str]:
    assert old in _LOOP
    return _LOOP, _LOOP.replace(old, new)


TRAPS = (
    Trap(
        "a business rule task for each item of a list",
        "loop_misplaced",
        "classify",
        INCIDENT,
        "</bpmn:businessRuleTask>",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="number_of_it" />'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:businessRuleTask>",
    ),
    Trap(
        "a multi-instance task without an element",
        "loop_parts",
        "answer",
        RETURNS,
        *_loop(' inputElement="agency"', ""),
    ),
    Trap(
        "a multi-instance task whose results go nowhere",
        "loop_parts",
        "answer",
        RETURNS,
        *_loop(' outputElement="=answer.known"', ""),
    ),
    Trap(
        "a multi-instance element named like a variable",
        "loop_element_taken",
        "answer",
        RETURNS,
        *_loop('inputElement="agency"', 'inputElement="agencies"'),
    ),
    Trap(
        "a call activity without a process",
        "no_call",
        "collect",
        INCIDENT,
        _CALL,
        '<zeebe:calledElement processId=""',
    ),
    Trap(
        "a call of an unknown process",
        "unknown_process",
        "collect",
        INCIDENT,
        _CALL,
        '<zeebe:calledElement processId="return"',
        offers='"returns"',
    ),
    Trap(
        "a call without mappings",
        "no_mappings",
        "collect",
        INCIDENT,
        '<zeebe:input source="=triage.agencies" target="agencies" />\n'
        '        <zeebe:output source="=returned" target="returned" />',
        "",
    ),
    Trap(
        "a process that calls itself",
        "recursive_call",
        "collect",
        INCIDENT,
        _CALL,
        '<zeebe:calledElement processId="incident"',
    ),
    Trap(
        "a call of a process that begins with a message",
        "called_start",
        "collect",
        INCIDENT,
        _CALL,
        '<zeebe:calledElement processId="follow_up"',
    ),
    Trap(
        "a message that starts no process",
        "unknown_process",
        "follow_up_begun",
        INCIDENT,
        '<bpmn:message id="message_follow_up" name="follow_up" />',
        '<bpmn:message id="message_follow_up" name="followup" />',
        offers='"follow_up"',
    ),
)
