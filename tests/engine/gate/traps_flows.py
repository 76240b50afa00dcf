"""Flows that would be ignored, hang, run twice or join too early."""

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.trap import Trap

_LAST = '<bpmn:sequenceFlow id="f13" sourceRef="remind" targetRef="reminded" />'
_OUTCOME = '<bpmn:exclusiveGateway id="outcome" name="What is decided?" default="nothing" />'
_CONVENE = '<bpmn:conditionExpression>=triage.outcome = "convene"</bpmn:conditionExpression>'
_MEETS = """<bpmn:intermediateCatchEvent id="group_meets" name="The group meets">
    <bpmn:timerEventDefinition id="group_meets_timer">
      <bpmn:timeDate>=next meeting("SIG", case.date_received)</bpmn:timeDate>
    </bpmn:timerEventDefinition>
  </bpmn:intermediateCatchEvent>"""


def _flow(flow_id: str, source: str, target: str, inner: str = "") -> str:
    return (
        f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</bpmn:sequenceFlow>"
    )


def _also(*more: str) -> tuple[str, str]:
    return _LAST, _LAST + "".join(more)


def _timer(element_id: str) -> str:
    return _MEETS.replace("group_meets", element_id)


def _gateway(tag: str, element_id: str, **attributes: str) -> str:
    rest = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<bpmn:{tag} id="{element_id}" name="Which?"{rest} />'


