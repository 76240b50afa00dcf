"""Tiny diagrams written for a test, and a case played on them through engine.execution.

Every action loads the saved state and saves it again, so each test is also a round trip between every
two steps; `forget_specs` makes every load build the specification anew.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from engine import execution
from engine.bpmn.model import Formula
from engine.bpmn.reader import read_diagram
from engine.calendar import meetings_in_order
from engine.effects import FlowTaken, TaskOpened, TimerSet, Visited
from engine.execution import World
from engine.forms import Answers
from engine.settings import CaseField, Setting, Settings
from engine.version import Version

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
_DIGESTS = count()
ZEEBE = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def diagram(process: str, *elements: str, messages: tuple[str, ...] = ()) -> Any:
    """Return the diagram of one process with one lane, SIG Chair."""
    body = "".join(elements)
    named = "".join(f'<bpmn:message id="message_{name}" name="{name}"/>' for name in messages)
    escalation = '<bpmn:escalation id="closing" name="closing" escalationCode="closed"/>'
    ids = re.findall(r'<bpmn:(?!sequenceFlow)\w+ id="(\w+)"', body)
    refs = "".join(f"<bpmn:flowNodeRef>{each}</bpmn:flowNodeRef>" for each in ids)
    xml = (
        f'<bpmn:definitions {ZEEBE} id="d_{process}" targetNamespace="small">{named}{escalation}'
        f'<bpmn:process id="{process}" isExecutable="true"><bpmn:laneSet id="lanes">'
        f'<bpmn:lane id="chair" name="SIG Chair">{refs}</bpmn:lane></bpmn:laneSet>{body}'
        "</bpmn:process></bpmn:definitions>"
    )
    return read_diagram(xml.encode(), file=f"workflows/{process}.bpmn")


def flows(*pairs: str) -> str:
    """Return flows written `a b`, or `a b =condition`; the id is `a__b` or, for a second, `a__b_2`."""
    drawn, seen = [], []
    for pair in pairs:
        source, target, *condition = pair.split(" ", 2)
        seen.append((source, target))
        number = seen.count((source, target))
        flow_id = f"{source}__{target}" + (f"_{number}" if number > 1 else "")
        inner = (
            f"<bpmn:conditionExpression>{_escape(condition[0])}</bpmn:conditionExpression>"
            if condition
            else ""
        )
        drawn.append(
            f'<bpmn:sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">'
            f"{inner}</bpmn:sequenceFlow>"
        )
    return "".join(drawn)


def element(tag: str, element_id: str, inner: str = "", **attributes: str) -> str:
    """Return any element."""
    rest = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<bpmn:{tag} id="{element_id}"{rest}>{inner}</bpmn:{tag}>'


def extensions(*inner: str) -> str:
    """Return what stands in the zeebe namespace."""
    return f"<bpmn:extensionElements>{''.join(inner)}</bpmn:extensionElements>"


def begin(element_id: str = "begun") -> str:
    """Return a none start event."""
    return element("startEvent", element_id)


def stop(element_id: str = "done") -> str:
    """Return a none end event."""
    return element("endEvent", element_id)


def user(element_id: str, *more: str, due: str = "", each: str = "") -> str:
    """Return a user task; `each` is what `repeat` gives, `more` zeebe elements."""
    schedule = f'<zeebe:taskSchedule dueDate="{_escape(due)}"/>' if due else ""
    return element("userTask", element_id, extensions("<zeebe:userTask/>", schedule, *more) + each)


def repeat(
    items: str, name: str, *, into: str = "", result: str = "", one_by_one: bool = False
) -> str:
    """Return multi-instance characteristics."""
    out = f' outputCollection="{into}" outputElement="{_escape(result)}"' if into else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(one_by_one).lower()}">'
        + extensions(
            f'<zeebe:loopCharacteristics inputCollection="{_escape(items)}" inputElement="{name}"{out}/>'
        )
        + "</bpmn:multiInstanceLoopCharacteristics>"
    )


def keeps(field_of_case: str, source: str) -> str:
    """Return what makes a task set a field of the case when it is done."""
    output = f'<zeebe:output source="{_escape(source)}" target="case.{field_of_case}"/>'
    return f"<zeebe:ioMapping>{output}</zeebe:ioMapping>"


def rule(element_id: str, decision: str, variable: str, *, keeps: str = "", **inputs: str) -> str:
    """Return a business rule task; `inputs` give inputs of the decision their values.

    `keeps` is what the function of that name returns, in place of inputs.
    """
    called = f'<zeebe:calledDecision decisionId="{decision}" resultVariable="{variable}"/>'
    given = [
        f'<zeebe:input source="{_escape(source)}" target="{target}"/>'
        for target, source in inputs.items()
    ]
    mapping = f"<zeebe:ioMapping>{''.join(given)}</zeebe:ioMapping>" if given else keeps
    return element("businessRuleTask", element_id, extensions(called, mapping))


def notice(element_id: str, to: str = "role:sig_chair", each: str = "") -> str:
    """Return a send task whose message has the id of the task."""
    return element(
        "sendTask",
        element_id,
        extensions(
            '<zeebe:taskDefinition type="notice"/>',
            f'<zeebe:taskHeaders><zeebe:header key="message" value="{element_id}"/>'
            f'<zeebe:header key="to" value="{to}"/></zeebe:taskHeaders>',
        )
        + each,
    )


def timer(expression: str) -> str:
    """Return a timer definition."""
    return (
        "<bpmn:timerEventDefinition><bpmn:timeDate>"
        f"{_escape(expression)}</bpmn:timeDate></bpmn:timerEventDefinition>"
    )


def wait(element_id: str, expression: str, name: str = "") -> str:
    """Return an intermediate timer."""
    return element("intermediateCatchEvent", element_id, timer(expression), name=name)


def reminder(
    element_id: str, on: str, expression: str, *, interrupts: bool = False, name: str = ""
) -> str:
    """Return a boundary timer."""
    return element(
        "boundaryEvent",
        element_id,
        timer(expression),
        attachedToRef=on,
        cancelActivity=str(interrupts).lower(),
        name=name,
    )


def call(element_id: str, process: str, *mappings: str, each: str = "") -> str:
    """Return a call activity with mappings written `in a=x` and `out b=y` (target, then source)."""
    drawn = []
    for mapping in mappings:
        way, rest = mapping.split(" ", 1)
        target, source = rest.split("=", 1)
        tag = "input" if way == "in" else "output"
        drawn.append(f'<zeebe:{tag} source="{_escape("=" + source)}" target="{target}"/>')
    return element(
        "callActivity",
        element_id,
        extensions(
            f'<zeebe:calledElement processId="{process}" propagateAllChildVariables="false"/>',
            f"<zeebe:ioMapping>{''.join(drawn)}</zeebe:ioMapping>",
        )
        + each,
    )


def _escape(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


@dataclass
class Decided:
    """A stand-in for a DMN model: each decision is a function from its inputs."""

    decisions: dict[str, Any]

    def evaluate(self, decision: str, inputs: Any, **_: Any) -> Any:
        """Answer as the function says."""
        return SimpleNamespace(value=self.decisions[decision](inputs), matched=(), trace=())


def version(*diagrams: Any, decisions: Any = None, **settings: Any) -> Version:
    """Return a version of these diagrams; `settings` are fields of Settings."""
    fields: dict[str, Any] = {
        "file": "workflows/settings.yaml",
        "facts_type": "tFacts",
        "contradictions": None,
        "defaults": {},
        "case": {},
        "settings": {"days": Setting("days", 3, "working days", "test", 1)},
        "bodies": {},
        "lines": {},
    }
    return Version(
        digest=str(next(_DIGESTS)),
        files={},
        diagrams={each.id: each for each in diagrams},
        models={"small": Decided(decisions or {})},
        forms={},
        messages={},
        settings=Settings(**(fields | settings)),
        clauses={},
    )


def case_field(
    key: str, kind: str, *, initial: Any = None, formula: str | None = None
) -> CaseField:
    """Return a field of `case`."""
    worked_out = Formula(formula, 1, f"value of case.{key}") if formula else None
    return CaseField(key, kind, {}, initial, worked_out, 1)


@dataclass
class Case:
    """A case with one process instance, played step by step."""

    version: Version
    now: datetime = MONDAY
    meetings: dict[str, list[datetime]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    case: dict[str, Any] = field(default_factory=lambda: {"date_received": "2026-03-02"})
    forget_specs: bool = False
    state: bytes = b""
    ended: bool = False
    effects: list[Any] = field(default_factory=list)

    def world(self) -> World:
        """Return what the case's processes read."""
        return World(self.now, self.facts, self.case, meetings_in_order(self.meetings))

    def begin(self, process: str, **routing: Any) -> "Case":
        """Start the process, with the answers of its start form if any are given."""
        answers = Answers(routing=routing) if routing else None
        return self.keep(
            execution.start(self.version, process, world=self.world(), answers=answers)
        )

    def complete(self, element_id: str, /, number: int = 0, **routing: Any) -> "Case":
        """Complete an open task; `number` says which of several instances."""
        task = [each for each in self.open() if each.element == element_id][number]
        return self.complete_id(task.task_id, **routing)

    def complete_id(self, task_id: str, /, **routing: Any) -> "Case":
        """Complete a task by id, whatever became of it."""
        self.anew()
        answers = Answers(routing=routing)
        return self.keep(
            execution.complete(self.version, self.state, task_id, answers, world=self.world())
        )

    def fire(self, element_id: str) -> "Case":
        """Let the timer's time come."""
        return self.fire_id(self.timers()[element_id].timer_id)

    def fire_id(self, timer_id: str) -> "Case":
        """Let a timer's time come by id, whatever became of it."""
        self.anew()
        return self.keep(execution.fire(self.version, self.state, timer_id, world=self.world()))

    def retime(self) -> "Case":
        """Work out anew what waits for meetings."""
        self.anew()
        return self.keep(execution.retime(self.version, self.state, world=self.world()))

    def anew(self) -> None:
        """Build the specification anew at this load, as another process of the server would."""
        if self.forget_specs:
            execution._SPECS._known.clear()

    def keep(self, step: Any) -> "Case":
        """Take over what a step gave."""
        self.state, self.ended = step.state, step.ended
        self.facts, self.case = step.facts, step.case
        self.effects += step.effects
        return self

    def open(self) -> list[TaskOpened]:
        """Return the open tasks, as the effects say, in the order they were opened."""
        gone = {
            each.task_id
            for each in self.effects
            if type(each).__name__ in ("TaskCompleted", "TaskWithdrawn")
        }
        return [each for each in self.of(TaskOpened) if each.task_id not in gone]

    def waiting(self) -> list[str]:
        """Return the elements of the open tasks."""
        return [each.element for each in self.open()]

    def timers(self) -> dict[str, TimerSet]:
        """Return the timers that wait, by element."""
        gone = {
            each.timer_id
            for each in self.effects
            if type(each).__name__ in ("TimerFired", "TimerWithdrawn")
        }
        return {each.element: each for each in self.of(TimerSet) if each.timer_id not in gone}

    def of(self, kind: type) -> list[Any]:
        """Return the effects of one kind."""
        return [each for each in self.effects if type(each) is kind]

    def taken(self) -> list[str]:
        """Return the flows taken, in order."""
        return [each.flow_id for each in self.of(FlowTaken)]

    def visits(self, element_id: str) -> list[str]:
        """Return what happened to tokens at the element."""
        return [each.state for each in self.of(Visited) if each.element == element_id]

    def variables(self) -> dict[str, Any]:
        """Return the process variables, as the form of the first open task reads them."""
        seen = execution.form_context(
            self.version, self.state, self.open()[0].task_id, world=self.world()
        )
        return {key: seen[key] for key in seen.keys() - {"facts", "case", "settings"}}
