"""The page of who acts on a case: conflicts declared, withdrawn, people appointed, two sign-offs."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from engine.calendar import london_date
from engine.scenarios import Does
from tests.web.board import PASSWORD, Board
from tests.web.browser import chromium_running, served
from tests.web.forms_in_pages import token_of
from web.services import clock, posts


def post(board: Board, who: str, path: str, **fields: str):
    client = board.client(who)
    token = token_of(client.get(path.partition("/who-acts")[0] + "/who-acts").text)
    return client.post(path, data={"csrf_token": token, **fields})


@pytest.mark.clause("T-06", "A5-03")
def test_a_conflict_is_declared_late_and_withdrawn_by_the_independent_chair(board: Board):
    reference = board.brought_to("consider")
    page = f"/cases/{reference}/who-acts"
    assert page in board.client("casey_chair").get(f"/cases/{reference}").text

    refused = post(board, "casey_chair", page, nature=" ")
    assert (refused.status_code, 'href="#nature"' in refused.text) == (422, True)
    declared = post(board, "casey_chair", page, nature="Led the clinic.")

    assert declared.status_code == 303
    assert board.client("casey_chair").get(page).status_code == 404
    assert board.client("casey_chair").get(f"/cases/{reference}").status_code == 404
    board.task_id(reference, "consider", who="vic_vice")
    shown = board.client("indy_chair").get(page).text
    assert "Found late" in shown
    assert "Led the clinic." in shown
    assert "Triage the notification" in shown
    assert "Withdraw" not in board.client("vic_vice").get(page).text

    [withdraw] = re.findall(rf'action="({page}/[^"]+/withdraw)"', shown)
    assert post(board, "vic_vice", withdraw, reason="No.").status_code == 403
    refused = post(board, "indy_chair", withdraw, reason="")
    assert (refused.status_code, "Enter why the conflict does not stand" in refused.text) == (
        422,
        True,
    )
    assert post(board, "indy_chair", withdraw, reason="Another clinic.").status_code == 303
    assert "Another clinic." in board.client("casey_chair").get(page).text


@pytest.mark.clause("T-06", "C-08")
def test_the_independent_chair_appoints_where_nobody_is_left(board: Board):
    reference = board.brought_to("consider")
    page = f"/cases/{reference}/who-acts"
    post(board, "vic_vice", page, nature="A relative.")
    assert "Appoint who acts" not in board.client("indy_chair").get(page).text
    post(board, "casey_chair", page, nature="Led the clinic.")

    attention = board.client("billie_manager").get("/attention").text
    assert "nobody who is SIG Chair is free to act" in attention
    assert (
        "nobody may complete it" in board.client("billie_manager").get(f"/cases/{reference}").text
    )
    assert "Appoint who acts" not in board.client("billie_manager").get(page).text
    appoint = f"{page}/appointments/sig_chair"
    assert appoint in board.client("indy_chair").get(page).text
    refused = post(board, "indy_chair", appoint, person="", reason="")
    assert refused.status_code == 422
    assert 'href="#sig_chair-person"' in refused.text
    assert 'href="#sig_chair-reason"' in refused.text

    chosen = str(board.ids["bo_board"])
    assert post(board, "indy_chair", appoint, person=chosen, reason="Free.").status_code == 303

    board.task_id(reference, "consider", who="bo_board")
    assert "Bo Board" in board.client("indy_chair").get(page).text
    assert reference not in board.client("billie_manager").get("/attention").text


@pytest.mark.clause("R-01")
def test_who_recommended_and_who_decided_stand_side_by_side(board: Board):
    reference = board.brought_to("receive_board_report")
    page = board.client("indy_chair").get(f"/cases/{reference}/who-acts").text

    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr.*?</tr>", page, re.S)]

    [joint] = [row for row in rows if "Decide on a review" in row]
    assert re.search(r"Make the recommendation\s+Casey Chair.*on a review\s+Indy Chair", joint)


@pytest.mark.clause("C-05")
def test_the_members_of_a_separate_panel_see_their_case(board: Board):
    reference = board.brought_to("receive_board_report")
    for key, name in (("mel_member", "Mel Member"), ("max_member", "Max Member")):
        board.add_person(key, name, roles=[])
        assert board.client(key).get(f"/cases/{reference}").status_code == 404
    outsider = board.add_person("otto_outsider", "Otto Outsider", roles=["panel_member"])
    members = [
        {"person": str(board.ids[key]), "capacity": "Board Member"}
        for key in ("mel_member", "max_member")
    ]
    convened = {"separate_panel": "yes", "separate_reason": "Exceptional.", "members": members}

    with board.app.test_request_context():
        board.complete(reference, Does("indy_chair", "choose_panel", None, convened))

    for key in ("mel_member", "max_member"):
        assert "On the diagram" in board.client(key).get(f"/cases/{reference}").text
    assert board.client(outsider).get(f"/cases/{reference}").status_code == 404
    shown = board.client("indy_chair").get(f"/cases/{reference}/who-acts").text
    assert "Mel Member" in shown
    post(board, "mel_member", f"/cases/{reference}/who-acts", nature="A relative.")
    assert board.client("mel_member").get(f"/cases/{reference}").status_code == 404


@pytest.mark.clause("R-01", "A5-03")
def test_a_conflict_of_the_independent_chair_waits_visibly_for_a_deputy(board: Board):
    reference = board.brought_to("decide_review")
    post(board, "indy_chair", f"/cases/{reference}/who-acts", nature="Chaired the trust.")
    attention = board.client("billie_manager").get("/attention").text
    assert "nobody who is Independent Chair is free" in attention
    assert "Name a deputy" in attention

    dana = board.add_person("dana_deputy", "Dana Deputy", roles=["board_member"])
    with board.app.test_request_context():
        posts().name_deputy(
            board.ids["indy_chair"],
            "independent_chair",
            board.ids[dana],
            first=london_date(clock().now()),
            last=None,
            by=board.ids["billie_manager"],
        )

    assert reference not in board.client("billie_manager").get("/attention").text
    board.task_id(reference, "decide_review", who=dana)
    assert "deputy for Indy Chair" in board.client(dana).get("/").text


def test_who_sees_only_where_it_stands_is_offered_nothing(board: Board):
    reference = board.brought_to("triage")
    page = f"/cases/{reference}/who-acts"

    shown = board.client("avery_example").get(page).text

    assert "Declare a conflict" not in shown
    assert "Conflicts of interest" not in shown
    assert post(board, "avery_example", page, nature="Led it.").status_code == 403


def test_the_pages_are_accessible_and_work_by_keyboard(board: Board):
    reference = board.brought_to("consider")
    with served(board.app) as address, chromium_running() as browser:
        page = browser.new_page(base_url=address)
        page.goto("/sign-in")
        page.get_by_label("Email address").fill("casey_chair@example.invalid")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(f"/cases/{reference}/who-acts")
        assert is_accessible(page)
        page.get_by_role("button", name="Declare the conflict").click()
        assert is_accessible(page)
        page.keyboard.press("Tab")
        page.get_by_role("link", name="Enter in what capacity").press("Enter")
        page.keyboard.type("Led the clinic.")
        page.get_by_role("button", name="Declare the conflict").press("Enter")
        page.get_by_text("You no longer see this case.").wait_for()
        assert reference not in page.get_by_role("table").all_inner_texts()


def is_accessible(page) -> bool:
    """Say whether axe finds nothing serious; what it finds is printed."""
    found = [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]])
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    print(page.url, found)
    return not found
