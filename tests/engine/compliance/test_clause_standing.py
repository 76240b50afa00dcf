"""How a case stands to a clause, from what was done, departed from and is to come."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from engine.clauses import Clause
from engine.compliance.standing import (
    Ahead,
    Departing,
    Evidence,
    Place,
    Shown,
    Status,
    counted,
    standings,
)

CLAUSES = {
    each: Clause(each, "Section", "Chair", "Something is done.", gap=False, line=1)
    for each in ("A-01", "A-02", "A-03")
}
AT = Place("p", "step", 1)
DONE = Evidence(Shown.STEP, "Do it", date(2026, 3, 2), AT, of=uuid4())
LATE = replace(DONE, days_late=3, why_late="Papers came late.")
LEFT = Departing("It was decided below.", "The family asked.", date(2026, 3, 3), AT)
COMING = Ahead("Do it later", AT, waits=False)


def status_of(*, done=(), left=(), coming=()) -> Status:
    [found] = standings(
        CLAUSES,
        evidence=[("A-01", each) for each in done],
        departures=[("A-01", each) for each in left],
        ahead=[("A-01", each) for each in coming],
    )
    return found.status


def test_what_was_done_is_met_and_what_is_done_again_stays_met() -> None:
    assert status_of(done=[DONE]) is Status.MET
    assert status_of(done=[DONE], coming=[COMING]) is Status.MET


def test_what_was_done_late_once_was_met_late() -> None:
    assert status_of(done=[DONE, LATE]) is Status.LATE


def test_what_was_departed_from_stays_so_whatever_else_was_done() -> None:
    assert status_of(done=[DONE, LATE], left=[LEFT], coming=[COMING]) is Status.DEPARTED


def test_what_only_waits_is_still_to_come() -> None:
    assert status_of(coming=[COMING]) is Status.TO_COME


def test_a_clause_of_which_nothing_is_known_does_not_apply_yet() -> None:
    found = standings(CLAUSES, evidence=[("A-02", DONE)], departures=[], ahead=[("X-99", COMING)])
    assert [each.clause.id for each in found] == ["A-02"]
    assert counted(found) == {
        Status.DEPARTED: 0,
        Status.LATE: 0,
        Status.TO_COME: 0,
        Status.MET: 1,
    }


def test_a_step_stands_for_its_answers_and_a_gateway_only_where_nothing_else_does() -> None:
    answer = Evidence(Shown.ANSWER, "Do it: Why?", DONE.on, AT, of=DONE.of)
    other = Evidence(Shown.ANSWER, "Begun: What?", DONE.on, AT, of=uuid4())
    passed = Evidence(Shown.PASSED, "Is it done?", DONE.on, AT)
    [first, second, third] = standings(
        CLAUSES,
        evidence=[
            ("A-01", DONE),
            ("A-01", answer),
            ("A-02", other),
            ("A-02", replace(other, label="Begun: When?")),
            ("A-02", passed),
            ("A-03", passed),
        ],
        departures=[],
        ahead=[],
    )
    assert first.evidence == (DONE,)
    assert second.evidence == (replace(other, times=2),)
    assert third.evidence == (passed,)
