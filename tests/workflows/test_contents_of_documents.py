"""Each document of the protocol reads what its clauses demand of it."""

import pytest

from engine.deployment import load, read_folder
from tests.workflows.drawing import ROOT

VERSION = load(read_folder(ROOT))

# By document and clause: what the document must read, or say.
DEMANDED = {
    "agency_request": {
        "I-01": "{date define_request}",
        "I-02": "{define_request.criterion}",
        "I-03": "{define_request.date_from}",
        "I-04": "{table define_request.family_members}",
        "I-10": "seen-by: agency_lead",
        "N-04": "{define_request.reason}",
    },
    "cases_of_a_year": {"A5-08": "{count every judge_effect.outcome}", "P-06": "for: year"},
    "confidential_note": {
        "D-09": "{write_confidential_note.note}",
        "R-01": "{decide_review.decision}",
    },
    "contract": {
        "C-17": "{appoint_author.declared_on}",
        "C-18": "{by agree_contract}",
        "C-19": "{draw_up_contract.scope}",
        "C-20": "{draw_up_contract.complete_by}",
        "C-21": "{draw_up_contract.cost}",
        "C-22": "{draw_up_contract.smart_arrangements}",
        "C-23": "{draw_up_contract.overrun_arrangements}",
        "C-24": "{draw_up_contract.dissatisfaction_arrangements}",
    },
    "decision_record": {
        "A3-09": "{decide_review.reasons}",
        "G-05": "{decisions: classify_notification",
        "G-06": "{answers decide_review:",
        "G-07": "{notices:",
        "R-01": "{decide_review.decision}",
    },
    "merged_chronology": {
        "I-01": "{missing agency_return of define_request.agencies}",
        "I-03": "{define_request.date_from}",
        "I-05": "{merged agency_return.chronology by event_on:",
        "I-06": "{collate_information.collation}",
        "N-05": "own_review_findings",
    },
    "publication_record": {
        "A5-07": "{answers publish_report}",
        "F-08": "{answers publish_report}",
        "P-01": "{decisions: find_publication}",
        "P-02": "{answers decide_publication}",
        "P-03": "{every decide_retention: retention, taken_down_on",
        "P-04": "{answers recommend_publication}",
        "P-05": "{every decide_retention: retention, taken_down_on",
        "P-07": "{answers check_for_publication}",
        "P-08": "{answers record_panel_advice}",
    },
    "recommendations_and_action_plan": {
        "A3-06": "{date make_recommendations}",
        "A3-07": "{cards make_recommendations.recommendations}",
        "A3-08": "overlap, overlap_settled",
        "F-02": "{cards make_recommendations.recommendations}",
        "F-03": "{cards make_recommendations.recommendations}",
        "F-06": "recommendation, action, agencies, owner, due_on",
        "F-07": "{draw_up_plan.oversight}",
        "F-09": "measure, evaluate_when, evaluate_on",
    },
    "sig_report": {
        "R-05": "{recommend.recommendation}",
        "R-06": "{recommend.methodology}",
        "R-07": "{decisions: decide_review_type}",
        "R-08": "{recommend.rationale}",
        "R-09": "{prepare_board_report.report}",
        "R-10": '{if recommend.recommendation != "NFA"}',
    },
    "terms_of_reference": {
        "A3-01": "{agree_terms.scope_from}",
        "A3-02": "{date sign_terms}",
        "A3-03": "Scope and extent are not widened",
        "A3-04": "{agree_terms.out_of_scope}",
        "A3-05": "minority report",
        "A3-06": "agreed with all parties",
        "A3-07": "{agree_terms.practice_issue}",
        "A3-08": "Business Plan",
        "A3-09": "{agree_terms.decision_and_rationale}",
        "A3-10": "{answers agree_terms: advantages, disadvantages}",
        "A5-13": "Equality Act 2010",
        "C-09": "{table agree_terms.questions}",
        "C-10": "principle_proportionate",
        "C-11": "{by sign_terms}",
        "G-02": "Principles for Learning and Improvement",
        "G-11": "{agree_terms.proportionality}",
    },
}


@pytest.mark.clause(
    *("I-01", "I-02", "I-03", "I-04", "I-05", "I-06", "I-10", "N-04", "N-05", "A5-08", "P-06"),
    *("D-09", "R-01", "C-17", "C-18", "C-19", "C-20", "C-21", "C-22", "C-23", "C-24"),
    *("A3-09", "G-05", "G-06", "G-07", "A5-07", "F-08", "P-01", "P-02", "P-03", "P-04", "P-05"),
    *("P-07", "P-08", "A3-06", "A3-07", "A3-08", "F-02", "F-03", "F-06", "F-07", "F-09"),
    *("R-05", "R-06", "R-07", "R-08", "R-09", "R-10", "A3-01", "A3-02", "A3-03", "A3-04"),
    *("A3-05", "A3-10", "A5-13", "C-09", "C-10", "C-11", "G-02", "G-11"),
)
@pytest.mark.parametrize(
    ("document", "clause", "reads"),
    [
        (document, clause, reads)
        for document, demands in DEMANDED.items()
        for clause, reads in demands.items()
    ],
)
def test_a_document_reads_what_its_clause_demands(document, clause, reads):
    template = VERSION.documents[document]

    assert clause in template.clauses
    assert reads in VERSION.files[template.file].decode("utf-8")


def test_every_clause_of_every_document_is_looked_at():
    """The control: a document that cites one clause more is not let through unread."""
    assert {name: set(each) for name, each in DEMANDED.items()} == {
        name: set(template.clauses) for name, template in VERSION.documents.items()
    }
    mark = test_a_document_reads_what_its_clause_demands.pytestmark
    cited = {clause for each in mark if each.name == "clause" for clause in each.args}
    assert cited == {clause for demands in DEMANDED.values() for clause in demands}
