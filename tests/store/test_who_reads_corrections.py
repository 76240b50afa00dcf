"""Whoever may read an answer whole reads that it was corrected, by whom, why, and what it said first."""

from tests.store.corrections import deciding, small
from tests.store.office import TRIAGE, Office, correct

RETURN = {"known": "yes", "chronology": "Invented, as it was first told."}
BETTER = "Invented, and told better."


def returned(office: Office) -> str:
    """Return a case on which the health agency answered, and the Business Manager corrected the answer."""
    office.use.people.add(
        name="Hilda Example",
        email="hilda@example.invalid",
        agency="health",
        roles=("agency_lead",),
        by=None,
    )
    reference = office.triaged("ask", agencies=["health", "police"])
    office.complete(reference, "ask_agency", RETURN, of="health_lead")
    assert correct(office, reference, "ask_agency", chronology=BETTER) == "at once"
    return reference


def read_by(office: Office, reference: str, who: str) -> list[tuple[str, str]]:
    """Return of each correction that somebody reads what was answered before and what is answered now."""
    people = {each.email.partition("@")[0]: each.id for each in office.use.people.people(by=None)}
    case = office.use.cases.case(reference, by=people[who])
    return [
        (each.before["chronology"], each.after["chronology"])
        for corrections in case.corrections.values()
        for each in corrections
    ]


def test_colleagues_who_read_the_answer_read_what_it_said_first(office: Office):
    reference = returned(office)

    for who in ("health_lead", "hilda", "manager", "governor"):
        assert read_by(office, reference, who) == [(RETURN["chronology"], BETTER)], who


def test_control_who_may_not_read_the_answer_reads_of_no_correction(office: Office):
    reference = returned(office)

    for who in ("police_lead", "notifier"):
        assert read_by(office, reference, who) == [], who


def test_the_agency_reads_that_the_request_it_was_sent_was_corrected(office: Office):
    reference = office.triaged("ask", agencies=["health"])
    correct(office, reference, "triage", reason="Another reason.")

    case = office.case(reference, of="health_lead")

    [[found]] = case.corrections.values()
    assert found.before["reason"] == TRIAGE["reason"]


def test_what_is_only_proposed_is_read_by_who_gave_the_answer_and_who_sees_the_whole_case(
    office: Office,
):
    office.use.deployments.deploy(deciding(small()), by=None)
    office.meeting_in(30)
    reference = office.triaged("ask", agencies=["health"])
    assert correct(office, reference, "triage", outcome="more", agencies=[]) == "proposed"

    reads = {who: office.case(reference, of=who).corrections for who in ("chair", "manager")}
    assert [len(each) for each in reads.values()] == [1, 1]
    assert office.case(reference, of="health_lead").corrections == {}


def test_corrections_are_read_in_the_order_in_which_they_took_effect(office: Office):
    office.use.deployments.deploy(deciding(small()), by=None)
    office.meeting_in(30)
    reference = office.triaged("ask", agencies=["health"])
    correct(office, reference, "triage", outcome="more", agencies=[])
    assert correct(office, reference, "triage", reason="Said meanwhile.") == "at once"
    accept = {"decision": "accept", "reason": "Because of what the hospital wrote."}
    office.complete(reference, "decide_correction", accept, of="independent")

    [found] = office.case(reference, of="manager").corrections.values()

    assert [each.outcome for each in found] == ["at once", "accepted"]
    assert [each.before["reason"] for each in found] == [TRIAGE["reason"], "Said meanwhile."]
    assert found[1].after["outcome"] == "more"
