"""Every refusal of the gate, shown on one change to a folder that it accepts."""

import pytest

from engine.bpmn.gate_refusals import REFUSALS
from tests.engine.gate import traps_elements, traps_flows, traps_names, traps_shapes
from tests.engine.gate.tiny_folder import problems, tiny_folder
from tests.engine.gate.trap import Trap, is_refusal

TRAPS = (*traps_elements.TRAPS, *traps_shapes.TRAPS, *traps_flows.TRAPS, *traps_names.TRAPS)

# Shown by tests of their own, because no text of a file is changed.
ELSEWHERE = {"not_drawn"}


def test_the_unchanged_folder_is_accepted():
    assert problems(tiny_folder()) == []


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.sentence)
def test_the_gate_refuses(trap: Trap):
    found = problems(trap.files())

    [problem, *_] = [
        each for each in found if is_refusal(each, trap.code) and each.element == trap.element
    ] or pytest.fail(f"{trap.sentence} was not refused; found: {[str(each) for each in found]}")
    assert problem.line is not None or trap.code == "form_without_task"
    assert trap.offers in problem.instead


def test_every_refusal_is_shown_by_a_trap():
    assert len(TRAPS) > 100
    assert {trap.code for trap in TRAPS} | ELSEWHERE == set(REFUSALS)


def test_each_trap_has_a_sentence_of_its_own():
    sentences = [trap.sentence for trap in TRAPS]

    assert len(set(sentences)) == len(sentences)
