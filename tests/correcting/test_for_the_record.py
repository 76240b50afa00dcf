"""Each reason for which a correction is for the record, on worked cases of the protocol, with a control."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.calendar import meetings_in_order
from engine.correcting import Correction, CorrectionRefusedError, ForTheRecord, Kind
from engine.correcting.refusals import FOR_THE_RECORD
from engine.deployment import build, read_folder
from engine.errors import InvalidAnswersError
from engine.memory_desk import MemoryDesk, laid_over
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario

ROOT = Path(__file__).parents[2]
# These are shown on tiny diagrams (test_corrections.py): no form of the protocol and no worked case has them.
ON_TINY_DIAGRAMS = {"not possible", "files", "who acted"}


@cache
def everything():
    files = read_folder(ROOT)
    return files, build(files)


@dataclass(frozen=True)
class At:
    """An answer of a worked case after so many of its steps, and to what it is corrected."""

    case: str
    steps: int
    task: str
    answers: dict[str, Any]

    def desk(self) -> MemoryDesk:
        """Return the desk of the case as it then stands."""
        files, version = everything()
        scenario = read_scenario(files, f"workflows/scenarios/{self.case}.yaml")
        scenario = replace(scenario, steps=scenario.steps[: self.steps])
        desk = memory_desk(version, scenario)
        play(scenario, desk)
        return desk

    def found(self) -> Correction | ForTheRecord:
        """Return what the correction comes to."""
        return worked_out(self.desk(), self.task, self.answers)


def worked_out(desk: MemoryDesk, task: str, answers: dict[str, Any]) -> Correction | ForTheRecord:
    answered = desk.corrections.newest(task, None)
    world = desk.case.world(desk.now(), meetings_in_order(desk.meetings))
    entered = laid_over(desk.corrections.entered(answered, world), answers)
    options = desk.roster.options(desk.agencies)
    return desk.corrections.work_out(answered, entered, options=options, world=world)


NOTIFIED = "notification_submitted"
NEGLECT = {
    "abuse_or_neglect": "suspected",
    "serious_sexual_abuse": "no",
    "institutional_abuse": "no",
    "abused_while_looked_after": "no",
    "interagency_concern": "yes",
}
DIED = {
    "outcome": "died",
    "died_in_custody": "no",
    "custody_setting": "none",
    "detained_mha": "no",
    "suspected_suicide": "no",
}
LATER = {"case": {"hold_review_on": "2026-12-01"}}
CONFLICT = {"conflicted": "yes", "conflict_nature": "Leads a service that worked with the family."}
NOT_AGREED = {"agrees": "no"}
NO_ABUSE = {"facts": {"abuse_or_neglect": "no"}}
LIVES_HERE = {"facts": {"ordinarily_resident_elsewhere": "no"}}

# Of each reason what is for the record, and beside it what is evaluated again.
REASONS = {
    "process began": (
        At("other_authority_declines", 2, NOTIFIED, LIVES_HERE),
        At("other_authority_declines", 2, NOTIFIED, {"synopsis": "Invented, and told better."}),
        Kind.AT_ONCE,
    ),
    "process ended": (
        At("corrected_for_the_record", 8, NOTIFIED, {"facts": NEGLECT}),
        At("corrected_for_the_record", 7, NOTIFIED, {"facts": DIED}),
        Kind.AT_ONCE,
    ),
    "who acts": (
        At("serious_case_review", 3, "declare_conflict_chair", CONFLICT),
        At("serious_case_review", 3, NOTIFIED, NO_ABUSE),
        Kind.CHAIR,
    ),
    "hold": (
        At("held_for_proceedings", 6, "review_hold", {"outcome": "end"}),
        At("held_for_proceedings", 6, "review_hold", {"reason": "The trial is put off again."}),
        Kind.AT_ONCE,
    ),
    "time has come": (
        At("held_for_proceedings", 9, "hold_begun", LATER),
        At("held_for_proceedings", 4, "hold_begun", LATER),
        Kind.AT_ONCE,
    ),
    "registers": (
        At("action_not_effective", 9, "open_action", {"due_on": "2026-10-02"}),
        At("action_not_effective", 7, "open_action", {"due_on": "2026-10-02"}),
        Kind.AT_ONCE,
    ),
    "rows left": (
        At("imr_with_a_nominated_reviewer", 43, "decide_publication", NOT_AGREED),
        At("imr_with_a_nominated_reviewer", 42, "decide_publication", NOT_AGREED),
        Kind.CHAIR,
    ),
    "opened again": (
        At("corrected_by_the_chair", 7, NOTIFIED, NO_ABUSE),
        At("corrected_by_the_chair", 3, NOTIFIED, NO_ABUSE),
        Kind.CHAIR,
    ),
}


@pytest.mark.parametrize("why", REASONS)
def test_what_cannot_be_evaluated_again_is_for_the_record_and_the_control_is_not(why):
    at, control, comes_to = REASONS[why]

    found, otherwise = at.found(), control.found()

    assert isinstance(found, ForTheRecord)
    assert found.refusal.why == why
    assert isinstance(otherwise, Correction)
    assert otherwise.kind is comes_to


def test_every_reason_is_shown():
    assert {*REASONS, *ON_TINY_DIAGRAMS, "not understood"} == set(FOR_THE_RECORD)


def test_what_the_corrected_play_writes_into_the_register_stands_there_once_it_takes_effect():
    control = REASONS["rows left"][1]
    desk = control.desk()
    [before] = [row for row in desk.record().registers if row.register == "publications"]

    desk.correct(
        control.task, by="billie_manager", agency=None, answers=NOT_AGREED, reason="A slip."
    )
    accept = {"decision": "accept", "reason": "It was misread in the meeting."}
    desk.complete("decide_correction", by="indy_chair", agency=None, answers=accept)

    [after] = [row for row in desk.record().registers if row.register == "publications"]
    assert (before.state, after.state) == ("to_be_published", "withheld")
    assert "published_on" not in after.fields


def test_a_case_whose_meetings_are_known_no_more_is_not_evaluated_again():
    desk = At("serious_case_review", 9, NOTIFIED, {}).desk()
    minute = {"minute": "The same, in better words."}
    before = [worked_out(desk, *each) for each in ((NOTIFIED, NO_ABUSE), ("consider", minute))]

    for meeting in list(desk.meetings["SIG"]):
        desk.cancel_meeting("SIG", meeting)
    since = [worked_out(desk, *each) for each in ((NOTIFIED, NO_ABUSE), ("consider", minute))]

    # The case can no longer be played to what was answered in the meeting; nor from there to the present.
    assert [type(each) for each in before] == [Correction, Correction]
    assert [each.refusal.why for each in since] == ["not understood"] * 2
    assert worked_out(desk, NOTIFIED, {"job_title": "Constable"}).kind is Kind.AT_ONCE


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        ("corrected_for_the_record", 8),
        ("corrected_by_the_chair", 7),
        ("other_authority_declines", 4),
    ],
    ids=["closed", "opened again", "a process began"],
)
def test_what_only_people_read_is_corrected_at_once_whatever_has_happened_since(case, steps):
    found = At(case, steps, NOTIFIED, {"job_title": "Superintendent"}).found()

    assert isinstance(found, Correction)
    assert (found.kind, found.diverges, dict(found.steps)) == (Kind.AT_ONCE, False, {})


def test_an_answer_with_files_is_corrected_and_the_files_stay_as_they_were():
    desk = At("serious_case_review", 5, "agency_return", {}).desk()
    [handed_in] = desk.corrections.newest("agency_return", None).event.answers["files"]
    findings = {"own_review_findings": "That a referral was read too late."}

    found = worked_out(desk, "agency_return", findings)
    other_file = worked_out(desk, "agency_return", {**findings, "files": ["another"]})

    assert isinstance(found, Correction)
    assert found.answers.full["files"] == [handed_in]
    assert other_file.answers.full["files"] == [handed_in]
    with pytest.raises(CorrectionRefusedError, match="nothing changed"):
        worked_out(desk, "agency_return", {"files": ["another"]})


def test_what_is_for_the_record_is_decided_on_and_never_takes_effect():
    desk = At("held_for_proceedings", 9, "hold_begun", LATER).desk()
    before = desk.case.fields["hold_review_on"]

    desk.correct("hold_begun", by="billie_manager", agency=None, answers=LATER, reason="A slip.")
    accept = {"decision": "accept", "reason": "Let it take effect all the same."}
    with pytest.raises(InvalidAnswersError) as refused:
        desk.complete("decide_correction", by="indy_chair", agency=None, answers=accept)
    desk.complete(
        "decide_correction", by="indy_chair", agency=None, answers={**accept, "decision": "note"}
    )

    assert list(refused.value.problems) == ["decision"]
    assert [each.outcome for each in desk.record().corrections] == ["noted"]
    assert desk.case.fields["hold_review_on"] == before


def test_where_no_diagram_decides_on_corrections_what_the_chair_would_decide_is_refused():
    desk = At("held_for_proceedings", 9, "hold_begun", LATER).desk()
    desk.version = replace(
        desk.version,
        diagrams={key: each for key, each in desk.version.diagrams.items() if key != "correction"},
    )
    by = {"by": "billie_manager", "agency": None, "reason": "A slip."}

    with pytest.raises(CorrectionRefusedError, match="nobody decides"):
        desk.correct("hold_begun", answers=LATER, **by)
    desk.correct(NOTIFIED, answers={"job_title": "Constable"}, **by)

    assert [each.outcome for each in desk.record().corrections] == ["at once"]
