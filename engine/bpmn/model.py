"""A diagram in its own words: what the reader found, and all that the gate, execution and pages need.

Everything here is a frozen value. Formulas are kept as written (without the leading ``=``), each with
the line it stands on and a few words that say where, so that every refusal can point at it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal


class Kind(StrEnum):
    """What an element is. Events are told apart further by `Trigger`."""

    START_EVENT = "start_event"
    END_EVENT = "end_event"
    CATCH_EVENT = "catch_event"
    THROW_EVENT = "throw_event"
    BOUNDARY_EVENT = "boundary_event"
    USER_TASK = "user_task"
    BUSINESS_RULE_TASK = "business_rule_task"
    SEND_TASK = "send_task"
    RECEIVE_TASK = "receive_task"
    CALL_ACTIVITY = "call_activity"
    SUB_PROCESS = "sub_process"
    EXCLUSIVE_GATEWAY = "exclusive_gateway"
    PARALLEL_GATEWAY = "parallel_gateway"
    INCLUSIVE_GATEWAY = "inclusive_gateway"
    EVENT_BASED_GATEWAY = "event_based_gateway"
    OUTSIDE = "outside"  # not part of the dialect; the gate refuses it, nothing runs it

    @property
    def is_gateway(self) -> bool:
        """Say whether the element is drawn as a diamond."""
        return self.value.endswith("_gateway")

    @property
    def is_event(self) -> bool:
        """Say whether the element is drawn as a circle."""
        return self.value.endswith("_event")

    @property
    def is_activity(self) -> bool:
        """Say whether the element is drawn as a box."""
        return self in _ACTIVITIES


_ACTIVITIES = frozenset(
    {
        Kind.USER_TASK,
        Kind.BUSINESS_RULE_TASK,
        Kind.SEND_TASK,
        Kind.RECEIVE_TASK,
        Kind.CALL_ACTIVITY,
        Kind.SUB_PROCESS,
    }
)


class Trigger(StrEnum):
    """What an event waits for or does."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Formula:
    """A FEEL expression as written, without its leading ``=``.

    ``where`` says in a few words what it is for ("condition of the flow Yes", "due date").
    """

    text: str
    line: int
    where: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is written into a row of a register once a token arrives; ``row`` yields its number (or 1)."""

    register: str
    fields: Mapping[str, str]
    row: Formula | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who inside the lane's role may act: one agency's people, or one person."""

    narrows_to: str  # "agency" or "person"
    formula: Formula


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """The decision a business rule task evaluates, and the variable that takes its result.

    ``inputs`` give inputs of the decision their values; what they do not name is read as a variable.
    """

    decision: str
    variable: str
    inputs: tuple["Transfer", ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of a mapping: ``target`` takes the value of ``source``."""

    source: Formula
    target: str


@dataclass(frozen=True, slots=True)
class CalledProcess:
    """The process a call activity runs.

    ``inputs`` are evaluated in the caller and set in the called process; ``outputs`` the other way.
    """

    process: str
    inputs: tuple[Transfer, ...]
    outputs: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """A multi-instance activity: once for each item of ``collection``."""

    collection: Formula
    element: str
    output_collection: str | None
    output_element: Formula | None
    sequential: bool
    line: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a send task sends: a text of workflows/messages and the words of who receives it."""

    message: str
    to: tuple[str, ...]


# The property by which a process decides on a correction: at its start, and at each of its ends.
CORRECTION: Final = "correction"
PROPOSED: Final = "proposed"
SETTLES: Final[tuple[Literal["accepted", "noted", "refused"], ...]] = (
    "accepted",
    "noted",
    "refused",
)
# A user task with the property `decides` = `yes` takes a decision: to change it is the Independent Chair's.
DECIDES: Final = "decides"


@dataclass(frozen=True, slots=True)
class Message:
    """A message: for a throw event the process it starts, for a start event the process' own id."""

    id: str
    name: str
    correlation: Formula | None
    line: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """How people begin a process on a case: who besides the lane's role, and when it is offered.

    ``when`` is None where it always makes sense; ``also_closed`` says that a closed case may begin it (and
    is then open again), ``again`` that a case may begin it more than once.
    """

    begun_by: tuple[str, ...]
    when: Formula | None
    also_closed: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Element:
    """One task, event, gateway or sub-process.

    ``lane`` is the lane's title (of the surrounding sub-process where the element stands inside one and
    names no other), ``role`` the key of the role or None where the title is unknown; ``scope`` is the id
    of the surrounding sub-process; ``incoming`` and ``outgoing`` are flow ids in document order.
    ``due``, ``assignment`` and ``form`` belong to user tasks (``form`` also to the start
    event that people begin a process with), ``timer`` to timer events, ``escalation`` to escalation
    events. ``keeps`` are fields of the case that take a value when a user, send or business rule task is
    done (the target is the field's key). ``beginning`` belongs to the message start event with a form;
    ``writes`` is what a register says of a case that
    has come here; ``ends_case`` says that an end event ends the whole case. ``tag`` is the name of the XML
    element.
    """

    id: str
    kind: Kind
    tag: str
    label: str | None
    line: int
    process: str
    lane: str | None = None
    role: str | None = None
    scope: str | None = None
    documentation: str | None = None
    clauses: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    trigger: Trigger = Trigger.NONE
    form: str | None = None
    due: Formula | None = None
    assignment: Assignment | None = None
    decision: CalledDecision | None = None
    calls: CalledProcess | None = None
    loop: Loop | None = None
    notice: Notice | None = None
    keeps: tuple[Transfer, ...] = ()
    timer: Formula | None = None
    message: Message | None = None
    escalation: str | None = None
    beginning: Beginning | None = None
    ends_case: bool = False
    writes: Standing | None = None
    attached_to: str | None = None
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Something written in the file that the dialect does not have; the gate words the refusal.

    ``code`` is a key of the gate's table of refusals, ``detail`` what was written.
    """

    code: str
    line: int
    element: str | None
    label: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; its id is the modeller's own."""

    id: str
    label: str | None
    line: int
    source: str
    target: str
    condition: Formula | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the executable pool; ``role`` is None where no role has that title."""

    id: str
    title: str
    role: str | None
    line: int
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; ``process`` is None for one that stands for somebody outside."""

    id: str
    name: str
    line: int
    process: str | None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text annotation, and the ids of the elements it is tied to by an association."""

    id: str
    text: str
    line: int
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle on the canvas: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """Where an element, lane, pool or annotation is drawn, and where its label if it has its own."""

    element: str
    bounds: Bounds
    label: Bounds | None


@dataclass(frozen=True, slots=True)
class Edge:
    """How a flow, association or message flow is drawn: its points in order, and its label."""

    flow: str
    points: tuple[tuple[float, float], ...]
    label: Bounds | None


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram file: one process of ours, as drawn.

    ``id`` is the process id; ``elements`` hold those inside sub-processes too, in document order;
    ``connections`` are the (id, source, target) of associations and message flows.
    """

    file: str
    id: str
    name: str
    line: int
    documentation: str | None
    executable: bool
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...]
    participants: tuple[Participant, ...]
    annotations: tuple[Annotation, ...]
    connections: tuple[tuple[str, str, str], ...]
    shapes: Mapping[str, Shape]
    edges: Mapping[str, Edge]
    faults: tuple[Fault, ...]

    def start_events(self, scope: str | None = None) -> tuple[Element, ...]:
        """Return the start events of the process, or of one sub-process."""
        return tuple(
            element
            for element in self.elements.values()
            if element.kind is Kind.START_EVENT and element.scope == scope
        )

    def outgoing(self, element_id: str) -> tuple[Flow, ...]:
        """Return the flows that leave the element, in document order."""
        return tuple(self.flows[flow] for flow in self.elements[element_id].outgoing)

    def incoming(self, element_id: str) -> tuple[Flow, ...]:
        """Return the flows that enter the element, in document order."""
        return tuple(self.flows[flow] for flow in self.elements[element_id].incoming)

    def boundary_events(self, element_id: str) -> tuple[Element, ...]:
        """Return the boundary events that sit on the element."""
        return tuple(
            element for element in self.elements.values() if element.attached_to == element_id
        )

    def children(self, scope: str | None) -> tuple[Element, ...]:
        """Return the elements that stand directly in the sub-process, or in none."""
        return tuple(element for element in self.elements.values() if element.scope == scope)

    def not_by(self, task: Element) -> tuple[tuple[str, str], ...]:
        """Return the tasks and starts, by process and id, whose doer may not do this one on the same case.

        The property `not-by` holds their ids, one of another diagram as `process/task`.
        """
        return tuple(
            (process or self.id, name)
            for process, _, name in (
                word.rpartition("/") for word in task.properties.get("not-by", "").split()
            )
        )

    def opens_with(self, task: Element) -> tuple[str, str] | None:
        """Return the task, by process and id, whose last answers the form of this one opens with.

        The property `opens-with` holds its id, a task of another diagram as `process/task`.
        """
        process, _, name = task.properties.get("opens-with", "").rpartition("/")
        return (process or self.id, name) if name else None

    def user_tasks(self) -> Iterator[Element]:
        """Yield the user tasks in document order."""
        return (item for item in self.elements.values() if item.kind is Kind.USER_TASK)
