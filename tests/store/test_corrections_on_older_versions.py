"""A case on a version in which nobody decides on corrections: the present version's diagram does."""

import pytest

from engine.correcting import CorrectionRefusedError
from tests.store.corrections import deciding, small
from tests.store.office import Office, correct

REASON = "Because of what the hospital wrote."
CONFLICT = {"conflicted": "yes"}


@pytest.fixture
def older(office: Office) -> Office:
    """The office on a version without the diagram."""
    office.use.deployments.deploy(small(), by=None)
    office.meeting_in(30)
    return office


def decide(office: Office, reference: str, decision: str) -> None:
    office.complete(
        reference, "decide_correction", {"decision": decision, "reason": REASON}, of="independent"
    )


def versions(office: Office) -> dict[str, int]:
    return dict(office.rows("select process, deployment_number from process_instance"))


def test_it_is_refused_while_no_version_has_the_diagram(older: Office):
    reference = older.triaged()

    with pytest.raises(CorrectionRefusedError) as refused:
        correct(older, reference, "triage", outcome="more")

    assert refused.value.why == "nobody decides"
    assert older.rows("select count(*) from correction") == [(0,)]
    assert correct(older, reference, "incident_notified", synopsis="Told better.") == "at once"


def test_what_would_change_a_decision_is_decided_on_by_the_present_diagram_and_takes_effect(
    older: Office,
):
    reference = older.triaged("ask", agencies=["health"])
    before = versions(older)["small_incident"]
    present = older.use.deployments.deploy(deciding(small()), by=None).number

    assert correct(older, reference, "triage", outcome="more") == "proposed"
    assert versions(older) == {
        **versions(older),
        "small_incident": before,
        "correction": present,
    }
    decide(older, reference, "accept")

    assert older.standing(reference) == ["supply_more"]
    [(outcome,)] = older.rows("select outcome from correction")
    assert outcome == "accepted"
    assert versions(older)["small_incident"] == before
    # What the case does next is played again exactly: the other version's process is no part of it.
    assert correct(older, reference, "incident_notified", synopsis="Told better.") == "at once"


def test_what_is_for_the_record_is_decided_on_by_it_too(older: Office):
    reference = older.triaged()
    older.use.deployments.deploy(deciding(small()), by=None)
    standing = older.standing(reference)

    assert correct(older, reference, "triage", **CONFLICT) == "proposed"
    decide(older, reference, "note")

    assert older.standing(reference) == standing
    assert older.rows("select outcome from correction") == [("noted",)]


def test_control_a_case_whose_own_version_has_the_diagram_keeps_to_it(office: Office):
    own = office.use.deployments.deploy(deciding(small()), by=None).number
    office.meeting_in(30)
    reference = office.triaged()
    changed = deciding(small())
    changed["workflows/messages/correction_decided.md"] += b"\nOtherwise.\n"
    assert office.use.deployments.deploy(changed, by=None).number != own

    correct(office, reference, "triage", outcome="more")

    assert versions(office)["correction"] == own


def test_nobody_is_offered_to_correct_what_was_said_on_the_correction(older: Office):
    reference = older.triaged()
    older.use.deployments.deploy(deciding(small()), by=None)
    correct(older, reference, "triage", outcome="more")
    decide(older, reference, "refuse")

    case = older.case(reference, of="manager")

    on_it = {each.id for each in case.submissions if each.process == "correction"}
    assert len(on_it) == 2
    assert case.may_correct.isdisjoint(on_it)
    assert case.may_correct == {each.id for each in case.submissions} - on_it
    with pytest.raises(CorrectionRefusedError):
        older.use.corrections.form(reference, next(iter(on_it)), by=older.manager)
