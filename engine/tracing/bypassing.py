"""Bypass an element of a diagram: what led to it leads to what follows it, and nobody is asked for it."""

from typing import Any, Final

from lxml import etree

from engine.bpmn.xml_text import BPMN, ZEEBE, local_name

NAMELESS: Final = "taken_away"


def bypass(root: Any, element: str) -> None:
    """Change the XML of a diagram so that it runs as if the element were not drawn.

    A step is passed over along its default flow, or its first one, with whatever sits on its edge. A
    start loses its form or, having none, all that comes after it; an end loses its name and what it
    does. Raises LookupError where the diagram has no such element.
    """
    node = _by_id(root, element)
    match local_name(node):
        case "startEvent":
            _bypass_start(root, node)
        case "endEvent":
            _bypass_end(root, node)
        case "boundaryEvent":
            _remove(root, node)
        case _:
            _bypass_step(root, node)


def _bypass_start(root: Any, node: Any) -> None:
    forms = list(node.iter(f"{{{ZEEBE}}}formDefinition"))
    for each in forms:
        each.getparent().remove(each)
    if forms:
        return
    etree.SubElement(node.getparent(), f"{{{BPMN}}}endEvent", id=NAMELESS)
    for flow in _leaving(root, node.get("id")):
        flow.set("targetRef", NAMELESS)


def _bypass_end(root: Any, node: Any) -> None:
    for flow in _arriving(root, node.get("id")):
        flow.set("targetRef", NAMELESS)
    for each in list(node):
        if local_name(each).endswith("EventDefinition") or local_name(each) == "extensionElements":
            node.remove(each)
    node.set("id", NAMELESS)


def _bypass_step(root: Any, node: Any) -> None:
    name = node.get("id")
    leaving = list(_leaving(root, name))
    default = [flow for flow in leaving if flow.get("id") == node.get("default")]
    onwards = [*default, *(each for each in leaving if each.get("targetRef") != name)]
    if not onwards:
        etree.SubElement(node.getparent(), f"{{{BPMN}}}endEvent", id=NAMELESS)
    after = onwards[0].get("targetRef") if onwards else NAMELESS
    for flow in _arriving(root, name):
        flow.set("targetRef", after)
    _remove(root, node)


def _remove(root: Any, node: Any) -> None:
    """Take the node out, with the flows that leave it and what sits on its edge."""
    name = node.get("id")
    for flow in _leaving(root, name):
        flow.getparent().remove(flow)
    for event in list(root.iter(f"{{{BPMN}}}boundaryEvent")):
        if event.get("attachedToRef") == name:
            _remove(root, event)
    for reference in list(root.iter(f"{{{BPMN}}}flowNodeRef")):
        if (reference.text or "").strip() == name:
            reference.getparent().remove(reference)
    node.getparent().remove(node)


def _leaving(root: Any, element: str) -> list[Any]:
    return [each for each in _flows(root) if each.get("sourceRef") == element]


def _arriving(root: Any, element: str) -> list[Any]:
    return [each for each in _flows(root) if each.get("targetRef") == element]


def _flows(root: Any) -> list[Any]:
    return list(root.iter(f"{{{BPMN}}}sequenceFlow"))


def _by_id(root: Any, element: str) -> Any:
    for node in root.iter(f"{{{BPMN}}}*"):
        if node.get("id") == element:
            return node
    raise LookupError(element)
