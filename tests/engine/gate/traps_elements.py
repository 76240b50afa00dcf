"""Elements and entries that the dialect does not have."""

from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS
from tests.engine.gate.trap import Trap

_TASK = '<bpmn:sendTask id="remind" name="Remind the Chair">'
_PLAIN_END = '<bpmn:endEvent id="finished" name="Finished" />'


def _instead_of_reminder(tag: str) -> tuple[str, str]:
    return (
        '<bpmn:endEvent id="reminded" name="Reminded" />',
        f'<bpmn:{tag} id="reminded" name="X" />',
    )


def _end_with(definition: str) -> tuple[str, str]:
    return (
        _PLAIN_END,
        f'<bpmn:endEvent id="finished" name="Finished"><bpmn:{definition} id="d1" /></bpmn:endEvent>',
    )


def _inside_process(element: str) -> tuple[str, str]:
    return _PLAIN_END, _PLAIN_END + element


def _loop(characteristics: str) -> tuple[str, str]:
    return '</bpmn:userTask>\n  <bpmn:boundaryEvent id="triage_late"', (
        f'{characteristics}</bpmn:userTask>\n  <bpmn:boundaryEvent id="triage_late"'
    )


_TRIAGE_LATE = (
    "<bpmn:timeDate>=working days after(case.date_received, settings.triage_days)</bpmn:timeDate>"
)

