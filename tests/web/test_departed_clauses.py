"""A clause that was departed from stands first on the page of the case, with the reason that was given."""

from collections.abc import Callable

from flask import Flask

from engine.compliance.standing import Status
from tests.web.board import Board, open_board
from tests.web.test_compliance_page import section, standing


def test_a_departure_is_shown_with_its_reason(make_shared_app: Callable[..., Flask]) -> None:
    with open_board(make_shared_app, scenario="decision_below") as below:
        below.plan("SIG", days=7)
        reference = below.brought_to("decide_review")
        assert reasons_at(below, reference, "decide_review") == set()
        act = below.act("decide_review")
        with below.app.test_request_context():
            below.complete(reference, act)
        assert act.answers["departure_reason"] in reasons_at(below, reference, "decide_review")
        shown = section(below, reference)
    assert "Departed from: " in shown
    assert act.answers["departure_reason"] in shown


def reasons_at(board: Board, reference: str, element: str) -> set[str | None]:
    return {
        departure.reason
        for each in standing(board, reference).values()
        if each.status is Status.DEPARTED
        for departure in each.departures
        if departure.at.element == element
    }
