"""The merged chronology of a case: every agency's entries by date, for who may read them."""

from dataclasses import replace
from html import unescape

import pytest

from engine.scenarios import Does
from tests.web.board import Board

CHAIR, NOTIFIER, MANAGER = "casey_chair", "avery_example", "billie_manager"


def text_of(page: str) -> str:
    return " ".join(unescape(page).split())


def returned(*entries: dict[str, str]) -> dict[str, object]:
    usual = {"source": "Record", "action": "", "comment": ""}
    return {
        "nil_return": "no",
        "chronology": [{**usual, **each} for each in entries],
        "own_review": "none",
        "own_records": "yes",
    }


HEALTH = returned(
    {"event_on": "2025-11-03", "event": "A strategy meeting was held.", "about": "Tam"},
    {"event_on": "2025-12-20", "event": "A visit took place."},
)
POLICE_RETURN = returned(
    {"event_on": "2025-11-04", "event": "A strategy meeting was held."},
)


@pytest.fixture(scope="module")
def case(board: Board) -> str:
    """A case to which two agencies have returned entries."""
    reference = board.brought_to("agency_return")
    returns = [
        step.act
        for step in board.scenario.steps
        if isinstance(step.act, Does) and step.act.task == "agency_return"
    ]
    with board.app.test_request_context():
        for act in returns:
            of_health = board.scenario.people[act.who].agency == "health"
            answers = HEALTH if of_health else POLICE_RETURN
            board.complete(reference, Does(act.who, act.task, act.agency, answers))
    return reference


def page_of(board: Board, reference: str, who: str, query: str = "") -> str:
    return text_of(board.client(who).get(f"/cases/{reference}/chronology{query}").text)


@pytest.mark.clause("I-05", "I-01")
def test_the_returns_stand_together_by_date_each_with_its_agency_in_words_and_shape(board, case):
    page = page_of(board, case, CHAIR)
    days = [page.index(day) for day in ("3 November 2025", "4 November 2025", "20 December 2025")]
    assert days == sorted(days)
    assert '<span aria-hidden="true">●</span> Testshire Health' in page
    assert '<span aria-hidden="true">■</span> Testshire Police' in page


def test_a_contradiction_of_dates_is_marked(board, case):
    page = page_of(board, case, CHAIR)
    assert "Testshire Police has the same in the same words on 4 November 2025." in page
    assert "2 with a remark" in page


def test_it_is_filtered_by_agency_and_by_child_and_no_name_stands_in_the_address(board, case):
    police = page_of(board, case, CHAIR, "?agency=police")
    assert "1 entry" in police
    assert "A visit took place." not in police
    everything = page_of(board, case, CHAIR, "?child=0")
    assert "3 entries" in everything
    assert "?child=Tam" not in everything


def test_who_reads_all_of_the_case_is_led_to_it_from_the_case(board, case):
    assert f'href="/cases/{case}/chronology"' in board.client(CHAIR).get(f"/cases/{case}").text


def test_an_agency_reads_its_own_entries_only(board, case):
    page = page_of(board, case, police_lead(board))
    assert "A strategy meeting was held." in page
    assert "Testshire Health" not in page
    assert "You do not see what other agencies returned." in page


def police_lead(board: Board) -> str:
    [lead] = {
        step.act.who
        for step in board.scenario.steps
        if isinstance(step.act, Does)
        and step.act.task == "agency_return"
        and board.scenario.people[step.act.who].agency == "police"
    }
    return lead


def test_nobody_else_reads_it(board, case):
    assert board.client(NOTIFIER).get(f"/cases/{case}/chronology").status_code == 404
    assert board.client(MANAGER).get(f"/cases/{case}/chronology").status_code == 200


def test_before_anything_is_returned_it_says_what_will_stand_there(board):
    reference = board.brought_to("define_request")
    assert "No agency has returned an entry yet." in page_of(board, reference, CHAIR)


@pytest.mark.clause("I-05", "A1-15")
def test_an_entry_after_the_death_of_the_child_is_marked_where_the_notification_says_the_day(
    board: Board, case: str
) -> None:
    first, *steps = board.scenario.steps
    assert isinstance(first.act, Does)
    [child] = first.act.answers["children"]
    answers = {**first.act.answers, "children": [{**child, "date_of_death": "2025-12-01"}]}
    told = replace(first, act=replace(first.act, answers=answers))
    died = replace(board, scenario=replace(board.scenario, steps=(told, *steps)))
    reference = died.brought_to("agency_return")
    with board.app.test_request_context():
        for act in (step.act for step in steps):
            if isinstance(act, Does) and act.task == "agency_return":
                board.complete(reference, Does(act.who, act.task, act.agency, HEALTH))
                break

    page, control = page_of(board, reference, CHAIR), page_of(board, case, CHAIR)

    assert "It is after the child's death on 1 December 2025." in page
    assert "1 with a remark" in page
    assert "later than the death" in page
    assert "later than the death" not in control, (
        "of a child of whom no such day is known nothing is said"
    )
