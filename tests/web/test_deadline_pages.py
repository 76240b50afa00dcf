"""Pages and API of deadlines: why a date is that date, extending it, and the settings it rests on."""

from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest

from engine.calendar import working_days_after
from engine.day_words import day_in_words
from tests.web.board import Board
from tests.web.forms_in_pages import fields_of, token_of
from web.services import clock, deployments
from web.words import unit_in_words

MANAGER, CHAIR = "billie_manager", "casey_chair"


@pytest.fixture
def at_triage(board: Board) -> tuple[str, str]:
    reference = board.brought_to("triage")
    return reference, board.task_id(reference, "triage", who=CHAIR)


def today(board: Board) -> date:
    with board.app.test_request_context():
        return clock().now().date()


def address(task: tuple[str, str]) -> str:
    return f"/cases/{task[0]}/tasks/{task[1]}/deadline"


def post(board: Board, task: tuple[str, str], to: date | None, reason: str, *, who: str = MANAGER):
    client = board.client(who)
    day = {} if to is None else {"due-day": to.day, "due-month": to.month, "due-year": to.year}
    page = client.get(address(task)).text
    fields = {"csrf_token": token_of(page), "_key": fields_of(page).get("_key", ""), **day}
    return client.post(address(task), data={**fields, "reason": reason})


def text_of(page: str) -> str:
    return " ".join(unescape(page).split())


def test_a_task_says_on_its_page_why_it_is_due_and_which_setting_that_rests_on(board, at_triage):
    reference, task = at_triage

    page = text_of(board.client(CHAIR).get(f"/cases/{reference}/tasks/{task}").text)

    assert f"3 working days after {day_in_words(today(board))}" in page
    assert "is the day on which the notification was received." in page
    assert "inferred; the protocol is silent (AMB-23)" in page
    assert 'href="/protocol/settings#triage_working_days"' in page
    assert "If the case is put on hold, it moves on by the days held." in page
    assert "Extend the deadline" not in page


def test_the_task_list_says_it_in_short(board, at_triage):
    page = text_of(board.client(CHAIR).get("/").text)

    assert f"3 working days after {day_in_words(today(board))}" in page


def test_the_case_counts_elapsed_and_held_days_apart(board, at_triage):
    page = text_of(board.client(CHAIR).get(f"/cases/{at_triage[0]}").text)

    assert "0 days since it was received" in page
    assert "0 days, not counted in these" in page
    listed = text_of(board.client(CHAIR).get("/cases").text)
    assert "Days elapsed" in listed
    assert "Days on hold" in listed


def test_extending_needs_a_later_day_and_a_reason_and_keeps_what_was_entered(board, at_triage):
    nothing = post(board, at_triage, None, "")
    earlier = post(board, at_triage, today(board) + timedelta(days=1), "Because the file is late.")

    assert nothing.status_code == earlier.status_code == 422
    assert "<title>Error: Extend the deadline" in nothing.text
    assert "Enter the new date, such as 27 3 2027" in nothing.text
    assert "Say why the deadline is extended" in nothing.text
    assert "Enter a day after" in earlier.text
    assert "Because the file is late." in earlier.text
    assert fields_of(earlier.text)["due-day"] == str((today(board) + timedelta(days=1)).day)


def test_an_extension_shows_on_the_case_and_on_the_diagram(board, at_triage):
    new = working_days_after(today(board), 8)

    answer = post(board, at_triage, new, "The hospital answers next week.")

    assert answer.status_code == 303
    page = text_of(board.client(CHAIR).get(f"/cases/{at_triage[0]}").text)
    assert f"extended to {day_in_words(new)}" in text_of(board.client(MANAGER).get("/cases").text)
    assert "Deadlines that were extended" in page
    assert "The hospital answers next week." in page
    assert "<strong>Extended</strong> from" in page
    assert f"to {day_in_words(new)} by Billie Manager" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [(CHAIR, 403), ("gale_governance", 403), ("bo_board", 404), ("indy_chair", 200)],
)
def test_only_those_extend_whom_the_table_names(board, at_triage, who, status):
    assert board.client(who).get(address(at_triage)).status_code == status
    linked = board.client(who).get(f"/cases/{at_triage[0]}").text
    assert ("Extend the deadline" in linked) is (status == 200)


def test_the_table_of_who_does_what_names_them(board):
    page = text_of(board.client(CHAIR).get("/who-sees-what").text)

    assert "xtend a deadline, with a reason" in page


