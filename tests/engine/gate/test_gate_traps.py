"""Every refusal of the gate, shown on one change to a folder that it accepts."""

import pytest

from engine.bpmn.refusals import REFUSALS
from tests.engine.gate import (
    traps_annual_report,
    traps_answers,
    traps_beginnings,
    traps_calls,
    traps_corrections,
    traps_decisions,
    traps_departures,
    traps_elements,
    traps_events,
    traps_flows,
    traps_formulas,
    traps_notices,
    traps_process,
    traps_registers,
    traps_user_tasks,
)
from tests.engine.gate.tiny_diagrams import INCIDENT, RETURNS, WITHDRAWAL
from tests.engine.gate.tiny_folder import changed, problems, tiny_folder
from tests.engine.gate.trap import Trap, is_refusal

TRAPS = (
    *traps_elements.TRAPS,
    *traps_process.TRAPS,
    *traps_user_tasks.TRAPS,
    *traps_decisions.TRAPS,
    *traps_calls.TRAPS,
    *traps_events.TRAPS,
    *traps_notices.TRAPS,
    *traps_beginnings.TRAPS,
    *traps_corrections.TRAPS,
    *traps_flows.TRAPS,
    *traps_formulas.TRAPS,
    *traps_answers.TRAPS,
    *traps_registers.TRAPS,
    *traps_departures.TRAPS,
    *traps_annual_report.TRAPS,
)

# Shown by tests of their own, because no text of a file is changed, or of more files than one.
ELSEWHERE = {"not_drawn", "correction_twice", "decision_input_value", "call_input_value"}


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


def with_an_input_of_its_own(given: str) -> dict[str, bytes]:
    """Return the folder whose decision reads a choice that its task gives it by a formula."""
    result = 'resultVariable="harm_level" />'
    mapping = f'<zeebe:input source="{given}" target="place" />'
    path = "workflows/decisions/criteria.dmn"
    place = (
        '<itemDefinition id="tPlace" name="tPlace"><typeRef>string</typeRef>'
        '<allowedValues><text>"home","school"</text></allowedValues></itemDefinition>'
        '<inputData id="place" name="place"><variable name="place" typeRef="tPlace" /></inputData>'
    )
    needs = (
        '<informationRequirement id="needs_place"><requiredInput href="#place" />'
        "</informationRequirement>"
    )
    facts, first = '<inputData id="facts_input"', '<informationRequirement id="needs_facts">'
    return {
        **changed(INCIDENT, result, f"{result}<zeebe:ioMapping>{mapping}</zeebe:ioMapping>"),
        path: changed(path, facts, place + facts, (first, needs + first))[path],
    }


def test_a_value_that_an_input_of_a_decision_does_not_have_is_refused():
    found = problems(with_an_input_of_its_own("=&quot;scool&quot;"))

    assert [each.element for each in found if is_refusal(each, "decision_input_value")] == [
        "classify"
    ]
    assert any('"school"' in each.instead for each in found)
    assert problems(with_an_input_of_its_own("=&quot;school&quot;")) == []


def with_a_text_for_a_called_process(given: str) -> dict[str, bytes]:
    """Return the folder whose called process hands what it is given to a decision."""
    files = with_an_input_of_its_own("=&quot;school&quot;")
    agencies = b'<zeebe:input source="=triage.agencies" target="agencies"/>'
    place = f'<zeebe:input source="{given}" target="site" />'.encode()
    weigh = (
        b'<bpmn:businessRuleTask id="weigh" name="Weigh"><bpmn:extensionElements>'
        b'<zeebe:calledDecision decisionId="harm_level" resultVariable="weighed" />'
        b'<zeebe:ioMapping><zeebe:input source="=if site = null then &quot;home&quot; else site"'
        b' target="place" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:businessRuleTask>'
    )
    end = b'<bpmn:endEvent id="answered"'
    assert agencies in files[INCIDENT]
    assert end in files[RETURNS]
    return {
        **files,
        INCIDENT: files[INCIDENT].replace(agencies, agencies + place),
        RETURNS: files[RETURNS].replace(end, weigh + end),
    }


def test_a_text_that_a_called_process_cannot_take_is_refused_where_it_is_given():
    found = problems(with_a_text_for_a_called_process("=&quot;scool&quot;"))

    refused = [each for each in found if is_refusal(each, "call_input_value")]
    assert [each.element for each in refused] == ["collect"]
    assert '"school"' in refused[0].instead
    found = problems(with_a_text_for_a_called_process("=&quot;school&quot;"))
    assert not any(is_refusal(each, "call_input_value") for each in found)


def test_every_refusal_is_shown_by_a_trap():
    assert len(TRAPS) > 100
    assert {trap.code for trap in TRAPS} | ELSEWHERE == set(REFUSALS)


def test_each_trap_has_a_sentence_of_its_own():
    sentences = [trap.sentence for trap in TRAPS]

    assert len(set(sentences)) == len(sentences)


def test_two_processes_that_decide_on_corrections_are_refused():
    again = '<zeebe:property name="again" value="yes" />'
    files = changed(
        WITHDRAWAL, again, again + '<zeebe:property name="correction" value="proposed" />'
    )
    one, other = files[WITHDRAWAL], "workflows/another.bpmn"
    both = {
        **files,
        other: one.replace(b'"withdrawal"', b'"another"'),
        "forms/another/withdrawal_asked.form": files["forms/withdrawal/withdrawal_asked.form"],
    }

    found = [each for each in problems(both) if is_refusal(each, "correction_twice")]

    assert len(found) == 1
    assert not any(is_refusal(each, "correction_twice") for each in problems(files))
