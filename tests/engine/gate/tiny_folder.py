"""A tiny folder that the gate accepts, and one change at a time that it must refuse.

The diagrams are written without a drawing; `drawn` adds one shape for each element and one line for each
flow, so that a test changes only what it is about.
"""

import json
import re
from collections.abc import Mapping

from lxml import etree

from engine.deployment import check
from engine.problems import Problem

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NAMESPACES = (
    f'xmlns:bpmn="{BPMN}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
INCIDENT = "workflows/incident.bpmn"
RETURNS = "workflows/returns.bpmn"
FOLLOW_UP = "workflows/follow_up.bpmn"
WITHDRAWAL = "workflows/withdrawal.bpmn"
TABLES = "workflows/decisions/criteria.dmn"
SETTINGS = "workflows/settings.yaml"
REGISTERS = "workflows/registers.yaml"
DEPARTURES = "workflows/departures.yaml"
ANNUAL_REPORT = "workflows/annual_report.yaml"

_INCIDENT = """
<bpmn:message id="message_follow_up" name="follow_up" />
<bpmn:escalation id="escalation_withdrawn" name="withdrawn" escalationCode="withdrawn" />
<bpmn:collaboration id="collaboration">
  <bpmn:participant id="board" name="Board" processRef="incident" />
  <bpmn:participant id="police" name="Police" />
</bpmn:collaboration>
<bpmn:process id="incident" name="Incident" isExecutable="true">
  <bpmn:laneSet id="lanes">
    <bpmn:lane id="notifier" name="Notifier">
      <bpmn:flowNodeRef>incident_notified</bpmn:flowNodeRef>
    </bpmn:lane>
    <bpmn:lane id="sig_chair" name="SIG Chair">
      REFS
    </bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="incident_notified" name="Incident notified">
    <bpmn:extensionElements><zeebe:formDefinition formId="incident_notified" /></bpmn:extensionElements>
  </bpmn:startEvent>
  <bpmn:businessRuleTask id="classify" name="Classify the harm">
    <bpmn:extensionElements>
      <zeebe:calledDecision decisionId="harm_level" resultVariable="harm_level" />
      <zeebe:properties><zeebe:property name="clause" value="N-01" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:businessRuleTask>
  <bpmn:userTask id="triage" name="Triage the notification">
    <bpmn:documentation>Decide whether the group meets.</bpmn:documentation>
    <bpmn:extensionElements>
      <zeebe:userTask />
      <zeebe:formDefinition formId="triage" />
      <zeebe:taskSchedule dueDate="=case.triage_due" />
      <zeebe:properties><zeebe:property name="clause" value="N-01, T-01" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:boundaryEvent id="triage_late" name="Late" cancelActivity="false" attachedToRef="triage">
    <bpmn:timerEventDefinition id="triage_late_timer">
      <bpmn:timeDate>=working days after(case.date_received, settings.triage_days)</bpmn:timeDate>
    </bpmn:timerEventDefinition>
  </bpmn:boundaryEvent>
  <bpmn:sendTask id="remind" name="Remind the Chair">
    <bpmn:extensionElements>
      <zeebe:taskDefinition type="notice" />
      <zeebe:taskHeaders>
        <zeebe:header key="message" value="reminder" />
        <zeebe:header key="to" value="role:sig_chair notifier body:police" />
      </zeebe:taskHeaders>
      <zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:sendTask>
  <bpmn:endEvent id="reminded" name="Reminded" />
  <bpmn:exclusiveGateway id="outcome" name="What is decided?" default="nothing" />
  <bpmn:endEvent id="closed" name="Closed" />
  <bpmn:parallelGateway id="split" />
  <bpmn:callActivity id="collect" name="Collect returns">
    <bpmn:extensionElements>
      <zeebe:calledElement processId="returns" propagateAllChildVariables="false"
        propagateAllParentVariables="false" />
      <zeebe:ioMapping>
        <zeebe:input source="=triage.agencies" target="agencies" />
        <zeebe:output source="=returned" target="returned" />
      </zeebe:ioMapping>
    </bpmn:extensionElements>
  </bpmn:callActivity>
  <bpmn:intermediateCatchEvent id="group_meets" name="The group meets">
    <bpmn:timerEventDefinition id="group_meets_timer">
      <bpmn:timeDate>=next meeting("SIG", case.date_received)</bpmn:timeDate>
    </bpmn:timerEventDefinition>
  </bpmn:intermediateCatchEvent>
  <bpmn:parallelGateway id="join" />
  <bpmn:subProcess id="hearing" name="Hear the family">
    <bpmn:startEvent id="hearing_begun" name="Hearing begun" />
    <bpmn:userTask id="hear" name="Hear the family">
      <bpmn:documentation>Ask what they would want to be known.</bpmn:documentation>
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="hear" />
        <zeebe:properties>
          <zeebe:property name="clause" value="T-01" />
          <zeebe:property name="lane" value="Independent Chair" />
        </zeebe:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="willing" name="Are they willing?" default="they_are" />
    <bpmn:endEvent id="heard" name="Heard" />
    <bpmn:endEvent id="refused" name="Refused">
      <bpmn:escalationEventDefinition id="refused_escalation" escalationRef="escalation_withdrawn" />
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_hear" sourceRef="hearing_begun" targetRef="hear" />
    <bpmn:sequenceFlow id="to_willing" sourceRef="hear" targetRef="willing" />
    <bpmn:sequenceFlow id="they_are" name="Yes" sourceRef="willing" targetRef="heard" />
    <bpmn:sequenceFlow id="they_are_not" name="No" sourceRef="willing" targetRef="refused">
      <bpmn:conditionExpression>=hear.willing = "no"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
  </bpmn:subProcess>
  <bpmn:boundaryEvent id="hearing_refused" name="Refused" attachedToRef="hearing">
    <bpmn:escalationEventDefinition id="hearing_escalation" escalationRef="escalation_withdrawn" />
  </bpmn:boundaryEvent>
  <bpmn:intermediateThrowEvent id="follow_up_begun" name="Follow up">
    <bpmn:messageEventDefinition id="follow_up_message" messageRef="message_follow_up" />
  </bpmn:intermediateThrowEvent>
  <bpmn:exclusiveGateway id="again" name="Once more?" default="enough" />
  <bpmn:endEvent id="finished" name="Finished" />
  <bpmn:sequenceFlow id="f1" sourceRef="incident_notified" targetRef="classify" />
  <bpmn:sequenceFlow id="f2" sourceRef="classify" targetRef="triage" />
  <bpmn:sequenceFlow id="f3" sourceRef="triage" targetRef="outcome" />
  <bpmn:sequenceFlow id="nothing" name="Nothing" sourceRef="outcome" targetRef="closed" />
  <bpmn:sequenceFlow id="convene" name="Convene" sourceRef="outcome" targetRef="split">
    <bpmn:conditionExpression>=triage.outcome = "convene"</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="f4" sourceRef="split" targetRef="collect" />
  <bpmn:sequenceFlow id="f5" sourceRef="split" targetRef="group_meets" />
  <bpmn:sequenceFlow id="f6" sourceRef="collect" targetRef="join" />
  <bpmn:sequenceFlow id="f7" sourceRef="group_meets" targetRef="join" />
  <bpmn:sequenceFlow id="f8" sourceRef="join" targetRef="hearing" />
  <bpmn:sequenceFlow id="f9" sourceRef="hearing" targetRef="follow_up_begun" />
  <bpmn:sequenceFlow id="f10" sourceRef="hearing_refused" targetRef="follow_up_begun" />
  <bpmn:sequenceFlow id="f11" sourceRef="follow_up_begun" targetRef="again" />
  <bpmn:sequenceFlow id="enough" name="No" sourceRef="again" targetRef="finished" />
  <bpmn:sequenceFlow id="once_more" name="Yes" sourceRef="again" targetRef="triage">
    <bpmn:conditionExpression>=harm_level = "serious" and count(returned) = 0</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="f12" sourceRef="triage_late" targetRef="remind" />
  <bpmn:sequenceFlow id="f13" sourceRef="remind" targetRef="reminded" />
</bpmn:process>
"""

_RETURNS = """
<bpmn:collaboration id="collaboration">
  <bpmn:participant id="board" name="Board" processRef="returns" />
</bpmn:collaboration>
<bpmn:process id="returns" name="Returns" isExecutable="true">
  <bpmn:laneSet id="lanes">
    <bpmn:lane id="agency_lead" name="Agency Lead">
      REFS
    </bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="asked" name="Asked" />
  <bpmn:userTask id="answer" name="Answer">
    <bpmn:documentation>Say what you know.</bpmn:documentation>
    <bpmn:extensionElements>
      <zeebe:userTask />
      <zeebe:formDefinition formId="answer" />
      <zeebe:assignmentDefinition candidateGroups="=agency" />
      <zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics>
      <bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=agencies" inputElement="agency"
          outputCollection="returned" outputElement="=answer.known" />
      </bpmn:extensionElements>
    </bpmn:multiInstanceLoopCharacteristics>
  </bpmn:userTask>
  <bpmn:endEvent id="answered" name="Answered" />
  <bpmn:sequenceFlow id="g1" sourceRef="asked" targetRef="answer" />
  <bpmn:sequenceFlow id="g2" sourceRef="answer" targetRef="answered" />
</bpmn:process>
"""

_FOLLOW_UP = """
<bpmn:message id="message_follow_up" name="follow_up" />
<bpmn:collaboration id="collaboration">
  <bpmn:participant id="board" name="Board" processRef="follow_up" />
</bpmn:collaboration>
<bpmn:process id="follow_up" name="Follow-up" isExecutable="true">
  <bpmn:laneSet id="lanes">
    <bpmn:lane id="business_unit" name="Business Unit">
      REFS
    </bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="wanted" name="Follow-up wanted">
    <bpmn:messageEventDefinition id="wanted_message" messageRef="message_follow_up" />
  </bpmn:startEvent>
  <bpmn:userTask id="look_after" name="Look after it">
    <bpmn:documentation>Write down what is still to be done.</bpmn:documentation>
    <bpmn:extensionElements>
      <zeebe:userTask />
      <zeebe:formDefinition formId="look_after" />
      <zeebe:properties><zeebe:property name="clause" value="T-01" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:endEvent id="looked_after" name="Looked after">
    <bpmn:extensionElements>
      <zeebe:properties>
        <zeebe:property name="clause" value="T-01" />
        <zeebe:property name="register" value="actions progress=over" />
        <zeebe:property name="register-row" value="=look_after.round" />
      </zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:endEvent>
  <bpmn:sequenceFlow id="h1" sourceRef="wanted" targetRef="look_after" />
  <bpmn:sequenceFlow id="h2" sourceRef="look_after" targetRef="looked_after" />
</bpmn:process>
"""

# Begun by a person on a case, and able to end it.
_WITHDRAWAL = """
<bpmn:message id="message_withdrawal" name="withdrawal" />
<bpmn:collaboration id="collaboration">
  <bpmn:participant id="board" name="Board" processRef="withdrawal" />
</bpmn:collaboration>
<bpmn:process id="withdrawal" name="Withdrawal" isExecutable="true">
  <bpmn:laneSet id="lanes">
    <bpmn:lane id="business_manager" name="Business Manager">
      REFS
    </bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="withdrawal_asked" name="The case is withdrawn">
    <bpmn:documentation>Ask for the case to be ended. Say why.</bpmn:documentation>
    <bpmn:extensionElements>
      <zeebe:formDefinition formId="withdrawal_asked" />
      <zeebe:properties>
        <zeebe:property name="clause" value="N-01" />
        <zeebe:property name="begun-by" value="sig_chair author" />
        <zeebe:property name="when" value="=case.lead = &quot;none_yet&quot;" />
        <zeebe:property name="also-closed" value="yes" />
        <zeebe:property name="again" value="yes" />
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:messageEventDefinition id="asked_message" messageRef="message_withdrawal" />
  </bpmn:startEvent>
  <bpmn:exclusiveGateway id="sure" name="Are they sure?" default="not_sure" />
  <bpmn:endEvent id="goes_on" name="The case goes on" />
  <bpmn:endEvent id="withdrawn" name="Withdrawn">
    <bpmn:extensionElements>
      <zeebe:properties><zeebe:property name="ends" value="case" /></zeebe:properties>
    </bpmn:extensionElements>
  </bpmn:endEvent>
  <bpmn:sequenceFlow id="w1" sourceRef="withdrawal_asked" targetRef="sure" />
  <bpmn:sequenceFlow id="not_sure" name="No" sourceRef="sure" targetRef="goes_on" />
  <bpmn:sequenceFlow id="are_sure" name="Yes" sourceRef="sure" targetRef="withdrawn">
    <bpmn:conditionExpression>=withdrawal_asked.sure = "yes"</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
</bpmn:process>
"""

_TABLES = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="criteria" name="criteria"
  namespace="https://example.invalid/criteria">
  <itemDefinition id="type_facts" name="tFacts">
    <itemComponent id="type_outcome" name="outcome">
      <typeRef>string</typeRef>
      <allowedValues><text>"died","harmed","unknown"</text></allowedValues>
    </itemComponent>
    <itemComponent id="type_abuse" name="abuse">
      <typeRef>string</typeRef>
      <allowedValues><text>"yes","no","unknown"</text></allowedValues>
    </itemComponent>
  </itemDefinition>
  <inputData id="facts_input" name="facts">
    <variable id="facts_variable" name="facts" typeRef="tFacts" />
  </inputData>
  <decision id="harm_level" name="harm_level">
    <variable id="harm_variable" name="harm_level" typeRef="string" />
    <informationRequirement id="needs_facts"><requiredInput href="#facts_input" />
    </informationRequirement>
    <decisionTable id="harm_table" hitPolicy="UNIQUE">
      <input id="in_1" label="Outcome">
        <inputExpression id="in_1_text" typeRef="string"><text>facts.outcome</text></inputExpression>
      </input>
      <output id="out_1" name="harm_level" typeRef="string">
        <outputValues id="out_1_values"><text>"serious","slight"</text></outputValues>
      </output>
      <annotation name="row" />
      <annotation name="clause" />
      <rule id="rule_1">
        <inputEntry id="r1i"><text>"died","harmed"</text></inputEntry>
        <outputEntry id="r1o"><text>"serious"</text></outputEntry>
        <annotationEntry><text>HL-1</text></annotationEntry>
        <annotationEntry><text>N-01</text></annotationEntry>
      </rule>
      <rule id="rule_2">
        <inputEntry id="r2i"><text>"unknown"</text></inputEntry>
        <outputEntry id="r2o"><text>"slight"</text></outputEntry>
        <annotationEntry><text>HL-2</text></annotationEntry>
        <annotationEntry><text>N-01</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""

_SETTINGS = """
facts:
  type: tFacts
  defaults: {outcome: unknown, abuse: unknown}
case:
  lead: {type: choice, values: {none_yet: No answer yet, taken: Taken}, initial: none_yet}
  triage_due: {type: date, value: "=working days after(case.date_received, settings.triage_days)"}
  review_type: {type: choice, values: {full: Full review, short: Short review}}
settings:
  triage_days: {value: 3, unit: working days, source: invented for this test}
bodies:
  police: {name: Example Police, email: police@example.invalid}
"""

_REGISTERS = """
actions:
  title: Actions
  one: action
  about: What follows from a case.
  clause: T-01
  fields:
    done: {label: Done, type: choice, values: {"yes": "Yes", "no": "No"}}
    asked_on: {label: Asked on, type: date, listed: true}
    progress: {label: Progress, type: choice, values: {over: Over}}
  states: {open: Open, over: Over}
  state: '=if progress = null then "open" else progress'
  due: '=if progress = null then asked_on else null'
"""

_DEPARTURES = """
late:
  title: Late step
  looks_at: overdue
  places:
    - {step: incident/triage, when: '=today() > task.due', sentence: Triage is late., clause: T-01}
    - {step: every step, when: '=task.due < today()', sentence: It is late., clause: of the step}
convened:
  title: Convened
  looks_at: completed
  places:
    - step: incident/triage
      when: '=triage.outcome = "convene"'
      sentence: The group meets.
      clause: N-01
      reason: incident/triage/outcome
willing:
  title: Refused
  looks_at: flow taken
  places:
    - {flow: incident/they_are_not, sentence: They refused., clause: T-01}
ended:
  title: Ended
  looks_at: reached
  places:
    - {step: incident/finished, sentence: It ended., clause: T-01}
over:
  title: Over
  looks_at: register written
  places:
    - {register: actions, when: '=progress = "over"', sentence: It is over., clause: T-01}
"""

_ANNUAL_REPORT = """
triaged:
  title: Triaged
  about: Incidents that were triaged.
  clause: T-01
  by: review_type
  total: true
  lines:
    triaged: {label: Triaged, left: incident/triage}
    followed: {label: Followed up, taken: follow_up/h1}
actions:
  title: Actions
  about: What follows from cases.
  clause: T-01
  lines:
    over: {label: Over, came: actions/over}
    open: {label: Open, standing: actions/open}
in_time:
  title: In time
  about: Whether incidents were triaged in time.
  clause: T-01
  lines:
    triage: {label: Triage, deadline: incident/triage}
"""

_CLAUSES = """
N-01: {section: Notification, actor: Notifier, requirement: Say what happened.}
T-01: {section: Triage, actor: SIG Chair, requirement: Decide.}
"""


def radio(key: str, *values: str, **more: object) -> dict[str, object]:
    """Return a question with choices."""
    return {
        "type": "radio",
        "id": f"field_{key}",
        "key": key,
        "label": key.capitalize(),
        "values": [{"label": value.capitalize(), "value": value} for value in values],
        "validate": {"required": True},
        **more,
    }


def form(form_id: str, *components: object) -> bytes:
    """Return a form file."""
    return json.dumps(
        {"type": "default", "id": form_id, "schemaVersion": 18, "components": list(components)},
        indent=1,
    ).encode()


def _facts(*components: object) -> dict[str, object]:
    return {
        "type": "group",
        "id": "group_facts",
        "label": "Facts",
        "path": "facts",
        "components": list(components),
    }


_AGENCIES = {
    "type": "checklist",
    "id": "field_agencies",
    "key": "agencies",
    "label": "Agencies",
    "valuesKey": "agencies",
    "conditional": {"hide": '=outcome != "convene"'},
}


def drawn(body: str) -> bytes:
    """Return a diagram file with a place on the canvas for all that is in it."""
    outer = re.sub(r"(<bpmn:subProcess [^>]*>).*?(</bpmn:subProcess>)", r"\1\2", body, flags=re.S)
    listed = re.findall(r"<bpmn:flowNodeRef>(\w+)<", body)
    nodes = re.findall(
        r"<bpmn:(?:\w+(?:Task|Event|Gateway)|task|callActivity|subProcess|transaction|adHocSubProcess)"
        r' id="([^"]*)"',
        outer,
    )
    refs = "".join(
        f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes if node not in listed
    )
    text = (
        f'<bpmn:definitions {NAMESPACES} id="definitions" targetNamespace="small">'
        f"{body.replace('REFS', refs)}<bpmndi:BPMNDiagram id='drawing'><bpmndi:BPMNPlane id='plane' "
        "bpmnElement='collaboration'/></bpmndi:BPMNDiagram></bpmn:definitions>"
    )
    root = etree.fromstring(text.encode())
    plane = next(root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane"))
    for node in list(root.iter(f"{{{BPMN}}}*")):
        _draw(plane, node)
    return etree.tostring(root)


def _draw(plane: object, node: object) -> None:
    di = "http://www.omg.org/spec/BPMN/20100524/DI"
    name = etree.QName(node).localname
    element = node.get("id")
    if name in ("sequenceFlow", "messageFlow", "association"):
        edge = etree.SubElement(plane, f"{{{di}}}BPMNEdge", bpmnElement=element)
        for x in ("0", "9"):
            etree.SubElement(edge, "{http://www.omg.org/spec/DD/20100524/DI}waypoint", x=x, y="0")
    elif element and not name.endswith("Definition"):
        shape = etree.SubElement(plane, f"{{{di}}}BPMNShape", bpmnElement=element)
        etree.SubElement(
            shape,
            "{http://www.omg.org/spec/DD/20100524/DC}Bounds",
            x="0",
            y="0",
            width="9",
            height="9",
        )


DIAGRAMS: Mapping[str, str] = {
    INCIDENT: _INCIDENT,
    RETURNS: _RETURNS,
    FOLLOW_UP: _FOLLOW_UP,
    WITHDRAWAL: _WITHDRAWAL,
}
OTHERS: Mapping[str, bytes] = {
    TABLES: _TABLES.encode(),
    SETTINGS: _SETTINGS.encode(),
    "workflows/clauses.yaml": _CLAUSES.encode(),
    "workflows/messages/reminder.md": b"# Reminder: {reference}\n\n{task} is due on {due}.\n",
    "forms/incident/incident_notified.form": form(
        "incident_notified", _facts(radio("outcome", "died", "harmed", "unknown"))
    ),
    "forms/incident/triage.form": form("triage", radio("outcome", "convene", "nothing"), _AGENCIES),
    "forms/incident/hear.form": form("hear", radio("willing", "yes", "no")),
    "forms/returns/answer.form": form("answer", radio("known", "yes", "no")),
    "forms/withdrawal/withdrawal_asked.form": form("withdrawal_asked", radio("sure", "yes", "no")),
    REGISTERS: _REGISTERS.encode(),
    ANNUAL_REPORT: _ANNUAL_REPORT.encode(),
    DEPARTURES: _DEPARTURES.encode(),
    "forms/follow_up/look_after.form": form(
        "look_after",
        {
            "type": "group",
            "id": "entry",
            "label": "",
            "path": "",
            "components": [radio("done", "yes", "no")],
            "properties": {"register": "actions", "row": "=1", "set.asked_on": "=today()"},
        },
    ),
}


def tiny_folder() -> dict[str, bytes]:
    """Return the files of the folder that the gate accepts."""
    return {**{path: drawn(body) for path, body in DIAGRAMS.items()}, **OTHERS}


def changed(path: str, old: str, new: str, swap: tuple[str, str] | None = None) -> dict[str, bytes]:
    """Return the folder with one or two texts of one file replaced; each must stand there just once."""
    text = DIAGRAMS[path] if path in DIAGRAMS else OTHERS[path].decode()
    for before, after in ((old, new), *([swap] if swap else [])):
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {path}"
        text = text.replace(before, after)
    return {**tiny_folder(), path: drawn(text) if path in DIAGRAMS else text.encode()}


def problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Return what the gate finds wrong."""
    return list(check(files))
