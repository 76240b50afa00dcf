"""The process as a whole: its file, pool, lanes and start, its ids, and whether all of it is drawn."""

import re
from pathlib import PurePosixPath
from typing import Final

from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Kind
from engine.bpmn.refusals import REFUSALS
from engine.names import SNAKE_CASE
from engine.roles import ROLE_OF_LANE

MOST_ELEMENTS: Final = 500

# `start` and `end` collide with the engine's own; the others are read by formulas as something else.
RESERVED: Final = frozenset(
    {"start", "end", "facts", "case", "settings", "round", "item", "partial"}
    | {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between"}
    | {"and", "or", "not", "true", "false", "null", "instance", "of", "function", "external"}
)


def check_process(diagram: Diagram, findings: Findings) -> None:
    """Refuse what is wrong with the process as a whole."""
    _check_faults(diagram, findings)
    name = PurePosixPath(diagram.file).stem
    if name != diagram.id:
        findings.whole("file_name", diagram, process=diagram.id, file=name)
    if not diagram.executable:
        findings.whole("not_executable", diagram)
    if is_too_long(diagram):
        findings.whole("too_long", diagram, count=len(diagram.elements), limit=MOST_ELEMENTS)
    pools = [pool for pool in diagram.participants if pool.process]
    if len(pools) != 1 or pools[0].process != diagram.id:
        findings.whole("pools", diagram, count=len(pools))
    _check_id(findings, diagram.id, diagram.line, diagram.name)
    _check_starts(diagram, findings)
    _check_lanes(diagram, findings)
    for element in diagram.elements.values():
        _check_id(findings, element.id, element.line, element.label)
        _check_label(element, findings)
        _check_lane(element, findings, diagram)
    _check_drawing(diagram, findings)


def is_too_long(diagram: Diagram) -> bool:
    """Say whether the process has more elements than the engine can hold; nothing else is then checked."""
    return len(diagram.elements) > MOST_ELEMENTS


def _check_faults(diagram: Diagram, findings: Findings) -> None:
    for fault in diagram.faults:
        code, detail = fault.code, fault.detail
        if code in ("outside", "trigger"):
            known = "compensation" if detail == "compensateEventDefinition" else detail
            code = known if known in REFUSALS else code
            detail = _in_words(detail)
        findings.refuse(code, fault.line, fault.element, fault.label, detail=detail)


def _in_words(tag: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r" \1", tag.removesuffix("Definition")).lower()


def _check_id(findings: Findings, written: str, line: int, label: str | None) -> None:
    if not SNAKE_CASE.fullmatch(written):
        code = "reserved_id" if written.lower() in RESERVED else "bad_id"
        findings.refuse(code, line, written or None, label, id=written)
    elif written in RESERVED:
        findings.refuse("reserved_id", line, written, label, id=written)


def _check_starts(diagram: Diagram, findings: Findings) -> None:
    count = len(diagram.start_events())
    if count != 1:
        findings.whole("start_count", diagram, count=count, place="")
    for element in diagram.elements.values():
        if element.kind is not Kind.SUB_PROCESS:
            continue
        inside = len(diagram.start_events(element.id))
        if inside != 1:
            findings.on("start_count", element, count=inside, place=" in the sub-process")


def _check_lanes(diagram: Diagram, findings: Findings) -> None:
    if not diagram.lanes:
        findings.whole("no_lanes", diagram)
    for lane in diagram.lanes:
        _check_id(findings, lane.id, lane.line, lane.title)
        if lane.role is None:
            instead = offer(lane.title, ROLE_OF_LANE)
            findings.on("unknown_lane", lane, title=lane.title, instead=instead)


def _check_label(element: Element, findings: Findings) -> None:
    asks = element.kind.is_gateway and len(element.outgoing) > 1
    question = asks and element.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY)
    if (element.kind.is_activity or question) and not (element.label or "").strip():
        findings.on("no_label", element)


def _check_lane(element: Element, findings: Findings, diagram: Diagram) -> None:
    drawn = [lane.title for lane in diagram.lanes if element.id in lane.elements]
    if len(drawn) > 1:
        findings.on("two_lanes", element, detail=", ".join(drawn))
    if diagram.lanes and element.lane is None:
        findings.on("no_lane", element)
    named = element.properties.get("lane")
    if named is None:
        return
    if element.scope is None:
        findings.on("lane_property", element)
    elif named not in ROLE_OF_LANE:
        instead = offer(named, ROLE_OF_LANE)
        findings.on("unknown_lane", element, title=named, instead=instead)


def _check_drawing(diagram: Diagram, findings: Findings) -> None:
    for element in diagram.elements.values():
        if element.id not in diagram.shapes:
            kind = _in_words(element.tag)
            findings.on("not_drawn", element, kind=kind, id=element.id)
    for lane in diagram.lanes:
        if lane.id not in diagram.shapes:
            findings.on("not_drawn", lane, kind="lane", id=lane.id)
    for flow in diagram.flows.values():
        if flow.id not in diagram.edges:
            findings.on("not_drawn", flow, kind="flow", id=flow.id)
    for pool in diagram.participants:
        if pool.id not in diagram.shapes:
            findings.refuse("not_drawn", pool.line, pool.id, pool.name, kind="pool", id=pool.id)
