"""A document is made anew when what it is made of has changed, and every version of it is kept."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from engine.errors import NotPermittedError
from tests.web.board import Board
from tests.web.forms_in_pages import token_of
from web.services import cases, corrections, documents
from web.use_cases.document_views import ShelfLine

MANAGER = "billie_manager"


@pytest.fixture(scope="module")
def with_agencies(board: Board) -> str:
    """A case that waits for the police; health has answered."""
    return board.brought_to("agency_return", who="parker_police")


def line(board: Board, reference: str, name: str, *, who: str = MANAGER) -> ShelfLine:
    with board.app.test_request_context():
        lines = documents().shelf(reference, by=board.ids[who])
    return next(each for each in lines if each.name == name)


def read(board: Board, reference: str, name: str, version: int) -> str:
    path = f"/cases/{reference}/documents/{name}/{version}.pdf"
    pdf = board.client(MANAGER).get(path).data
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def press(board: Board, reference: str, name: str, **data: str):
    client = board.client(MANAGER)
    token = token_of(client.get(f"/cases/{reference}").text)
    return client.post(f"/cases/{reference}/documents/{name}", data={"csrf_token": token, **data})


def test_what_cannot_be_made_yet_says_what_has_to_be_done_first(board: Board, with_agencies: str):
    record = line(board, with_agencies, "decision_record")
    terms = line(board, with_agencies, "terms_of_reference")

    assert "once the Independent Chair has decided" in record.why_not
    assert terms.why_not == "“Agree the terms of reference” has not been done."
    with board.app.test_request_context(), pytest.raises(NotPermittedError):
        documents().make(with_agencies, "terms_of_reference", by=board.ids[MANAGER])
    assert press(board, with_agencies, "terms_of_reference").status_code == 403


def test_another_return_makes_another_version_and_the_first_stays(board: Board):
    reference = board.brought_to("agency_return", who="parker_police")

    press(board, reference, "merged_chronology")
    press(board, reference, "merged_chronology")
    first = line(board, reference, "merged_chronology")

    assert [each.version for each in first.versions] == [1]
    assert first.is_current
    with board.app.test_request_context():
        board.complete(reference, board.act("agency_return", who="parker_police"))
    changed = line(board, reference, "merged_chronology")
    assert not changed.is_current
    page = board.client(MANAGER).get(f"/cases/{reference}").text
    assert "What is recorded has changed since version 1." in page

    press(board, reference, "merged_chronology")

    anew = line(board, reference, "merged_chronology")
    assert [each.version for each in anew.versions] == [2, 1]
    assert anew.is_current
    assert "Testshire Police" in read(board, reference, "merged_chronology", 2)
    missing = read(board, reference, "merged_chronology", 1)
    assert "Returns that are missing Testshire Police" in missing.replace("• ", "")

    earlier = anew.moments[0]
    press(board, reference, "merged_chronology", as_of=earlier.isoformat())

    # As the case stood then is what version 1 holds: nothing is made twice.
    assert [each.version for each in line(board, reference, "merged_chronology").versions] == [2, 1]


def test_a_moment_that_is_none_is_refused(board: Board, with_agencies: str):
    assert press(board, with_agencies, "merged_chronology", as_of="yesterday").status_code == 400


def test_an_agency_reads_the_request_it_was_sent(board: Board, with_agencies: str):
    request = line(board, with_agencies, "agency_request", who="parker_police")
    client = board.client("parker_police")
    token = token_of(client.get(f"/cases/{with_agencies}").text)

    answer = client.post(
        f"/cases/{with_agencies}/documents/agency_request", data={"csrf_token": token}
    )

    assert request.why_not == ""
    assert answer.status_code == 303
    opened = client.get(f"/cases/{with_agencies}/documents/agency_request/1.pdf")
    assert opened.data.startswith(b"%PDF")
    assert (
        client.get(f"/cases/{with_agencies}/documents/merged_chronology/1.pdf").status_code == 404
    )


def test_a_document_made_of_an_answer_that_was_corrected_since_says_so_and_is_not_altered(
    board: Board,
):
    reference = board.brought_to("agency_return", who="parker_police")
    press(board, reference, "merged_chronology")
    press(board, reference, "agency_request")
    before = read(board, reference, "merged_chronology", 1)
    answer = correct(board, reference, "agency_return", own_review_findings="It was read too late.")

    chronology = line(board, reference, "merged_chronology")
    request = line(board, reference, "agency_request")

    [made] = chronology.versions
    assert (made.corrected.submission, made.corrected.on_record) == (answer, False)
    assert [each.corrected for each in request.versions] == [None]
    page = board.client(MANAGER).get(f"/cases/{reference}").text
    assert page.count("Rests on an answer that was corrected on") == 1
    assert f'href="/cases/{reference}#submission-{answer}"' in page
    assert read(board, reference, "merged_chronology", 1) == before
    press(board, reference, "merged_chronology")
    newest = line(board, reference, "merged_chronology").versions[0]
    assert newest.corrected is None


def correct(board: Board, reference: str, element: str, **answers: str):
    """Correct the newest answer to the step, as the Business Manager; return the submission."""
    by = board.ids[MANAGER]
    with board.app.test_request_context():
        submissions = cases().case(reference, by=by).submissions
        found = [each.id for each in submissions if each.element == element][-1]
        page = corrections().form(reference, found, by=by).page
        corrections().correct(
            reference,
            found,
            {**page.raw, **answers},
            "It was otherwise.",
            by=by,
            key=uuid4().hex,
            version=page.version,
        )
    return found
