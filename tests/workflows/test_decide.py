"""`review-desk decide`: answers with their rows and clauses, and every refusal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from web.commands import main

ROOT = Path(__file__).parents[2]
PUBLISHED = json.loads((Path(__file__).parent / "published_cases.json").read_text())
CASES = {case["id"]: case["facts"] for case in PUBLISHED["cases"]}
FACTS = CASES["R08"]
OWN_INPUTS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="chairs" name="chairs"
             namespace="https://example.invalid/chairs">
  <itemDefinition id="tConflict" name="tConflict">
    <typeRef>string</typeRef>
    <allowedValues><text>"yes","no"</text></allowedValues>
  </itemDefinition>
  <inputData id="conflicted" name="conflicted">
    <variable name="conflicted" typeRef="tConflict" />
  </inputData>
  <inputData id="appointed_on" name="appointed_on">
    <variable name="appointed_on" typeRef="date" />
  </inputData>
  <inputData id="elsewhere" name="elsewhere"><variable name="elsewhere" typeRef="string" /></inputData>
  <decision id="chair" name="chair">
    <variable name="chair" typeRef="string" />
    <informationRequirement id="q1"><requiredInput href="#conflicted" /></informationRequirement>
    <informationRequirement id="q2"><requiredInput href="#appointed_on" /></informationRequirement>
    <decisionTable id="chair_table" hitPolicy="UNIQUE">
      <input id="i1" label="Conflicted">
        <inputExpression typeRef="string"><text>conflicted</text></inputExpression>
      </input>
      <input id="i2" label="Appointed on">
        <inputExpression typeRef="date"><text>appointed_on</text></inputExpression>
      </input>
      <output id="o1" typeRef="string" />
      <annotation name="row" /><annotation name="clause" />
      <rule id="r1">
        <inputEntry id="e1"><text>"no"</text></inputEntry>
        <inputEntry id="e2"><text>&lt; date("2014-07-01")</text></inputEntry>
        <outputEntry id="x1"><text>"sig_chair"</text></outputEntry>
        <annotationEntry><text>PC-2</text></annotationEntry>
        <annotationEntry><text>C-06</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""


@pytest.fixture
def decide(tmp_path):
    def ask(decision, given, *options):
        file = tmp_path / "facts.json"
        file.write_text(given if isinstance(given, str) else json.dumps(given))
        arguments = ["decide", decision, "--facts", str(file), "--folder", str(ROOT), *options]
        return CliRunner().invoke(main, arguments)

    return ask


@pytest.fixture
def folder_of_own_inputs(tmp_path):
    folder = tmp_path / "protocol" / "workflows" / "decisions"
    folder.mkdir(parents=True)
    (folder / "chairs.dmn").write_text(OWN_INPUTS)
    return str(tmp_path / "protocol")


def with_facts(**changed):
    return FACTS | changed


def without(*names):
    return {name: value for name, value in FACTS.items() if name not in names}


def test_an_answer_is_printed_with_every_row_and_clause_it_rests_on(decide):
    result = decide("review_type", FACTS)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "decision": "review_type",
        "outputs": {
            "recommendation": "SCR",
            "mandatory": True,
            "further_information": False,
            "basis": "regulation",
        },
        "matched": [
            {"decision": "special_death", "rule": "SD-1", "clauses": ["T-23", "T-24"]},
            {"decision": "harm_level", "rule": "HL-2", "clauses": ["N-12", "N-13"]},
            {"decision": "review_type", "rule": "RT-03", "clauses": ["T-20", "T-22"]},
        ],
    }


def test_the_duty_to_notify_names_its_criteria_without_the_row_that_always_matches(decide):
    answer = json.loads(decide("notification_duty", FACTS).stdout)

    assert answer["outputs"] == {
        "level": "must",
        "in_doubt": False,
        "codes": ["M-02", "M-06a", "K-12"],
    }
    rules = [row["rule"] for row in answer["matched"] if row["decision"] == "notification_criteria"]
    assert rules == ["Z-00", "M-02", "M-06a", "K-12"]
    assert answer["matched"][2]["clauses"] == []


@pytest.mark.parametrize(
    ("decision", "outputs"),
    [
        ("special_death", {"special_death": "no"}),
        ("harm_level", {"harm_level": "seriously_harmed"}),
        ("lead_authority", {"lead": "bscb", "action": "none"}),
    ],
)
def test_every_decision_answers_by_the_names_of_its_outputs(decide, decision, outputs):
    assert json.loads(decide(decision, FACTS).stdout)["outputs"] == outputs


def test_a_list_of_sets_gives_one_line_each(decide):
    result = decide("review_type", list(CASES.values()))

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    expected = [case["expected"]["recommendation"] for case in PUBLISHED["cases"]]
    assert [line["outputs"]["recommendation"] for line in lines] == expected


def test_an_unknown_name_is_refused_with_the_nearest(decide):
    result = decide("review_type", FACTS | {"outcom": "died"})

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == 'Set 1: "outcom" is not known here. Did you mean "outcome"?\n'


@pytest.mark.parametrize("value", ["dead", "", None, True, 1, ["died"], {"a": 1}])
def test_a_value_outside_the_vocabulary_is_refused(decide, value):
    result = decide("review_type", with_facts(outcome=value))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"Set 1: outcome: {json.dumps(value)} is not one of its values" in result.stderr


def test_a_value_that_no_number_can_hold_is_refused(decide):
    result = decide("review_type", json.dumps(FACTS).replace('"seriously_harmed"', "1e999"))

    assert result.exit_code == 2
    assert "Set 1: outcome: Infinity is not one of its values" in result.stderr


def test_a_missing_fact_that_a_required_decision_reads_is_refused(decide):
    result = decide("review_type", without("suspected_suicide"))

    assert result.exit_code == 2
    assert result.stderr == "Set 1: suspected_suicide is missing, and review_type reads it.\n"


def test_facts_that_a_decision_does_not_read_may_be_given_or_missing(decide):
    read = ("placed_by_other_authority", "ordinarily_resident_elsewhere")

    few = decide("lead_authority", {name: FACTS[name] for name in read})
    all_of_them = decide("lead_authority", FACTS)

    assert few.exit_code == 0
    assert few.stdout == all_of_them.stdout


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        ("V1a", {"died_in_custody": "yes", "custody_setting": "yoi"}),
        ("V1b", {"detained_mha": "yes"}),
        ("V1c", {"suspected_suicide": "yes", "outcome": "unknown"}),
        ("V2a", {"outcome": "died", "died_in_custody": "yes"}),
        ("V2b", {"outcome": "died", "custody_setting": "remand"}),
        ("V3a", {"serious_sexual_abuse": "yes", "abuse_or_neglect": "unknown"}),
        ("V3b", {"institutional_abuse": "yes", "abuse_or_neglect": "no"}),
        ("V3c", {"abused_while_looked_after": "yes", "abuse_or_neglect": "no"}),
        ("V4", {"outcome": "near_miss", "life_threatening_injury": "no"}),
        ("V5a", {"outcome": "none"}),
        (
            "V5b",
            {
                "outcome": "none",
                "life_threatening_injury": "no",
                "serious_permanent_impairment": "yes",
            },
        ),
        (
            "V5c",
            {"outcome": "none", "life_threatening_injury": "no", "serious_sexual_abuse": "yes"},
        ),
    ],
)
def test_contradictory_facts_are_refused(decide, row, changed):
    result = decide("review_type", with_facts(**changed))

    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert line.startswith(f"Set 1: {row}: ")
    assert all(name in line for name in changed if name in line.rpartition("(")[2])


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "died", "life_threatening_injury": "no", "custody_setting": "unknown"},
        {"outcome": "died", "custody_setting": "remand", "died_in_custody": "unknown"},
        {"custody_setting": "remand"},
    ],
)
def test_facts_near_a_contradiction_are_answered(decide, changed):
    assert decide("review_type", with_facts(**changed)).exit_code == 0


def test_a_fact_that_only_contradictions_read_may_be_missing(decide):
    result = decide("review_type", without("custody_setting", "near_miss_of"))

    assert result.exit_code == 0


def test_contradictions_are_found_in_the_facts_given(decide):
    few = {
        "placed_by_other_authority": "no",
        "ordinarily_resident_elsewhere": "no",
        "outcome": "harmed",
        "suspected_suicide": "yes",
    }

    contradictory = decide("lead_authority", few)
    not_contradictory = decide("lead_authority", few | {"outcome": "died"})

    assert contradictory.exit_code == 2
    assert "Set 1: V1c: " in contradictory.stderr
    assert not_contradictory.exit_code == 0


def test_sets_are_numbered_from_one_and_the_others_are_answered(decide):
    result = decide("review_type", [FACTS, with_facts(outcome="dead"), FACTS, "no facts"])

    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["Set 2", "Set 4"]


def test_every_reason_for_a_refusal_is_named(decide):
    facts = {name: value for name, value in FACTS.items() if name != "abuse_or_neglect"}

    result = decide("review_type", facts | {"outcome": "dead", "agee": "4"})

    named = [line.split()[2].strip('":') for line in result.stderr.splitlines()]
    assert named == ["agee", "outcome", "abuse_or_neglect"]


def test_an_unknown_decision_is_refused_with_the_nearest(decide):
    result = decide("reviewtype", FACTS)

    assert result.exit_code == 2
    assert result.stderr == 'There is no decision "reviewtype". Did you mean "review_type"?\n'


@pytest.mark.parametrize(
    "text", ["{", '{"outcome": NaN}', '{"outcome": "died", "outcome": "none"}', "[" * 100_000]
)
def test_a_file_that_is_not_plain_json_is_refused(decide, text):
    result = decide("review_type", text)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("facts.json cannot be read as JSON: ")


def test_a_decision_of_its_own_inputs_takes_them_flat(decide, folder_of_own_inputs):
    given = {"conflicted": "no", "appointed_on": "2014-02-28"}

    result = decide("chair", given, "--folder", folder_of_own_inputs)

    assert json.loads(result.stdout) == {
        "decision": "chair",
        "outputs": {"chair": "sig_chair"},
        "matched": [{"decision": "chair", "rule": "PC-2", "clauses": ["C-06"]}],
    }


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"conflicted": "no"}, "appointed_on"),
        ({"conflicted": "perhaps", "appointed_on": "2014-02-28"}, "conflicted"),
        ({"conflicted": "no", "appointed_on": "30 February"}, "appointed_on"),
        ({"conflicted": "no", "appointed_on": "2014-02-28", "elsewhere": "x"}, "elsewhere"),
    ],
)
def test_own_inputs_are_refused_as_facts_are(decide, folder_of_own_inputs, given, named):
    result = decide("chair", given, "--folder", folder_of_own_inputs)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr


def test_facts_that_no_row_answers_are_refused(decide, folder_of_own_inputs):
    given = {"conflicted": "yes", "appointed_on": "2014-02-28"}

    result = decide("chair", given, "--folder", folder_of_own_inputs)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Set 1: chair: ")


def test_the_folder_is_the_current_one_when_it_holds_a_protocol(
    tmp_path, folder_of_own_inputs, monkeypatch
):
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"conflicted": "no", "appointed_on": "2014-02-28"}))

    monkeypatch.chdir(folder_of_own_inputs)
    here = CliRunner().invoke(main, ["decide", "chair", "--facts", str(file)])
    monkeypatch.chdir(tmp_path)
    installed = CliRunner().invoke(main, ["decide", "chair", "--facts", str(file)])

    assert here.exit_code == 0
    assert installed.exit_code == 2
    assert 'no decision "chair"' in installed.stderr


def test_a_table_that_cannot_be_read_is_named(decide, tmp_path):
    folder = tmp_path / "broken" / "workflows" / "decisions"
    folder.mkdir(parents=True)
    (folder / "chairs.dmn").write_text("<definitions")

    result = decide("chair", {}, "--folder", str(tmp_path / "broken"))

    assert result.exit_code == 1
    assert result.stderr.startswith("workflows/decisions/chairs.dmn")
