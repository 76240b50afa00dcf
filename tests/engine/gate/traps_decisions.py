"""Decisions that a step asks, and what it writes into the case."""

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.trap import Trap

TRAPS = (
    Trap(
        "a business rule task without a decision",
        "no_decision",
        "classify",
        INCIDENT,
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />',
        "",
    ),
    Trap(
        "an unknown decision",
        "unknown_decision",
        "classify",
        INCIDENT,
        'decisionId="harm_level"',
        'decisionId="harm_levels"',
        offers='"harm_level"',
    ),
    Trap(
        "a business rule task without a result variable",
        "no_variable",
        "classify",
        INCIDENT,
        ' resultVariable="harm_level"',
        "",
    ),
    Trap(
        "a mapping to a name that cannot be read",
        "no_variable",
        "collect",
        INCIDENT,
        'target="agencies"',
        'target="the agencies"',
    ),
    Trap(
        "a decision whose input nothing has set",
        "decision_input_missing",
        "classify",
        "workflows/decisions/criteria.dmn",
        '<variable id="facts_variable" name="facts" typeRef="tFacts" />',
        '<variable id="facts_variable" name="fakts" typeRef="tFacts" />',
        offers='"facts"',
    ),
    Trap(
        "a value for something that the decision does not read",
        "decision_input_unread",
        "classify",
        INCIDENT,
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />',
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />'
        '<zeebe:ioMapping><zeebe:input source="=facts" target="fact" /></zeebe:ioMapping>',
        offers='"facts"',
    ),
    Trap(
        "a business rule task with an output mapping to a variable",
        "task_output",
        "classify",
        INCIDENT,
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />',
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />'
        '<zeebe:ioMapping><zeebe:output source="=harm_level" target="harm" /></zeebe:ioMapping>',
    ),
    Trap(
        "a user task with an input mapping",
        "task_input",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" />'
        '<zeebe:ioMapping><zeebe:input source="=facts" target="known" /></zeebe:ioMapping>',
    ),
    Trap(
        "a mapping to a field that the case does not have",
        "unknown_field",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" />'
        '<zeebe:ioMapping><zeebe:output source="=today()" target="case.triage_do" /></zeebe:ioMapping>',
        offers='"triage_due"',
    ),
    Trap(
        "a mapping of a text to a date of the case",
        "field_kind",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><zeebe:ioMapping>'
        '<zeebe:output source="=triage.outcome" target="case.triage_due" /></zeebe:ioMapping>',
    ),
    Trap(
        "a mapping of an answer that the field of the case cannot be",
        "field_value",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><zeebe:ioMapping>'
        '<zeebe:output source="=triage.outcome" target="case.lead" /></zeebe:ioMapping>',
        offers="none_yet or taken",
    ),
    Trap(
        "a result that nothing reads",
        "unread_result",
        "classify_again",
        INCIDENT,
        '<bpmn:sequenceFlow id="f2" sourceRef="classify" targetRef="triage" />',
        '<bpmn:businessRuleTask id="classify_again" name="Classify again"><bpmn:extensionElements>'
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_levels" />'
        '<zeebe:properties><zeebe:property name="clause" value="N-01" /></zeebe:properties>'
        "</bpmn:extensionElements></bpmn:businessRuleTask>"
        '<bpmn:sequenceFlow id="f2" sourceRef="classify" targetRef="classify_again" />'
        '<bpmn:sequenceFlow id="x1" sourceRef="classify_again" targetRef="triage" />',
        offers='"harm_level"',
    ),
)