TRAPS = (
    Trap(
        "a flow that leads nowhere",
        "dangling",
        "f13",
        INCIDENT,
        'sourceRef="remind" targetRef="reminded"',
        'sourceRef="remind" targetRef="nobody"',
    ),
    Trap(
        "a flow into a sub-process",
        "dangling",
        "f8",
        INCIDENT,
        'sourceRef="join" targetRef="hearing"',
        'sourceRef="join" targetRef="hear"',
    ),
    Trap(
        "two flows out of a task",
        "several_out",
        "triage",
        INCIDENT,
        *_also(_flow("x1", "triage", "closed")),
    ),
    Trap("a step without an exit", "no_exit", "remind", INCIDENT, _LAST, ""),
    Trap(
        "a gateway without an exit",
        "no_exit",
        "split",
        INCIDENT,
        '<bpmn:sequenceFlow id="f4" sourceRef="split" targetRef="collect" />\n'
        '  <bpmn:sequenceFlow id="f5" sourceRef="split" targetRef="group_meets" />',
        "",
    ),
    Trap(
        "a step that nothing leads to",
        "no_entry",
        "alone",
        INCIDENT,
        *_also(_gateway("exclusiveGateway", "alone"), _flow("x1", "alone", "closed")),
    ),
    Trap(
        "steps from which no end is reached",
        "never_ends",
        "remind",
        INCIDENT,
        'sourceRef="remind" targetRef="reminded"',
        'sourceRef="remind" targetRef="remind"',
    ),
    Trap(
        "a flow into a start event",
        "flow_into",
        "incident_notified",
        INCIDENT,
        'sourceRef="remind" targetRef="reminded"',
        'sourceRef="remind" targetRef="incident_notified"',
    ),
    Trap(
        "a flow out of an end event",
        "flow_out_of_end",
        "closed",
        INCIDENT,
        *_also(_flow("x1", "closed", "reminded")),
    ),
    Trap(
        "a condition on a flow out of a task",
        "condition_misplaced",
        "f13",
        INCIDENT,
        _LAST,
        _flow("f13", "remind", "reminded", _CONVENE),
    ),
    Trap(
        "a condition on a flow out of a parallel gateway",
        "condition_misplaced",
        "f4",
        INCIDENT,
        '<bpmn:sequenceFlow id="f4" sourceRef="split" targetRef="collect" />',
        _flow("f4", "split", "collect", _CONVENE),
    ),
    Trap(
        "a flow out of an exclusive gateway without a condition",
        "no_condition",
        "convene",
        INCIDENT,
        _CONVENE,
        "",
    ),
    Trap(
        "an exclusive gateway without a default",
        "no_default",
        "outcome",
        INCIDENT,
        _OUTCOME,
        _gateway("exclusiveGateway", "outcome"),
    ),
    Trap(
        "an inclusive gateway without a default",
        "no_default",
        "outcome",
        INCIDENT,
        _OUTCOME,
        _gateway("inclusiveGateway", "outcome"),
    ),
    Trap(
        "a default that leaves another gateway",
        "wrong_default",
        "outcome",
        INCIDENT,
        _OUTCOME,
        _gateway("exclusiveGateway", "outcome", default="enough"),
    ),
    Trap(
        "a default flow of a task",
        "wrong_default",
        "remind",
        INCIDENT,
        '<bpmn:sendTask id="remind" ',
        '<bpmn:sendTask id="remind" default="f13" ',
    ),
    Trap(
        "a default flow with a condition",
        "default_condition",
        "nothing",
        INCIDENT,
        '<bpmn:sequenceFlow id="nothing" name="Nothing" sourceRef="outcome" targetRef="closed" />',
        _flow("nothing", "outcome", "closed", _CONVENE),
    ),
    Trap(
        "two flows out of a parallel gateway to the same step",
        "twin_flows",
        "split",
        INCIDENT,
        *_also(_flow("x1", "split", "collect")),
    ),
    Trap(
        "an event-based gateway that leads to a task",
        "event_gateway",
        "split",
        INCIDENT,
        '<bpmn:parallelGateway id="split" />',
        '<bpmn:eventBasedGateway id="split" />',
    ),
    Trap(
        "an event-based gateway with one way out",
        "event_gateway",
        "first_of",
        INCIDENT,
        _LAST,
        '<bpmn:eventBasedGateway id="first_of" />'
        + _timer("one_day")
        + _flow("f13", "remind", "first_of")
        + _flow("x1", "first_of", "one_day")
        + _flow("x2", "one_day", "reminded"),
    ),
    Trap(
        "two timers at an event-based gateway",
        "two_timers",
        "first_of",
        INCIDENT,
        _LAST,
        '<bpmn:eventBasedGateway id="first_of" />'
        + _timer("one_day")
        + _timer("another_day")
        + _flow("f13", "remind", "first_of")
        + _flow("x1", "first_of", "one_day")
        + _flow("x2", "first_of", "another_day")
        + _flow("x3", "one_day", "reminded")
        + _flow("x4", "another_day", "reminded"),
    ),
    Trap(
        "a loop inside a parallel block",
        "loop_in_parallel",
        "group_meets",
        INCIDENT,
        '<bpmn:sequenceFlow id="f7" sourceRef="group_meets" targetRef="join" />',
        _gateway("exclusiveGateway", "met", default="x1")
        + _flow("f7", "group_meets", "met")
        + _flow("x1", "met", "join")
        + _flow("x2", "met", "group_meets", _CONVENE),
    ),
    Trap(
        "a parallel join that a loop leads back to",
        "join_in_loop",
        "join",
        INCIDENT,
        'sourceRef="again" targetRef="triage"',
        'sourceRef="again" targetRef="join"',
    ),
    Trap(
        "a parallel join of alternatives",
        "join_waits",
        "split",
        INCIDENT,
        *_also(
            _gateway("exclusiveGateway", "either", default="x2"),
            _flow("x1", "either", "split", _CONVENE),
            _flow("x2", "either", "split"),
        ),
        swap=('sourceRef="outcome" targetRef="split"', 'sourceRef="outcome" targetRef="either"'),
    ),
    Trap(
        "two parallel ways that meet without a join",
        "done_twice",
        "hearing",
        INCIDENT,
        '<bpmn:parallelGateway id="join" />',
        '<bpmn:exclusiveGateway id="join" />',
    ),
    Trap(
        "a reminder that runs into the main path",
        "reminder_merges",
        "triage_late",
        INCIDENT,
        'sourceRef="remind" targetRef="reminded"',
        'sourceRef="remind" targetRef="outcome"',
    ),
)
