"""On pages: a departure's reason that was copied from an answer corrected since says so beside the reason."""

import csv
import re
from dataclasses import replace
from html import unescape
from io import StringIO

import pytest

from engine.memory_desk import laid_over
from tests.web.board import Board
from tests.web.test_documents_made_anew import correct
from web.services import departures

SAYS_SO = "Rests on an answer that was corrected on"
FIRST, BETTER = "The reason as it was first given.", "The reason as it should have been given."
MANAGER = "billie_manager"


@pytest.fixture(scope="module")
def departed(board: Board) -> str:
    """A case on which the SIG recommended otherwise than the table proposes."""
    reference = board.brought_to("recommend")
    act = board.act("recommend")
    otherwise = {"recommendation": "SIR", "divergence_reason": FIRST}
    with board.app.test_request_context():
        board.complete(reference, replace(act, answers=laid_over(act.answers, otherwise)))
    return reference


def pages(board: Board, reference: str, who: str = MANAGER) -> dict[str, str]:
    """Return every page on which the reason of the departure, or that there is one, is read."""
    client = board.client(who)
    with board.app.test_request_context():
        [found] = departures().of_case(reference, by=board.ids[who])
    case = client.get(f"/cases/{reference}").text
    return {
        "list": client.get("/departures").text,
        "one": client.get(f"/cases/{reference}/departures/{found.line.id}").text,
        "case": section(case, "departures"),
        "clauses": section(case, "clauses"),
    }


def section(page: str, name: str) -> str:
    start = page.index(f'<section aria-labelledby="{name}">')
    return unescape(page[start : page.index("</section>", start)])


def test_each_page_says_that_the_reason_rests_on_an_answer_that_was_corrected(
    board: Board, departed: str
) -> None:
    before = pages(board, departed)
    assert not any(SAYS_SO in page for page in before.values())

    answer = correct(board, departed, "recommend", divergence_reason=BETTER)

    after = pages(board, departed)
    assert {name: page.count(SAYS_SO) for name, page in after.items()} == dict.fromkeys(after, 1)
    for name, page in after.items():
        assert f'href="/cases/{departed}#submission-{answer}"' in page, name
    for name in ("one", "case", "clauses"):
        assert FIRST in after[name]
        assert BETTER not in after[name]
    rows = board.client(MANAGER).get("/departures/rows.csv").data.decode("utf-8-sig")
    [row] = [each for each in csv.DictReader(StringIO(rows)) if each["Case"] == departed]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Reason rests on an answer corrected on"])
    assert row["Corrected for the record only"] == ""
