"""Departures on PostgreSQL: recorded once, when they happen, with their reason, and counted as they are."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from engine.deployment import read_folder
from engine.errors import InvalidAnswersError, NotPermittedError
from tests.store.office import SMALL, TRIAGE, Office
from web.jobs import RECORD_LATE, queue_of
from web.store import audit
from web.store.departures import counts_by_element, counts_by_rule, counts_by_rule_and_year
from web.store.tallies import Chosen
from web.use_cases.departure_views import DepartureFilters, DepartureView

RULES = """
late_step:
  title: Late step
  looks_at: overdue
  places:
    - {step: every step, when: '=today() > task.due', sentence: It is late., clause: of the step}
convened:
  title: Convened
  looks_at: completed
  places:
    - step: small_incident/triage
      when: '=triage.outcome = "convene"'
      sentence: The group is convened.
      clause: S-01
      reason: small_incident/triage/reason
extended:
  title: Extended
  looks_at: extended
  places:
    - {step: every step, sentence: It was extended., clause: of the step}
found_late:
  title: Conflict found late
  looks_at: conflict found late
  places:
    - {step: every step, sentence: They had acted already., clause: S-01}
"""
RECOUNT = """
    select date_trunc('month', on_day)::date, rule, process, element, departure.deployment_number,
           coalesce("case".review_type, ''), count(*)
    from departure join "case" on "case".id = case_id group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4
"""
TALLIES = """
    select month, rule, process, element, deployment_number, review_type, count
    from departure_tally where count <> 0 order by 1, 2, 3, 4
