"""On the page of a case: the clauses that apply so far, each met, met late, departed from or to come."""

from datetime import timedelta
from html import unescape
from re import DOTALL, findall, search

import pytest

from engine.compliance.standing import Status
from tests.web.board import Board
from web.services import cases, compliance


def standing(board: Board, reference: str, who: str = "casey_chair"):
    with board.app.test_request_context():
        case = cases().case(reference, by=board.ids[who])
        return {each.clause.id: each for each in compliance().of_case(case).clauses}


def complete_triage(board: Board, reference: str) -> None:
    with board.app.test_request_context():
        board.complete(reference, board.act("triage"))


def section(board: Board, reference: str, who: str = "casey_chair") -> str:
    page = board.client(who).get(f"/cases/{reference}").text
    [found] = findall(r'<section aria-labelledby="clauses">(.*?)</section>', page, DOTALL)
    return unescape(found)


def test_what_waits_is_to_come_and_is_met_once_it_is_done(board: Board) -> None:
    reference = board.brought_to("triage")
    before = standing(board, reference)
    waiting = {
        clause
        for clause, each in before.items()
        if any(step.waits and step.at.element == "triage" for step in each.ahead)
    }
    assert waiting
    assert all(before[each].status in (Status.TO_COME, Status.MET) for each in waiting)
    asked_first = {each for each in waiting if before[each].status is Status.TO_COME}
    assert asked_first

    complete_triage(board, reference)

    after = standing(board, reference)
    done = {
        clause
        for clause, each in after.items()
        if any(one.at is not None and one.at.element == "triage" for one in each.evidence)
    }
    assert asked_first <= done
    assert {after[each].status for each in asked_first} == {Status.MET}


def test_the_top_of_the_page_counts_the_clauses_as_the_section_lists_them(board: Board) -> None:
    reference = board.brought_to("consider")
    page = board.client("casey_chair").get(f"/cases/{reference}").text
    statuses = [each.status for each in standing(board, reference).values()]
    counted = {status: statuses.count(status) for status in Status}
    assert len({number for number in counted.values() if number}) > 1

    top = page[page.index('id="now"') : page.index('id="on-the-diagram"')]

    for status, number in counted.items():
        figure = f'<span class="rd-figures__number">{number}</span> {status.value.lower()}'
        assert figure in top
        linked = f'href="#clauses-{status.name.lower()}"' in top
        assert linked == bool(number)
        assert (f'id="clauses-{status.name.lower()}"' in page) == bool(number)


def test_a_step_done_after_its_day_is_met_late_by_so_many_days(board: Board) -> None:
    reference = board.brought_to("triage")
    with board.app.test_request_context():
        [task] = cases().case(reference, by=board.ids["casey_chair"]).tasks
    in_time = standing(board, reference)
    assert Status.LATE not in {each.status for each in in_time.values()}
    board.days_pass(12)

    [waits] = {
        step
        for each in standing(board, reference).values()
        for step in each.ahead
        if step.at.element == "triage"
    }
    assert (waits.late, waits.due) == (True, task.due)
    complete_triage(board, reference)

    late = {
        evidence.days_late
        for each in standing(board, reference).values()
        if each.status is Status.LATE
        for evidence in each.evidence
        if evidence.days_late
    }
    with board.app.test_request_context():
        [done] = {
            submission.at_utc.date()
            for submission in cases().case(reference, by=board.ids["casey_chair"]).submissions
            if submission.element == "triage"
        }
    assert task.due is not None
    assert late == {(done - task.due) // timedelta(days=1)}
    assert "Met late: " in section(board, reference)
    assert "days late" in section(board, reference)


def test_each_clause_is_linked_to_its_element_its_evidence_and_its_words(board: Board) -> None:
    reference = board.brought_to("consider")
    shown = section(board, reference)
    page = board.client("casey_chair").get(f"/cases/{reference}").text
    for each in standing(board, reference).values():
        assert f'href="/protocol/clauses/{each.clause.id}"' in shown
        assert each.clause.requirement in shown
        for evidence in each.evidence:
            if evidence.at is not None:
                assert f"#step-{evidence.at.element}" in shown
            if evidence.of is not None and search(r"answer|step", evidence.shown.value):
                assert f'href="#submission-{evidence.of}"' in shown
    targets = set(findall(r'href="#([^"]+)"', shown))
    assert targets
    assert [each for each in targets if f'id="{each}"' not in page] == []


def test_a_row_of_a_table_that_answered_shows_its_clauses(board: Board) -> None:
    reference = board.brought_to("consider")
    with board.app.test_request_context():
        case = cases().case(reference, by=board.ids["casey_chair"])
    cited = {
        clause for decision in case.decisions for row in decision.matched for clause in row.clauses
    }
    found = standing(board, reference)
    assert cited
    assert cited <= set(found)
    assert {found[clause].status for clause in cited} <= {Status.MET, Status.LATE}


@pytest.mark.parametrize("who", ["avery_example"])
def test_who_does_not_see_the_case_whole_reads_nothing_of_its_clauses(
    board: Board, who: str
) -> None:
    reference = board.brought_to("triage")
    assert standing(board, reference, who) == {}
    assert "Clauses met and to come" not in board.client(who).get(f"/cases/{reference}").text
