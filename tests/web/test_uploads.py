"""Files that people hand in with a task: kept at once, encrypted, and opened by who may read the answer."""

import base64
import html
import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from engine.uploads.kinds import DOCX
from tests.uploads.files import GOOD, pdf, word
from tests.web.board import PASSWORD, Board, open_board
from tests.web.forms_in_pages import fields_of, token_of

WHO, OTHER = "harper_health", "parker_police"
NAME = "Letter about Testchild.pdf"
WORDS = "Testchild was seen on Monday."


@pytest.fixture(scope="module")
def board(make_shared_app):
    with open_board(make_shared_app) as board:
        board.plan("SIG", days=7)
        yield board


@pytest.fixture
def task(board: Board) -> tuple[str, str]:
    """Return the reference of a new case, and the address of an agency's return on it."""
    reference = board.brought_to("agency_return", who=WHO)
    return reference, address(board, reference, WHO)


def address(board: Board, reference: str, who: str) -> str:
    return f"/cases/{reference}/tasks/{board.task_id(reference, 'agency_return', who=who)}"


def hand_in(board: Board, at: str, *files: tuple[str, bytes], who: str = WHO, **fields: str):
    """Send the form with files, as a browser without scripts does."""
    client = board.client(who)
    entered = fields_of(client.get(at).text)
    data = {**entered, "_do": "attach:files", **fields}
    data["files"] = [FileStorage(BytesIO(content), name) for name, content in files]
    return client.post(at, **in_parts(data))


def in_parts(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sends; the test client's own way leaves large ones on a disk."""
    boundary, content = encode_multipart(data)
    return {"data": content, "content_type": f'multipart/form-data; boundary="{boundary}"'}


def listed(page: str) -> list[str]:
    found = re.findall(r'class="rd-files__name">([^<]*)<', page)
    return [html.unescape(each) for each in found]


def ids(page: str) -> list[str]:
    return re.findall(r'value="detach:files:([0-9a-f-]+)"', page)


def opened_as(board: Board, reference: str, file: str, who: str):
    return board.client(who).get(f"/cases/{reference}/files/{file}")


def events(board: Board, reference: str) -> list[str]:
    from web.services import cases

    with board.app.test_request_context():
        case = cases().case(reference, by=board.ids["casey_chair"])
    return [line.kind for line in case.audit]


def without_files(board: Board, who: str) -> dict[str, Any]:
    """Return how the worked case answers, but for the files: these tests hand in their own."""
    answers = board.answers("agency_return", who=who)
    return {key: answer for key, answer in answers.items() if key != "files"}


def submit(board: Board, reference: str, at: str, *, who: str = WHO):
    """Answer the rest of the form as the worked case does, and submit it."""
    from web.services import tasks

    by = board.ids[who]
    task_id = at.rpartition("/")[2]
    with board.app.test_request_context():
        page = tasks().open_task(reference, task_id, by=by).page
        answers = {**page.raw, **without_files(board, who)}
        return tasks().complete_task(
            reference, task_id, answers, by=by, key=uuid4().hex, version=page.version
        )


def test_a_file_is_kept_as_soon_as_it_is_sent_and_listed(board, task):
    _, at = task

    response = hand_in(board, at, (NAME, pdf()))

    assert response.status_code == 200
    assert listed(response.text) == [f"{NAME} (version 1, PDF, 1 kB)"]
    assert listed(board.client(WHO).get(at).text) == listed(response.text)


def test_a_file_stays_kept_although_another_answer_is_refused(board, task):
    _, at = task

    response = hand_in(board, at, (NAME, pdf()), _do="continue")

    assert response.status_code == 422
    assert listed(response.text) == [f"{NAME} (version 1, PDF, 1 kB)"]


def test_what_is_wrong_with_a_file_is_said_beside_its_question_and_the_others_are_kept(board, task):
    _, at = task

    response = hand_in(
        board,
        at,
        ("report.docm", word(extra={"word/vbaProject.bin": b"x"})),
        ("report.docx", word(extra={"word/vbaProject.bin": b"x"})),
        ("good.docx", GOOD[DOCX]),
    )

    text_of_page = html.unescape(response.text)
    assert response.status_code == 422
    assert "“report.docm” cannot be handed in here. It must be a PDF" in text_of_page
    assert "“report.docx” holds macros, which are programs." in text_of_page
    assert 'href="#q-files"' in response.text
    assert listed(response.text) == ["good.docx (version 1, Word document, 1 kB)"]


def test_the_same_file_sent_twice_is_kept_once(board, task):
    _, at = task
    hand_in(board, at, (NAME, pdf()))

    response = hand_in(board, at, (NAME, pdf()), (NAME, pdf("Other words.")))

    assert len(listed(response.text)) == 2


def test_a_file_is_taken_out_before_the_task_is_submitted(board, task):
    reference, at = task
    page = hand_in(board, at, ("a.txt", b"one"), ("b.txt", b"two")).text

    response = hand_in(board, at, _do=f"detach:files:{ids(page)[0]}")

    assert listed(response.text) == ["b.txt (version 2, plain text, 1 kB)"]
    assert opened_as(board, reference, ids(page)[0], WHO).status_code == 404
    assert events(board, reference).count("file_taken_out") == 1


def test_no_more_files_are_kept_than_the_question_takes(board, task):
    _, at = task
    files = [(f"{number}.txt", str(number).encode()) for number in range(11)]

    response = hand_in(board, at, *files)

    assert response.status_code == 422
    assert "Only 10 files can be handed in here" in response.text
    assert len(listed(response.text)) == 10


def test_nobody_but_who_handed_it_in_opens_a_file_before_it_is_submitted(board, task):
    reference, at = task
    [file] = ids(hand_in(board, at, (NAME, pdf())).text)

    assert opened_as(board, reference, file, WHO).data == pdf()
    for who in ("casey_chair", OTHER, "avery_example"):
        assert opened_as(board, reference, file, who).status_code == 404


def test_a_submitted_file_is_opened_by_who_may_read_the_answer_and_by_nobody_else(board, task):
    reference, at = task
    [file] = ids(hand_in(board, at, (NAME, pdf())).text)
    submit(board, reference, at)

    for who in (WHO, "casey_chair"):
        assert opened_as(board, reference, file, who).data == pdf()
    for who in (OTHER, "avery_example"):
        assert opened_as(board, reference, file, who).status_code == 404
    page = board.client("casey_chair").get(f"/cases/{reference}").text
    assert f"/cases/{reference}/files/{file}" in page
    assert NAME in page
    kinds = events(board, reference)
    assert kinds.count("file_kept") == 1
    assert kinds.count("file_opened") == 2


def test_a_file_of_another_case_is_not_found_under_this_one(board, task):
    reference, at = task
    [file] = ids(hand_in(board, at, (NAME, pdf())).text)
    submit(board, reference, at)
    other = board.brought_to("agency_return", who=WHO)

    assert opened_as(board, other, file, "casey_chair").status_code == 404
    assert opened_as(board, reference, file, "casey_chair").status_code == 200


def test_a_file_is_sent_to_be_kept_and_never_to_be_shown_in_our_pages(board, task):
    reference, at = task
    [file] = ids(hand_in(board, at, ("<script>.txt", b"<script>alert(1)</script>")).text)

    answer = opened_as(board, reference, file, WHO)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    # The name on the way says nothing of a child: only what the case and the question are called.
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{reference}-agency_return-files-1.txt"'
    )