def test_what_guidance_fixes_is_marked_and_refused_in_words(board):
    reference = board.brought_to("decide_review")
    task = reference, board.task_id(reference, "decide_review", who="indy_chair")

    page = text_of(board.client(MANAGER).get(address(task)).text)

    assert "Statutory" in page
    assert "Law or statutory guidance fixes this due date: Working Together 2013" in page
    assert "Until when?" not in page
    case = text_of(board.client(MANAGER).get(f"/cases/{reference}").text)
    assert "Law or statutory guidance fixes this due date: Working Together 2013" in case
    refused = board.client(MANAGER).post(
        address(task),
        data={
            "csrf_token": token_of(board.client(MANAGER).get("/meetings").text),
            "due-day": "1",
            "due-month": "1",
            "due-year": "2040",
            "reason": "No time.",
        },
    )
    assert refused.status_code == 422
    assert "It is not extended." in refused.text


def test_a_task_that_is_done_meanwhile_gives_the_reason_back(board, at_triage):
    page = board.client(MANAGER).get(address(at_triage)).text
    with board.app.test_request_context():
        board.complete(at_triage[0], board.act("triage"))

    answer = board.client(MANAGER).post(
        address(at_triage),
        data={
            "csrf_token": token_of(page),
            "due-day": "1",
            "due-month": "1",
            "due-year": "2040",
            "reason": "Kept for me.",
        },
    )

    assert answer.status_code == 409
    assert "Kept for me." in answer.text


class TestApi:
    """The same beside the pages."""

    def test_a_task_says_why(self, board, at_triage):
        tasks = board.client(CHAIR).get("/api/v1/tasks").json

        found = next(each for each in tasks if each["task_id"] == at_triage[1])
        assert found["why"]["words"].startswith("3 working days after")
        assert found["why"]["clock"] == "case"
        assert found["why"]["settings"] == ["triage_working_days"]
        assert found["fixed"] == ""

    def test_a_deadline_is_extended_once_for_each_key(self, board, at_triage):
        new = working_days_after(today(board), 9)
        client = board.client(MANAGER)
        token = client.get("/api/v1/session").json["csrf_token"]
        body = {"due": new.isoformat(), "reason": "Through the API.", "key": uuid4().hex}

        answers = [
            client.post(f"/api/v1{address(at_triage)}", json=body, headers={"X-CSRFToken": token})
            for _ in range(2)
        ]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json == answers[1].json
        assert answers[0].json["due"] == new.isoformat()
        case = client.get(f"/api/v1/cases/{at_triage[0]}").json
        assert [each["reason"] for each in case["extensions"]] == ["Through the API."]
        assert (case["elapsed_days"], case["held_days"], case["held_since"]) == (0, 0, None)

    def test_a_refusal_names_what_is_wrong(self, board, at_triage):
        client = board.client(MANAGER)
        token = client.get("/api/v1/session").json["csrf_token"]
        body = {"due": today(board).isoformat(), "reason": "", "key": uuid4().hex}

        answer = client.post(
            f"/api/v1{address(at_triage)}", json=body, headers={"X-CSRFToken": token}
        )

        assert answer.status_code == 422

    def test_settings_are_there_with_their_sources(self, board):
        found = {each["key"]: each for each in board.client(CHAIR).get("/api/v1/settings").json}

        assert found["decision_months"]["statutory"]
        assert found["triage_working_days"]["value"] == 3
        assert (
            found["detail_working_days"]["read_by"][0] == "A serious incident: Supply more detail"
        )


class TestSettings:
    """One page with every setting, for everyone signed in."""

    @pytest.mark.parametrize("who", ["avery_example", "parker_police", "gale_governance", MANAGER])
    def test_everyone_signed_in_reads_them(self, board, who):
        assert board.client(who).get("/protocol/settings").status_code == 200

    def test_every_setting_is_there_with_value_unit_source_and_clause(self, board):
        page = text_of(board.client(CHAIR).get("/protocol/settings").text)
        with board.app.test_request_context():
            settings = deployments().current().version.settings.settings

        assert len(settings) > 25
        for key, setting in settings.items():
            assert f'data-setting="{key}"' in page
            assert unit_in_words(setting) in page, key
            assert setting.source in page, key
            assert ", ".join(setting.clauses) in page

    def test_what_reads_a_setting_is_named_and_linked(self, board):
        page = text_of(board.client(CHAIR).get("/protocol/settings").text)

        assert "/protocol/diagrams/serious_incident#step-detail_overdue" in page
        assert "/protocol/tables/publication" in page
        assert 'href="#date-triage_due"' in page
        assert "/protocol/diagrams/serious_incident#step-next_sig_meeting" in page

    def test_it_says_that_only_deploying_changes_them(self, board):
        page = text_of(board.client(MANAGER).get("/protocol/settings").text)

        assert "Nothing is changed on this page." in page
        assert "a change of the version like any other" in page
        assert "<form" not in page.split("<main", 1)[1]
