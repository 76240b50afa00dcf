"""Events and messages that would never come."""

from tests.engine.gate.tiny_diagrams import FOLLOW_UP, INCIDENT, RETURNS
from tests.engine.gate.trap import Trap

TRAPS = (
    Trap(
        "a timer start event",
        "trigger_misplaced",
        "asked",
        RETURNS,
        '<bpmn:startEvent id="asked" name="Asked" />',
        '<bpmn:startEvent id="asked" name="Asked"><bpmn:timerEventDefinition id="d1">'
        "<bpmn:timeDate>=today()</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>",
    ),
    Trap(
        "an escalation outside a sub-process",
        "trigger_misplaced",
        "finished",
        INCIDENT,
        '<bpmn:endEvent id="finished" name="Finished" />',
        '<bpmn:endEvent id="finished" name="Finished"><bpmn:escalationEventDefinition id="d1" '
        'escalationRef="escalation_withdrawn" /></bpmn:endEvent>',
    ),
    Trap(
        "a timer on the edge of a send task",
        "host",
        "triage_late",
        INCIDENT,
        'attachedToRef="triage"',
        'attachedToRef="remind"',
    ),
    Trap(
        "an escalation that nothing takes",
        "escalation_uncaught",
        "refused",
        INCIDENT,
        '<bpmn:escalationEventDefinition id="hearing_escalation" '
        'escalationRef="escalation_withdrawn" />',
        '<bpmn:timerEventDefinition id="d1"><bpmn:timeDate>=today()</bpmn:timeDate>'
        "</bpmn:timerEventDefinition>",
    ),
    Trap(
        "an escalation that nothing raises",
        "escalation_uncaught",
        "hearing_refused",
        INCIDENT,
        '<bpmn:escalationEventDefinition id="refused_escalation" '
        'escalationRef="escalation_withdrawn" />',
        "",
    ),
    Trap(
        "an escalation that does not interrupt",
        "escalation_continues",
        "hearing_refused",
        INCIDENT,
        'attachedToRef="hearing"',
        'attachedToRef="hearing" cancelActivity="false"',
    ),
    Trap(
        "a message to a process that does not wait for it",
        "message_start",
        "follow_up_begun",
        INCIDENT,
        '<bpmn:message id="message_follow_up" name="follow_up" />',
        '<bpmn:message id="message_follow_up" name="returns" />',
    ),
    Trap(
        "a start event that waits for another message",
        "own_message",
        "wanted",
        FOLLOW_UP,
        '<bpmn:message id="message_follow_up" name="follow_up" />',
        '<bpmn:message id="message_follow_up" name="followed_up" />',
    ),
    Trap(
        "a receive task without a correlation key",
        "no_correlation",
        "look_after",
        FOLLOW_UP,
        '<bpmn:userTask id="look_after"',
        '<bpmn:receiveTask id="look_after" messageRef="message_follow_up"',
        swap=("</bpmn:userTask>", "</bpmn:receiveTask>"),
    ),
    Trap(
        "a wait for a message that nothing sends",
        "nothing_sends",
        "group_meets",
        INCIDENT,
        '<bpmn:timerEventDefinition id="group_meets_timer">\n'
        '      <bpmn:timeDate>=next meeting("SIG", case.date_received)</bpmn:timeDate>\n'
        "    </bpmn:timerEventDefinition>",
        '<bpmn:messageEventDefinition id="group_meets_message" messageRef="message_follow_up" />',
    ),
)
