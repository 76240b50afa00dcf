"""Departures on pages: listed, filtered, counted, taken away, marked on the case, and explained."""

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import StringIO
from uuid import uuid4

import pytest
from sqlalchemy import select, text, true

from engine.memory_desk import laid_over
from tests.web.board import Board
from tests.web.forms_in_pages import token_of
from web.services import cases, clock, conflicts, departures
from web.store.database import db
from web.store.departures import counts_by_rule
from web.store.departures import listed as listed_in_store
from web.store.models import AuditEvent, Case, Departure
from web.store.tallies import Chosen
from web.use_cases.departure_views import DepartureFilters

RECOUNT = """
    select date_trunc('month', on_day)::date, rule, process, element, departure.deployment_number,
           coalesce("case".review_type, ''), count(*)
    from departure join "case" on "case".id = case_id group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 6
"""
TALLIES = """
    select month, rule, process, element, deployment_number, review_type, count
    from departure_tally where count <> 0 order by 1, 2, 3, 4, 6
"""
MANAGER, CHAIR, INDEPENDENT = "billie_manager", "casey_chair", "indy_chair"


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows_of(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def late(board: Board) -> str:
    """A case whose triage has been late for a week, recorded by the worker alone."""
    reference = board.brought_to("triage")
    board.days_pass(14)
    return reference


@pytest.fixture(scope="module")
def below(board: Board, late: str) -> str:
    """A case on which less than a mandatory review was decided."""
    board.plan("SIG", days=3)
    reference = board.brought_to("decide_review")
    act = board.act("decide_review")
    answers = laid_over(
        act.answers, {"decision": "SIR", "departure_reason": "The reason of the departure."}
    )
    with board.app.test_request_context():
        board.complete(reference, replace(act, answers=answers))
    return reference


def listed(board: Board, who: str = MANAGER, **filters) -> list[tuple[str, str, str]]:
    with board.app.test_request_context():
        page = departures().page(DepartureFilters(**filters), by=board.ids[who])
    return [(line.reference, line.kind, line.element) for line in page.lines]


def kept(board: Board, *, limit: int | None, after: str = ""):
    """Return days and numbers of what the store lists, and where the next page begins."""
    with board.app.app_context():
        rows, place = listed_in_store(
            db.session,
            among=true(),
            kind="",
            review_type=None,
            step="",
            reference="",
            first=None,
            last=None,
            still_late=False,
            after=after,
            limit=limit,
        )
        return [(row.on_day, row.number) for row, *_ in rows], place


def departure_of(board: Board, reference: str, kind: str, who: str = MANAGER):
    with board.app.test_request_context():
        [found] = [
            each
            for each in departures().of_case(reference, by=board.ids[who])
            if each.line.kind == kind
        ]
    return found


def test_a_step_that_is_late_is_recorded_when_the_day_passes_and_not_only_when_it_is_done(
    board, late
):
    found = departure_of(board, late, "late_step")

    assert (found.line.element, found.line.clause) == ("triage", "T-01")
    assert found.line.still_late
    assert found.line.on_day == found.line.due + timedelta(days=1)
    assert found.reason is None
    assert found.reason_words == "No reason has been given yet."


def test_the_list_says_what_where_when_and_that_no_reason_was_given(board, late):
    page = text_of(board.client(MANAGER).get("/departures").text)

    assert "Late step Still late" in page
    assert "Triage was not done by the day on which it was due." in page
    assert "Triage the notification SIG Chair" in page
    assert re.search(r"\d+ days late so far", page)
    assert "No reason yet" in page


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"kind": "below_mandatory"}, True),
        ({"kind": "late_step"}, False),
        ({"step": "serious_incident/decide_review", "kind": "below_mandatory"}, True),
        ({"step": "serious_incident/triage", "kind": "below_mandatory"}, False),
        ({"review_type": "SIR", "kind": "below_mandatory"}, True),
        ({"review_type": "SCR"}, False),
        ({"still_late": True}, False),
    ],
    ids=str,
)
def test_the_list_is_filtered(board, below, filters, fits):
    found = listed(board, reference=below, **filters)

    assert bool(found) is fits
    assert {reference for reference, *_ in found} <= {below}


