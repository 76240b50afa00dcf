"""A case counts for a clause only if it fails where what carries the clause is taken away."""

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.deployment import build, read_folder
from engine.tracing.carriers import Carrier, Sort, parts_of
from engine.tracing.citations import Citation, Proof
from engine.tracing.proving import Cases, prove
from engine.tracing.taking_away import version_without
from engine.tracing.trace import trace
from engine.version import Version
from web.proving import opened, prove_trace
from web.tracing import access_rules, trace_of

ROOT = Path(__file__).parents[2]
SCENARIOS = "workflows/scenarios/"
ADVICE = f"{SCENARIOS}advice_followed.yaml"
NFA = f"{SCENARIOS}nfa_at_triage.yaml"
TYPES = f"{SCENARIOS}decisions/review_type.yaml"


@cache
def version() -> Version:
    return build(read_folder(ROOT))


@cache
def parts() -> dict[str, Carrier]:
    return {part.name: part for part in parts_of(version())}


@cache
def cases() -> Cases:
    return Cases(version(), {})


def noticed(carrier: str, path: str) -> bool:
    return cases().notices(path, version_without(version(), parts()[carrier]))


@pytest.mark.parametrize(
    ("carrier", "path"),
    [
        ("element advice/discuss_query", ADVICE),
        ("element advice/what_follows", ADVICE),
        ("element advice/notification_follows", ADVICE),
        ("element advice/advice_sought", ADVICE),
        ("notice advice/tell_advice", ADVICE),
        ("notice serious_incident/remind_triage", NFA),
        ("row review_type/RT-02", TYPES),
    ],
)
def test_the_loss_of_a_carrier_is_noticed_by_a_case_that_comes_by_it(carrier, path):
    assert not cases().notices(path, version())
    assert noticed(carrier, path)


@pytest.mark.parametrize(
    ("carrier", "path"),
    [
        ("element advice/discuss_query", NFA),
        ("notice serious_incident/remind_triage", ADVICE),
        ("row review_type/RT-02", NFA),
    ],
)
def test_a_case_that_does_not_come_by_it_runs_on(carrier, path):
    """The control: what is taken away is the carrier and nothing else, so others still run."""
    assert not noticed(carrier, path)


def test_a_question_that_may_be_left_blank_is_noticed_where_it_is_tried_without():
    asked = next(
        part
        for part in parts().values()
        if part.sort is Sort.QUESTION
        and part.place == "advice/discuss_query"
        and part.kind == "required"
    )
    before = version().forms["advice", "discuss_query"]
    after = version_without(version(), asked).forms["advice", "discuss_query"]

    def required(form):
        return {each.path: each.required for each in form.questions()}

    assert required(after) == required(before) | {asked.id: False}


def test_every_carrier_of_the_protocol_can_be_taken_away():
    """One of each kind: what cannot be taken away cannot be proved."""
    kinds = {(part.sort, part.kind): part for part in parts().values() if part.clauses}

    assert len(kinds) > 15
    for part in kinds.values():
        assert version_without(version(), part).digest != version().digest, part.name


def test_every_question_can_be_taken_away_with_what_names_it_in_its_list():
    """A date of death that is not asked leaves no chronology to be made of it."""
    asked = [part for part in parts().values() if part.sort is Sort.QUESTION and part.clauses]
    named = [part for part in asked if part.id.endswith("date_of_death")]

    assert len(asked) > 200
    assert named
    for part in asked:
        assert version_without(version(), part).digest != version().digest, part.name


def test_a_clause_that_its_case_does_not_notice_is_listed():
    """The control of the proof itself: a case that cites a clause and looks elsewhere does not count."""
    carrier = replace(parts()["notice serious_incident/remind_triage"], clauses=("T-01",))

    (honest,) = prove(Cases(version(), {"T-01": (NFA,)}), [carrier])
    (idle,) = prove(Cases(version(), {"T-01": (ADVICE,)}), [carrier])

    assert honest.noticed_by == {"T-01": NFA}
    assert idle.unnoticed == ("T-01",)


def test_a_sample_of_the_protocol_is_missed_by_what_cites_it():
    """Every thirtieth carrier that cases can miss; `make prove` takes all of them away."""
    found = trace_of(version())
    citing = {
        each.clause.id: tuple(dict.fromkeys(one.file for one in each.citations))
        for each in found.clauses
    }
    known = {
        clause: tuple(file for file in files if file.startswith(SCENARIOS))
        for clause, files in citing.items()
    }
    carriers = [part for part in parts().values() if part.clauses and part.sort is not Sort.TEXT]
    sample = [part for part in carriers if part.sort is not Sort.DOCUMENT][::30]

    losses = list(prove(Cases(version(), known), sample))

    assert len(losses) > 25
    assert [(loss.carrier.name, loss.unnoticed) for loss in losses if loss.unnoticed] == []


@pytest.mark.parametrize(
    ("test", "notices"),
    [
        ("test_others_see_what_concerns_them_and_nothing_before", True),
        ("test_governance_sees_every_case_and_may_not_act", False),
    ],
)
def test_what_no_case_can_notice_is_left_to_tests_on_a_copy(test, notices):
    """With its control: a test that looks at another rule does not notice."""
    file = "tests/store/test_who_sees_what.py"
    rule = next(each for each in access_rules() if each.id == "agency_lead")
    carrier = replace(rule, clauses=("I-10",))
    cited = Citation("I-10", Proof.TEST, test, file, 1)
    found = trace({"I-10": version().clauses["I-10"]}, [carrier], [cited])
    before = (ROOT / carrier.file).read_bytes()

    (loss,) = prove_trace(version(), found, only=None, folder=ROOT)

    assert loss.noticed_by == {"I-10": f"{file}::{test}" if notices else None}
    assert (ROOT / carrier.file).read_bytes() == before


def test_only_the_clause_that_is_asked_for_is_proved():
    carrier = replace(parts()["notice advice/tell_advice"], clauses=("N-28", "N-29"))

    assert list(prove(cases(), [carrier], only="T-01")) == []
    (loss,) = prove(cases(), [carrier], only="N-29")
    assert set(loss.noticed_by) == {"N-29"}


def test_an_access_rule_is_opened_and_the_others_stay():
    source = (ROOT / "web" / "access.py").read_text("utf-8")

    changed = opened(source, "agency_lead")

    def rules(text):
        return {
            node.args[0].value: ast.unparse(node)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Rule"
        }

    before, after = rules(source), rules(changed)
    assert {role for role in before if before[role] != after[role]} == {"agency_lead"}
    assert "Sight.ALL" in after["agency_lead"]
    with pytest.raises(LookupError):
        opened(source, "nobody")
