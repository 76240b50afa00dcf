"""What looks like a trap and is none is accepted: each of these has a refused neighbour in the traps."""

import pytest

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import changed, problems
from tests.engine.gate.traps_flows import _CONVENE, _LAST, _flow, _gateway

_SPLIT = '<bpmn:parallelGateway id="split" />'
_JOIN = '<bpmn:parallelGateway id="join" />'


def accepted(old: str, new: str, swap: tuple[str, str] | None = None) -> list[str]:
    return [str(problem) for problem in problems(changed(INCIDENT, old, new, swap))]


def test_a_loop_around_a_whole_parallel_block_is_accepted():
    assert accepted('targetRef="triage">', 'targetRef="outcome">') == []


def test_a_loop_after_a_join_is_accepted():
    assert accepted('targetRef="triage">', 'targetRef="hearing">') == []


def test_ways_that_are_taken_side_by_side_and_end_each_on_its_own_are_accepted():
    assert (
        accepted(
            '<bpmn:sequenceFlow id="f7" sourceRef="group_meets" targetRef="join" />',
            _flow("f7", "group_meets", "met") + '<bpmn:endEvent id="met" name="Met" />',
            ('targetRef="triage">', 'targetRef="hearing">'),
        )
        == []
    )


@pytest.mark.parametrize("kind", ["exclusive", "inclusive"])
def test_alternatives_that_meet_at_a_gateway_of_their_kind_are_accepted(kind):
    gateway = f'<bpmn:{kind}Gateway id="{{}}" name="Which?"{{}} />'
    files = changed(
        INCIDENT,
        _SPLIT,
        gateway.format("split", ' default="f5"'),
        (_JOIN, gateway.format("join", "")),
    )
    plain = b'<bpmn:sequenceFlow id="f4" sourceRef="split" targetRef="collect"/>'
    assert files[INCIDENT].count(plain) == 1
    conditional = _flow("f4", "split", "collect", _CONVENE).encode()

    assert problems({**files, INCIDENT: files[INCIDENT].replace(plain, conditional)}) == []


def test_two_alternatives_to_the_same_step_are_accepted():
    assert accepted(_LAST, _LAST + _flow("x1", "outcome", "closed", _CONVENE)) == []


def test_comparing_an_answer_with_nothing_is_accepted():
    assert accepted('=triage.outcome = "convene"', "=triage.outcome != null") == []


def test_an_interrupting_timer_that_leads_back_to_the_main_path_is_accepted():
    assert (
        accepted(
            'cancelActivity="false" attachedToRef="triage"',
            'attachedToRef="triage"',
            (
                _LAST,
                _gateway("exclusiveGateway", "still_open", default="f13")
                + _flow("x1", "remind", "still_open")
                + _flow("f13", "still_open", "reminded")
                + _flow("x2", "still_open", "outcome", _CONVENE),
            ),
        )
        == []
    )