def test_the_list_is_filtered_by_days(board, below):
    with board.app.test_request_context():
        today = clock().now().date()

    assert listed(board, reference=below, first=today, kind="below_mandatory")
    assert not listed(board, reference=below, last=today - timedelta(days=1))
    page = board.client(MANAGER).get("/departures?reference=SI-1999-0001").text
    assert "No departure fits what you have chosen." in page


def test_a_list_longer_than_a_page_goes_on_where_it_ended(board, below):
    every, end = kept(board, limit=None)
    first, after = kept(board, limit=2)
    rest, _ = kept(board, limit=50, after=after)
    unknown, _ = kept(board, limit=50, after="no such place")

    assert end is None
    assert len(first) == 2
    assert first + rest == every == unknown
    assert every == sorted(every, reverse=True)


def test_the_rows_are_taken_away_as_csv_without_reasons_and_that_is_audited(board, below):
    answer = board.client(MANAGER).get(f"/departures/rows.csv?reference={below}")

    rows = rows_of(answer)
    assert {"Below a mandatory review", "Other than recommended"} <= {row["Kind"] for row in rows}
    assert {row["Case"] for row in rows} == {below}
    assert "The reason of the departure." not in answer.data.decode()
    assert "yes" in {row["Reason given"] for row in rows}
    with board.app.app_context():
        exported = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "exported"))
        assert "departures" in [event.subject for event in exported]


def test_the_case_marks_its_departures_on_the_diagram_and_in_the_list_of_steps(board, below):
    client = board.client(MANAGER)

    marks = client.get(f"/cases/{below}/diagrams/serious_incident").json["elements"]
    page = client.get(f"/cases/{below}").text
    [step] = re.findall(r'<li id="step-decide_review".*?</ul>', page, re.S)

    assert "Below a mandatory review" in marks["decide_review"]["departures"]
    assert marks["recommend"]["departures"] == []
    assert "◆ Departed" in step
    assert "Other than recommended" in text_of(step)
    assert "Departures from the protocol" in text_of(page)


def test_a_reason_that_a_later_step_asks_for_is_awaited_and_then_found(board, below):
    before = departure_of(board, below, "below_mandatory")
    assert before.reason is None
    assert "it is asked for in the step Explain the exception" in before.reason_words
    assert not before.may_explain
    given = departure_of(board, below, "other_than_recommended")
    assert given.reason == "The reason of the departure."
    act = replace(
        board.act("decide_review"),
        task="explain_exception",
        answers={"exceptional_reason": "An exceptional reason.", "legal_advice": "no"},
    )

    with board.app.test_request_context():
        board.complete(below, act)

    assert departure_of(board, below, "below_mandatory").reason == "An exceptional reason."


def test_whoever_holds_a_late_step_gives_the_reason_once(board, late):
    found = departure_of(board, late, "late_step")
    address = f"/cases/{late}/departures/{found.line.id}"
    client = board.client(CHAIR)
    token = token_of(client.get(address).text)

    nothing = client.post(address, data={"csrf_token": token, "reason": " "})
    taken = client.post(address, data={"csrf_token": token, "reason": "Two of us were ill."})
    again = client.post(address, data={"csrf_token": token, "reason": "Two of us were ill."})
    another = client.post(address, data={"csrf_token": token, "reason": "Another reason."})

    assert nothing.status_code == 422
    assert "Enter the reason of the departure" in nothing.text
    assert taken.status_code == again.status_code == 303
    assert another.status_code == 409
    assert departure_of(board, late, "late_step").reason == "Two of us were ill."
    assert "Give the reason" not in client.get(address).text
    with board.app.app_context():
        kinds = [
            event.kind
            for event in db.session.scalars(
                select(AuditEvent).where(AuditEvent.detail == str(found.line.id))
            )
        ]
    assert kinds == ["departure_recorded", "departure_explained"]


def test_a_case_counts_with_the_review_type_it_has_now_its_past_included(board, below):
    with board.app.app_context():
        counted = counts_by_rule(db.session, Chosen(review_types=["SIR"]))
        every = db.session.scalars(select(Departure.rule).join(Case).where(Case.reference == below))
        tallies = db.session.execute(text(TALLIES)).all()
        recount = db.session.execute(text(RECOUNT)).all()
    assert counted == Counter(every)
    assert counted["below_mandatory"] == 1
    assert tallies == recount


