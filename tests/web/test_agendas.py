"""Each meeting has an agenda: its cases in order, their papers, who attended, and what was recorded."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from engine.errors import InstanceStateError, InvalidAnswersError, NotPermittedError
from tests.web.board import Board
from tests.web.forms_in_pages import token_of
from web.services import agenda_packs, agendas, clock, conflicts, documents, meetings

BEFORE_THE_SIG = "collate_information"


@pytest.fixture
def sig(board: Board) -> UUID:
    """The next meeting of the SIG."""
    with board.app.test_request_context():
        planned = [
            each
            for each in meetings().meetings(by=board.ids["billie_manager"])
            if (each.kind, each.state) == ("SIG", "planned")
        ]
        if planned:
            return planned[0].id
        return meetings().add(
            "SIG", clock().now() + timedelta(days=7), by=board.ids["billie_manager"]
        )


def agenda(board: Board, meeting: UUID, who: str = "billie_manager"):
    with board.app.test_request_context():
        return agendas().agenda(meeting, by=board.ids[who])


def line_of(board: Board, meeting: UUID, reference: str, who: str = "billie_manager"):
    return next(
        (each for each in agenda(board, meeting, who).lines if each.reference == reference), None
    )


def waiting_for_the_sig(board: Board) -> str:
    reference = board.brought_to(BEFORE_THE_SIG)
    with board.app.test_request_context():
        board.complete(reference, board.act(BEFORE_THE_SIG))
    return reference


@pytest.mark.clause("I-06")
def test_a_case_that_waits_for_the_sig_stands_on_its_agenda_with_what_it_waits_for(
    board: Board, sig: UUID
) -> None:
    before = board.brought_to(BEFORE_THE_SIG)
    reference = waiting_for_the_sig(board)

    assert line_of(board, sig, before) is None
    assert line_of(board, sig, reference).comes_up == ("Consider the case in the SIG",)


def test_a_case_is_put_on_and_taken_off_by_hand_and_what_waits_stays(
    board: Board, sig: UUID
) -> None:
    waits, other = waiting_for_the_sig(board), board.brought_to("triage")
    with board.app.test_request_context():
        by = board.ids["billie_manager"]
        with pytest.raises(InvalidAnswersError, match="reference"):
            agendas().put_on(sig, "SI-1999-0001", by=by)
        with pytest.raises(InvalidAnswersError, match="reference"):
            agendas().put_on(sig, waits, by=by)
        agendas().put_on(sig, other.lower(), by=by)
        assert agendas().agenda(sig, by=by).lines[-1].reference == other
        with pytest.raises(InstanceStateError):
            agendas().take_off(sig, waits, by=by)
        agendas().take_off(sig, other, by=by)
        with pytest.raises(NotPermittedError):
            agendas().put_on(sig, other, by=board.ids["casey_chair"])
    assert line_of(board, sig, other) is None
    assert line_of(board, sig, waits) is not None


@pytest.mark.clause("T-06", "R-09")
def test_who_has_a_conflict_does_not_see_the_case_on_the_agenda_and_others_see_who_has(
    board: Board, sig: UUID
) -> None:
    reference = waiting_for_the_sig(board)
    assert line_of(board, sig, reference, "casey_chair") is not None
    with board.app.test_request_context():
        conflicts().declare(reference, "A relative.", by=board.ids["casey_chair"], key="agenda")

    assert line_of(board, sig, reference, "casey_chair") is None
    assert agenda(board, sig, "casey_chair").left_out
    page = board.client("casey_chair").get(f"/meetings/{sig}").text
    assert reference not in page
    assert "Items of cases that you may not see are left out" in page
    assert line_of(board, sig, reference, "vic_vice").conflicts == ("Casey Chair",)


def test_who_attended_is_recorded_by_whoever_keeps_meetings(board: Board, sig: UUID) -> None:
    expected = agenda(board, sig).attendance
    assert expected
    assert {each.standing for each in expected} == {None}
    one, *_ = expected
    with board.app.test_request_context():
        by = board.ids["billie_manager"]
        agendas().record_attendance(sig, {one.person: "apologies"}, by=by)
        agendas().record_attendance(sig, {one.person: "present"}, by=by)
        with pytest.raises(InvalidAnswersError):
            agendas().record_attendance(sig, {board.ids["avery_example"]: "present"}, by=by)
        with pytest.raises(NotPermittedError):
            agendas().record_attendance(sig, {one.person: "absent"}, by=board.ids["casey_chair"])
    recorded = {each.person: each.standing for each in agenda(board, sig).attendance}
    assert recorded[one.person] == "present"


def test_the_pack_holds_the_agenda_and_the_papers_that_the_reader_may_open(
    board: Board, sig: UUID
) -> None:
    reference = waiting_for_the_sig(board)
    with board.app.test_request_context():
        by = board.ids["billie_manager"]
        [paper, *_] = [each for each in documents().shelf(reference, by=by) if not each.why_not]
        documents().make(reference, paper.name, by=by)
        whole = agenda_packs().open(sig, by=by, name="Billie Manager")
        alone = agenda_packs().open(sig, by=board.ids["avery_example"], name="Avery Example")
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(whole.content)).pages)
    assert reference in text
    assert paper.title in text
    assert next(each.title for each in PdfReader(BytesIO(whole.content)).outline) == "Agenda"
    few = PdfReader(BytesIO(alone.content))
    assert len(few.pages) < len(PdfReader(BytesIO(whole.content)).pages)
    assert paper.title not in "\n".join(page.extract_text() for page in few.pages)


def test_a_panel_meets_about_one_case(board: Board) -> None:
    reference = board.brought_to("triage")
    client = board.client("billie_manager")
    day = clock_day(board, 9)
    fields = {
        "kind": "Panel",
        "time": "10:00",
        **day,
        "csrf_token": token_of(client.get("/meetings").text),
    }

    refused = client.post("/meetings", data=fields)
    assert (refused.status_code, 'href="#reference"' in refused.text) == (422, True)
    assert client.post("/meetings", data={**fields, "reference": reference}).status_code == 303

    with board.app.test_request_context():
        [panel] = [
            each
            for each in meetings().meetings(by=board.ids["billie_manager"])
            if each.kind == "Panel"
        ]
        hidden = [
            each.about
            for each in meetings().meetings(by=board.ids["parker_police"])
            if each.kind == "Panel"
        ]
    assert panel.about == reference
    assert hidden == [None]
    assert f"/cases/{reference}" in client.get(f"/meetings/{panel.id}").text


@pytest.mark.clause("I-06", "R-04")
def test_what_the_meeting_decides_is_recorded_in_the_order_of_its_agenda(
    board: Board, sig: UUID
) -> None:
    first, second = waiting_for_the_sig(board), waiting_for_the_sig(board)
    assert order_of(board, sig).index(first) < order_of(board, sig).index(second)
    while order_of(board, sig).index(first) < order_of(board, sig).index(second):
        with board.app.test_request_context():
            agendas().move(sig, second, earlier=True, by=board.ids["billie_manager"])
    board.days_pass(7)
    with board.app.test_request_context():
        held = meetings().record_held("SIG", by=board.ids["billie_manager"])
    board.work()
    assert held == sig
    order = order_of(board, held)
    assert order.index(second) < order.index(first)
    assert line_of(board, held, first).recorded == ()

    with board.app.test_request_context():
        board.complete(first, board.act("consider"))

    [recorded] = line_of(board, held, first, "casey_chair").recorded
    assert recorded.label == "Consider the case in the SIG"
    assert recorded.answers
    assert line_of(board, held, second, "casey_chair").recorded == ()
    assert order_of(board, held) == order
    with board.app.test_request_context(), pytest.raises(InstanceStateError):
        agendas().move(held, first, earlier=True, by=board.ids["billie_manager"])


def order_of(board: Board, meeting: UUID) -> list[str]:
    return [each.reference for each in agenda(board, meeting, "vic_vice").lines]


def clock_day(board: Board, days: int) -> dict[str, str]:
    with board.app.test_request_context():
        on = clock().now() + timedelta(days=days)
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
