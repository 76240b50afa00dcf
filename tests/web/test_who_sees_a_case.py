"""What each kind of person sees of a case on its page, and what they are refused."""

import pytest

from engine.scenarios import Does
from tests.web.board import Board
from web.access import SIGHT

EVERYTHING = "On the diagram"
CHAIR = "casey_chair"


@pytest.fixture(scope="module")
def with_agencies(board: Board) -> str:
    """A case that waits for the police; health has answered."""
    return board.brought_to("agency_return", who="parker_police")


@pytest.fixture(scope="module")
def at_triage(board: Board) -> str:
    return board.brought_to("triage")


def task_path(board: Board, reference: str, task: str, *, who: str) -> str:
    return f"/cases/{reference}/tasks/{board.task_id(reference, task, who=who)}"


class TestNotifier:
    """Their own notification and its status."""

    def test_sees_where_it_stands_and_what_they_sent(self, board, with_agencies):
        page = board.client("avery_example").get(f"/cases/{with_agencies}").text

        assert "Where it stands" in page
        assert "Tam" in page
        assert EVERYTHING not in page
        assert "Casey Chair" not in page

    @pytest.mark.parametrize("part", ["/diagrams/serious_incident", "/audit"])
    def test_sees_neither_diagram_nor_trail(self, board, with_agencies, part):
        answer = board.client("avery_example").get(f"/cases/{with_agencies}{part}")

        assert answer.status_code == 404 or "task_completed" not in answer.text

    def test_knows_nothing_of_the_case_of_another(self, board, with_agencies):
        board.add_person("nia_notifier", "Nia Notifier", roles=["notifier"])

        client = board.client("nia_notifier")

        assert client.get(f"/cases/{with_agencies}").status_code == 404
        assert with_agencies not in client.get("/cases").text


class TestAgency:
    """Their own agency's request and return."""

    def test_sees_the_request_and_its_own_task(self, board, with_agencies):
        page = board.client("parker_police").get(f"/cases/{with_agencies}").text

        assert "Answer for the agency" in page
        assert "Concern about how agencies worked together" in page
        assert EVERYTHING not in page

    def test_does_not_see_what_another_agency_returned(self, board, with_agencies):
        returned = "A visit took place."

        assert returned in board.client("harper_health").get(f"/cases/{with_agencies}").text
        assert returned not in board.client("parker_police").get(f"/cases/{with_agencies}").text

    def test_that_was_not_asked_knows_nothing_of_it(self, board, with_agencies):
        client = board.client("sasha_schools")

        assert client.get(f"/cases/{with_agencies}").status_code == 404
        assert with_agencies not in client.get("/cases").text


class TestGovernance:
    """Every case, reading only."""

    def test_reads_the_case_on_its_diagram_and_why_it_was_decided(self, board, with_agencies):
        page = board.client("gale_governance").get(f"/cases/{with_agencies}").text

        assert EVERYTHING in page
        assert "Why it was decided so" in page
        assert "You are reading only." in page

    def test_is_offered_no_task_and_refused_one_by_its_address(self, board, with_agencies):
        client = board.client("gale_governance")
        task = task_path(board, with_agencies, "agency_return", who="parker_police")

        assert "/tasks/" not in client.get(f"/cases/{with_agencies}").text
        assert client.get(task).status_code == 403

    def test_reads_how_many_cases_stand_at_each_step(self, board, with_agencies):
        page = board.client("gale_governance").get("/map/agency_information")

        assert (page.status_code, "On it now: " in page.text) == (200, True)
        assert board.client("avery_example").get("/map/agency_information").status_code == 403


class TestChairs:
    """Every case they have no conflict on."""

    def test_the_vice_chair_sees_a_case_and_may_not_act_for_the_chair(self, board, at_triage):
        client = board.client("vic_vice")

        assert EVERYTHING in client.get(f"/cases/{at_triage}").text
        answer = client.get(task_path(board, at_triage, "triage", who=CHAIR))
        assert answer.status_code == 403

    def test_whoever_declared_a_conflict_no_longer_finds_the_case(self, board):
        reference = board.brought_to("declare_conflict_chair")
        path = task_path(board, reference, "declare_conflict_chair", who=CHAIR)
        conflict = {"conflicted": "yes", "conflict_nature": "Leads a service that took part."}
        with board.app.test_request_context():
            board.complete(reference, Does(CHAIR, "declare_conflict_chair", None, conflict))

        client = board.client(CHAIR)

        assert client.get(f"/cases/{reference}").status_code == 404
        assert client.get(path).status_code == 404
        assert reference not in client.get("/cases").text
        assert EVERYTHING in board.client("vic_vice").get(f"/cases/{reference}").text


def test_sig_members_see_a_case_from_convening_on(board, at_triage, with_agencies):
    client = board.client("morgan_member")

    assert client.get(f"/cases/{at_triage}").status_code == 404
    assert EVERYTHING in client.get(f"/cases/{with_agencies}").text


def test_board_members_do_not_see_what_is_not_reported_to_the_board(board, with_agencies):
    assert board.client("bo_board").get(f"/cases/{with_agencies}").status_code == 404


def test_lists_hold_no_personal_data(board, with_agencies):
    client = board.client(CHAIR)

    for path in ("/", "/cases", "/cases?status=all"):
        page = client.get(path).text
        assert with_agencies in page or path == "/"
        assert "Testchild" not in page
        assert "Avery" not in page


def test_the_table_of_who_sees_what_is_shown_as_the_program_reads_it(board):
    page = board.client("sasha_schools").get("/who-sees-what").text

    assert SIGHT
    for rule in SIGHT:
        assert rule.which.replace("'", "&#39;") in page
