"""Every page and file that a Board member may open, on a board where every count is small.

A count that is hidden tells nothing of itself: after every small count has become another small one, each
page and file is the same to the last letter. Governance, who sees exact counts, sees them change.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from pypdf import PdfReader
from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.calendar import london_date
from tests.store.dossiers import files_in
from tests.web.board import Board
from tests.web.forms_in_pages import token_of
from web.services import clock, documents, meetings
from web.store.database import db
from web.store.tallying import merge

ROUTES: dict[str, str | list[str]] = yaml.safe_load(
    (Path(__file__).parent / "routes.yaml").read_text("utf-8")
)
BOARD_MEMBER, GOVERNANCE = "bo_board", "gale_governance"
# What differs from one answer to the next and says nothing of any case: papers say when they were made, and
# a dossier has digests of everything in it.
PASSING = (
    r'csrf_token" ?(:|value=) ?"[^"]+"',
    r'value="[0-9a-f-]{32,36}"',
    r"\d{1,2} \w+ \d{4}(,| at)?\s\d{1,2}[:.]\d\d(am|pm)?",
    r"\b[0-9a-f]{64}\b",
)
SHOWN = "/annual-report/<int:year>"
PAPERS = {
    "/annual-report/<int:year>/report.pdf",
    "/cases/<reference>/documents/<name>/<int:version>.<fmt>",
    "/meetings/<uuid:meeting>/pack.pdf",
}
TABLES = {
    "/annual-report/<int:year>/report.csv",
    "/departures/counts.csv",
    "/registers/<register>/rows.csv",
}
LISTS = {
    "/annual-report/<int:year>/<figure>/<line>",
    "/annual-report/waiting/<figure>/<awaited>",
}
DOSSIER = "/cases/<reference>/dossier/file"
ONE_MORE = (
    *(
        f"update {counts} set number = number + 1, targeted = targeted + (targeted > 0)::int,"
        " within = within + (within > 0)::int where number > 0"
        for counts in ("tally", "tally_total")
    ),
    "update departure_tally set count = count + 1",
)


@pytest.fixture(scope="module")
def reference(board: Board) -> str:
    """Return a case that was reported to the Board and waits for the decision; there is no other."""
    found = board.brought_to("decide_review")
    with board.app.test_request_context():
        documents().make(found, "sig_report", by=board.ids["casey_chair"])
        meetings().add("Board", clock().now() + timedelta(days=7), by=board.ids["billie_manager"])
    # The decision is late, which is a departure.
    board.days_pass(60)
    board.work()
    with board.app.app_context():
        assert db.session.scalar(text("select count(*) from departure")) < 5
        assert all(
            number < 5
            for (number,) in db.session.execute(
                text("select sum(number) from tally group by kind, process, what")
            )
        )
        db.session.remove()
    return found


def may_open(role: str) -> Iterator[str]:
    for route, who in ROUTES.items():
        method, path = route.split(" ", 1)
        if method == "GET" and (role in who if isinstance(who, list) else who != "open"):
            yield path


def address_of(path: str, board: Board, reference: str) -> str:
    """Fill in an address so that it leads to something where that is possible."""
    with board.app.test_request_context():
        [meeting, *_] = meetings().meetings(by=board.ids["billie_manager"])
        db.session.remove()
    known = {
        "reference": reference,
        "year": reference.split("-")[1],
        "process": "serious_incident",
        "element": "decide_review",
        "register": "publications",
        "clause": "A5-08",
        "decision": "review_type",
        "name": "sig_report",
        "figure": "told",
        "line": "arrived",
        "awaited": "decided",
        "fmt": "pdf",
        "task_id": "nothing",
        "form": "nothing",
        "submission": str(uuid4()),
    }

    def fill(found: re.Match[str]) -> str:
        kind, name = found[1] or "", found[2]
        if name == "meeting":
            return str(meeting.id)
        if name in known and kind != "uuid:":
            return known[name]
        return str(uuid4()) if kind == "uuid:" else "1"

    return re.sub(r"<(\w+:)?(\w+)>", fill, path)


def read(answer: TestResponse) -> str:
    """Return what an answer says to whoever reads it: of a PDF its text, of a dossier its page."""
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    if answer.mimetype == "application/zip":
        return files_in(answer.data)["index.html"].decode()
    return answer.get_data(as_text=True)


def pages(
    who: str, role: str, board: Board, addresses: dict[str, str], reference: str
) -> dict[str, str]:
    """Return what every address answers, without what is passing; a dossier is made anew for it."""
    client = board.client(who)
    dossier = f"/cases/{reference}/dossier"
    token = {"csrf_token": token_of(client.get(dossier).text)}
    assert client.post(dossier, data=token).status_code == 303
    found = {}
    for path in may_open(role):
        answer = client.get(addresses[path])
        assert answer.status_code < 500, path
        if answer.status_code == 200:
            words = read(answer)
            for passing in PASSING:
                words = re.sub(passing, "", words)
            found[path] = words
    return found


@pytest.fixture(scope="module")
def before_and_after(
    board: Board, reference: str
) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return what both see before and after every small count has become another small one."""
    who = {BOARD_MEMBER: "board_member", GOVERNANCE: "governance"}
    addresses = {
        path: address_of(path, board, reference) for role in who.values() for path in may_open(role)
    }
    board.work()
    before = {each: pages(each, role, board, addresses, reference) for each, role in who.items()}
    with board.app.app_context():
        merge(db.session(), today=london_date(clock().now()))
        for statement in ONE_MORE:
            db.session.execute(text(statement))
        db.session.commit()
        db.session.remove()
    after = {each: pages(each, role, board, addresses, reference) for each, role in who.items()}
    return {each: (before[each], after[each]) for each in who}


