"""A case may begin with another form than the notification: an agency in doubt asks for advice."""

import pytest

from engine.deployment import read_folder
from engine.errors import NotFoundError, NotPermittedError
from engine.scenario_reader import read_scenario
from tests.store.office import Office
from tests.workflows.drawing import ROOT

PROTOCOL = read_folder(ROOT)
QUERY = dict(
    read_scenario(PROTOCOL, "workflows/scenarios/advice_followed.yaml").steps[0].act.answers
)


@pytest.fixture
def protocol(office: Office) -> Office:
    office.use.deployments.deploy(PROTOCOL, by=None)
    return office


def asked(office: Office, **how) -> str:
    notifications = office.use.notifications
    page = notifications.start_form(by=office.notifier, form="advice_sought")
    how = {"key": "k", "version": page.version, "form": "advice_sought", **how}
    return notifications.notify(QUERY, by=office.notifier, **how).reference


@pytest.mark.clause("N-28")
def test_an_agency_in_doubt_asks_the_business_manager(protocol: Office):
    reference = asked(protocol)

    assert protocol.standing(reference) == ["discuss_query"]
    assert [task.element for task in protocol.use.tasks.task_list(by=protocol.manager)] == [
        "discuss_query"
    ]


def test_the_same_query_sent_twice_is_one(protocol: Office):
    assert asked(protocol) == asked(protocol)


def test_the_notification_stays_the_form_that_is_offered_first(protocol: Office):
    page = protocol.use.notifications.start_form(by=protocol.notifier)
    others = protocol.use.notifications.other_forms(by=protocol.notifier)

    assert page.element.id == "notification_submitted"
    assert [(each.form, each.title) for each in others] == [
        ("advice_sought", "Ask whether to notify")
    ]


def test_a_draft_is_taken_up_with_the_form_it_was_begun_with(protocol: Office):
    use = protocol.use.notifications
    draft = use.save_draft({"question": "Half"}, by=protocol.notifier, form="advice_sought")

    page = use.start_form(by=protocol.notifier, draft=draft)
    asked(protocol, draft=draft)

    assert (page.element.id, page.raw) == ("advice_sought", {"question": "Half"})
    assert use.drafts(by=protocol.notifier) == ()


def test_who_does_not_hold_the_lane_is_neither_offered_the_form_nor_taken(protocol: Office):
    assert protocol.use.notifications.other_forms(by=protocol.chair) == ()
    with pytest.raises(NotPermittedError):
        protocol.use.notifications.start_form(by=protocol.chair, form="advice_sought")


def test_a_form_that_no_diagram_begins_with_is_not_found(protocol: Office):
    with pytest.raises(NotFoundError):
        protocol.use.notifications.start_form(by=protocol.notifier, form="triage")
