"""Published reviews come out of the tables as the protocol reads them."""

import json
from pathlib import Path

import pytest

from tests.workflows.criteria_rows import criteria, vocabulary

PUBLISHED = json.loads((Path(__file__).parent / "published_cases.json").read_text())
CASES = {case["id"]: case for case in PUBLISHED["cases"]}


def answer(decision_id, facts):
    return criteria().evaluate(decision_id, {"facts": facts}, strict=True).outputs


def test_there_are_seven_published_cases():
    assert len(CASES) == 7


def test_the_tables_know_the_facts_and_values_of_the_published_cases():
    published = {name: list(values) for name, values in PUBLISHED["vocabulary"].items()}

    assert vocabulary() == published


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_duty_to_notify_comes_out_as_published(case):
    duty = answer("notification_duty", case["facts"])

    assert duty["level"] == case["expected"]["notification"]
    assert case["expected"]["in_doubt"] in (None, duty["in_doubt"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_review_proposed_comes_out_as_published(case):
    expected = case["expected"]

    review = answer("review_type", case["facts"])

    assert review["recommendation"] == expected["recommendation"]
    assert review["mandatory"] == expected["mandatory"]
    assert expected["further_information"] in (None, review["further_information"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_published_case_contradicts_itself(case):
    assert answer("contradictions", case["facts"]) == {"contradictions": []}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_question_gives_all_three_answers(case):
    together = answer("classification", case["facts"])

    assert together == {
        name: answer(name, case["facts"])
        for name in ("notification_duty", "review_type", "lead_authority")
    }
