"""Meetings without mistakes, what is stuck, and the clock that moves in demonstrations only."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tests.web.board import Board, open_board
from tests.web.forms_in_pages import fields_of, token_of
from web.services import clock
from web.store.database import db
from web.store.models import Case, NeedsAttention

MANAGER = "billie_manager"


def post(client, path: str, page: str, **fields: str):
    return client.post(path, data={"csrf_token": token_of(client.get(page).text), **fields})


class TestMeetings:
    """Kept by the Business Manager; mistakes are named beside what was entered."""

    def test_a_meeting_without_anything_is_refused_in_words(self, board):
        answer = post(board.client(MANAGER), "/meetings", "/meetings")

        assert answer.status_code == 422
        assert "Choose whether the SIG, the Board or a Panel meets" in answer.text
        assert "Enter a real date and a time that is still to come" in answer.text
        assert "<title>Error: Meetings" in answer.text

    @pytest.mark.parametrize(
        "when",
        [
            {"day": "31", "month": "2", "year": "2030", "time": "10:00"},
            {"day": "1", "month": "2", "year": "2020", "time": "10:00"},
            {"day": "1", "month": "2", "year": "2030", "time": "ten"},
        ],
        ids=["no such day", "in the past", "no such time"],
    )
    def test_a_moment_that_cannot_be_is_refused_and_kept(self, board, when):
        answer = post(board.client(MANAGER), "/meetings", "/meetings", kind="SIG", **when)

        assert answer.status_code == 422
        kept = fields_of(answer.text)
        assert {part: kept[part] for part in when} == when
        assert kept["kind"] == "SIG"

    def test_a_meeting_that_was_held_is_of_a_kind(self, board):
        answer = post(board.client(MANAGER), "/meetings/held", "/meetings")

        assert answer.status_code == 422
        assert "Choose whether the SIG, the Board or a Panel met" in answer.text

    def test_others_see_meetings_and_keep_none(self, board):
        client = board.client("vic_vice")

        page = client.get("/meetings").text

        assert "Planned" in page
        assert "Add the meeting" not in page
        assert post(client, "/meetings", "/who-sees-what", kind="SIG").status_code == 403


class TestAttention:
    """A meeting that nobody has arranged stands on the Business Manager's page and on the case."""

    def test_a_case_that_waits_for_an_unknown_meeting_asks_for_one(self, board: Board):
        reference = board.brought_to("decide_review")

        page = board.client(MANAGER).get("/attention").text

        assert reference in page
        assert "Arrange a meeting" in page
        assert "Needs attention:" in board.client("casey_chair").get(f"/cases/{reference}").text

    def test_it_leaves_the_list_when_the_meeting_is_arranged(self, board: Board):
        reference = board.brought_to("decide_review")
        assert reference in board.client(MANAGER).get("/attention").text

        board.plan("Board", days=30)

        assert reference not in board.client(MANAGER).get("/attention").text

    def test_more_than_a_page_is_counted_and_a_link_leads_on(self, board: Board):
        reference = board.brought_to("decide_review")
        client = board.client(MANAGER)
        assert "of them are shown" not in client.get("/attention").text
        fail_many(board, reference)

        first = client.get("/attention").text
        [address] = re.findall(r'href="(/attention\?after=[^"]+)"', first)
        second = client.get(unescape(address)).text

        number = int(re.findall(r"(\d+) need attention; the first 25 of them are shown", first)[0])
        assert number >= 30
        assert f"{number} need attention; the next {number - 25} of them are shown" in second
        assert first.count("Try again") + second.count("Try again") == 0
        assert first.count("Arrange a meeting") + second.count("Arrange a meeting") == number
        assert "Back to the oldest" in second
        assert "Later ones" not in second


def fail_many(board: Board, reference: str) -> None:
    """Leave thirty meetings of a case that nobody has arranged, one a day."""
    with board.app.app_context(), db.session.begin():
        case = db.session.scalars(select(Case.id).where(Case.reference == reference)).one()
        for days in range(30):
            db.session.add(
                NeedsAttention(
                    case_id=case,
                    what="meeting",
                    process="serious_incident",
                    element="decide_review",
                    sentence="Nobody has arranged a meeting.",
                    since_utc=clock().now() - timedelta(days=days),
                )
            )


class TestClock:
    """Only where people and cases are invented."""

    def test_moving_the_clock_makes_work_late(self, board: Board):
        reference = board.brought_to("triage")
        client = board.client("casey_chair")
        before = client.get("/").text

        answer = post(client, "/clock", "/clock", days="10")
        board.work()

        assert answer.status_code == 303
        assert "Late" in client.get(f"/cases/{reference}").text
        assert client.get("/").text.count("Late") > before.count("Late")

    @pytest.mark.parametrize("days", ["", "0", "-1", "many", "367"])
    def test_what_is_no_number_of_days_is_refused(self, board, days):
        answer = post(board.client("casey_chair"), "/clock", "/clock", days=days)

        assert answer.status_code == 422
        assert "There is a problem" in answer.text

    def test_where_cases_are_real_there_is_no_clock_to_move(self, make_app, config):
        def make():
            return make_app(config=replace(config, demonstration=False))

        with open_board(make) as real:
            client = real.client("casey_chair")

            assert client.get("/clock").status_code == 404
            assert client.get("/outbox").status_code == 404
            assert post(client, "/clock", "/who-sees-what", days="1").status_code in (403, 404)
            assert "Move the clock" not in client.get("/").text
