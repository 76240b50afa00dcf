"""The sequence flows: conditions where they are read, a way in and a way out, loops where joins wait."""

from typing import Final

from engine.bpmn.gate_findings import Findings
from engine.bpmn.gate_graph import JOINING_KINDS, Graph
from engine.bpmn.model import Diagram, Element, Flow, Kind, Trigger

CHOOSING: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})
_REACHED_BY_ITSELF: Final = frozenset({Kind.START_EVENT, Kind.BOUNDARY_EVENT})


def check_flows(diagram: Diagram, findings: Findings) -> None:
    """Refuse flows that would be ignored, hang, run twice or join too early."""
    for flow in diagram.flows.values():
        _check_ends(flow, diagram, findings)
    for element in diagram.elements.values():
        _check_way_in_and_out(element, diagram, findings)
        _check_conditions(element, diagram, findings)
        if element.kind is Kind.EVENT_BASED_GATEWAY:
            _check_event_gateway(element, diagram, findings)
    scopes = [None] + [e.id for e in diagram.elements.values() if e.kind is Kind.SUB_PROCESS]
    for scope in scopes:
        graph = Graph.of(diagram, scope)
        _check_reachable(diagram, scope, graph, findings)
        _check_loops(diagram, Graph.of(diagram, scope, reminders=False), findings)
        _check_reminders(diagram, scope, graph, findings)


def _check_ends(flow: Flow, diagram: Diagram, findings: Findings) -> None:
    ends = [diagram.elements.get(flow.source), diagram.elements.get(flow.target)]
    if None in ends or len({element.scope for element in ends if element}) > 1:
        findings.on("dangling", flow, flow=flow.label or flow.id)


def _check_way_in_and_out(element: Element, diagram: Diagram, findings: Findings) -> None:
    if element.kind in _REACHED_BY_ITSELF and element.incoming:
        findings.on("flow_into", element)
    if element.kind is Kind.END_EVENT:
        if element.outgoing:
            findings.on("flow_out_of_end", element)
    elif not element.outgoing and not _always_escalates(element, diagram):
        findings.on("no_exit", element)
    elif len(element.outgoing) > 1 and not element.kind.is_gateway:
        findings.on("several_out", element)


def _always_escalates(element: Element, diagram: Diagram) -> bool:
    """Say whether it is a sub-process that every path inside leaves by the escalation on its edge."""
    ends = [each for each in diagram.children(element.id) if each.kind is Kind.END_EVENT]
    return (
        bool(ends)
        and all(end.trigger is Trigger.ESCALATION for end in ends)
        and any(
            edge.trigger is Trigger.ESCALATION and edge.outgoing
            for edge in diagram.boundary_events(element.id)
        )
    )


def _check_conditions(element: Element, diagram: Diagram, findings: Findings) -> None:
    flows = diagram.outgoing(element.id)
    targets = [flow.target for flow in flows]
    if len(set(targets)) < len(targets) and element.kind is not Kind.EXCLUSIVE_GATEWAY:
        findings.on("twin_flows", element)
    if element.kind in CHOOSING and len(flows) > 1:
        _check_choice(element, flows, findings)
        return
    kind = element.kind.value.replace("_", " ")
    for flow in flows:
        if flow.condition is not None:
            findings.on("condition_misplaced", flow, flow=flow.label or flow.id, kind=kind)
    if element.default is not None:
        findings.on("wrong_default", element, flow=element.default)


def _check_choice(element: Element, flows: tuple[Flow, ...], findings: Findings) -> None:
    if element.default is None:
        findings.on("no_default", element)
    elif element.default not in element.outgoing:
        findings.on("wrong_default", element, flow=element.default)
    for flow in flows:
        named = flow.label or flow.id
        if flow.id == element.default and flow.condition is not None:
            findings.on("default_condition", flow, flow=named)
        if flow.id != element.default and flow.condition is None:
            findings.on("no_condition", flow, flow=named)


