"""docs/what-a-diagram-may-contain.md says what the program says.

After a change of wording: REWRITE_DOCUMENTS=1 python -m pytest tests/engine/gate, and read what changed.
"""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bpmn.gate_document import refusals_as_markdown
from engine.bpmn.model import Kind
from engine.bpmn.refusals import REFUSALS, SECTIONS
from engine.roles import ROLE_OF_LANE
from tests.engine.gate.test_gate_traps import TRAPS
from tests.engine.gate.tiny_folder import problems
from tests.engine.gate.trap import is_refusal
from web.commands.check import command

DOCUMENT = Path(__file__).parents[3] / "docs" / "what-a-diagram-may-contain.md"
SHOWN = (
    "a script task",
    "a lane that is no role",
    "a misspelt answer",
    "a misspelt value of a choice",
    "an exclusive gateway without a default",
    "a user task whose form file is missing",
    "a loop inside a parallel block",
    "a timer with a duration",
)

NAMES_OF_KINDS = {
    Kind.START_EVENT: "start event",
    Kind.END_EVENT: "end event",
    Kind.CATCH_EVENT: "Timer event",
    Kind.THROW_EVENT: "Message throw event",
    Kind.BOUNDARY_EVENT: "on the edge of a step",
    Kind.USER_TASK: "User task",
    Kind.BUSINESS_RULE_TASK: "Business rule task",
    Kind.SEND_TASK: "Send task",
    Kind.RECEIVE_TASK: "receive task",
    Kind.CALL_ACTIVITY: "Call activity",
    Kind.SUB_PROCESS: "Sub-process",
    Kind.EXCLUSIVE_GATEWAY: "Exclusive gateway",
    Kind.PARALLEL_GATEWAY: "Parallel gateway",
    Kind.INCLUSIVE_GATEWAY: "Inclusive gateway",
    Kind.EVENT_BASED_GATEWAY: "Event-based gateway",
}


def printed_examples() -> str:
    lines = []
    for sentence in SHOWN:
        [trap] = [each for each in TRAPS if each.sentence == sentence]
        problem = next(each for each in problems(trap.files()) if is_refusal(each, trap.code))
        lines.append(f"{sentence[:1].upper()}{sentence[1:]}:\n\n```\n{problem}\n```\n")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("examples", printed_examples), ("refusals", refusals_as_markdown)],
)
def test_the_document_prints_what_the_program_prints(name, printed):
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, _, rest = DOCUMENT.read_text().partition(start)
    _, _, after = rest.partition(end)
    expected = f"{before}{start}\n{printed()}\n{end}{after}"
    if os.environ.get("REWRITE_DOCUMENTS"):
        DOCUMENT.write_text(expected)

    assert DOCUMENT.read_text() == expected


def test_the_command_prints_the_refusals():
    result = CliRunner().invoke(command, ["--refusals"])

    assert result.exit_code == 0
    assert result.output == refusals_as_markdown()


def test_no_placeholder_is_left_in_what_people_read():
    assert "{" not in refusals_as_markdown()
    assert refusals_as_markdown().count("\n| ") == len(REFUSALS) + 2 * len(SECTIONS)


def test_the_document_names_every_role_and_every_kind_of_element():
    text = DOCUMENT.read_text()

    assert [title for title in ROLE_OF_LANE if title not in text] == []
    for kind in Kind:
        if kind is not Kind.OUTSIDE:
            assert NAMES_OF_KINDS[kind] in text