"""


@pytest.fixture
def desk(office: Office) -> Office:
    """The office with kinds of departures; whatever a test did, what is counted is what there is."""
    files = {**read_folder(SMALL), "workflows/departures.yaml": RULES.encode()}
    office.use.deployments.deploy(files, by=None)
    office.meeting_in(30)
    yield office
    assert office.rows(TALLIES) == office.rows(RECOUNT)


def departures(office: Office, reference: str, of: str = "manager") -> list[DepartureView]:
    return list(office.use.departures.of_case(reference, by=office.people[of]))


def said(office: Office, reference: str) -> list[tuple[str, str, date, int | None]]:
    return [
        (each.line.kind, each.line.element, each.line.on_day, each.line.days_late)
        for each in departures(office, reference)
    ]


def task_id(office: Office, reference: str) -> str:
    [waiting] = office.case(reference, of="independent").tasks
    return waiting.task_id


def extend(office: Office, reference: str, to: date) -> None:
    office.use.deadlines.extend(
        reference,
        task_id(office, reference),
        to=to,
        reason="More time is needed.",
        by=office.manager,
        key=uuid4().hex,
    )


DUE = date(2026, 3, 5)


def test_the_worker_records_a_late_step_once_however_often_it_looks(desk: Office):
    reference = desk.notify()
    desk.days_pass(10)
    assert said(desk, reference) == []

    desk.work()
    again = desk.due.record_late_tasks()
    desk.work()

    assert said(desk, reference) == [("late_step", "triage", DUE + timedelta(days=1), 7)]
    assert again == 0
    events = [kind for (kind,) in desk.rows("select kind from audit_event where chain <> 'system'")]
    assert events.count("departure_recorded") == 1


def test_a_step_that_nobody_looked_at_is_recorded_when_it_is_done(desk: Office):
    reference = desk.notify()
    desk.days_pass(4)

    desk.complete(reference, "triage", {**TRIAGE, "outcome": "more"})

    assert said(desk, reference) == [("late_step", "triage", DUE + timedelta(days=1), 1)]
    assert desk.due.record_late_tasks() == 0


def test_a_step_done_in_time_is_not_recorded(desk: Office):
    reference = desk.notify()
    desk.days_pass(3)

    desk.complete(reference, "triage", {**TRIAGE, "outcome": "more"})
    desk.work()

    assert [each for each in said(desk, reference) if each[1] == "triage"] == []


def test_what_was_recorded_stays_when_the_deadline_is_extended_and_a_second_delay_is_another(
    desk: Office,
):
    reference = desk.notify()
    desk.days_pass(5)

    extend(desk, reference, date(2026, 3, 12))

    late, extended = departures(desk, reference)
    assert (late.line.kind, late.line.due, late.line.days_late) == ("late_step", DUE, 2)
    assert not late.line.still_late
    assert (extended.line.kind, extended.line.due) == ("extended", DUE)
    assert extended.reason == "More time is needed."
    desk.days_pass(10)
    desk.work()
    [second] = [each for each in said(desk, reference) if each[2] == date(2026, 3, 13)]
    assert second == ("late_step", "triage", date(2026, 3, 13), 5)


def test_the_reason_stands_with_the_departure_sealed_and_its_digest_in_the_trail(desk: Office):
    reference = desk.triaged()

    [convened] = departures(desk, reference)

    assert (convened.line.kind, convened.reason) == ("convened", TRIAGE["reason"])
    assert convened.by == "Cherry Example"
    [(sealed,)] = desk.rows("select reason from departure")
    assert TRIAGE["reason"].encode() not in sealed
    [(digest,)] = desk.rows("select digest from audit_event where kind = 'departure_recorded'")
    assert len(digest) == 32


def test_control_another_answer_is_no_departure(desk: Office):
    assert departures(desk, desk.triaged("more")) == []


def test_a_conflict_found_late_is_recorded_at_each_step_that_was_done_with_what_was_declared(
    desk: Office,
):
    reference = desk.triaged("more")
    desk.use.conflicts.declare(reference, "A cousin.", by=desk.chair, key=uuid4().hex)

    [found] = departures(desk, reference)

    assert (found.line.kind, found.line.element, found.reason) == (
        "found_late",
        "triage",
        "A cousin.",
    )


def test_control_a_conflict_of_somebody_who_did_nothing_is_none(desk: Office):
    reference = desk.triaged("more")
    desk.use.conflicts.declare(reference, "A cousin.", by=desk.vice, key=uuid4().hex)

    assert departures(desk, reference) == []


def test_the_reason_of_a_late_step_is_given_by_who_may_and_by_nobody_else(desk: Office):
    reference = desk.notify()
    desk.days_pass(10)
    desk.work()
    [late] = departures(desk, reference)

    with pytest.raises(NotPermittedError):
        desk.use.departures.explain(reference, late.line.id, "Mine.", by=desk.governor)
    with pytest.raises(NotPermittedError):
        desk.use.departures.explain(reference, late.line.id, "Mine.", by=desk.unit)
    with pytest.raises(InvalidAnswersError):
        desk.use.departures.explain(reference, late.line.id, " ", by=desk.chair)
    assert departures(desk, reference, of="chair")[0].may_explain
    explained = desk.use.departures.explain(reference, late.line.id, "Illness.", by=desk.chair)

    assert (explained.reason, explained.may_explain) == ("Illness.", False)
    with desk.store.transaction() as session:
        [(case,)] = session.execute(text('select id from "case"')).all()
        assert audit.verify(audit.trail(session, str(case))) is None


def test_the_counts_are_those_of_a_recount_by_element_kind_and_year(desk: Office):
    for _ in range(2):
        desk.triaged()
    desk.notify()
    desk.days_pass(400)
    desk.work()

    with desk.store.transaction() as session:
        by_element = counts_by_element(session)
        by_year = counts_by_rule_and_year(session)
        later = counts_by_rule(session, Chosen(first=date(2027, 1, 1)))
    assert by_element["small_incident", "triage"] == {"convened": 2, "late_step": 1}
    assert by_year[2026]["convened"] == 2
    assert later == {}
    page = desk.use.departures.page(DepartureFilters(), by=desk.governor)
    assert [line.reference for line in page.lines] == [
        reference
        for (reference,) in desk.rows(
            'select reference from departure join "case" on "case".id = case_id'
            " order by on_day desc, departure.number desc"
        )
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from departure",
        "update departure set on_day = on_day + 1",
        "update departure set clause = 'S-02'",
        "delete from departure_tally",
    ],
)
def test_the_program_can_neither_erase_nor_alter_a_departure(desk: Office, statement: str):
    desk.triaged()

    with pytest.raises(ProgrammingError, match="permission denied"):
        desk.rows(statement)


def test_a_refused_step_leaves_no_departure(desk: Office):
    reference = desk.notify()
    desk.days_pass(10)
    answers: Mapping[str, Any] = {**TRIAGE, "reason": ""}
    with pytest.raises(InvalidAnswersError):
        desk.complete(reference, "triage", dict(answers))

    assert desk.rows("select count(*) from departure") == [(0,)]


def test_the_worker_looks_every_hour(desk: Office):
    tasks = queue_of(desk.url).periodic_registry.periodic_tasks

    [looks] = [task for (name, _), task in tasks.items() if name == RECORD_LATE]
    assert looks.cron == "2 * * * *"
