"""The notifier reads of others' answers what a notice has shown them, from then on, and no more."""

import pytest

from engine.deployment import read_folder
from engine.errors import NotFoundError
from engine.scenario_reader import read_scenario
from engine.scenarios import Does
from tests.store.office import Office
from tests.workflows.drawing import ROOT

PROTOCOL = read_folder(ROOT)


def answers_of(scenario: str) -> dict[str, dict]:
    """Return by task the answers that are given in a worked case, the first where it is done twice."""
    steps = reversed(read_scenario(PROTOCOL, f"workflows/scenarios/{scenario}.yaml").steps)
    return {step.act.task: dict(step.act.answers) for step in steps if isinstance(step.act, Does)}


@pytest.fixture
def protocol(office: Office) -> Office:
    office.use.deployments.deploy(PROTOCOL, by=None)
    return office


def notified(office: Office, answers: dict[str, dict]) -> str:
    page = office.use.notifications.start_form(by=office.notifier)
    reference = office.use.notifications.notify(
        answers["notification_submitted"], by=office.notifier, key="k", version=page.version
    ).reference
    office.complete(reference, "declare_conflict_chair", {"conflicted": "no"})
    return reference


def read_of_triage(office: Office, reference: str) -> list[dict]:
    submissions = office.case(reference, of="notifier").submissions
    return [dict(each.answers) for each in submissions if each.element == "triage"]


@pytest.mark.clause("T-02")
def test_the_notifier_reads_which_detail_is_wanted_and_nothing_else_of_triage(protocol: Office):
    answers = answers_of("more_detail")
    reference = notified(protocol, answers)

    protocol.complete(reference, "triage", {**answers["triage"], "outcome": "more_detail"})

    assert read_of_triage(protocol, reference) == [{"detail_wanted": "How is the child now?"}]
    assert "triage" not in [each.element for each in protocol.case(reference, of="notifier").tasks]


@pytest.mark.clause("T-03")
def test_the_notifier_reads_the_reasons_only_once_no_further_action_is_settled(protocol: Office):
    answers = answers_of("guard_agreed")
    reference = notified(protocol, answers)

    protocol.complete(reference, "triage", answers["triage"])
    before = read_of_triage(protocol, reference)
    protocol.complete(
        reference, "confirm_triage_nfa", answers["confirm_triage_nfa"], of="independent"
    )

    assert before == []
    assert read_of_triage(protocol, reference) == [
        {"reason_for_notifier": "The death had a natural cause."}
    ]


def test_a_colleague_of_the_notifier_reads_nothing(protocol: Office):
    answers = answers_of("more_detail")
    reference = notified(protocol, answers)
    protocol.complete(reference, "triage", {**answers["triage"], "outcome": "more_detail"})

    with pytest.raises(NotFoundError):
        protocol.case(reference, of="colleague")
