"""The annual report on cases that the engine played: each number counted by hand beforehand."""

import csv
import hashlib
import io
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from engine.deployment import read_folder
from engine.errors import NotFoundError, NotPermittedError
from tests.conftest import app_url
from tests.installation import config_for
from tests.store.office import SMALL, Office, open_office
from web.postgres import Server
from web.store.tally_check import disagreements
from web.use_cases.annual_counting import YearCounts
from web.use_cases.annual_report_views import AnnualReport

FIGURES = """
received:
  title: Received
  about: Incidents that were notified.
  clause: S-01
  lines:
    received: {label: Received, left: small_incident/incident_notified}
  awaited:
    arrived:
      label: That it has arrived
      to: notifier
      since: small_incident/incident_notified
      until: small_incident/acknowledge
      due: triage_due
triaged:
  title: What came of it
  about: What triage led to.
  clause: S-01
  total: true
  lines:
    convened: {label: Convened, taken: small_incident/a9}
    nothing: {label: Nothing more, taken: small_incident/triage_to_nothing}
in_time:
  title: In time
  about: Whether triage was in time.
  clause: S-01
  lines:
    triage: {label: Triage, deadline: small_incident/triage}
rows:
  title: Rows
  about: Rows of the register.
  clause: S-01
  lines:
    came: {label: Written in the year, came: triages/triaged}
    standing: {label: Standing at its end, standing: triages/triaged}
departures:
  title: Departures
  about: Departures by kind.
  clause: S-01
  departures: every
some_departures:
  title: Nothing done
  about: One kind of departure.
  clause: S-01
  lines:
    nothing: {label: Nothing done, departures: nothing_done}
"""
DEPARTURES = """
nothing_done:
  title: Nothing done
  looks_at: flow taken
  places:
    - flow: small_incident/triage_to_nothing
      sentence: Nothing more was done.
      clause: S-01
convened:
  title: Convened
  looks_at: flow taken
  places:
    - flow: small_incident/a9
      sentence: The group was convened.
      clause: S-01
"""
FIRST_OF_JUNE = datetime(2026, 6, 1, 9, tzinfo=UTC)
LAST_MINUTE = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 0, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def counting(furnished: Server) -> Iterator[Office]:
    """An office whose protocol has figures, and in which nothing has happened yet."""
    yield from an_office(furnished)


def an_office(server: Server) -> Iterator[Office]:
    name = f"office_{secrets.token_hex(6)}"
    server.create_database(name, template="furnished")
    office = open_office(config_for(app_url(server, name)))
    office.set_clock(FIRST_OF_JUNE)
    files = {
        **read_folder(SMALL),
        "workflows/annual_report.yaml": FIGURES.encode(),
        "workflows/departures.yaml": DEPARTURES.encode(),
    }
    office.use.deployments.deploy(files, by=None)
    yield office
    with office.store.transaction() as session:
        assert disagreements(session) == []
    office.engine.dispose()
    server.drop_database(name)


@pytest.fixture(scope="module")
def two_years(furnished: Server) -> Iterator[Office]:
    """In 2026 nine notified, six convened in time, one late in its last minute; 2027 begins with another."""
    for office in an_office(furnished):
        fill(office)
        yield office


def fill(office: Office) -> None:
    for _ in range(6):
        office.triaged("convene")
    waiting = [office.notify() for _ in range(3)]
    office.set_clock(LAST_MINUTE)
    triage(office, waiting[0], "nothing")
    office.set_clock(NEW_YEAR)
    triage(office, waiting[1], "convene")


def triage(office: Office, reference: str, outcome: str) -> None:
    answers = {"outcome": outcome, "conflicted": "no", "reason": "R."}
    office.complete(reference, "triage", answers)


def numbers(report: AnnualReport) -> dict[str, list[list[str]]]:
    """Return the cells of each figure as they are read, each line with its total, and the totals."""
    found = {}
    for figure in report.figures:
        rows = [
            [str(each) for each in (*line.cells, *([line.total] if line.total else []))]
            for line in figure.lines
        ]
        found[figure.key] = [
            *rows,
            *([[str(each) for each in figure.totals]] if figure.totals else []),
        ]
    return found


def report_for(office: Office, year: int, *, of: str = "governor") -> dict[str, list[list[str]]]:
    return numbers(office.use.annual_reports.report(year, by=office.people[of]))


def test_each_figure_counts_what_happened_in_its_year(two_years: Office) -> None:
    assert report_for(two_years, 2026) == {
        "received": [["9"]],
        "triaged": [["6"], ["1"], ["7"]],
        "in_time": [["6", "1", "7"]],
        "rows": [["7"], ["7"]],
        "departures": [["1"], ["6"], ["7"]],
        "some_departures": [["1"]],
    }
    assert report_for(two_years, 2027) == {
        "received": [["0"]],
        "triaged": [["1"], ["0"], ["1"]],
        "in_time": [["0", "1", "1"]],
        "rows": [["1"], ["8"]],
        "departures": [["0"], ["1"], ["1"]],
        "some_departures": [["0"]],
    }


