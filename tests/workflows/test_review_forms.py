"""What commissioning, the report and the learning must contain cannot be left out of their forms."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache

import pytest

from engine.deployment import build, read_folder
from engine.errors import InvalidAnswersError
from engine.memory_desk import MemoryDesk
from engine.plays import play
from engine.scenario_reader import read_scenario
from tests.workflows.drawing import ROOT

WHOLE = "workflows/scenarios/scr_to_its_learning.yaml"
NOMINATED = "workflows/scenarios/sir_with_a_nominated_reviewer.yaml"

# By clause: the task, and what it cannot be completed without. A dot leads into each repeated row.
DEMANDED = {
    "C-09": [
        ("agree_terms", "practice_issue"),
        ("agree_terms", "questions.question"),
        ("agree_terms", "case.review_due"),
    ],
    "C-10": [("agree_terms", "principle_proportionate"), ("agree_terms", "principle_families")],
    "C-11": [("sign_terms", "outcome")],
    "C-12": [
        ("identify_candidates", "candidates.qualification"),
        ("identify_candidates", "candidates.available_from"),
    ],
    "C-13": [("identify_candidates", "candidates.references")],
    "C-14": [("identify_candidates", "candidates.nspcc_examples")],
    "C-15": [("interview_candidates", "agrees"), ("appoint_author", "same_person")],
    "C-16": [("interview_candidates", "interviews.interviewed_on")],
    "C-17": [
        ("appoint_author", "independent_of_case"),
        ("appoint_author", "independent_of_agencies"),
    ],
    "C-18": [("agree_contract", "agrees")],
    "C-19": [("draw_up_contract", "scope")],
    "C-20": [("draw_up_contract", "complete_by")],
    "C-21": [("draw_up_contract", "cost")],
    "C-22": [("draw_up_contract", "smart_arrangements")],
    "C-23": [("draw_up_contract", "overrun_arrangements")],
    "C-24": [("draw_up_contract", "dissatisfaction_arrangements")],
    "C-25": [("propose_methodology", "methodology"), ("agree_methodology", "agrees")],
    "C-26": [("sign_methodology", "outcome")],
    "C-04": [("agree_final_draft", "outcome"), ("agree_final_draft", "final_draft")],
    "A3-01": [("agree_terms", "scope_from"), ("agree_terms", "out_of_scope")],
    "A3-02": [("sign_terms", "scope_agreed")],
    "A3-03": [("agree_terms", "no_widening")],
    "A3-05": [("agree_terms", "minority_report"), ("state_minority_view", "disagrees")],
    "A3-06": [("consider_report", "parties"), ("agree_plan", "agrees")],
    "A3-07": [("make_recommendations", "recommendations.item")],
    "A3-08": [
        ("make_recommendations", "recommendations.overlap"),
        ("draw_up_plan", "actions.overlap"),
    ],
    "A3-09": [("agree_terms", "decision_and_rationale"), ("submit_draft", "approach")],
    "A3-10": [
        ("agree_terms", "advantages"),
        ("agree_terms", "disadvantages"),
        ("propose_methodology", "advantages"),
        ("propose_methodology", "disadvantages"),
    ],
    "A5-04": [("involve_practitioners", "practitioners"), ("involve_practitioners", "told")],
    "A5-05": [("involve_family", "family"), ("involve_family", "family.told")],
    "A5-06": [("submit_draft", "child")],
    "A5-10": [("submit_draft", "findings.evidence")],
    "A5-11": [("submit_draft", "why"), ("review_draft", "check_transparent")],
    "A5-13": [("agree_terms", "values"), ("submit_draft", "values")],
    "F-01": [("consider_report", "findings"), ("consider_report", "attendance")],
    "F-02": [
        ("make_recommendations", f"recommendations.{letter}")
        for letter in ("specific", "measurable", "achievable", "relevant", "time_bound")
    ],
    "F-03": [
        ("make_recommendations", "recommendations.proportionate"),
        ("make_recommendations", "recommendations.demonstrates_learning"),
    ],
    "F-04": [("agree_summary", "summary")],
    "F-05": [("agree_summary", "dissemination"), ("acknowledge_summary", "passed_on")],
    "F-06": [
        ("draw_up_plan", f"actions.{part}") for part in ("owner", "agencies", "due_on", "measure")
    ],
    "F-07": [("draw_up_plan", "oversight")],
    "F-08": [("respond_to_findings", "response"), ("respond_to_findings", "minute")],
    "F-09": [("draw_up_plan", "actions.evaluate_when")],
    "F-10": [("receive_final_draft", "minute")],
    "G-11": [("agree_terms", "proportionality"), ("propose_methodology", "proportionality")],
}
NOMINATION = {
    "C-28": [("nominate_reviewer", "reason"), ("sign_terms", "nominated_reason")],
    "C-17": [("nominate_reviewer", "independent_of_agencies")],
}


@pytest.mark.clause(
    "C-09",
    "C-10",
    "C-11",
    "C-12",
    "C-13",
    "C-14",
    "C-15",
    "C-16",
    "C-17",
    "C-18",
    "C-19",
    "C-20",
    "C-21",
    "C-22",
    "C-23",
    "C-24",
    "C-25",
    "C-26",
    "C-04",
    "A3-01",
    "A3-02",
    "A3-03",
    "A3-05",
    "A3-06",
    "A3-07",
    "A3-08",
    "A3-09",
    "A3-10",
    "A5-04",
    "A5-05",
    "A5-06",
    "A5-10",
    "A5-11",
    "A5-13",
    "F-01",
    "F-02",
    "F-03",
    "F-04",
    "F-05",
    "F-06",
    "F-07",
    "F-08",
    "F-09",
    "F-10",
    "G-11",
    "C-28",
)
@pytest.mark.parametrize(
    ("scenario", "clause", "task", "answer"),
    [
        (scenario, clause, *demanded)
        for scenario, table in ((WHOLE, DEMANDED), (NOMINATED, NOMINATION))
        for clause, entries in table.items()
        for demanded in entries
    ],
)
def test_a_task_is_not_completed_without_what_the_clause_demands(scenario, clause, task, answer):
    assert answer in refused_in(scenario)[task], clause


def test_every_clause_with_a_demand_is_cited():
    cited = test_a_task_is_not_completed_without_what_the_clause_demands.pytestmark

    assert {*DEMANDED, *NOMINATION} == {
        clause for mark in cited if mark.name == "clause" for clause in mark.args
    }


def test_what_may_be_left_out_is_not_refused():
    """The control: the form says what is missing, and not whatever is taken away."""
    refused = refused_in(WHOLE)

    assert "actions" not in refused["agree_summary"]
    assert "evaluate_reason" not in refused["draw_up_plan"]


@dataclass
class TryingDesk(MemoryDesk):
    """A desk that tries each task without each of its answers before it is completed."""

    refused: dict[str, set[str]] = field(default_factory=dict)

    def complete(self, task, *, by, agency, answers):
        for name, less in without_each(answers):
            trial = deepcopy(self, {id(self.version): self.version})
            try:
                MemoryDesk.complete(trial, task, by=by, agency=agency, answers=less)
            except InvalidAnswersError:
                self.refused.setdefault(task, set()).add(name)
        super().complete(task, by=by, agency=agency, answers=answers)


@cache
def refused_in(path: str) -> Mapping[str, set[str]]:
    files = read_folder(ROOT)
    scenario = read_scenario(files, path)
    desk = TryingDesk(
        version=build(files),
        people=scenario.people,
        agencies=scenario.agencies,
        clock=scenario.clock,
        meetings={kind: list(when) for kind, when in scenario.meetings.items()},
    )
    assert play(scenario, desk).as_expected
    return desk.refused


def without_each(answers: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for name, value in answers.items():
        yield name, {key: answers[key] for key in answers if key != name}
        if isinstance(value, Mapping):
            for part, less in without_each(value):
                yield f"{name}.{part}", {**answers, name: less}
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for part, less in without_each(value[0]):
                yield f"{name}.{part}", {**answers, name: [less, *value[1:]]}
