"""The public compatibility kit, two thirds of which is kept in tests/dmn_tck."""

import io
import json
import re
import shutil
from contextlib import redirect_stdout
from decimal import Decimal
from pathlib import Path

import pytest

from engine.dmn.tck import CaseResult, main, run_kit, same, summary
from engine.feel.functions import BUILT_IN_FUNCTIONS
from engine.feel.values import FunctionValue

KIT = Path(__file__).parents[1] / "dmn_tck"
FILES = 98
# Counted as they stand in the files; those that the kit's authors put in comments are never run.
CASES_WRITTEN = 2_678
CASES_IN_COMMENTS = 43


@pytest.fixture(scope="module")
def results() -> list[CaseResult]:
    return list(run_kit(KIT))


def test_the_kit_is_complete(results):
    files = sorted(KIT.glob("compliance-level-*/*/*.xml"))

    written = sum(len(re.findall(r"<testCase\b", path.read_text("utf-8"))) for path in files)

    assert len(files) >= FILES
    assert written >= CASES_WRITTEN
    assert len(results) >= CASES_WRITTEN - CASES_IN_COMMENTS
    assert {result.file for result in results} == {path.name for path in files}
    assert (KIT / "LICENSE-ASL-2.0.txt").exists()


def test_every_case_of_level_2_passes(results):
    counts = summary(results)[2]

    assert counts == {"passed": counts["passed"], "failed": 0, "external": 0}
    assert counts["passed"] >= 82


def test_level_3_passes_but_for_one_in_a_hundred(results):
    counts = summary(results)[3]

    assert counts["passed"] + counts["failed"] + counts["external"] >= 2_553
    assert counts["passed"] >= 0.99 * (counts["passed"] + counts["failed"])


def test_no_case_that_is_known_fails(results):
    failed = [f"{each.file} {each.case}: {each.detail}" for each in results if each.detail]

    assert failed == []


def test_one_broken_built_in_function_lowers_the_figure(results, monkeypatch, tmp_path):
    def always_seven(run, arguments):
        return Decimal(7)

    broken = FunctionValue("abs", ("n",), always_seven, always_seven)
    monkeypatch.setitem(BUILT_IN_FUNCTIONS, "abs", broken)

    name = "compliance-level-3/0050-feel-abs-function"
    shutil.copytree(KIT / name, tmp_path / name)
    broken_counts = summary(run_kit(tmp_path))[3]

    assert broken_counts["failed"] > 0
    assert all(each.outcome == "passed" for each in results if "abs-function" in each.file)


def test_the_command_prints_one_line_for_each_level_and_each_failure(tmp_path):
    case = tmp_path / "compliance-level-2" / "0001-small"
    case.mkdir(parents=True)
    (case / "small.dmn").write_text(_MODEL)
    (case / "small-test-01.xml").write_text(_TEST)
    printed = io.StringIO()

    with redirect_stdout(printed):
        status = main([str(tmp_path)])

    lines = printed.getvalue().splitlines()
    assert status == 1
    assert lines[-1] == "level 2: 1 of 3 passed (33.3 %), 2 failed, 0 external"
    assert lines[0] == ("level 2: small-test-01.xml wrong: failed: sum: expected 4, found 3 ()")
    assert "there is no decision" in lines[1]


def test_the_command_prints_the_same_as_json(tmp_path):
    case = tmp_path / "compliance-level-2" / "0001-small"
    case.mkdir(parents=True)
    (case / "small.dmn").write_text(_MODEL)
    (case / "small-test-01.xml").write_text(_TEST)
    printed = io.StringIO()

    with redirect_stdout(printed):
        main([str(tmp_path), "--json"])

    document = json.loads(printed.getvalue())
    assert document["levels"] == {"2": {"passed": 1, "failed": 2, "external": 0}}
    assert [each["outcome"] for each in document["cases"]] == ["passed", "failed", "failed"]


def test_an_empty_folder_is_no_success(tmp_path):
    with redirect_stdout(io.StringIO()):
        status = main([str(tmp_path)])

    assert status == 2


def test_a_model_that_cannot_be_read_fails_all_its_cases(tmp_path):
    case = tmp_path / "compliance-level-2" / "0001-small"
    case.mkdir(parents=True)
    (case / "small.dmn").write_text("no XML")
    (case / "small-test-01.xml").write_text(_TEST)

    outcomes = [each.outcome for each in run_kit(tmp_path)]

    assert outcomes == ["failed", "failed", "failed"]


def test_cases_whose_model_is_not_there_fail(tmp_path):
    case = tmp_path / "compliance-level-2" / "0001-small"
    case.mkdir(parents=True)
    (case / "small-test-01.xml").write_text(_TEST)
    (tmp_path / "about-the-kit.xml").write_text("<project/>")

    outcomes = [each.outcome for each in run_kit(tmp_path)]

    assert outcomes == ["failed", "failed", "failed"]


def test_only_cases_of_models_with_external_functions_count_as_external(tmp_path):
    case = tmp_path / "compliance-level-3" / "0002-java"
    case.mkdir(parents=True)
    java = _MODEL.replace("1 + 2", "function(a) external {java: {class: &quot;A&quot;}}")
    (case / "small.dmn").write_text(java)
    (case / "small-test-01.xml").write_text(_TEST)

    outcomes = {each.outcome for each in run_kit(tmp_path)}

    assert outcomes == {"external"}


@pytest.mark.parametrize(
    ("expected", "value"),
    [(True, Decimal(1)), (Decimal(1), Decimal("1.001")), ("1", Decimal(1)), ([], None), ({}, [])],
)
def test_what_differs_is_not_taken_for_the_same(expected, value):
    assert not same(expected, value)


_MODEL = """<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:small"
    name="small" id="small">
  <decision name="sum" id="sum">
    <variable name="sum"/>
    <literalExpression><text>1 + 2</text></literalExpression>
  </decision>
</definitions>"""

_TEST = """<?xml version="1.0"?>
<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>small.dmn</modelName>
  <testCase id="right">
    <resultNode name="sum"><expected><value xsi:type="xsd:decimal">3</value></expected></resultNode>
  </testCase>
  <testCase id="wrong">
    <resultNode name="sum"><expected><value xsi:type="xsd:decimal">4</value></expected></resultNode>
  </testCase>
  <testCase id="absent">
    <resultNode name="total"><expected><value xsi:nil="true"/></expected></resultNode>
  </testCase>
</testCases>"""