def _check_event_gateway(element: Element, diagram: Diagram, findings: Findings) -> None:
    targets = [
        diagram.elements[flow.target]
        for flow in diagram.outgoing(element.id)
        if flow.target in diagram.elements
    ]
    if len(targets) < 2:
        findings.on("event_gateway", element, detail="has fewer than two ways out")
    for target in targets:
        if target.kind not in (Kind.CATCH_EVENT, Kind.RECEIVE_TASK):
            detail = f'leads to "{target.label or target.id}", which is not waited for'
            findings.on("event_gateway", element, detail=detail)
        elif len(target.incoming) > 1:
            detail = f'leads to "{target.label or target.id}", to which other flows lead too'
            findings.on("event_gateway", element, detail=detail)
    if sum(target.trigger is Trigger.TIMER for target in targets) > 1:
        findings.on("two_timers", element)


def _check_reachable(diagram: Diagram, scope: str | None, graph: Graph, findings: Findings) -> None:
    inside = diagram.children(scope)
    starts = [element.id for element in inside if element.kind is Kind.START_EVENT]
    ends = [element.id for element in inside if element.kind is Kind.END_EVENT]
    reached = graph.reached_from(starts)
    ending = graph.turned().reached_from(ends)
    for element in inside:
        if element.id not in reached and element.kind is not Kind.START_EVENT:
            findings.on("no_entry", element)
        if element.id not in ending and element.outgoing:
            findings.on("never_ends", element)


def _check_loops(diagram: Diagram, graph: Graph, findings: Findings) -> None:
    splits = _gateways(diagram, graph, outgoing=True)
    joins = _gateways(diagram, graph, outgoing=False)
    own = {split: _own_joins(graph, split, joins) for split in splits}
    refused: set[str] = set()
    for join in sorted(joins):
        # A loop around the whole block passes a split before it comes back to the join.
        openers = {split for split, waiting in own.items() if join in waiting}
        for loop in graph.only(set(graph.following) - openers).loops():
            sources = {flow.source for flow in diagram.incoming(join)}
            if join in loop and sources & loop and sources - loop:
                findings.on("join_in_loop", diagram.elements[join])
                refused |= loop
    for split in sorted(splits):
        for loop in graph.only(_block(graph, split, own[split])).loops():
            if not loop & refused:
                first = min((diagram.elements[item] for item in loop), key=lambda item: item.line)
                findings.on("loop_in_parallel", first)
                refused |= loop


def _gateways(diagram: Diagram, graph: Graph, *, outgoing: bool) -> set[str]:
    return {
        element
        for element in graph.following
        if diagram.elements[element].kind in JOINING_KINDS
        and len(
            diagram.elements[element].outgoing if outgoing else diagram.elements[element].incoming
        )
        > 1
    }


def _own_joins(graph: Graph, split: str, joins: set[str]) -> set[str]:
    """Return the joins at which the ways of a split meet again: one, where none ends on its own."""
    meeting = graph.meeting_point(split)
    if meeting is not None:
        return {meeting} & joins
    after = joins & graph.reached_from([split])
    return {
        join
        for join in after
        if all(join in graph.reached_from([split], without=[other]) for other in after - {join})
    }


def _block(graph: Graph, split: str, own: set[str]) -> set[str]:
    """Return what stands between the split and where its ways meet again."""
    onward = [item for item in graph.following[split] if item != split]
    inside = graph.reached_from(onward, without=own | {split})
    return inside & graph.turned().reached_from(own, without=[split])


def _check_reminders(diagram: Diagram, scope: str | None, graph: Graph, findings: Findings) -> None:
    for event in diagram.children(scope):
        if event.kind is not Kind.BOUNDARY_EVENT or event.interrupting or not event.attached_to:
            continue
        host = diagram.elements.get(event.attached_to)
        if host is None:
            continue
        main_path = graph.reached_from([host.id], without=[event.id])
        shared = graph.reached_from([event.id]) & main_path
        if shared:
            first = min((diagram.elements[item] for item in shared), key=lambda item: item.line)
            findings.on(
                "reminder_merges",
                event,
                event=event.label or event.id,
                meeting=first.label or first.id,
            )
