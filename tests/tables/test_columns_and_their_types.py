"""A column has the values of what it reads."""

from pathlib import Path

import pytest

from engine.contradictions import contradictions_in
from engine.dmn import read_model
from engine.dmn.analysis import analyse
from engine.errors import DefinitionError

CRITERIA = (Path(__file__).parents[2] / "workflows/decisions/criteria.dmn").read_text()


def altered(decision, old, new):
    start = CRITERIA.index(f'<decision id="{decision}"')
    end = CRITERIA.index("</decision>", start)
    block = CRITERIA[start:end]
    assert old in block
    text = CRITERIA[:start] + block.replace(old, new, 1) + CRITERIA[end:]
    return read_model(text.encode(), file="criteria.dmn")


def refusals(model, decision):
    [analysis] = [each for each in analyse(model) if each.decision == decision]
    return [finding.what for finding in analysis.refusals]


def test_a_column_that_lacks_a_value_of_the_fact_it_reads_is_refused():
    model = altered(
        "lead_authority", '<text>"yes","no","unknown"</text>', '<text>"yes","no"</text>'
    )

    assert (
        'The list of values of "Placed here by another authority" is not that of its type: '
        'it lacks "unknown".'
    ) in refusals(model, "lead_authority")


def test_a_column_that_has_a_value_more_than_the_decision_it_reads_is_refused():
    model = altered(
        "review_type",
        '<text>"yes","no","unknown"</text>',
        '<text>"yes","no","unknown","perhaps"</text>',
    )

    assert (
        'The list of values of "Death in custody, detained, or by suspected suicide" is not that '
        'of its type: it has "perhaps" more.'
    ) in refusals(model, "review_type")


def test_a_column_without_a_list_takes_the_values_of_what_it_reads():
    start = CRITERIA.index('<inputValues id="lead_authority_values_placed_by_other_authority">')
    end = CRITERIA.index("</inputValues>", start) + len("</inputValues>")
    model = read_model((CRITERIA[:start] + CRITERIA[end:]).encode(), file="criteria.dmn")

    assert refusals(model, "lead_authority") == []


def facts_without(*missing):
    facts = {"outcome": "died", "suspected_suicide": "yes"}
    names = {
        each.name
        for each in read_model(CRITERIA.encode(), file="criteria.dmn").items["tFacts"].components
    }
    calm = dict.fromkeys(names, "no") | {
        "near_miss_of": "none",
        "custody_setting": "none",
        "cp_plan": "never",
        "single_agency_review": "none",
    }
    return calm | facts, frozenset(missing)


def test_rows_that_deny_a_value_do_not_match_a_fact_that_is_missing():
    cell = '<inputEntry id="v1c_outcome"><text>"seriously_harmed","harmed","near_miss","none","unknown"'
    model = altered("contradictions", cell, '<inputEntry id="v1c_outcome"><text>not("died")')
    facts, missing = facts_without("outcome")
    harmed = facts | {"outcome": "harmed"}

    assert contradictions_in(model, "contradictions", harmed, missing=missing) == ()
    [found] = contradictions_in(model, "contradictions", harmed, missing=frozenset())
    assert (found.code, found.facts) == ("V1c", ("outcome", "suspected_suicide"))


@pytest.mark.parametrize("decision", ["notification_duty", "lead_authority"])
def test_a_decision_that_lists_no_contradictions_is_refused(decision):
    model = read_model(CRITERIA.encode(), file="criteria.dmn")
    facts, _ = facts_without()

    with pytest.raises(DefinitionError, match="Facts that contradict each other"):
        contradictions_in(model, decision, facts, missing=frozenset())
