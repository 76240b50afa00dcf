"""Pages and API: what a task leads to, and after it what happened, as far as each reader may see."""

from html import unescape
from uuid import uuid4

import pytest

from engine.calendar import working_days_after
from engine.day_words import day_in_words
from tests.web.board import Board
from web.services import cases, clock, happened

CHAIR, NOTIFIER, MANAGER = "casey_chair", "avery_example", "billie_manager"


def text_of(page: str) -> str:
    return " ".join(unescape(page).split())


@pytest.fixture
def at_triage(board: Board) -> tuple[str, str]:
    reference = board.brought_to("triage")
    return reference, board.task_id(reference, "triage", who=CHAIR)


def test_a_task_says_what_each_answer_leads_to_who_acts_and_by_when(board, at_triage):
    reference, task = at_triage
    with board.app.test_request_context():
        due = day_in_words(working_days_after(clock().now().date(), 7))

    page = text_of(board.client(CHAIR).get(f"/cases/{reference}/tasks/{task}").text)

    assert "What happens next" in page
    assert (
        "If you answer “More detail is needed from the notifier” to “What do you decide?”" in page
    )
    assert (
        "<strong>Supply more detail</strong>: Notifier (Avery Example), "
        f"7 working days after this is done ({due} if that is today)"
    ) in page
    assert "Told from the diagram, as the case stands now." in page


def test_the_notifier_reads_the_same_of_any_case_and_without_names(board):
    page = text_of(board.client(NOTIFIER).get("/notify").text)

    assert "Told from the diagram, for any case." in page
    assert "<strong>Declare any conflict (Chair)</strong>: SIG Chair, " in page
    assert "3 working days after this is done" in page
    assert "Casey Chair" not in page


def submitted(board: Board, reference: str, task: str, element: str) -> str:
    """Complete the task on its pages as the worked case does, and return where that leads."""
    with board.app.test_request_context():
        board.complete(reference, board.act(element))
    answer = board.client(CHAIR).get(f"/cases/{reference}/tasks/{task}")
    assert answer.status_code == 302
    return answer.location


def test_the_task_then_says_what_did_happen(board, at_triage):
    reference, task = at_triage

    address = submitted(board, reference, task, "triage")
    page = text_of(board.client(CHAIR).get(address).text)

    assert address.startswith(f"/cases/{reference}/submitted/")
    assert "What did triage decide? <strong>Convene the SIG</strong>" in page
    assert "Who was told" in page
    assert "to Avery Example" in page
    assert "<strong>Define the request</strong>: SIG Chair (Casey Chair), by " in page


def test_what_happened_says_no_more_than_what_was_open_then(board, at_triage):
    """The control: another submission of the case is not told of."""
    reference, task = at_triage
    page = text_of(board.client(CHAIR).get(submitted(board, reference, task, "triage")).text)
    assert "Declare any conflict" not in page
    assert "Chair conflicted" not in page


def test_nobody_else_reads_what_somebody_submitted(board, at_triage):
    reference, task = at_triage
    address = submitted(board, reference, task, "triage")

    assert board.client(NOTIFIER).get(address).status_code == 404
    assert board.client(MANAGER).get(address).status_code == 200
    assert board.client(CHAIR).get(f"/cases/{reference}/submitted/{uuid4()}").status_code == 404


def test_the_notifier_reads_of_their_own_notification_what_concerns_them(board, at_triage):
    reference, _ = at_triage
    with board.app.test_request_context():
        [own] = cases().case(reference, by=board.ids[NOTIFIER]).submissions
        view = happened().of_submission(reference, own.id, by=board.ids[NOTIFIER])

    assert [(step.kind, step.who) for step in view.steps] == [("tells", "you")]
    assert not view.everything


def test_a_beginning_says_what_it_leads_to(board, at_triage):
    reference, _ = at_triage
    page = text_of(board.client(MANAGER).get(f"/cases/{reference}/begin/withdraw").text)
    assert "<strong>Agree or refuse to end the case</strong>: " in page


def test_the_api_tells_both(board, at_triage):
    reference, task = at_triage
    client = board.client(CHAIR)

    form = client.get(f"/api/v1/cases/{reference}/tasks/{task}").json
    whens = [each["when"] for each in form["next"]["statements"]]
    address = submitted(board, reference, task, "triage")
    told = client.get(f"/api/v1{address}").json

    assert "If you answer “No further action” to “What do you decide?”" in " ".join(whens)
    assert {
        "kind": "way",
        "label": "What did triage decide?",
        "who": "Convene the SIG",
    }.items() <= (told["steps"][0].items())


def test_what_happened_is_what_was_told_for_these_answers(board, at_triage):
    """The same tasks and notices stand on the page before, under the answers given, and on the page after."""
    reference, task = at_triage
    form = board.client(CHAIR).get(f"/api/v1/cases/{reference}/tasks/{task}").json
    [convened] = [
        each for each in form["next"]["statements"] if "sufficient detail" in each["when"]
    ]
    [investigated] = [
        each for each in convened["besides"] if "“Yes” to “Is further" in each["when"]
    ]
    told = convened["follows"] + investigated["follows"]

    address = submitted(board, reference, task, "triage")
    happened_then = board.client(CHAIR).get(f"/api/v1{address}").json["steps"]

    def labels(steps: list[dict[str, str]]) -> set[tuple[str, str]]:
        return {
            (each["kind"], each["label"]) for each in steps if each["kind"] in ("acts", "tells")
        }

    assert labels(happened_then) == labels(told)
    assert labels(happened_then) != labels(convened["follows"])