def test_files_that_changed_since_they_were_checked_are_not_submitted_unseen(board, task):
    from engine.errors import InvalidAnswersError
    from web.services import tasks

    reference, at = task
    hand_in(board, at, (NAME, pdf()))
    by, task_id = board.ids[WHO], at.rpartition("/")[2]
    with board.app.test_request_context():
        page = tasks().open_task(reference, task_id, by=by).page
    checked = {**page.raw, **without_files(board, WHO)}
    hand_in(board, at, ("second.txt", b"two"))

    with board.app.test_request_context(), pytest.raises(InvalidAnswersError) as refusal:
        tasks().complete_task(
            reference, task_id, checked, by=by, key="x" * 32, version=page.version
        )

    assert "have changed since you checked" in refusal.value.problems["files"][0]


def test_every_version_is_kept_in_the_store_sealed(board, task):
    reference, at = task
    page = hand_in(board, at, (NAME, pdf(WORDS)), ("b.txt", WORDS.encode())).text
    hand_in(board, at, _do=f"detach:files:{ids(page)[0]}")
    submit(board, reference, at)

    engine = create_engine(board.app.config["REVIEW_DESK"].database_app_url)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select d.*, c.content from document d join document_content c on c.document_id = d.id"
                ' join "case" on "case".id = d.case_id where reference = :reference order by version'
            ),
            {"reference": reference},
        ).all()
        left = connection.scalar(
            text("select count(*) from draft_file where task_id = :task"),
            {"task": at.rpartition("/")[2]},
        )
        events_kept = connection.execute(text("select detail, subject from audit_event")).all()
    engine.dispose()

    assert [row.version for row in rows] == [1, 2]
    assert left == 0
    kept = repr(rows) + repr([bytes(row.content) for row in rows]) + repr(events_kept)
    assert "Testchild" not in kept
    assert WORDS not in kept


def test_files_are_not_asked_for_where_the_session_has_ended_but_kept(board, task):
    _, at = task
    stranger = board.app.test_client()
    sent = stranger.post(
        at,
        **in_parts(
            {"csrf_token": "of a session that ended", "files": [FileStorage(BytesIO(pdf()), NAME)]}
        ),
        headers={"Origin": "http://localhost"},
    )
    assert sent.status_code == 401
    assert "too large" not in sent.text

    offered = stranger.post(
        "/sign-in",
        data={
            "csrf_token": token_of(sent.text),
            "held_post": fields_of(sent.text)["held_post"],
            "email": f"{WHO}@example.invalid",
            "password": PASSWORD,
        },
    )
    response = stranger.post(
        at,
        data={
            "csrf_token": token_of(offered.text),
            "held_post": fields_of(offered.text)["held_post"],
        },
    )

    assert listed(response.text) == [f"{NAME} (version 1, PDF, 1 kB)"]


def test_large_files_of_an_ended_session_are_left_out_and_the_words_are_kept(board, task):
    _, at = task
    large = base64.b64encode(bytes(5 * 1024 * 1024))
    stranger = board.app.test_client()
    sent = stranger.post(
        at,
        **in_parts(
            {
                "csrf_token": "old",
                "reason": WORDS,
                "files": [FileStorage(BytesIO(large), "large.txt")],
            }
        ),
        headers={"Origin": "http://localhost"},
    )

    assert sent.status_code == 401
    assert "The files you chose were too large to be kept here" in sent.text
    assert len(sent.data) < 100_000
    assert fields_of(sent.text)["held_post"]


def test_a_file_larger_than_the_setting_is_refused_with_its_size(board, task):
    _, at = task

    response = hand_in(board, at, ("long.txt", b"a" * (10 * 1024 * 1024 + 1)))

    assert response.status_code == 422
    assert "must not be larger than 10 MB: it has 10.0 MB" in response.text
