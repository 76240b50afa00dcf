"""Every reference of the real diagrams to something else, misspelt one at a time, is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.gate import check_diagram
from engine.bpmn.reader import read_diagram
from engine.deployment import build, read_folder

FILES = read_folder(Path(__file__).parents[3])
DIAGRAMS = sorted(path for path in FILES if path.endswith(".bpmn"))
REFERENCES = {
    "formDefinition": ("formId",),
    "calledDecision": ("decisionId", "resultVariable"),
    "calledElement": ("processId",),
    "header": ("value",),
    "property": ("value",),
    "lane": ("name",),
    "loopCharacteristics": ("inputElement", "outputCollection"),
    "messageEventDefinition": ("messageRef",),
    "escalationEventDefinition": ("escalationRef",),
    "exclusiveGateway": ("default",),
    "boundaryEvent": ("attachedToRef",),
}


def references(path: str) -> list[tuple[int, str]]:
    """Return the place of each element and the attribute of it that refers to something else."""
    return [
        (place, attribute)
        for place, node in enumerate(etree.fromstring(FILES[path]).iter(etree.Element))
        for attribute in REFERENCES.get(etree.QName(node).localname, ())
        if node.get(attribute) is not None
    ]


@pytest.fixture(scope="module")
def version():
    return build(FILES)


@pytest.mark.parametrize("path", DIAGRAMS)
def test_each_misspelt_reference_is_refused(path, version):
    missed = []
    for place, attribute in references(path):
        root = etree.fromstring(FILES[path])
        node = list(root.iter(etree.Element))[place]
        node.set(attribute, f"{node.get(attribute)}q")
        diagram = read_diagram(etree.tostring(root), file=path)
        changed = replace(version, diagrams={**version.diagrams, diagram.id: diagram})
        if not check_diagram(diagram, changed):
            missed.append((node.sourceline, attribute, node.get(attribute)))

    assert missed == []


def test_the_protocol_holds_references_to_misspell():
    assert sum(len(references(path)) for path in DIAGRAMS) > 150
