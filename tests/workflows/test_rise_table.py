"""What follows from new facts: whatever was decided, against whatever the tables now propose."""

import itertools
import json

import pytest
from click.testing import CliRunner

from tests.workflows.criteria_rows import criteria, vocabulary
from tests.workflows.drawing import ROOT
from web.commands import main

RANK = {"NFA": 0, "MORE_INFO": 1, "IMR": 2, "SIR": 3, "SCR": 4}
DECIDED = ("triage_nfa", "withdrawn", "NFA", "IMR", "other", "SIR", "SCR")

# Sets of facts, by what the tables propose of them and the duty to notify.
NOTHING = {"outcome": "harmed", "abuse_or_neglect": "no", "interagency_concern": "no"}
FACTS = {
    ("NFA", "none"): NOTHING,
    ("NFA", "could"): {**NOTHING, "cp_plan": "current"},
    ("NFA", "must"): {**NOTHING, "child_perpetrated_serious_offence": "yes"},
    ("MORE_INFO", "could"): {**NOTHING, "outcome": "died", "abuse_or_neglect": "unknown"},
    ("IMR", "could"): {**NOTHING, "interagency_concern": "yes"},
    ("SIR", "could"): {
        **NOTHING,
        "abuse_or_neglect": "suspected",
        "interagency_concern": "yes",
    },
    ("SCR", "must"): {**NOTHING, "outcome": "died", "abuse_or_neglect": "suspected"},
}


def facts_of(case):
    known = {
        "custody_setting": "none",
        "near_miss_of": "none",
        "single_agency_review": "none",
        "cp_plan": "never",
    }
    return {**{name: known.get(name, "no") for name in vocabulary()}, **FACTS[case]}


def answer(decided, case):
    given = {"facts": facts_of(case), "decided": decided}
    evaluation = criteria().evaluate("rise", given, strict=True)
    [row] = [each.rule for each in evaluation.matched if each.decision == "rise"]
    return evaluation.value, row


@pytest.mark.parametrize(("proposed", "level"), FACTS)
def test_the_sets_of_facts_are_what_they_are_called(proposed, level):
    facts = facts_of((proposed, level))

    found = criteria().evaluate("classification", {"facts": facts}, strict=True).value

    assert found["review_type"]["recommendation"] == proposed
    assert found["notification_duty"]["level"] == level


@pytest.mark.clause("R-01", "T-20")
@pytest.mark.parametrize(("decided", "case"), list(itertools.product(DECIDED, FACTS)))
def test_the_independent_chair_decides_again_exactly_where_the_tables_propose_more(decided, case):
    proposed, level = case
    rank = {"triage_nfa": 0, "withdrawn": 0, "other": RANK["IMR"]}.get(decided, RANK.get(decided))
    unconfirmed = decided in ("triage_nfa", "withdrawn") and level == "must"

    value, _ = answer(decided, case)

    assert value == ("decide_again" if RANK[proposed] > rank or unconfirmed else "stands")


@pytest.mark.parametrize("case", FACTS)
def test_a_case_that_is_not_decided_goes_on_whatever_the_facts(case):
    assert answer("none", case) == ("goes_on", "NF-01")


@pytest.mark.clause("N-21")
@pytest.mark.parametrize("case", FACTS)
def test_where_another_authority_leads_it_is_told_whatever_the_facts(case):
    assert answer("other_authority", case) == ("other_leads", "NF-02")


@pytest.mark.clause("T-05", "N-07")
def test_a_duty_that_comes_to_light_after_triage_is_put_before_the_independent_chair():
    assert answer("triage_nfa", ("NFA", "must")) == ("decide_again", "NF-04")
    assert answer("NFA", ("NFA", "must")) == ("stands", "NF-07")


def test_each_row_answers_something():
    rows = {
        answer(decided, case)[1]
        for decided in ("none", "other_authority", *DECIDED)
        for case in FACTS
    }

    assert rows == {f"NF-{number:02}" for number in range(1, 13)}


def test_the_command_says_which_row_of_facts_rose(tmp_path):
    file = tmp_path / "given.json"
    given = {**facts_of(("SCR", "must")), "decided": "triage_nfa"}
    file.write_text(json.dumps(given))

    result = CliRunner().invoke(
        main, ["decide", "rise", "--facts", str(file), "--folder", str(ROOT)]
    )

    assert result.exit_code == 0, result.output
    matched = [each["rule"] for each in json.loads(result.stdout)["matched"]]
    assert {"NF-03", "RT-02", "M-01", "HL-1"} <= set(matched)
