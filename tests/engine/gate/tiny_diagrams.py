"""The diagrams of the tiny folder, written without a drawing."""

from collections.abc import Mapping

INCIDENT = "workflows/incident.bpmn"
RETURNS = "workflows/returns.bpmn"
FOLLOW_UP = "workflows/follow_up.bpmn"
WITHDRAWAL = "workflows/withdrawal.bpmn"

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


DIAGRAMS: Mapping[str, str] = {
    INCIDENT: _INCIDENT,
    RETURNS: _RETURNS,
    FOLLOW_UP: _FOLLOW_UP,
    WITHDRAWAL: _WITHDRAWAL,
}
