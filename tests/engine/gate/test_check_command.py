"""`review-desk check` says in words what is wrong with a folder, or what it looked at."""

import json

import pytest
from click.testing import CliRunner

from tests.engine.gate.tiny_diagrams import INCIDENT
from tests.engine.gate.tiny_folder import changed, tiny_folder
from web.commands.check import command


@pytest.fixture
def check(tmp_path):
    def run(files, *options):
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content)
        return CliRunner().invoke(command, [*options, str(tmp_path)])

    return run


def test_a_folder_without_a_problem_is_counted_and_accepted(check):
    result = check(tiny_folder())

    assert result.exit_code == 0
    assert result.output == "4 diagrams, 1 table, 6 forms, 1 text, 0 documents: no problem found.\n"


def test_each_problem_is_one_line_with_file_line_element_and_what_to_do(check):
    result = check(changed(INCIDENT, '= "convene"', '= "convenes"'))

    line, summary = result.output.splitlines()
    assert result.exit_code == 1
    assert line == (
        'workflows/incident.bpmn:107: convene "Convene": The condition of the flow "Convene" compares '
        '"triage.outcome" with "convenes" (column 18), which is not one of its values. The comparison '
        'could never be true. Instead: write "convene".'
    )
    assert summary == "4 diagrams, 1 table, 6 forms, 1 text, 0 documents: 1 problem found."


def test_problems_are_given_as_json_on_request(check):
    result = check(changed(INCIDENT, '= "convene"', '= "convenes"'), "--json")

    document = json.loads(result.output)
    [problem] = document["problems"]
    assert result.exit_code == 1
    assert document["checked"] == {
        "diagrams": 4,
        "tables": 1,
        "forms": 6,
        "texts": 1,
        "documents": 0,
    }
    assert (problem["file"], problem["element"]) == (INCIDENT, "convene")
    assert problem["instead"] == 'write "convene".'


def test_a_folder_that_holds_nothing_is_refused(check):
    result = check({})

    assert result.exit_code == 1
    assert "There is nothing to deploy here." in result.output


def test_a_folder_that_is_not_there_is_refused():
    result = CliRunner().invoke(command, ["/nowhere/at/all"])

    assert result.exit_code == 2