def test_board_members_read_the_same_with_small_numbers_hidden(two_years: Office) -> None:
    assert report_for(two_years, 2026, of="board") == {
        "received": [["9"]],
        # Of seven the one could be worked out beside six.
        "triaged": [["5 or more"], ["under 5"], ["7"]],
        "in_time": [["5 or more", "under 5", "7"]],
        "rows": [["7"], ["7"]],
        # The same counts have a page of their own, with other totals.
        "departures": [["under 5"], ["5 or more"], ["5 or more"]],
        "some_departures": [["under 5"]],
    }
    assert {
        cell
        for rows in report_for(two_years, 2027, of="board").values()
        for row in rows
        for cell in row
    } == {"under 5", "8"}


def test_summing_up_the_tallies_changes_no_figure(two_years: Office) -> None:
    before = report_for(two_years, 2026), report_for(two_years, 2027)

    two_years.due.sum_up()

    assert (report_for(two_years, 2026), report_for(two_years, 2027)) == before


def test_the_years_are_those_since_something_was_counted(two_years: Office) -> None:
    office = two_years
    report = office.use.annual_reports.report(2027, by=office.governor)

    assert report.years == (2027, 2026)
    assert (report.running, report.until.isoformat()) == (True, "2027-01-01")
    last = office.use.annual_reports.report(2026, by=office.governor)
    assert (last.running, last.until.isoformat()) == (False, "2026-12-31")
    assert office.use.annual_reports.newest(by=office.governor) == 2026
    for year in (2025, 2028):
        with pytest.raises(NotFoundError):
            office.use.annual_reports.report(year, by=office.governor)


def test_where_nothing_has_happened_yet_there_is_a_report_of_noughts(counting: Office) -> None:
    assert counting.use.annual_reports.newest(by=counting.governor) == 2026
    assert set(report_for(counting, 2026)["received"][0]) == {"0"}


@pytest.mark.parametrize("who", ["notifier", "health_lead", "member", "admin", "nobody"])
def test_nobody_else_reads_it(counting: Office, who: str) -> None:
    for ask in (
        counting.use.annual_reports.report,
        counting.use.annual_reports.as_csv,
        counting.use.annual_reports.as_pdf,
    ):
        with pytest.raises(NotPermittedError):
            ask(2026, by=counting.people[who])


def test_as_csv_it_holds_the_same_numbers_and_the_audit_trail_says_who_took_it(
    two_years: Office,
) -> None:
    office = two_years
    taken = office.use.annual_reports.as_csv(2026, by=office.board)

    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert taken.file_name == "annual-report-2026-2027-01-01.csv"
    cells = [each["Count"] for each in rows]
    shown = [
        cell
        for figure in report_for(office, 2026, of="board").values()
        for row in figure
        for cell in row
    ]
    assert cells == shown
    assert {each["Year"] for each in rows} == {"2026"}
    [(subject, actor, digest)] = office.rows(
        "select subject, actor, digest from audit_event where kind = 'exported'"
    )
    assert (subject, actor) == ("annual_report_2026", office.board)
    assert bytes(digest) == hashlib.sha256(taken.content).digest()


def test_a_state_that_is_counted_is_the_one_that_the_sealed_row_has(two_years: Office) -> None:
    rows = two_years.rows("select register, row, state, since, until from register_standing")

    assert len(rows) == 8
    assert {(each[0], each[1], each[2], each[4]) for each in rows} == {
        ("triages", 1, "triaged", None)
    }


def test_it_reads_tallies_and_nothing_of_any_case(two_years: Office) -> None:
    asked = statements_of(two_years)

    asked = [each for each in asked if "min(" not in each]  # the first day, from an index
    assert asked
    for table in (
        "case_data",
        "element_visit",
        "user_task",
        "register_entry",
        'from "case"',
        "flow_taken",
    ):
        assert [each for each in asked if table in each.lower()] == [], table


def statements_of(office: Office) -> list[str]:
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(office.engine, "before_cursor_execute", note)
    try:
        office.use.annual_reports.report(2026, by=office.governor)
    finally:
        event.remove(office.engine, "before_cursor_execute", note)
    return asked


def test_control_a_count_that_was_lost_is_missed_in_its_figure(two_years: Office) -> None:
    office = two_years
    with office.store.transaction() as session:
        figures = office.store.versions.version(session, 2).figures.values()
        before = YearCounts.of(session, 2026, figures)
        session.connection().exec_driver_sql("delete from tally where kind = 'came'")
        after = YearCounts.of(session, 2026, figures)
        assert disagreements(session) != []
        session.rollback()

    assert (len(before.came), len(after.came)) == (1, 0)
    assert report_for(office, 2026)["rows"][0] == ["7"]