def test_the_reason_is_sealed_with_the_case(board, below):
    with board.app.app_context():
        kept = db.session.scalars(select(Departure).where(Departure.reason.is_not(None))).all()
    assert kept
    assert not any(b"reason" in each.reason for each in kept)


def test_board_members_read_counts_with_small_numbers_hidden_and_no_list(board, below):
    who = board.add_person("bo_counts", "Bo Counts", roles=["board_member"])
    client = board.client(who)

    page = client.get("/departures")
    counts = rows_of(client.get("/departures/counts.csv"))

    assert page.status_code == 200
    assert "under 5" in page.text
    assert below not in page.text
    assert "Take these rows away" not in page.text
    assert client.get("/departures/rows.csv").status_code == 403
    assert {row["All"] for row in counts if row["Kind"] == "Below a mandatory review"} == {
        "under 5"
    }
    exact = rows_of(board.client(MANAGER).get("/departures/counts.csv"))
    assert {row["All"] for row in exact if row["Kind"] == "Below a mandatory review"} == {"1"}


def test_the_page_says_what_counts_as_a_departure_today(board):
    page = text_of(board.client("gale_governance").get("/departures").text)

    assert "What counts as a departure" in page
    assert "The way “Yes” from Is the case exceptionally urgent?" in page
    assert "Triage was not done by the day on which it was due. Clause T-01 ." in page
    assert "today() > task.due" in page


def test_nobody_else_reads_departures(board):
    assert board.client("avery_example").get("/departures").status_code == 403


def test_a_case_somebody_has_a_conflict_with_is_left_out_of_their_list_and_not_out_of_the_counts(
    board, below
):
    who = board.add_person("gale_governs", "Gale Governs", roles=["governance", "sig_vice_chair"])
    with board.app.test_request_context():
        before = departures().page(DepartureFilters(), by=board.ids[who]).counts
        conflicts().declare(below, "A relative.", by=board.ids[who], key=uuid4().hex)
        after = departures().page(DepartureFilters(), by=board.ids[who]).counts
    assert below not in {reference for reference, *_ in listed(board, who)}
    assert below in {reference for reference, *_ in listed(board)}
    assert after == before
    found = departure_of(board, below, "below_mandatory")
    gone = board.client(who).get(f"/cases/{below}/departures/{found.line.id}")
    assert gone.status_code == 404


def test_control_a_case_without_departures_says_so(board):
    reference = board.brought_to("triage")

    page = board.client(MANAGER).get(f"/cases/{reference}").text

    assert "This case has not departed from the protocol so far." in page
    with board.app.test_request_context():
        assert cases().case(reference, by=board.ids[MANAGER]).tasks
    assert not listed(board, reference=reference)


@pytest.fixture(scope="module")
def returns_late(board: Board, late: str) -> str:
    """A case on which the agencies' returns have been late for days."""
    board.plan("SIG", days=60)
    reference = board.brought_to("agency_return")
    board.days_pass(21)
    return reference


def test_an_agency_reads_that_its_return_is_late_and_gives_the_reason(
    board: Board, returns_late: str
) -> None:
    who, other = board.act("agency_return").who, "parker_police"
    assert who != other
    case = text_of(board.client(who).get(f"/cases/{returns_late}").text)
    [found] = [each for each in views(board, returns_late, who) if each.may_explain]
    address = f"/cases/{returns_late}/departures/{found.line.id}"

    assert re.search(r"What came late .* Late step Still late .* days late so far", case)
    assert {each.line.element for each in views(board, returns_late, who)} == {"agency_return"}
    assert len(views(board, returns_late)) > len(views(board, returns_late, who))
    assert found.line.id not in {each.line.id for each in views(board, returns_late, other)}
    assert board.client(other).get(address).status_code == 404
    assert board.client("avery_example").get(address).status_code == 404, "who notified"

    token = token_of(board.client(who).get(address).text)
    given = {"csrf_token": token, "reason": "The file was at the court."}
    assert board.client(who).post(address, data=given).status_code == 303

    mine = text_of(board.client(who).get(address).text)
    assert "Whoever sees the whole case reads it" in mine
    assert "The file was at the court." not in mine
    assert "The file was at the court." in text_of(board.client(CHAIR).get(address).text)


def views(board: Board, reference: str, who: str = CHAIR):
    with board.app.test_request_context():
        return departures().of_case(reference, by=board.ids[who])
