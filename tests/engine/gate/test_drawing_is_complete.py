"""What has no place on the canvas cannot show where a case stands."""

import re

import pytest

from engine.bpmn.refusals import REFUSALS
from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import problems, tiny_folder
from tests.engine.gate.trap import is_refusal


@pytest.mark.parametrize("element", ["triage", "sig_chair", "board", "convene", "hear"])
def test_an_element_without_a_place_is_refused(element):
    files = tiny_folder()
    kind = "Edge" if element == "convene" else "Shape"
    pattern = f'<bpmndi:BPMN{kind} bpmnElement="{element}">.*?</bpmndi:BPMN{kind}>'.encode()
    files[INCIDENT], count = re.subn(pattern, b"", files[INCIDENT], flags=re.S)

    [problem] = problems(files)

    assert count == 1
    assert problem.element == element
    assert is_refusal(problem, "not_drawn")


def test_every_refusal_says_what_to_draw_instead():
    for refusal in REFUSALS.values():
        assert refusal.drawn
        assert refusal.what.endswith((".", "{detail}"))
        assert refusal.why.endswith(".")
        assert refusal.instead.endswith(".")
