"""Formulas that cannot be read, or that read what is not there."""

from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS
from tests.engine.gate.tiny_folder import SETTINGS, TABLES
from tests.engine.gate.trap import Trap

_CONVENE = '=triage.outcome = "convene"'
_MORE = '=harm_level = "serious" and count(returned) = 0'
_TRIAGE = "forms/incident/triage.form"
_LATE = "=working days after(case.date_received, settings.triage_days)"
_ASKED = '"schemaVersion": 18,\n "components": ['


def _file(megabytes: str) -> str:
    """Return a question for a file."""
    return (
        '{"type": "filepicker", "key": "report", "label": "Report",'
        f' "properties": {{"megabytes": "={megabytes}"}}}},'
    )


def _condition(text: str) -> tuple[str, str, str]:
    return INCIDENT, _CONVENE, text


def _again(text: str) -> tuple[str, str, str]:
    return INCIDENT, _MORE, text


TRAPS = (
    Trap(
        "a mapping whose formula reads what is not there",
        "unknown_name",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><zeebe:ioMapping>'
        '<zeebe:output source="=triaje.outcome" target="case.lead" /></zeebe:ioMapping>',
        offers='"triage"',
    ),
    Trap(
        "a business rule task whose input formula reads what is not there",
        "unknown_name",
        "classify",
        INCIDENT,
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />',
        '<zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />'
        '<zeebe:ioMapping><zeebe:input source="=fcts" target="facts" /></zeebe:ioMapping>',
        offers='"facts"',
    ),
    Trap("a formula that is not FEEL", "syntax", "convene", *_condition("=triage.outcome = =")),
    Trap(
        "a misspelt variable",
        "unknown_name",
        "convene",
        *_condition('=triaje.outcome = "convene"'),
        offers='"triage"',
    ),
    Trap(
        "a misspelt answer",
        "unknown_part",
        "convene",
        *_condition('=triage.outcom = "convene"'),
        offers='"outcome"',
    ),
    Trap(
        "a misspelt value of a choice",
        "unknown_value",
        "convene",
        *_condition('=triage.outcome = "convenes"'),
        offers='"convene"',
    ),
    Trap(
        "a misspelt value that is written first",
        "unknown_value",
        "convene",
        *_condition('="convenes" = triage.outcome'),
        offers='"convene"',
    ),
    Trap(
        "a misspelt value that is excluded",
        "unknown_value",
        "convene",
        *_condition('=triage.outcome != "nothin"'),
        offers='"nothing"',
    ),
    Trap(
        "a misspelt value in a list",
        "unknown_value",
        "convene",
        *_condition('=triage.outcome in ["convene", "nothin"]'),
        offers='"nothing"',
    ),
    Trap(
        "a misspelt value among tests",
        "unknown_value",
        "convene",
        *_condition('=triage.outcome in ("convene", "nothin")'),
        offers='"nothing"',
    ),
    Trap(
        "a misspelt value that a list contains",
        "unknown_value",
        "once_more",
        *_again('=list contains(returned, "yess")'),
        offers='"yes"',
    ),
    Trap(
        "a misspelt answer that is got by its name",
        "unknown_part",
        "convene",
        *_condition('=get value(triage, "outcom") = "convene"'),
        offers='"outcome"',
    ),
    Trap(
        "a misspelt value that an answer is asked to be",
        "unknown_value",
        "convene",
        *_condition('=is(triage.outcome, "convenes")'),
        offers='"convene"',
    ),
    Trap(
        "a misspelt value in a list that may contain the answer",
        "unknown_value",
        "convene",
        *_condition('=list contains(["convene", "nothin"], triage.outcome)'),
        offers='"nothing"',
    ),
    Trap(
        "a misspelt value that is chosen by a condition",
        "unknown_value",
        "convene",
        *_condition('=triage.outcome = (if case.lead = "taken" then "convene" else "nothin")'),
        offers='"nothing"',
    ),
    Trap(
        "a misspelt value in a filter",
        "unknown_value",
        "once_more",
        *_again('=count(returned[item = "yess"]) = 0'),
        offers='"yes"',
    ),
    Trap(
        "a misspelt value in a quantified condition",
        "unknown_value",
        "once_more",
        *_again('=some each in returned satisfies each = "yess"'),
        offers='"yes"',
    ),
    Trap(
        "a misspelt result of a decision",
        "unknown_value",
        "once_more",
        *_again('=harm_level = "seriuos"'),
        offers='"serious"',
    ),
    Trap(
        "a misspelt fact",
        "unknown_part",
        "convene",
        *_condition('=facts.outcom = "died"'),
        offers='"outcome"',
    ),
    Trap(
        "a misspelt value of a fact",
        "unknown_value",
        "convene",
        *_condition('=facts.outcome = "dead"'),
        offers='"died"',
    ),
    Trap(
        "a misspelt field of the case",
        "unknown_part",
        "convene",
        *_condition('=case.laed = "taken"'),
        offers='"lead"',
    ),
    Trap(
        "a misspelt value of a field of the case",
        "unknown_value",
        "convene",
        *_condition('=case.lead = "take"'),
        offers='"taken"',
    ),
    Trap(
        "a misspelt setting",
        "unknown_part",
        "triage_late",
        INCIDENT,
        _LATE,
        "=working days after(case.date_received, settings.triage_day)",
        offers='"triage_days"',
    ),
    Trap(
        "a misspelt function",
        "unknown_function",
        "triage_late",
        INCIDENT,
        _LATE,
        "=working day after(case.date_received, settings.triage_days)",
        offers='"working days after"',
    ),
    Trap(
        "a misspelt kind of meeting",
        "unknown_value",
        "group_meets",
        INCIDENT,
        'next meeting("SIG", ',
        'next meeting("SIGG", ',
        offers='"SIG"',
    ),
    Trap(
        "a variable that is set only later",
        "unknown_name",
        "too_soon",
        INCIDENT,
        '<bpmn:sequenceFlow id="f1" sourceRef="incident_notified" targetRef="classify" />',
        '<bpmn:intermediateCatchEvent id="too_soon" name="Too soon"><bpmn:timerEventDefinition '
        'id="d1"><bpmn:timeDate>=if hear.willing = "yes" then today() else today()'
        "</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        '<bpmn:sequenceFlow id="f1" sourceRef="incident_notified" targetRef="too_soon" />'
        '<bpmn:sequenceFlow id="x1" sourceRef="too_soon" targetRef="classify" />',
    ),
    Trap(
        "a variable of a called process that is not mapped out",
        "unknown_name",
        "once_more",
        *_again('=answer.known = "yes"'),
    ),
    Trap(
        "a mapping of a name that the called process does not know",
        "unknown_name",
        "collect",
        INCIDENT,
        '<zeebe:output source="=returned"',
        '<zeebe:output source="=retured"',
        offers='"returned"',
    ),
    Trap(
        "a mapping of an answer that is not asked",
        "unknown_part",
        "collect",
        INCIDENT,
        'source="=triage.agencies"',
        'source="=triage.agency"',
        offers='"agencies"',
    ),
    Trap(
        "a list of a multi-instance task that nothing maps in",
        "unknown_name",
        "answer",
        RETURNS,
        'inputCollection="=agencies"',
        'inputCollection="=agency_list"',
        offers='"agencies"',
    ),
    Trap(
        "an assignment to a name that is not there",
        "unknown_name",
        "answer",
        RETURNS,
        'candidateGroups="=agency"',
        'candidateGroups="=agencie"',
        offers='"agenc',
    ),
    Trap(
        "a loop over something that is no list",
        "wrong_result",
        "answer",
        RETURNS,
        'inputCollection="=agencies"',
        'inputCollection="=case.reference"',
    ),
    Trap(
        "a choice compared with a number",
        "never_equal",
        "convene",
        *_condition("=triage.outcome = 1"),
    ),
    Trap(
        "a number compared with a text",
        "never_equal",
        "convene",
        *_condition('=triage.round > "2"'),
    ),
    Trap(
        "two choices that have no value in common",
        "never_equal",
        "convene",
        *_condition("=triage.outcome = case.lead"),
    ),
    Trap(
        "a date compared with a text",
        "never_equal",
        "convene",
        *_condition('=case.triage_due > "2026-11-02"'),
    ),
    Trap(
        "a choice taken for true or false",
        "wrong_operand",
        "convene",
        *_condition('=triage.outcome and case.lead = "taken"'),
    ),
    Trap(
        "a sum of a date and a number",
        "wrong_operand",
        "triage_late",
        INCIDENT,
        _LATE,
        "=case.date_received + 3",
    ),
    Trap(
        "a duration that cannot be read",
        "unreadable_literal",
        "triage_late",
        INCIDENT,
        _LATE,
        "=case.date_received + duration(&quot;P3Dq&quot;)",
    ),
    Trap(
        "a date that cannot be read",
        "unreadable_literal",
        "triage_late",
        INCIDENT,
        _LATE,
        "=@&quot;2026-13-02&quot;",
    ),
    Trap(
        "a function given too much",
        "wrong_arguments",
        "triage_late",
        INCIDENT,
        _LATE,
        "=working days after(case.date_received, 3, 4)",
    ),
    Trap(
        "a condition that is not true or false",
        "wrong_result",
        "convene",
        *_condition("=triage.outcome"),
    ),
    Trap(
        "a due date that is no date",
        "wrong_result",
        "triage",
        INCIDENT,
        'dueDate="=case.triage_due"',
        'dueDate="=settings.triage_days"',
    ),
    Trap(
        "a result that overwrites answers",
        "written_twice",
        "classify",
        INCIDENT,
        'resultVariable="harm_level"',
        'resultVariable="triage"',
        swap=("=harm_level = ", "=facts.outcome = &quot;died&quot; or &quot;serious&quot; = "),
    ),
    Trap(
        "a form condition that reads a misspelt question",
        "unknown_name",
        "agencies",
        _TRIAGE,
        'outcome != \\"convene\\"',
        'outcom != \\"convene\\"',
        offers='"outcome"',
    ),
    Trap(
        "a form condition with a misspelt value",
        "unknown_value",
        "agencies",
        _TRIAGE,
        'outcome != \\"convene\\"',
        'outcome != \\"convenes\\"',
        offers='"convene"',
    ),
    Trap(
        "a file whose size is no number",
        "wrong_result",
        "report",
        _TRIAGE,
        _ASKED,
        _ASKED + _file('\\"ten\\"'),
    ),
    Trap(
        "a file whose size is a misspelt setting",
        "unknown_part",
        "report",
        _TRIAGE,
        _ASKED,
        _ASKED + _file("settings.triage_day"),
        offers='"triage_days"',
    ),
    Trap(
        "a cell that reads a misspelt fact",
        "unknown_part",
        "harm_level",
        TABLES,
        '<text>"died","harmed"</text>',
        '<text>"died","harmed",facts.abus</text>',
        offers='"abuse"',
    ),
    Trap(
        "a result that reads a decision it does not require",
        "unknown_name",
        "harm_level",
        TABLES,
        '<outputEntry id="r2o"><text>"slight"</text>',
        '<outputEntry id="r2o"><text>special_death</text>',
    ),
    Trap(
        "a column that reads a misspelt fact",
        "unknown_part",
        "harm_level",
        TABLES,
        "<text>facts.outcome</text>",
        "<text>facts.outcom</text>",
        offers='"outcome"',
    ),
    Trap(
        "a case field worked out from a misspelt setting",
        "unknown_part",
        "case.triage_due",
        SETTINGS,
        "settings.triage_days)",
        "settings.triage_day)",
        offers='"triage_days"',
    ),
)
