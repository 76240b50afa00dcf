"""`review-desk play`: what it prints, and when it exits with 1."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.commands.play import command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def scenario(tmp_path):
    """Return a copy of the real folder's simplest scenario, filled in."""
    for name in ("workflows", "forms"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "workflows" / "scenarios" / "nfa_at_triage.yaml"
    assert CliRunner().invoke(command, ["--write", str(path)]).exit_code == 0
    return path


def test_a_case_that_runs_as_stated_prints_its_path_and_exits_with_0(scenario):
    result = CliRunner().invoke(command, [str(scenario)])

    assert result.exit_code == 0
    assert "  1  2 March 2026, 09:00  Avery Example: notification_submitted" in result.output
    assert "       open: task triage, lane SIG Chair, due 2026-03-05" in result.output
    assert result.output.endswith("Everything happened as stated.\n")


def test_a_difference_is_shown_beside_what_was_expected_and_exits_with_1(scenario):
    text = scenario.read_text("utf-8")
    scenario.write_text(text.replace("due: 2026-03-05", "due: 2026-03-06", 1), "utf-8")

    result = CliRunner().invoke(command, [str(scenario)])

    assert result.exit_code == 1
    assert "expected: task declare_conflict_chair, lane SIG Chair, due 2026-03-06" in result.output
    assert "found:    task declare_conflict_chair, lane SIG Chair, due 2026-03-05" in result.output
    assert result.output.endswith("NOT as stated.\n")


def test_a_file_that_cannot_be_read_says_where(scenario):
    scenario.write_text("title: x\n", "utf-8")

    result = CliRunner().invoke(command, [str(scenario)])

    assert result.exit_code == 1
    assert "workflows/scenarios/nfa_at_triage.yaml" in result.output
