"""What is told of small pieces of diagrams: joins, lists, messages, called processes, dates in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.bpmn.model import Formula
from engine.deployment import load, read_folder
from engine.version import Version
from engine.what_next import Acts, Statement, WhatNext, condition_in_words, what_next

VERSION = load(read_folder(Path(__file__).parents[2]))


def told(process: str, element: str, version: Version = VERSION) -> WhatNext:
    """Tell of no case in particular, on a Monday."""
    return what_next(version, process, element, at=datetime(2026, 3, 2, 9, tzinfo=UTC))


def saying(of: WhatNext, element: str) -> list[str]:
    """Return under what the step is said to follow."""
    return [
        condition_in_words(each)
        for each in of.statements
        if any(step.element == element for step in each.follows)
    ]


def opened(of: WhatNext, element: str) -> Acts:
    [found] = {
        step
        for each in of.statements
        for step in each.follows
        if isinstance(step, Acts) and step.element == element
    }
    return found


def test_an_answer_is_said_by_the_words_of_its_form():
    of = told("terms_of_reference", "sign_terms")
    [returned] = saying(of, "agree_terms")
    assert returned.startswith("If you answer “")
    assert "sign_terms" not in returned


def test_what_waits_for_others_at_a_join_is_said_to_wait():
    """Involving the family is one of three ways that meet: nothing after the join is said to come at once."""
    of = told("review_and_report", "involve_family")
    [when] = saying(of, "submit_draft")
    assert when.startswith("Once everything else in ")


def test_one_of_several_agencies_is_told_that_the_others_are_waited_for():
    of = told("agency_information", "agency_return")
    assert saying(of, "return_given") == ["In any case"]
    [when] = saying(of, "collate_information")
    assert when.startswith("Once everything else in ")


def test_a_process_started_by_a_message_is_followed_unless_it_began_before():
    begins = [
        condition_in_words(statement)
        for element in ("declare_conflict_chair", "declare_conflict_vice", "appoint_stand_in")
        for statement in told("serious_incident", element).statements
        if any(step.process == "other_authority" for step in statement.follows)
    ]
    assert begins
    assert all("began on this case before" in each for each in begins)


def test_an_answer_is_carried_out_of_a_called_process_into_the_next():
    """How the author is found is answered where the terms are signed, and decides in the process after it."""
    of = told("terms_of_reference", "sign_terms")
    [nominated] = saying(of, "nominate_reviewer")
    assert "“I nominate the reviewer” to “How is the author found?”" in nominated


@pytest.mark.parametrize(
    ("process", "element", "opens", "words"),
    [
        ("serious_incident", "triage", "supply_detail", "7 working days after this is done"),
        (
            "serious_incident",
            "decide_review",
            "explain_exception",
            "2 working days after this is done",
        ),
    ],
)
def test_a_date_counted_from_the_step_is_said_to_be(process, element, opens, words):
    due = opened(told(process, element), opens).due
    assert due is not None
    assert (due.words, due.if_done_today) == (words, True)


def test_without_a_clock_no_day_is_told():
    without = what_next(VERSION, "serious_incident", "triage")
    assert opened(told("serious_incident", "triage"), "supply_detail").due.on == date(2026, 3, 11)
    assert opened(without, "supply_detail").due.on is None


def test_a_date_that_is_answered_in_the_form_is_said_by_its_question():
    of = told("agency_information", "close_returns")
    [wait] = [
        step for each in of.statements for step in each.follows if step.element == "wait_over"
    ]
    assert wait.due.words == "what is answered to “Until when?”"
    assert wait.due.on is None


def test_what_cannot_be_worked_out_is_quoted_from_the_diagram_and_not_guessed():
    """A condition that reads what nobody can know yet is said by the words of the drawing."""
    written = "triage.outcome = tomorrow"
    of = told("serious_incident", "triage", with_condition("triage_outcome", written))
    [when] = saying(of, "supply_detail")
    assert when == "Depending on “What did triage decide?”: “More detail is needed”"


def test_a_statement_says_when_it_holds():
    [first] = [
        each
        for each in told("serious_incident", "triage").statements
        if any(step.element == "supply_detail" for step in each.follows)
    ]
    assert isinstance(first, Statement)
    assert first.holds({"outcome": "more_detail"})
    assert not first.holds({"outcome": "nfa"})


def with_condition(gateway: str, text: str) -> Version:
    """Return the protocol with another first condition out of a gateway of its first diagram."""
    diagram = VERSION.diagram("serious_incident")
    flow = next(each for each in diagram.outgoing(gateway) if each.condition is not None)
    changed = replace(flow, condition=Formula(text, flow.line, "condition"))
    drawn = replace(diagram, flows={**diagram.flows, flow.id: changed})
    return replace(VERSION, diagrams={**VERSION.diagrams, diagram.id: drawn})
