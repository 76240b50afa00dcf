"""From a diagram to what SpiffWorkflow runs, once for each version.

The specification is built from our own model of the diagram, not by SpiffWorkflow's parser: that one
accepts what it then runs wrongly, prefers the shape drawn higher on the canvas, loses flow ids, and
ends in a RecursionError on a long chain. What is built is frozen, because every instance shares it.
"""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.bpmn.model import Diagram, Element, Kind, Trigger
from engine.bpmn.spiff_calls import CallActivity, SubProcess
from engine.bpmn.spiff_gateways import ExclusiveGateway, InclusiveGateway, ParallelGateway
from engine.bpmn.spiff_loops import MultiInstance
from engine.bpmn.spiff_steps import (
    BusinessRuleTask,
    EndEvent,
    Origin,
    SendTask,
    StartEvent,
    ThrowEvent,
)
from engine.bpmn.spiff_tasks import UserTask
from engine.bpmn.spiff_tokens import Drawn
from engine.bpmn.spiff_waits import BoundaryEvent, CatchEvent, EventGateway

if TYPE_CHECKING:
    from engine.deployment import Version

_CLASSES: Final[dict[Kind, type[Drawn]]] = {
    Kind.START_EVENT: StartEvent,
    Kind.END_EVENT: EndEvent,
    Kind.CATCH_EVENT: CatchEvent,
    Kind.THROW_EVENT: ThrowEvent,
    Kind.BOUNDARY_EVENT: BoundaryEvent,
    Kind.USER_TASK: UserTask,
    Kind.BUSINESS_RULE_TASK: BusinessRuleTask,
    Kind.SEND_TASK: SendTask,
    Kind.RECEIVE_TASK: CatchEvent,
    Kind.CALL_ACTIVITY: CallActivity,
    Kind.SUB_PROCESS: SubProcess,
    Kind.EXCLUSIVE_GATEWAY: ExclusiveGateway,
    Kind.PARALLEL_GATEWAY: ParallelGateway,
    Kind.INCLUSIVE_GATEWAY: InclusiveGateway,
    Kind.EVENT_BASED_GATEWAY: EventGateway,
}
_KEPT_VERSIONS: Final = 16


class ProcessSpec(WorkflowSpec):  # type: ignore[misc]
    """A process (`scope` None) or the inside of an embedded sub-process (`scope` its id)."""

    def __init__(self, name: str, scope: str | None) -> None:
        """Begin an empty specification."""
        super().__init__(name)
        self.scope = scope
        self.data_objects: Mapping[str, Any] = MappingProxyType({})

    def freeze(self) -> None:
        """Let nothing be added any more, whatever an instance does."""
        self.task_specs: Mapping[str, Any] = MappingProxyType(dict(self.task_specs))


Specs = Mapping[str, ProcessSpec]
"""The specifications of a version: processes by id, sub-processes by `<process>/<id>`."""


def build_specs(diagrams: Mapping[str, Diagram]) -> Specs:
    """Build the specifications of every process and sub-process of the diagrams."""
    specs: dict[str, ProcessSpec] = {}
    for diagram in diagrams.values():
        scopes = [each for each in diagram.elements.values() if each.kind is Kind.SUB_PROCESS]
        for scope in [None, *(each.id for each in scopes)]:
            spec = _build(diagram, scope)
            specs[spec.name] = spec
    return MappingProxyType(specs)


class SpecCache:
    """The specifications of the versions used last, built once each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._known: dict[str, Specs] = {}

    def of(self, version: "Version") -> Specs:
        """Return the specifications of the version."""
        with self._lock:
            if version.digest not in self._known:
                while len(self._known) >= _KEPT_VERSIONS:
                    del self._known[next(iter(self._known))]
                self._known[version.digest] = build_specs(version.diagrams)
            return self._known[version.digest]


def _build(diagram: Diagram, scope: str | None) -> ProcessSpec:
    spec = ProcessSpec(_name(diagram.id, scope), scope)
    for element in diagram.children(scope):
        _add(spec, diagram, element)
    starts = diagram.start_events(scope)
    first = next((each for each in starts if each.trigger is Trigger.NONE), starts[0])
    spec.start = Origin(spec, first.id)
    spec.freeze()
    return spec


def _add(spec: ProcessSpec, diagram: Diagram, element: Element) -> None:
    ways = diagram.outgoing(element.id)
    if element.loop is None:
        drawn = _CLASSES[element.kind](spec, element, ways, element.id)
        repeated = drawn
    else:
        drawn = MultiInstance(spec, element, ways, element.id)
        repeated = _CLASSES[element.kind](spec, element, (), drawn.instance)
    drawn.guards = tuple(each.id for each in diagram.boundary_events(element.id))
    match repeated:
        case CallActivity():
            repeated.inner = element.calls.process if element.calls else ""
        case SubProcess():
            repeated.inner = _name(diagram.id, element.id)
        case EventGateway():
            repeated.events = tuple(diagram.elements[way.target] for way in ways)
        case InclusiveGateway():
            repeated.reachable_from = _reaching(diagram, element)


def _name(process: str, scope: str | None) -> str:
    return process if scope is None else f"{process}/{scope}"


def _reaching(diagram: Diagram, gateway: Element) -> frozenset[str]:
    """Return the elements from which a token can come to the gateway without passing it."""
    found: set[str] = set()
    waiting = [flow.source for flow in diagram.incoming(gateway.id)]
    while waiting:
        element_id = waiting.pop()
        if element_id in found or element_id == gateway.id:
            continue
        found.add(element_id)
        waiting += [flow.source for flow in diagram.incoming(element_id)]
        host = diagram.elements[element_id].attached_to
        if host is not None:
            waiting.append(host)
    return frozenset(found)
