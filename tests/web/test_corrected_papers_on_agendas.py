"""On an agenda, a paper that was made of an answer before it was corrected says so, and no other does."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.web.board import Board
from tests.web.test_documents_made_anew import correct, press
from web.services import agendas, clock, meetings

SAYS_SO = "Rests on an answer that was corrected on"
MANAGER, READER = "billie_manager", "vic_vice"


@pytest.fixture
def meeting(board: Board) -> UUID:
    """A meeting of the SIG on whose agenda a case is put by hand."""
    with board.app.test_request_context():
        at = clock().now() + timedelta(days=70)
        return meetings().add("SIG", at, by=board.ids[MANAGER])


def put_on(board: Board, meeting: UUID) -> str:
    """Put a case on the agenda that has two papers: of agencies' returns, and of the request to them."""
    reference = board.brought_to("agency_return", who="parker_police")
    for paper in ("merged_chronology", "agency_request"):
        assert press(board, reference, paper).status_code == 303
    with board.app.test_request_context():
        agendas().put_on(meeting, reference, by=board.ids[MANAGER])
    return reference


def item(board: Board, meeting: UUID, reference: str, who: str = READER) -> str:
    """Return what the page of the agenda shows of a case."""
    page = board.client(who).get(f"/meetings/{meeting}").text
    start = page.index(f'id="item-{reference}"')
    return page[start : page.index("</section>", start)]


def test_a_paper_that_rests_on_a_corrected_answer_says_so_and_leads_to_both_answers(
    board: Board, meeting: UUID
) -> None:
    reference, untouched = put_on(board, meeting), put_on(board, meeting)
    assert SAYS_SO not in item(board, meeting, reference)

    answer = correct(board, reference, "agency_return", own_review_findings="It was read too late.")

    after = item(board, meeting, reference)
    assert after.count(SAYS_SO) == 1
    assert f'href="/cases/{reference}#submission-{answer}"' in after
    # It stands with the paper made of the returns, not with that of the request, nor with another case.
    with board.app.test_request_context():
        lines = agendas().agenda(meeting, by=board.ids[READER]).lines
    said = {
        (line.reference, paper.name): paper.corrected is not None
        for line in lines
        for paper in line.papers
    }
    assert said == {
        (reference, "merged_chronology"): True,
        (reference, "agency_request"): False,
        (untouched, "merged_chronology"): False,
        (untouched, "agency_request"): False,
    }


def test_control_a_paper_made_anew_of_the_corrected_answer_says_nothing(
    board: Board, meeting: UUID
) -> None:
    reference = put_on(board, meeting)
    correct(board, reference, "agency_return", own_review_findings="It was read too late.")
    assert SAYS_SO in item(board, meeting, reference)

    press(board, reference, "merged_chronology")

    assert SAYS_SO not in item(board, meeting, reference)
