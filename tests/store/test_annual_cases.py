"""Behind each count of the annual report stand as many rows as it counts, and who is still to be told."""

import csv
import hashlib
import io
from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.errors import NotFoundError, NotPermittedError
from tests.store.office import Office
from tests.store.test_annual_report import NEW_YEAR, an_office, fill
from web.postgres import Server
from web.use_cases.annual_cases import PAGE

NATURE = "An invented reason why somebody is conflicted."


@pytest.fixture(scope="module")
def two_years(furnished: Server) -> Iterator[Office]:
    """In 2026 nine notified, six convened in time, one late in its last minute; 2027 begins with another."""
    for office in an_office(furnished):
        fill(office)
        yield office


def rows_of(office: Office, year: int, figure: str, line: str, of: str = "") -> list[dict]:
    taken = office.use.annual_cases.counted_as_csv(year, figure, line, of=of, by=office.governor)
    return list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))


def test_behind_each_count_stand_as_many_cases_as_it_counts(two_years: Office) -> None:
    office, compared = two_years, 0
    for year in (2026, 2027):
        for figure in office.use.annual_reports.report(year, by=office.governor).figures:
            for line in figure.lines if figure.lists else ():
                for key, count in zip(figure.keys, line.cells, strict=True):
                    found = office.use.annual_cases.counted(
                        year, figure.key, line.key, of=key, after="", by=office.governor
                    )
                    rows = rows_of(office, year, figure.key, line.key, key)
                    assert found.number == count.number == len(rows) == len(found.cases)
                    compared += bool(count.number)
    assert compared == 11


def test_a_step_that_was_due_says_when_and_whether_it_was_late(two_years: Office) -> None:
    in_time, late = (
        rows_of(two_years, 2026, "in_time", "triage", of) for of in ("in_time", "late")
    )

    assert {(each["What"], each["On"], each["Due"]) for each in in_time} == {
        ("Triage", "2026-06-01", "2026-06-04")
    }
    assert {(each["On"], each["Due"]) for each in late} == {("2026-12-31", "2026-06-04")}
    found = two_years.use.annual_cases.counted(
        2026, "in_time", "triage", of="late", after="", by=two_years.governor
    )
    assert (found.of, [each.late for each in found.cases]) == ("Late", [True])


def test_by_when_a_step_was_due_is_kept_as_it_is_left_and_of_older_ones_by_the_migration(
    two_years: Office,
) -> None:
    office = two_years
    kept = office.rows(DUES)
    with Session(office.engine) as session:
        session.execute(text("update element_visit set due = null"))
        assert [tuple(row) for row in session.execute(text(DUES))] != kept
        migration = import_module("web.store.migrations.versions.0024_late_visits")
        session.execute(text(migration.KEEP_DUE))
        filled = [tuple(row) for row in session.execute(text(DUES))]
        session.rollback()

    assert filled == kept
    assert {due for element, left, due, _ in kept if not left} == {None}
    assert all(due == of_task for _, left, due, of_task in kept if left)
    assert sum(due is not None for _, _, due, _ in kept) == 8


DUES = """
    select visit.element, visit.left_at_utc is not null and not visit.cancelled, visit.due, task.due
    from element_visit visit left join user_task task
        on task.id = visit.task_id and task.process = visit.process and task.element = visit.element
    order by visit.id
"""


def test_a_flow_and_a_state_of_a_register_are_said_in_words(two_years: Office) -> None:
    [nothing] = rows_of(two_years, 2026, "triaged", "nothing")
    [written] = rows_of(two_years, 2027, "rows", "came")

    assert nothing["What"] == "What comes of it? Nothing"
    assert written["What"] == "Triages: Triaged"


def test_control_a_visit_that_was_lost_is_missed_in_the_list(two_years: Office) -> None:
    office = two_years
    [case, *_] = rows_of(office, 2026, "received", "received")
    with office.store.transaction() as session:
        session.execute(
            text(
                "update element_visit set cancelled = true where id = (select min(id) from element_visit)"
            )
        )
    lost = rows_of(office, 2026, "received", "received")
    with office.store.transaction() as session:
        session.execute(text("update element_visit set cancelled = false"))

    assert len(lost) == 8
    assert case["Case"] not in [each["Case"] for each in lost]


def test_who_has_a_conflict_reads_the_count_and_not_the_case(two_years: Office) -> None:
    office = two_years
    [case, *_] = rows_of(office, 2026, "received", "received")
    office.use.conflicts.declare(case["Case"], NATURE, by=office.vice, key="lists")

    found = office.use.annual_cases.counted(
        2026, "received", "received", of="", after="", by=office.vice
    )

    assert (found.number, len(found.cases)) == (9, 8)
    assert case["Case"] not in [each.reference for each in found.cases]


