"""New facts on the real protocol: what the pages of whoever decides then show, and points for discussion."""

from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest

from engine.memory_desk import laid_over
from engine.scenarios import Starts
from tests.web.board import Board, scenario_called
from web.services import beginnings, clock

DIED = "new_facts_need_information"
POINT = "consider a discretionary learning review"


@pytest.fixture
def not_reviewed(board: Board) -> Board:
    return replace(board, scenario=scenario_called("no_review_after_consideration"))


@pytest.fixture
def excellent(board: Board) -> Board:
    return replace(board, scenario=scenario_called("excellent_practice"))


def new_facts(board: Board, reference: str) -> None:
    """Say that the child has died, as the worked case says it, but learnt today."""
    steps = scenario_called(DIED).steps
    act = next(each.act for each in steps if isinstance(each.act, Starts))
    by = board.ids[act.who]
    with board.app.test_request_context():
        page = beginnings().form(reference, "new_facts", by=by).page
        raw = laid_over(page.form.prefilled(page.context), act.answers)
        today = clock().now().date().isoformat()
        raw = {**raw, "learnt_on": today}
        beginnings().begin(
            reference, "new_facts", raw, by=by, key=uuid4().hex, version=page.version
        )


def page_of(board: Board, reference: str, task: str, who: str) -> str:
    task_id = board.task_id(reference, task, who=who)
    return unescape(board.client(who).get(f"/cases/{reference}/tasks/{task_id}").text)


@pytest.mark.clause("R-01", "R-02", "G-05")
def test_whoever_decides_again_is_shown_the_row_that_rose_and_the_facts_it_rests_on(not_reviewed):
    reference = not_reviewed.brought_to("receive_board_report")
    new_facts(not_reviewed, reference)

    page = page_of(not_reviewed, reference, "decide_again", "indy_chair")

    assert "Until now: you decided on, or confirmed, no further action." in page
    assert "nothing yet, because more has to be known first." in page
    assert "a serious incident review.</p>" not in page
    assert "NF-06" in page
    assert "RT-11" in page
    assert "What was decided before stands" in page


def test_before_new_facts_nobody_is_asked_to_decide_again(not_reviewed):
    reference = not_reviewed.brought_to("receive_board_report")

    with pytest.raises(AssertionError, match="decide_again does not wait"):
        page_of(not_reviewed, reference, "decide_again", "indy_chair")


@pytest.mark.clause("N-27", "D-05")
@pytest.mark.parametrize(
    ("task", "who"),
    [
        ("consider", "casey_chair"),
        ("recommend", "casey_chair"),
        ("decide_review", "indy_chair"),
    ],
)
def test_points_for_discussion_stand_in_the_forms_where_they_are_weighed(
    excellent, board, task, who
):
    weighed = page_of(excellent, excellent.brought_to(task), task, who)
    plain = page_of(board, board.brought_to(task), task, who)

    assert POINT in weighed
    assert "Points to weigh." in weighed
    assert "Points to weigh." not in plain
