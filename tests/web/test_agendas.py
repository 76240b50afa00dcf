"""Each meeting has an agenda: its cases in order, their papers, who attended, and what was recorded."""

import html
import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from engine.errors import InstanceStateError, InvalidAnswersError, NotPermittedError
from engine.uploads.kinds import DOCX
from tests.uploads.files import GOOD, pdf
from tests.web.board import Board
from tests.web.forms_in_pages import token_of
from web.services import (
    agenda_packs,
    agendas,
    cases,
    clock,
    conflicts,
    documents,
    meetings,
    tasks,
    uploads,
)

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


def test_the_pack_binds_the_files_handed_in_and_names_those_that_it_cannot(
    board: Board, sig: UUID
) -> None:
    reference = handed_in_with_a_return(
        board,
        ("words.txt", b"Words of a return."),
        ("report.docx", GOOD[DOCX]),
        ("damaged.pdf", pdf()),
    )
    with board.app.test_request_context():
        by = board.ids["billie_manager"]
        agendas().put_on(sig, reference, by=by)
        whole = agenda_packs().open(sig, by=by, name="Billie Manager")
        theirs = agenda_packs().open(sig, by=board.ids["parker_police"], name="Parker Police")
        agendas().take_off(sig, reference, by=by)
        opened = [
            each.subject
            for each in cases().case(reference, by=by).audit
            if each.kind == "file_opened"
        ]

    bookmarks = [each.title for each in PdfReader(BytesIO(whole.content)).outline]
    assert f"{reference}: words.txt (version 1, plain text, 1 kB)" in bookmarks
    assert not [each for each in bookmarks if "report.docx" in each or "damaged.pdf" in each]
    said = " ".join(words_of(whole.content).split())
    assert "Words of a return." in said
    assert "report.docx (version 2, Word document, 1 kB). Not in this pack: it is of a kind" in said
    assert "damaged.pdf (version 3, PDF, 1 kB). Not in this pack: it is a PDF that cannot" in said
    assert "Words of a return." not in words_of(theirs.content)
    assert "words.txt" not in words_of(theirs.content)
    # The Word document was not opened: its kind says enough.
    assert len(opened) == 2


def test_the_agenda_leads_to_each_file_and_says_which_the_pack_does_not_hold(
    board: Board, sig: UUID
) -> None:
    reference = handed_in_with_a_return(
        board, ("words.txt", b"Words."), ("report.docx", GOOD[DOCX])
    )
    with board.app.test_request_context():
        agendas().put_on(sig, reference, by=board.ids["billie_manager"])

    client = board.client("billie_manager")
    page = html.unescape(client.get(f"/meetings/{sig}").text)

    item = page[page.index(f'id="item-{reference}"') :].partition("</section>")[0]
    assert item.count("is not in the PDF") == 1
    links = re.findall(rf"/cases/{reference}/files/[0-9a-f-]+", item)
    assert [client.get(each).data for each in links] == [b"Words.", GOOD[DOCX]]
    with board.app.test_request_context():
        agendas().take_off(sig, reference, by=board.ids["billie_manager"])


def handed_in_with_a_return(board: Board, *files: tuple[str, bytes]) -> str:
    """Return the reference of a case on which an agency made its return with these files."""
    who = "harper_health"
    by, reference = board.ids[who], board.brought_to("agency_return", who=who)
    with board.app.test_request_context():
        task = board.task_id(reference, "agency_return", who=who)
        for name, content in files:
            uploads().keep(reference, task, "files", name, content, by=by)
        page = tasks().open_task(reference, task, by=by).page
        given = board.answers("agency_return", who=who)
        answers = {**page.raw, **{key: each for key, each in given.items() if key != "files"}}
        tasks().complete_task(
            reference, task, answers, by=by, key=uuid4().hex, version=page.version
        )
    return reference


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


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
