"""On the pages: a case on a version without the diagram for corrections, decided on by the present one's."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask

from tests.store.corrections import deciding, small
from tests.store.office import NOTIFICATION, TRIAGE
from tests.web.board import Board, open_board
from tests.web.forms_in_pages import fields_of
from tests.web.small_board import small_case
from web.services import cases, corrections, deployments, notifications, tasks

REASON = "Because of what the hospital wrote."
WRONG = "It was triaged on the wrong file."


@pytest.fixture(scope="module")
def board(make_shared_app: Callable[..., Flask]) -> Iterator[Board]:
    """The small protocol without the diagram, with it deployed after a case was triaged."""
    with open_board(make_shared_app, scenario=small_case(), files=small()) as board:
        yield board


@pytest.fixture(scope="module")
def proposed(board: Board) -> str:
    with board.app.test_request_context():
        by, chair = board.ids["notifier"], board.ids["chair"]
        form = notifications().start_form(by=by)
        reference = (
            notifications()
            .notify(NOTIFICATION, by=by, key=uuid4().hex, version=form.version)
            .reference
        )
        task = board.task_id(reference, "triage", who="chair")
        version = tasks().open_task(reference, task, by=chair).page.version
        asked = {**TRIAGE, "outcome": "ask", "agencies": ["health"]}
        tasks().complete_task(reference, task, asked, by=chair, key=uuid4().hex, version=version)
        deployments().deploy(deciding(small()), by=None)
        manager = board.ids["manager"]
        [triage] = [
            each.id
            for each in cases().case(reference, by=manager).submissions
            if each.element == "triage"
        ]
        page = corrections().form(reference, triage, by=manager).page
        raw = {**page.raw, "outcome": "more"}
        corrections().correct(
            reference, triage, raw, WRONG, by=manager, key=uuid4().hex, version=page.version
        )
    return reference


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_pages_show_the_correction_on_its_own_diagram_and_what_is_proposed(
    board: Board, proposed: str
) -> None:
    chair, path = board.client("independent"), task_path(board, proposed)

    case = chair.get(f"/cases/{proposed}?process=correction&run=2")
    marks = chair.get(f"/cases/{proposed}/diagrams/correction?run=2").json
    page = chair.get(path)

    assert case.status_code == 200
    assert "A correction that goes to the Independent Chair" in text_of(case.text)
    assert chair.get(marks["xml"]).status_code == 200
    assert marks["elements"]["decide_correction"]["standing"] == "waiting"
    assert page.status_code == 200
    assert WRONG in text_of(page.text)
    assert "It would change a decision already taken" in text_of(page.text)
    assert "Opens again Supply more detail" in text_of(page.text)
    # Why it is due when it is, by the setting of the version that decides, and its clause.
    assert "Slips are corrected." in text_of(page.text)


def test_what_came_too_late_is_given_back_in_the_words_of_its_own_form(
    board: Board, proposed: str
) -> None:
    chair, path = board.client("independent"), task_path(board, proposed)
    fields = {**fields_of(chair.get(path).text), "decision": "accept", "reason": REASON}
    chair.post(path, data={**fields, "_do": "continue"})
    check = chair.get(f"{path}/check").text
    done = chair.post(f"{path}/check", data=fields_of(check))
    assert done.status_code == 303
    assert chair.get(done.location).status_code == 200

    late = chair.post(f"{path}/check", data={**fields_of(check), "_key": uuid4().hex})

    assert late.status_code == 409
    assert REASON in text_of(late.text)
    assert "What are your reasons?" in text_of(late.text)
    with board.app.test_request_context():
        waits = cases().case(proposed, by=board.ids["manager"]).tasks
    assert [each.element for each in waits] == ["supply_more"]


def task_path(board: Board, reference: str) -> str:
    task = board.task_id(reference, "decide_correction", who="independent")
    return f"/cases/{reference}/tasks/{task}"
