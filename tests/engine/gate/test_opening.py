"""A form may open with earlier answers where these are those of one task."""

import pytest

from tests.engine.gate.drawing import drawn
from tests.engine.gate.tiny_diagrams import DIAGRAMS, INCIDENT, RETURNS
from tests.engine.gate.tiny_folder import changed, problems, tiny_folder
from tests.engine.gate.trap import is_refusal

TRIAGE = '<zeebe:property name="clause" value="N-01, T-01" />'
ANSWER = '<zeebe:properties><zeebe:property name="clause" value="T-01" />'
CALL = "</zeebe:ioMapping>\n    </bpmn:extensionElements>\n  </bpmn:callActivity>"
EACH = (
    "</zeebe:ioMapping>\n    </bpmn:extensionElements>\n    <bpmn:multiInstanceLoopCharacteristics>"
    "<bpmn:extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=triage.agencies" inputElement="one" />'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>\n  </bpmn:callActivity>"
)


def opening(before: str, task: str) -> str:
    return f'{before}<zeebe:property name="opens-with" value="{task}" />'


@pytest.mark.parametrize("task", ["triage", "hear", "incident/hear", "follow_up/look_after"])
def test_a_task_opens_with_its_own_answers_or_those_of_another(task):
    assert problems(changed(INCIDENT, TRIAGE, opening(TRIAGE, task))) == []


def test_an_agencys_task_opens_with_that_agencys_answers():
    assert problems(changed(RETURNS, ANSWER, opening(ANSWER, "answer"))) == []


def test_a_process_that_is_called_side_by_side_has_no_single_answers():
    opens = DIAGRAMS[INCIDENT].replace(TRIAGE, opening(TRIAGE, "follow_up/look_after"))
    calls = opens.replace('processId="returns"', 'processId="follow_up"')
    each = calls.replace(CALL, EACH)
    assert len({opens, calls, each}) == 3

    def refused(text: str) -> list[str | None]:
        found = problems({**tiny_folder(), INCIDENT: drawn(text)})
        return [one.element for one in found if is_refusal(one, "opens_with_misplaced")]

    assert refused(opens) == refused(calls) == []
    assert refused(each) == ["triage"]
