"""Read a diagram file into the diagram's own words, with the line of everything in it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.bpmn.model import (
    Annotation,
    Diagram,
    Element,
    Flow,
    Formula,
    Lane,
    Message,
    Participant,
)
from engine.bpmn.reader_drawing import read_edges, read_shapes
from engine.bpmn.reader_elements import NOT_NODES, read_element
from engine.bpmn.reader_faults import Reading
from engine.bpmn.xml_text import BPMN, local_name, parse_xml
from engine.errors import DefinitionError
from engine.problems import Problem
from engine.roles import ROLE_OF_LANE

_FEEL: Final = ("", "feel", "https://www.omg.org/spec/DMN/20191111/FEEL/")


def read_diagram(content: bytes, *, file: str) -> Diagram:
    """Return the diagram as drawn; whatever the dialect does not have stands in ``Diagram.faults``.

    Raises DefinitionError where the file cannot be read at all: hostile or broken XML, no process in it,
    or an id that stands twice.
    """
    root = parse_xml(content, file=file)
    _refuse_repeated_ids(root, file)
    processes = root.findall(f"{{{BPMN}}}process")
    if local_name(root) != "definitions" or not processes:
        raise _refusal(
            file, 1, "The file holds no process.", "There is nothing to run.", "draw one."
        )
    process = next((item for item in processes if item.get("isExecutable") == "true"), processes[0])
    reading = Reading(file, process.get("id", ""))
    for other in processes:
        if other is not process:
            reading.fault(other, "several_processes")
    _note_foreign_parts(reading, root, process)
    lanes = _lanes(reading, process)
    flows = _flows(reading, process)
    elements = _elements(reading, root, process, lanes, flows)
    return Diagram(
        file=file,
        id=process.get("id", ""),
        name=process.get("name") or process.get("id", ""),
        line=process.sourceline or 1,
        documentation=process.findtext(f"{{{BPMN}}}documentation"),
        executable=process.get("isExecutable") == "true",
        elements=elements,
        flows=flows,
        lanes=lanes,
        participants=_participants(root),
        annotations=_annotations(root),
        connections=_connections(root),
        shapes=read_shapes(root),
        edges=read_edges(root),
        faults=tuple(reading.faults),
    )


def _nodes(container: Any, scope: str | None) -> Iterator[tuple[Any, str | None]]:
    for node in container:
        if local_name(node) in NOT_NODES or local_name(node).endswith("EventDefinition"):
            continue
        yield node, scope
        if local_name(node) == "subProcess":
            yield from _nodes(node, node.get("id"))


def _elements(
    reading: Reading,
    root: Any,
    process: Any,
    lanes: tuple[Lane, ...],
    flows: Mapping[str, Flow],
) -> dict[str, Element]:
    messages = _messages(reading, root)
    entering: dict[str, list[str]] = {}
    leaving: dict[str, list[str]] = {}
    for flow in flows.values():
        entering.setdefault(flow.target, []).append(flow.id)
        leaving.setdefault(flow.source, []).append(flow.id)
    escalations = {
        item.get("id"): item.get("escalationCode") or item.get("name") or ""
        for item in root.iterfind(f"{{{BPMN}}}escalation")
    }
    found: dict[str, Element] = {}
    titles = {item: lane.title for lane in reversed(lanes) for item in lane.elements}
    for node, scope in _nodes(process, None):
        element = read_element(
            reading, node, scope=scope, messages=messages, escalations=escalations
        )
        lane = _lane_title(element, found, titles)
        found[element.id] = replace(
            element,
            lane=lane,
            role=ROLE_OF_LANE.get(lane or ""),
            incoming=tuple(entering.get(element.id, ())),
            outgoing=tuple(leaving.get(element.id, ())),
        )
    return found


def _lane_title(
    element: Element, found: Mapping[str, Element], titles: Mapping[str, str]
) -> str | None:
    if element.scope is not None:
        return element.properties.get("lane") or found[element.scope].lane
    drawn = titles.get(element.id)
    host = found.get(element.attached_to or "")
    return host.lane if drawn is None and host is not None else drawn


def _flows(reading: Reading, process: Any) -> dict[str, Flow]:
    found: dict[str, Flow] = {}
    for node in process.iter(f"{{{BPMN}}}sequenceFlow"):
        flow_id = node.get("id", "")
        found[flow_id] = Flow(
            flow_id,
            label=node.get("name"),
            line=node.sourceline or 1,
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            condition=_condition(reading, node),
        )
    return found


def _condition(reading: Reading, node: Any) -> Formula | None:
    written = node.find(f"{{{BPMN}}}conditionExpression")
    if written is None:
        return None
    if written.get("language", "").lower() not in tuple(name.lower() for name in _FEEL):
        reading.fault(written, "language", written.get("language"))
        return None
    named = node.get("name") or node.get("id", "")
    return reading.formula(written, written.text, f'condition of the flow "{named}"')


def _lanes(reading: Reading, process: Any) -> tuple[Lane, ...]:
    found = []
    for node in process.iter(f"{{{BPMN}}}lane"):
        container = node.getparent().getparent()
        if container is not process:
            inside = local_name(container)
            reading.fault(node, "nested_lane" if inside == "lane" else "lane_in_sub_process")
        title = (node.get("name") or "").strip()
        found.append(
            Lane(
                node.get("id", ""),
                title,
                role=ROLE_OF_LANE.get(title),
                line=node.sourceline or 1,
                elements=tuple(
                    (item.text or "").strip() for item in node.iterfind(f"{{{BPMN}}}flowNodeRef")
                ),
            )
        )
    return tuple(found)


def _messages(reading: Reading, root: Any) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for node in root.iterfind(f"{{{BPMN}}}message"):
        extensions = reading.extensions(node, frozenset({"subscription"}))
        subscription = extensions.get("subscription")
        correlation = (
            reading.formula(subscription, subscription.get("correlationKey"), "correlation key")
            if subscription is not None
            else None
        )
        message_id = node.get("id", "")
        found[message_id] = Message(
            message_id, node.get("name", ""), correlation, node.sourceline or 1
        )
    return found


def _participants(root: Any) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            node.get("id", ""),
            name=node.get("name", ""),
            line=node.sourceline or 1,
            process=node.get("processRef"),
        )
        for node in root.iter(f"{{{BPMN}}}participant")
    )


def _connections(root: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (node.get("id", ""), node.get("sourceRef", ""), node.get("targetRef", ""))
        for node in root.iter(f"{{{BPMN}}}association", f"{{{BPMN}}}messageFlow")
    )


def _annotations(root: Any) -> tuple[Annotation, ...]:
    ties = _connections(root)
    return tuple(
        Annotation(
            node.get("id", ""),
            text=(node.findtext(f"{{{BPMN}}}text") or "").strip(),
            line=node.sourceline or 1,
            about=tuple(
                source if target == node.get("id") else target
                for _, source, target in ties
                if node.get("id") in (source, target)
            ),
        )
        for node in root.iter(f"{{{BPMN}}}textAnnotation")
    )


def _note_foreign_parts(reading: Reading, root: Any, process: Any) -> None:
    reading.extensions(process, frozenset({"versionTag", "properties"}))
    for node in root:
        name = local_name(node)
        if name.startswith("global") or name in ("choreography", "conversation", "dataStore"):
            reading.fault(node, "outside", name)
    for node in root.iterfind(f"{{{BPMN}}}collaboration/*"):
        if local_name(node) not in _COLLABORATION:
            reading.fault(node, "outside", local_name(node))
    for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
        reading.extensions(flow, frozenset())


_COLLABORATION: Final = frozenset(
    {
        "participant",
        "messageFlow",
        "textAnnotation",
        "association",
        "group",
        "documentation",
        "extensionElements",
    }
)


def _refuse_repeated_ids(root: Any, file: str) -> None:
    lines: dict[str, int] = {}
    problems = []
    for node in root.iter():
        written = node.get("id")
        if written is None:
            continue
        if written in lines:
            problems.append(
                Problem(
                    file,
                    node.sourceline,
                    written,
                    node.get("name"),
                    "The id stands twice in the file.",
                    f"Which of the two is meant (the other is on line {lines[written]}) is unknown.",
                    "give one of them an id of its own.",
                )
            )
        lines.setdefault(written, node.sourceline)
    if problems:
        raise DefinitionError(problems)


def _refusal(file: str, line: int, what: str, why: str, instead: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, None, None, what, why, instead)])
