"""Every name and every literal of every formula in the real diagrams and forms, misspelt one at a time.

`triage.outcom = "convene"` and `triage.outcome = "convenes"` are an owner's likeliest mistakes, and FEEL
would take the default flow in silence.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.gate import check_diagram, check_version
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_forms import check_form
from engine.bpmn.gate_formulas import Formulas
from engine.bpmn.reader import read_diagram
from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.forms import read_form
from engine.problems import Problem
from engine.version import Version

ROOT = Path(__file__).parents[3]
FILES = read_folder(ROOT)

# Words that belong to the grammar of FEEL, not to anybody's names.
GRAMMAR = {
    *("if", "then", "else", "and", "or", "in", "between", "some", "every", "satisfies", "for"),
    *("return", "instance", "of", "function"),
}
TOKEN = re.compile(r'"(?P<text>[^"]*)"|(?P<name>[A-Za-z_]\w*)')


@dataclass(frozen=True)
class Written:
    """A formula as it stands in a file: the ``number``-th one there."""

    file: str
    number: int
    text: str


def places(root: etree._Element) -> Iterator[tuple[etree._Element, str | None, str]]:
    """Yield each element with the attribute (None for its text) that holds a formula."""
    for node in root.iter(etree.Element):
        for attribute, value in node.attrib.items():
            if value.startswith("="):
                yield node, attribute, value
        if (node.text or "").strip().startswith("="):
            yield node, None, node.text


SLOTTED = re.compile(r"(?<=\{\{).*?(?=\}\})")


def holders(component: object) -> Iterator[tuple[dict, str]]:
    """Yield each JSON object with the key that holds a formula, or a text with slots."""
    if isinstance(component, list):
        for item in component:
            yield from holders(item)
    if isinstance(component, dict):
        for key, value in component.items():
            if isinstance(value, str) and (value.startswith("=") or SLOTTED.search(value)):
                yield component, key
            yield from holders(value)


def formulas_of(path: str) -> list[str]:
    if path.endswith(".bpmn"):
        return [text for _, _, text in places(etree.fromstring(FILES[path]))]
    return [holder[key] for holder, key in holders(json.loads(FILES[path]))]


WRITTEN = [
    Written(path, number, text)
    for path in sorted(FILES)
    if path.endswith((".bpmn", ".form"))
    for number, text in enumerate(formulas_of(path))
]


def misspellings(text: str) -> Iterator[str]:
    """Yield the formula, or text with slots, with one name or literal spelt wrongly, each in turn."""
    slots = [found.span() for found in SLOTTED.finditer(text)]
    for token in TOKEN.finditer(text):
        if slots and not any(first <= token.start() < last for first, last in slots):
            continue
        if token["name"] is not None and token["name"] not in GRAMMAR:
            yield text[: token.end()] + "q" + text[token.end() :]
        if token["text"]:
            yield text[: token.end() - 1] + "q" + text[token.end() - 1 :]


@cache
def version() -> Version:
    return build(FILES)


@cache
def dataflow() -> Dataflow:
    return Dataflow.of(version(), Decisions(version()), Formulas())


def problems_with(written: Written, text: str) -> list[Problem]:
    """Return what the gate finds wrong with the file when the formula is written so."""
    now = version()
    if written.file.endswith(".bpmn"):
        root = etree.fromstring(FILES[written.file])
        node, attribute, _ = list(places(root))[written.number]
        if attribute is None:
            node.text = text
        else:
            node.set(attribute, text)
        diagram = read_diagram(etree.tostring(root), file=written.file)
        return check_diagram(diagram, replace(now, diagrams={**now.diagrams, diagram.id: diagram}))
    root = json.loads(FILES[written.file])
    holder, key = list(holders(root))[written.number]
    holder[key] = text
    try:
        form = read_form(json.dumps(root).encode(), file=written.file)
    except DefinitionError as refusal:
        return list(refusal.problems)
    _, process, name = written.file.removesuffix(".form").split("/")
    return check_form(now.element(process, name), form, dataflow()).problems


def test_the_protocol_is_accepted_as_it_stands():
    assert check_version(version()) == []


def test_the_protocol_holds_formulas_to_misspell():
    diagrams = [each for each in WRITTEN if each.file.endswith("serious_incident.bpmn")]

    assert len(diagrams) > 30
    assert sum(1 for each in diagrams for _ in misspellings(each.text)) > 100
    assert any(each.file.endswith(".form") for each in WRITTEN)


@pytest.mark.parametrize(
    "written", WRITTEN, ids=lambda each: f"{Path(each.file).name}: {each.text}"
)
def test_each_misspelling_is_refused(written):
    missed = [text for text in misspellings(written.text) if not problems_with(written, text)]

    assert missed == []


def test_no_formula_is_refused_as_it_stands():
    refused = [each for each in WRITTEN if problems_with(each, each.text)]

    assert refused == []