@pytest.mark.parametrize(
    ("figure", "line", "pages"),
    [
        ("received", "received", 3),
        ("in_time", "triage", 2),
        ("triaged", "convened", 2),
        ("rows", "came", 2),
    ],
)
def test_pages_follow_one_another_without_a_gap(
    two_years: Office, monkeypatch, figure: str, line: str, pages: int
) -> None:
    """Also of what happened at one instant, in which only its number tells one from another."""
    monkeypatch.setattr("web.use_cases.annual_cases.PAGE", 4)
    office, after, seen, read = two_years, "", [], 0
    while after or not read:
        found = office.use.annual_cases.counted(
            2026, figure, line, of="", after=after, by=office.governor
        )
        seen += [each.reference for each in found.cases]
        after, read = found.after, read + 1

    assert PAGE == 25
    assert read == pages
    assert len(set(seen)) == len(seen)
    assert seen == [each["Case"] for each in rows_of(office, 2026, figure, line)]


@pytest.mark.parametrize("after", ["x", "2026-06-01~", "2026-06-01~x", "x~1"])
@pytest.mark.parametrize(("figure", "line"), [("received", "received"), ("rows", "came")])
def test_a_place_that_is_none_is_no_page(
    two_years: Office, figure: str, line: str, after: str
) -> None:
    with pytest.raises(NotFoundError):
        two_years.use.annual_cases.counted(
            2026, figure, line, of="", after=after, by=two_years.governor
        )


@pytest.mark.parametrize(
    ("year", "figure", "line", "of"),
    [
        (2026, "received", "unheard_of", ""),
        (2026, "unheard_of", "received", ""),
        (2026, "received", "received", "late"),
        (2025, "received", "received", ""),
        (2026, "some_departures", "nothing", ""),
    ],
)
def test_what_the_report_does_not_count_has_no_list(
    two_years: Office, year: int, figure: str, line: str, of: str
) -> None:
    with pytest.raises(NotFoundError):
        rows_of(two_years, year, figure, line, of)


@pytest.mark.parametrize("who", ["board", "notifier", "member", "admin"])
def test_whoever_sees_no_exact_counts_reads_no_list(two_years: Office, who: str) -> None:
    lists, by = two_years.use.annual_cases, two_years.people[who]
    for ask in (
        lambda: lists.counted(2026, "received", "received", of="", after="", by=by),
        lambda: lists.counted_as_csv(2026, "received", "received", of="", by=by),
        lambda: lists.waiting("received", "arrived", after="", by=by),
        lambda: lists.waiting_as_csv("received", "arrived", by=by),
    ):
        with pytest.raises(NotPermittedError):
            ask()


def test_what_is_taken_away_is_in_the_audit_trail_with_its_digest(two_years: Office) -> None:
    office = two_years
    taken = office.use.annual_cases.counted_as_csv(
        2026, "in_time", "triage", of="late", by=office.governor
    )

    [(actor, detail, digest)] = office.rows(
        "select actor, detail, digest from audit_event where kind = 'exported'"
        " and subject = 'annual_report_2026_in_time_triage_late' order by id desc limit 1"
    )
    assert (actor, detail) == (office.governor, "1 row")
    assert bytes(digest) == hashlib.sha256(taken.content).digest()


def test_a_case_waits_to_be_told_until_the_notice_to_who_waits_has_been_sent(
    furnished: Server,
) -> None:
    for office in an_office(furnished):
        first = office.notify()
        office.work()
        second, third = office.notify(), office.notify()

        def waiting(office: Office = office) -> list[str]:
            found = office.use.annual_cases.waiting(
                "received", "arrived", after="", by=office.governor
            )
            return [each.reference for each in found.cases]

        assert waiting() == [second, third]
        # What was sent to the SIG Chair, who is told by the same step, tells the notifier nothing.
        with office.store.transaction() as session:
            session.execute(
                text("update notice set sent_at_utc = due_at_utc where to_word <> 'notifier'")
            )
        assert waiting() == [second, third]
        office.set_clock(NEW_YEAR)
        rows = office.use.annual_cases.waiting_as_csv("received", "arrived", by=office.governor)
        [one, _] = csv.DictReader(io.StringIO(rows.content.decode("utf-8-sig")))
        assert (one["Since"], one["Due"], one["Late"]) == ("2026-06-01", "2026-06-04", "late")
        office.work()
        assert waiting() == []
        assert first not in waiting()
        with pytest.raises(NotFoundError):
            office.use.annual_cases.waiting("received", "decided", after="", by=office.governor)
