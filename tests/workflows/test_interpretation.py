"""What was read into the protocol is listed for the owner to reverse, and the list cannot go stale."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from engine.deployment import build, read_folder
from engine.errors import DefinitionError
from engine.interpretation import choices_in, page
from engine.readings import ADDITIONS, READINGS, interpretation_of
from tests.workflows.drawing import ROOT
from web.commands import main

PAGE = (ROOT / "docs/interpretation.md").read_text(encoding="utf-8")
VERSION = build(read_folder(ROOT))


def with_file(file: str, old: str, new: str):
    content = VERSION.files[file].decode()
    assert old in content
    changed = content.replace(old, new, 1).encode()
    return replace(VERSION, files={**VERSION.files, file: changed})


def refusals(version) -> list[str]:
    with pytest.raises(DefinitionError) as refusal:
        interpretation_of(version)
    return [str(problem) for problem in refusal.value.problems]


def test_the_page_is_written_as_the_files_say():
    assert page(VERSION, choices_in(PAGE)) == PAGE, "run: review-desk interpretation --write"


def test_all_32_ambiguities_are_read_each_with_what_to_change():
    readings = interpretation_of(VERSION).readings

    assert [each.id for each in readings] == [f"AMB-{number:02}" for number in range(1, 33)]
    assert all(each.where for each in readings)


def test_every_step_marked_as_a_gap_is_listed_once_with_the_way_to_refuse_it():
    marked = [
        (diagram.id, element.id)
        for diagram in VERSION.diagrams.values()
        for element in diagram.elements.values()
        if "[gap]" in (element.documentation or "")
    ]
    listed = [
        (each.process, step) for each in interpretation_of(VERSION).additions for step in each.steps
    ]

    assert len(marked) > 70
    assert sorted(listed) == sorted(marked)


def test_every_requirement_that_is_inferred_is_listed_with_what_carries_it():
    inferred = [clause.id for clause in VERSION.clauses.values() if clause.gap]
    rows = dict(re.findall(r"^\| ([A-Z][0-9A-Z]*-\d\d) \| .* \| (.*) \|$", PAGE, re.MULTILINE))

    assert len(inferred) > 8
    assert all(rows.get(clause) for clause in inferred)


def test_the_pages_that_are_named_are_there():
    for reading in interpretation_of(VERSION).readings:
        for place in reading.where:
            assert place.sort != "page" or reading.id in (ROOT / place.name).read_text("utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (ADDITIONS, "steps: [tell_panel_nfa]", "steps: [tell_panel_nf]", 'write "tell_panel_nfa"'),
        (ADDITIONS, "steps: [tell_panel_nfa]", "steps: []", '"tell_panel_nfa" of serious_incident'),
        (ADDITIONS, "steps: [tell_panel_nfa]", "steps: [triage]", "stands here already"),
        (ADDITIONS, "`panel_to_be_told`", "`panel_to_be_tol`", "write `panel_to_be_told`"),
        (ADDITIONS, "    refuse: >-\n", "    deny: >-\n", "does not have all of added, refuse"),
        (READINGS, "row review_type/RT-02", "row review_type/RT-0", 'no row "review_type/RT-0"'),
        (READINGS, "row review_type/RT-02", "rule review_type/RT-02", '"rule" is nothing'),
        (READINGS, "setting safer_list", "setting safe_list", 'write "safer_list"'),
        (
            READINGS,
            "  where:\n    - row notification_criteria/M-03",
            "  where: []\n  x:\n    -",
            "say where",
        ),
    ],
)
def test_a_way_back_that_leads_nowhere_is_refused(file, old, new, said):
    assert any(said in problem for problem in refusals(with_file(file, old, new)))


def test_a_step_newly_marked_as_a_gap_must_be_listed():
    diagram = VERSION.diagrams["serious_incident"]
    recommend = replace(diagram.elements["recommend"], documentation="[gap] Ours.")
    changed = replace(diagram, elements={**diagram.elements, "recommend": recommend})
    version = replace(VERSION, diagrams={**VERSION.diagrams, diagram.id: changed})

    assert any('"recommend" of serious_incident' in problem for problem in refusals(version))


def test_a_setting_that_names_a_reading_is_found_by_itself():
    [row] = [line for line in PAGE.splitlines() if line.startswith("| AMB-23 |")]

    assert "setting `decision_months`" in row
    assert "setting `triage_working_days`" in row
    assert "setting `scr_website_months`" not in row


def test_the_command_prints_the_page_and_refuses_a_folder_without_readings(tmp_path):
    (tmp_path / "forms").mkdir()
    small = tmp_path / "workflows"
    small.mkdir()

    printed = CliRunner().invoke(main, ["interpretation", str(ROOT)])
    refused = CliRunner().invoke(main, ["interpretation", str(tmp_path)])

    assert printed.output == PAGE
    assert refused.exit_code == 1
