"""The first page and what hangs on it: lists of tasks, finding a case, taking, handing over, own settings."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest

from tests.web.board import Board
from tests.web.forms_in_pages import fields_of, token_of
from tests.web.test_deadline_pages import text_of
from web.services import outbox, task_lists, tasks
from web.use_cases.task_list_views import TaskFilters

CHAIR, MANAGER, NOTIFIER = "casey_chair", "billie_manager", "avery_example"


@pytest.fixture(scope="module")
def second(board: Board) -> str:
    """A second Chair of the SIG: a task of that role is for two then."""
    return board.add_person("sam_second", "Sam Secondexample", roles=["sig_chair"])


@pytest.fixture
def at_triage(board: Board) -> tuple[str, str]:
    reference = board.brought_to("triage")
    return reference, board.task_id(reference, "triage", who=CHAIR)


def send(board: Board, who: str, path: str, **fields: str):
    client = board.client(who)
    token = token_of(client.get("/my-settings").text)
    return client.post(path, data={"csrf_token": token, **fields})


def page(board: Board, who: str, path: str = "/") -> str:
    return text_of(board.client(who).get(path).text)


def whole_list(board: Board, who: str, path: str) -> str:
    """Return the text of all pages of a list."""
    client, texts = board.client(who), []
    while True:
        shown = client.get(path).text
        texts.append(text_of(shown))
        onward = re.search(r'href="([^"]+)">The next tasks', shown)
        if onward is None:
            return " ".join(texts)
        path = unescape(onward[1])


def task_path(at: tuple[str, str], what: str = "") -> str:
    return f"/cases/{at[0]}/tasks/{at[1]}{what}"


def test_who_took_a_task_is_said_on_the_page_and_only_they_get_its_form(board, second, at_triage):
    answer = send(board, CHAIR, task_path(at_triage, "/take"))
    assert answer.status_code == 303

    mine = page(board, CHAIR, task_path(at_triage))
    theirs = page(board, second, task_path(at_triage))

    assert "nobody else completes it until you give it back" in mine
    assert "Continue" in mine
    assert "took this task on" in theirs
    assert "or when the Business Manager hands it to somebody else" in theirs
    assert "Continue" not in theirs
    role = page(board, second, "/?whose=role")
    assert at_triage[0] in role
    assert "Taken by" in role
    assert at_triage[0] not in page(board, second)
    assert "taken by" in page(board, MANAGER, f"/cases/{at_triage[0]}")


def test_who_comes_second_reads_who_was_first(board, second, at_triage):
    send(board, CHAIR, task_path(at_triage, "/take"))

    answer = send(board, second, task_path(at_triage, "/take"))

    assert answer.status_code == 303
    assert "has taken this task, so nobody else completes it now" in page(
        board, second, task_path(at_triage)
    )


def test_what_is_submitted_after_somebody_took_the_task_is_given_back(board, second, at_triage):
    reference, task = at_triage
    client = board.client(second)
    client.get(task_path(at_triage))
    send(board, CHAIR, task_path(at_triage, "/take"))
    with board.app.test_request_context():
        form = tasks().open_task(reference, task, by=board.ids[second]).page
    answer = client.post(
        task_path(at_triage, "/check"),
        data={
            "csrf_token": token_of(client.get("/my-settings").text),
            "_answers": json.dumps(board.act("triage").answers),
            "_key": uuid4().hex,
            "_version": str(form.version),
            "_element": "serious_incident/triage",
        },
    )

    assert answer.status_code == 409
    assert "Somebody else has taken this task" in text_of(answer.text)


def test_a_task_given_back_is_everybodys(board, second, at_triage):
    send(board, CHAIR, task_path(at_triage, "/take"))
    assert send(board, CHAIR, task_path(at_triage, "/give-back")).status_code == 303

    assert at_triage[0] in page(board, second)
    assert "Take this task" in page(board, second, task_path(at_triage))


def row_of(board: Board, who: str, at: tuple[str, str], whose: str = "role") -> str:
    """Return the row of a task on a list, as it is sent."""
    found = board.client(who).get(f"/?whose={whose}").text
    [row] = re.findall(rf'<tr [^>]*id="task-{at[1]}"[^>]*>.*?</tr>', found, re.DOTALL)
    return row


def test_a_task_is_taken_and_given_back_in_the_list_and_the_focus_stays_at_its_row(
    board, second, at_triage
):
    row = row_of(board, CHAIR, at_triage)
    fields = fields_of(row)
    assert f'action="{task_path(at_triage, "/take")}"' in row
    assert (fields["whose"], fields["which"]) == ("role", "all")
    assert 'tabindex="-1"' in row.partition(">")[0]

    taken = send(board, CHAIR, task_path(at_triage, "/take"), whose="role", which="all")

    assert (taken.status_code, taken.location) == (
        303,
        f"/?whose=role&which=all#task-{at_triage[1]}",
    )
    assert f'action="{task_path(at_triage, "/give-back")}"' in row_of(board, CHAIR, at_triage)
    theirs = row_of(board, second, at_triage)
    assert "Taken by" in theirs
    assert "<form" not in theirs
    refused = send(board, second, task_path(at_triage, "/take"), whose="all", which="late")
    assert refused.location == "/?whose=all&which=late#tasks", "its row is gone from that list"
    assert "has taken this task" in page(board, second)

    given = send(board, CHAIR, task_path(at_triage, "/give-back"), whose="mine", which="all")
    assert given.location == "/?whose=mine&which=all#tasks"
    assert f'action="{task_path(at_triage, "/take")}"' in row_of(board, second, at_triage)


def test_what_is_no_list_leads_to_the_page_of_the_task(board, second, at_triage):
    path = task_path(at_triage, "/take")

    answer = send(board, CHAIR, path, whose="https://elsewhere.invalid", which="all")

    assert answer.location == task_path(at_triage)


def test_in_the_list_nothing_is_offered_to_be_taken_that_only_one_person_does(board, at_triage):
    reference = board.brought_to("decide_review")
    at = reference, board.task_id(reference, "decide_review", who="indy_chair")

    assert "<form" not in row_of(board, "indy_chair", at)


def test_where_one_person_holds_a_task_there_is_nothing_to_take(board, at_triage):
    reference = at_triage[0]
    with board.app.test_request_context():
        mine = task_lists().page(TaskFilters(), by=board.ids[NOTIFIER]).tasks
    assert reference not in [task.reference for task in mine]
    assert "Take this task" not in page(board, NOTIFIER)


def test_the_manager_hands_a_task_over_with_a_reason(board, second, at_triage):
    path = task_path(at_triage, "/hand-over")
    offered = page(board, MANAGER, path)
    assert "Sam Secondexample" in offered
    assert "Hand to somebody" in page(board, MANAGER, f"/cases/{at_triage[0]}")
    assert "Hand to somebody" not in page(board, CHAIR, f"/cases/{at_triage[0]}")

    nothing = send(board, MANAGER, path, to=str(board.ids[second]), reason="")
    nobody = send(board, MANAGER, path, to="rubbish", reason="Because.")
    stranger = send(board, MANAGER, path, to=str(board.ids[NOTIFIER]), reason="Because.")
    assert [each.status_code for each in (nothing, nobody, stranger)] == [422, 422, 422]
    assert "<title>Error: Hand a task over" in nothing.text
    assert "Because." in nobody.text

    done = send(board, MANAGER, path, to=str(board.ids[second]), reason="Casey is away.")
    assert done.status_code == 303
    assert "handed it to you" in page(board, second, task_path(at_triage))
    assert "Casey is away." in page(board, MANAGER, path)
    assert at_triage[0] not in page(board, CHAIR)


def test_nobody_else_reaches_the_page_of_handing_over(board, second, at_triage):
    for who, status in ((CHAIR, 403), ("indy_chair", 403), ("parker_police", 404)):
        assert board.client(who).get(task_path(at_triage, "/hand-over")).status_code == status


def test_who_has_a_task_open_is_said_to_the_others(board, second, at_triage):
    board.client(CHAIR).get(task_path(at_triage))

    assert "opened this task on" in page(board, second, task_path(at_triage))
    assert "opened it" in page(board, second)


def test_a_reference_leads_to_the_case_however_it_is_written(board, at_triage):
    reference = at_triage[0]
    year, number = reference.split("-")[1:]
    for written in (reference, reference.lower(), f" SI {year} {int(number)}", f"{year}/{number}"):
        answer = send(board, CHAIR, "/find", reference=written)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{reference}")


@pytest.mark.parametrize("written", ["SI-1999-0001", "Testchild", "", "'; drop table"])
def test_what_is_no_reference_that_one_may_see_says_what_to_do(board, at_triage, written):
    answer = send(board, CHAIR, "/find", reference=written)

    assert answer.status_code == 404
    assert "Check it against the mail or letter it came from" in text_of(answer.text)


def test_a_case_that_one_may_not_know_of_is_not_told_from_none(board, at_triage):
    hidden = send(board, "parker_police", "/find", reference=at_triage[0])
    none = send(board, "parker_police", "/find", reference="SI-1999-0001")

    assert hidden.status_code == none.status_code == 404
    token = 'name="csrf_token"'
    assert _without(hidden.text, at_triage[0], token) == _without(none.text, "SI-1999-0001", token)


def _without(text: str, written: str, token: str) -> str:
    return "\n".join(line for line in text.replace(written, "").splitlines() if token not in line)


def test_a_list_that_is_none_is_not_found(board):
    for path in ("/?whose=everybody", "/?which=old", "/?after=rubbish", "/waiting?after=rubbish"):
        assert board.client(CHAIR).get(path).status_code == 404


def test_every_list_says_what_it_is_when_it_is_empty(board):
    for path, words in (
        ("/?whose=mine", "Nothing is yours alone now."),
        ("/?whose=role", "A task appears as soon as a case reaches a step of your role."),
        ("/waiting", "Nothing that you did waits for others now."),
    ):
        assert words in page(board, "gale_governance", path)


def test_what_waits_for_others_says_what_i_did_and_for_whom_it_waits(board, at_triage):
    waits = page(board, NOTIFIER, "/waiting")

    assert at_triage[0] in waits
    assert "The Board. You are told when there is a decision." in waits
    assert "Triage" not in waits.split(at_triage[0])[1][:200]


def test_the_api_offers_the_same_lists(board, second, at_triage):
    client = board.client(CHAIR)
    everything = client.get("/api/v1/tasks").json
    assert at_triage[0] in [task["reference"] for task in everything]
    assert client.get("/api/v1/tasks?which=late").json == []
    assert client.get("/api/v1/tasks?whose=everybody").status_code == 422
    first = client.get("/api/v1/tasks?limit=1")
    assert len(first.json) == 1
    if len(everything) > 1:
        following = first.headers["Link"].partition(">")[0].lstrip("<")
        assert client.get(following).json[0]["task_id"] == everything[1]["task_id"]
    waiting = board.client(NOTIFIER).get("/api/v1/tasks/waiting").json
    assert at_triage[0] in [case["reference"] for case in waiting["cases"]]


def test_the_api_takes_a_task_and_gives_it_back(board, second, at_triage):
    path = f"/api/v1{task_path(at_triage)}"
    assert _api(board, CHAIR, f"{path}/take").status_code == 204

    refused = _api(board, second, f"{path}/take")
    assert refused.status_code == 409
    assert "has taken this task" in refused.json["message"]
    [listed] = [
        task
        for task in board.client(second).get("/api/v1/tasks?whose=role&limit=200").json
        if task["task_id"] == at_triage[1]
    ]
    assert listed["hold"]["mine"] is False

    assert _api(board, CHAIR, f"{path}/give-back").status_code == 204
    assert _api(board, second, f"{path}/take").status_code == 204


def _api(board: Board, who: str, path: str):
    client = board.client(who)
    token = client.get("/api/v1/session").json["csrf_token"]
    return client.post(path, headers={"X-CSRFToken": token})


def test_everybody_chooses_how_mails_about_tasks_come(board):
    assert "2 working days before it is due" in page(board, CHAIR, "/my-settings")
    assert send(board, CHAIR, "/my-settings", choice="weekly").status_code == 422
    assert send(board, CHAIR, "/my-settings", choice="daily").status_code == 303

    shown = board.client(CHAIR).get("/my-settings").text
    assert 'value="daily" aria-describedby="choice-daily-hint" checked' in shown
    assert send(board, CHAIR, "/my-settings", choice="each").status_code == 303


def test_the_mails_of_the_protocol_name_the_reference_and_nothing_of_a_child(board, second):
    reference = board.brought_to("triage")
    board.work()
    with board.app.test_request_context():
        mails = outbox().mails(by=board.ids[MANAGER])
    about_tasks = [mail for mail in mails if ": a task for you" in mail.subject]
    assert f"{reference}: a task for you" in [mail.subject for mail in about_tasks]
    for mail in about_tasks:
        assert "Testchild" not in mail.text + mail.subject


def test_the_numbers_lead_to_what_they_count(board, second, at_triage):
    """What somebody else took is counted where it is listed, under the role, and not for oneself."""
    board.client(second).get("/")
    send(board, CHAIR, task_path(at_triage, "/take"))

    role = board.client(second).get("/?whose=role").text
    assert "/?whose=role&amp;which=week" in role
    assert at_triage[0] in whole_list(board, second, "/?whose=role&which=week")
    assert at_triage[0] not in whole_list(board, second, "/?whose=all&which=week")
