"""Every combination of facts has exactly one answer, and the answers keep the protocol's promises."""

import itertools
import random
from functools import cache

import pytest

from tests.workflows.criteria_rows import criteria, rows_of, vocabulary

FACTS_OF_REVIEW = (
    "outcome",
    "died_in_custody",
    "detained_mha",
    "suspected_suicide",
    "life_threatening_injury",
    "serious_permanent_impairment",
    "serious_sexual_abuse",
    "abuse_or_neglect",
    "interagency_concern",
)
NOTHING_ELSE = dict.fromkeys(vocabulary(), "no") | {
    "custody_setting": "none",
    "near_miss_of": "none",
    "cp_plan": "never",
    "single_agency_review": "none",
}


def states():
    domains = [vocabulary()[name] for name in FACTS_OF_REVIEW]
    for values in itertools.product(*domains):
        yield dict(zip(FACTS_OF_REVIEW, values, strict=True))


def only_row(decision_id, values):
    [row] = rows_of(decision_id).matched(values)
    return rows_of(decision_id).outputs(row) | {"row": row.row}


@cache
def death(outcome, custody, detained, suicide):
    names = ("outcome", "died_in_custody", "detained_mha", "suspected_suicide")
    values = dict(zip(names, (outcome, custody, detained, suicide), strict=True))
    return only_row("special_death", values)["special_death"]


@cache
def harm(outcome, injury, impairment, sexual_abuse):
    names = (
        "outcome",
        "life_threatening_injury",
        "serious_permanent_impairment",
        "serious_sexual_abuse",
    )
    values = dict(zip(names, (outcome, injury, impairment, sexual_abuse), strict=True))
    return only_row("harm_level", values)["harm_level"]


@cache
def proposal(special_death, harm_level, abuse, concern):
    return only_row(
        "review_type",
        {
            "special_death": special_death,
            "harm_level": harm_level,
            "abuse_or_neglect": abuse,
            "interagency_concern": concern,
        },
    )


def levels(state):
    outcome, custody, detained, suicide, injury, impairment, sexual, abuse, concern = state
    return {
        "special_death": death(outcome, custody, detained, suicide),
        "harm_level": harm(outcome, injury, impairment, sexual),
        "abuse": abuse,
        "concern": concern,
    }


@cache
def review(state):
    return proposal(**levels(state))


def duty_rows(state):
    found = levels(state)
    values = NOTHING_ELSE | dict(zip(FACTS_OF_REVIEW, state, strict=True))
    return rows_of("notification_criteria").matched(
        values | {"special_death": found["special_death"], "harm_level": found["harm_level"]}
    )


ALL_STATES = [tuple(state.values()) for state in states()]


def test_the_facts_of_a_review_have_69_984_states():
    assert len(ALL_STATES) == 69_984


@pytest.mark.clause("T-23", "T-24", "N-12", "N-13", "T-21", "T-22", "T-25", "T-26", "T-27", "N-21")
@pytest.mark.parametrize(
    ("decision_id", "combinations"),
    [("special_death", 162), ("harm_level", 162), ("review_type", 288), ("lead_authority", 9)],
)
def test_every_combination_is_answered_by_exactly_one_row(decision_id, combinations):
    rows = rows_of(decision_id)

    matched = [rows.matched(values) for values in rows.combinations()]

    assert len(matched) == combinations
    assert {len(found) for found in matched} == {1}
    assert {row.row for found in matched for row in found} == {r.row for r in rows.table.rules}


def test_every_row_about_notification_can_be_the_reason():
    rows = rows_of("notification_criteria")

    for row in rows.table.rules:
        fitting = {
            column: next(
                value
                for value in domain
                if (cell.tests is not None and cell.tests.test(value, {}).value is True)
            )
            for column, domain, cell in zip(rows.columns, rows.domains, row.inputs, strict=True)
        }
        assert row in rows.matched(fitting)


@pytest.mark.clause("N-07", "N-09")
def test_a_mandatory_review_implies_a_duty_to_notify():
    mandatory = [state for state in ALL_STATES if review(state)["mandatory"]]

    assert mandatory
    for state in mandatory:
        assert any(row.row.startswith("M-") for row in duty_rows(state)), state


def test_no_further_action_is_never_proposed_on_what_is_not_known():
    only_no_further_action = {}
    for state in sorted(ALL_STATES, key=lambda state: state.count("unknown")):
        only_no_further_action[state] = (
            review(state)["recommendation"] == "NFA"
            if "unknown" not in state
            else all(only_no_further_action[known] for known in one_made_known(state))
        )

    proposed = [s for s in ALL_STATES if "unknown" in s and review(s)["recommendation"] == "NFA"]

    assert proposed
    assert [state for state in proposed if not only_no_further_action[state]] == []


def test_only_the_presumption_of_a_review_exceeds_what_every_completion_supports():
    order = {"NFA": 0, "MORE_INFO": 0, "IMR": 1, "SIR": 2, "SCR": 3}
    least = {}
    for state in sorted(ALL_STATES, key=lambda state: state.count("unknown")):
        least[state] = (
            order[review(state)["recommendation"]]
            if "unknown" not in state
            else min(least[known] for known in one_made_known(state))
        )

    exceeding = {
        review(s)["row"] for s in ALL_STATES if order[review(s)["recommendation"]] > least[s]
    }

    assert exceeding == {"RT-04"}


def one_made_known(state):
    place = state.index("unknown")
    for value in vocabulary()[FACTS_OF_REVIEW[place]]:
        if value != "unknown":
            yield (*state[:place], value, *state[place + 1 :])


def test_the_evaluation_says_what_the_cells_say():
    for state in random.Random(2014).sample(ALL_STATES, 300):
        facts = NOTHING_ELSE | dict(zip(FACTS_OF_REVIEW, state, strict=True))

        evaluation = criteria().evaluate("classification", {"facts": facts}, strict=True)

        assert isinstance(evaluation.value, dict)
        proposed = {k: v for k, v in review(state).items() if k != "row"}
        assert evaluation.value["review_type"] == proposed
        codes = [row.row for row in duty_rows(state) if row.row != "Z-00"]
        assert evaluation.value["notification_duty"]["codes"] == codes


def test_every_row_cites_a_clause_but_the_one_that_always_matches():
    without = [
        (decision_id, row.row)
        for decision_id in criteria().decisions
        if hasattr(criteria().decisions[decision_id].expression, "rules")
        for row in rows_of(decision_id).table.rules
        if not row.clauses
    ]

    assert without == [("notification_criteria", "Z-00")]