TRAPS = (
    Trap("a script task", "scriptTask", "reminded", INCIDENT, *_instead_of_reminder("scriptTask")),
    Trap(
        "a service task", "serviceTask", "reminded", INCIDENT, *_instead_of_reminder("serviceTask")
    ),
    Trap("a task without a type", "task", "reminded", INCIDENT, *_instead_of_reminder("task")),
    Trap("a manual task", "manualTask", "reminded", INCIDENT, *_instead_of_reminder("manualTask")),
    Trap(
        "a complex gateway",
        "complexGateway",
        "reminded",
        INCIDENT,
        *_instead_of_reminder("complexGateway"),
    ),
    Trap(
        "a transaction", "transaction", "reminded", INCIDENT, *_instead_of_reminder("transaction")
    ),
    Trap(
        "an ad-hoc sub-process",
        "adHocSubProcess",
        "reminded",
        INCIDENT,
        *_instead_of_reminder("adHocSubProcess"),
    ),
    Trap(
        "a data object",
        "dataObject",
        "file_1",
        INCIDENT,
        *_inside_process('<bpmn:dataObject id="file_1" />'),
    ),
    Trap(
        "a data object reference",
        "outside",
        "file_1",
        INCIDENT,
        *_inside_process('<bpmn:dataObjectReference id="file_1" name="Report" />'),
    ),
    Trap(
        "a data store",
        "dataStoreReference",
        "store_1",
        INCIDENT,
        *_inside_process('<bpmn:dataStoreReference id="store_1" name="Archive" />'),
    ),
    Trap(
        "a choreography",
        "outside",
        "dance",
        INCIDENT,
        *_inside_process('<bpmn:choreographyTask id="dance" name="Dance" />'),
    ),
    Trap(
        "an event sub-process",
        "event_sub_process",
        "hearing",
        INCIDENT,
        '<bpmn:subProcess id="hearing" name="Hear the family">',
        '<bpmn:subProcess id="hearing" triggeredByEvent="true" name="Hear the family">',
    ),
    Trap(
        "a compensation marker",
        "compensation",
        "remind",
        INCIDENT,
        _TASK,
        _TASK.replace(" name", ' isForCompensation="true" name'),
    ),
    Trap(
        "a compensation event",
        "compensation",
        "finished",
        INCIDENT,
        *_end_with("compensateEventDefinition"),
    ),
    Trap(
        "a link event",
        "linkEventDefinition",
        "finished",
        INCIDENT,
        *_end_with("linkEventDefinition"),
    ),
    Trap(
        "a signal event",
        "signalEventDefinition",
        "finished",
        INCIDENT,
        *_end_with("signalEventDefinition"),
    ),
    Trap(
        "an error event",
        "errorEventDefinition",
        "finished",
        INCIDENT,
        *_end_with("errorEventDefinition"),
    ),
    Trap(
        "a conditional event",
        "conditionalEventDefinition",
        "finished",
        INCIDENT,
        *_end_with("conditionalEventDefinition"),
    ),
    Trap(
        "a terminate end event",
        "terminateEventDefinition",
        "finished",
        INCIDENT,
        *_end_with("terminateEventDefinition"),
    ),
    Trap("a cancel event", "trigger", "finished", INCIDENT, *_end_with("cancelEventDefinition")),
    Trap(
        "an event with two triggers",
        "several_triggers",
        "group_meets",
        INCIDENT,
        '<bpmn:timerEventDefinition id="group_meets_timer">',
        '<bpmn:messageEventDefinition id="m2" messageRef="message_follow_up" />'
        '<bpmn:timerEventDefinition id="group_meets_timer">',
    ),
    Trap(
        "a second process in the file",
        "several_processes",
        "other",
        INCIDENT,
        '<bpmn:process id="incident" name="Incident" isExecutable="true">',
        '<bpmn:process id="other" /><bpmn:process id="incident" name="Incident" isExecutable="true">',
    ),
    Trap(
        "a lane inside a lane",
        "nested_lane",
        "inner",
        INCIDENT,
        '<bpmn:lane id="sig_chair" name="SIG Chair">',
        '<bpmn:lane id="sig_chair" name="SIG Chair"><bpmn:childLaneSet id="cls">'
        '<bpmn:lane id="inner" name="SIG Member" /></bpmn:childLaneSet>',
    ),
    Trap(
        "lanes inside a sub-process",
        "lane_in_sub_process",
        "inner",
        INCIDENT,
        '<bpmn:startEvent id="hearing_begun" name="Hearing begun" />',
        '<bpmn:laneSet id="ls2"><bpmn:lane id="inner" name="SIG Member" /></bpmn:laneSet>'
        '<bpmn:startEvent id="hearing_begun" name="Hearing begun" />',
    ),
    Trap(
        "a user task that is a job worker",
        "old_user_task",
        "triage",
        INCIDENT,
        '<zeebe:userTask />\n      <zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" />',
    ),
    Trap(
        "a timer with a duration",
        "timeDuration",
        "triage_late",
        INCIDENT,
        _TRIAGE_LATE,
        "<bpmn:timeDuration>PT1H</bpmn:timeDuration>",
    ),
    Trap(
        "a timer with a cycle",
        "timeCycle",
        "triage_late",
        INCIDENT,
        _TRIAGE_LATE,
        "<bpmn:timeCycle>R3/P1D</bpmn:timeCycle>",
    ),
    Trap("a timer without a date", "timer_without_date", "triage_late", INCIDENT, _TRIAGE_LATE, ""),
    Trap(
        "a timer with a raw date",
        "not_a_formula",
        "triage_late",
        INCIDENT,
        _TRIAGE_LATE,
        "<bpmn:timeDate>2026-11-02T09:00:00Z</bpmn:timeDate>",
    ),
    Trap(
        "a due date in plain text",
        "not_a_formula",
        "triage",
        INCIDENT,
        'dueDate="=case.triage_due"',
        'dueDate="2026-11-02"',
    ),
    Trap(
        "a condition in another language",
        "language",
        "convene",
        INCIDENT,
        '<bpmn:conditionExpression>=triage.outcome = "convene"',
        '<bpmn:conditionExpression language="python">=triage.outcome = "convene"',
    ),
    Trap(
        "a standard loop",
        "standard_loop",
        "triage",
        INCIDENT,
        *_loop("<bpmn:standardLoopCharacteristics />"),
    ),
    Trap(
        "a multi-instance task without a list",
        "bare_multi_instance",
        "triage",
        INCIDENT,
        *_loop("<bpmn:multiInstanceLoopCharacteristics />"),
    ),
    Trap(
        "a multi-instance task with a number",
        "loopCardinality",
        "triage",
        INCIDENT,
        *_loop(
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics>"
        ),
    ),
    Trap(
        "a multi-instance task with a completion condition",
        "completionCondition",
        "answer",
        RETURNS,
        "</bpmn:multiInstanceLoopCharacteristics>",
        "<bpmn:completionCondition>=true</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>",
    ),
    Trap(
        "an extension of another engine",
        "extension",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><camunda:formData />',
    ),
    Trap(
        "headers on a user task",
        "extension",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><zeebe:taskHeaders />',
    ),
    Trap(
        "the same extension twice",
        "extension_twice",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" /><zeebe:formDefinition formId="hear" />',
    ),
    Trap(
        "a property that nothing reads",
        "property",
        "triage",
        INCIDENT,
        '<zeebe:property name="clause" value="N-01, T-01" />',
        '<zeebe:property name="clause" value="N-01, T-01" /><zeebe:property name="warn" value="2" />',
    ),
    Trap(
        "a header that nothing reads",
        "header",
        "remind",
        INCIDENT,
        '<zeebe:header key="message" value="reminder" />',
        '<zeebe:header key="message" value="reminder" /><zeebe:header key="cc" value="notifier" />',
    ),
    Trap(
        "a form that is no file",
        "form_elsewhere",
        "triage",
        INCIDENT,
        '<zeebe:formDefinition formId="triage" />',
        '<zeebe:formDefinition formId="triage" formKey="embedded:triage.html" />',
    ),
    Trap(
        "a follow-up date",
        "follow_up_date",
        "triage",
        INCIDENT,
        '<zeebe:taskSchedule dueDate="=case.triage_due" />',
        '<zeebe:taskSchedule dueDate="=case.triage_due" followUpDate="=case.triage_due" />',
    ),
    Trap(
        "a task for named people",
        "candidate_users",
        "answer",
        RETURNS,
        '<zeebe:assignmentDefinition candidateGroups="=agency" />',
        '<zeebe:assignmentDefinition candidateGroups="=agency" candidateUsers="avery" />',
    ),
    Trap(
        "a task for an agency and a person",
        "two_assignments",
        "answer",
        RETURNS,
        '<zeebe:assignmentDefinition candidateGroups="=agency" />',
        '<zeebe:assignmentDefinition candidateGroups="=agency" assignee="=case.notifier" />',
    ),
    Trap(
        "a call that passes everything on",
        "propagates",
        "collect",
        INCIDENT,
        ' propagateAllChildVariables="false"',
        "",
    ),
    Trap(
        "a data input",
        "data",
        "p1",
        INCIDENT,
        *_loop('<bpmn:property id="p1" name="note" />'),
    ),
    Trap(
        "a message without a name",
        "no_message",
        "follow_up_begun",
        INCIDENT,
        '<bpmn:messageEventDefinition id="follow_up_message" messageRef="message_follow_up" />',
        '<bpmn:messageEventDefinition id="follow_up_message" />',
    ),
)