def test_no_page_and_no_file_tells_a_board_member_one_small_count_from_another(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    before, after = before_and_after[BOARD_MEMBER]

    assert len(before) > 20
    assert {*PAPERS, *TABLES, DOSSIER} <= before.keys()
    assert [path for path in {*PAPERS, DOSSIER} if len(before[path]) < 100] == []
    assert [path for path in before if before[path] != after[path]] == []


def test_control_governance_sees_each_of_these_counts_change(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    before, after = before_and_after[GOVERNANCE]

    changed = {path for path in before if before[path] != after.get(path)}
    assert {
        "/annual-report/<int:year>",
        "/annual-report/<int:year>/report.csv",
        "/annual-report/<int:year>/report.pdf",
        "/departures/counts.csv",
        "/map/<process>",
    } <= changed
    assert {
        "/annual-report/<int:year>/<figure>/<line>",
        "/annual-report/waiting/<figure>/<awaited>",
    } <= before.keys()


def test_the_counts_that_a_board_member_reads_are_words_or_at_least_five(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    page = before_and_after[BOARD_MEMBER][0][SHOWN]
    cells = re.findall(r'<td class="[^"]*--numeric"[^>]*>(?:<strong>)?([^<]+)<', page)
    taken = before_and_after[BOARD_MEMBER][0]["/annual-report/<int:year>/report.csv"]
    rows = list(csv.DictReader(io.StringIO(taken.removeprefix("\ufeff"))))

    counts = [*cells, *(row["Count"] for row in rows)]
    assert len(counts) > 50
    assert {each for each in counts if each not in ("under 5", "5 or more", "not shown")} == set()


def test_what_a_board_member_reads_as_pdf_has_the_counts_of_the_page(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    [figures, exact] = [
        " ".join(before_and_after[who][0]["/annual-report/<int:year>/report.pdf"].split())
        for who in (BOARD_MEMBER, GOVERNANCE)
    ]

    assert "Received under 5" in figures
    assert "Received 1" in exact, "control: of a count that may be read, the text of the PDF has it"


def test_the_counts_of_the_annual_report_lead_to_lists_for_who_sees_exact_counts_alone(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    [hidden, exact] = [
        set(
            re.findall(
                r'href="(/annual-report/(?:waiting|[0-9]+)/\w+/\w+[^"]*)"',
                before_and_after[who][0][SHOWN],
            )
        )
        for who in (BOARD_MEMBER, GOVERNANCE)
    ]

    assert hidden == set()
    assert len(exact) > 5
    assert any("/waiting/told/" in each for each in exact)


def test_registers_say_how_many_rows_without_a_link_to_the_late_ones(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    page = before_and_after[BOARD_MEMBER][0]["/registers"]

    assert "under 5 rows that you may see, of them late: under 5" in page
    assert "late=yes" not in page
    assert "0 rows that you may see" in before_and_after[GOVERNANCE][0]["/registers"]
