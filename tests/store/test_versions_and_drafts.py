"""Deployed versions, drafts, and what a form is shown with."""

import pytest

from engine.deployment import read_folder
from engine.errors import (
    ConcurrentChangeError,
    DefinitionError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
)
from tests.store.office import NOTIFICATION, SMALL, TRIAGE, Office

FORM = "forms/small_incident/triage.form"


@pytest.fixture
def changed_files() -> dict[str, bytes]:
    """The small folder with another condition and another question."""
    files = dict(read_folder(SMALL))
    diagram = "workflows/small_incident.bpmn"
    files[diagram] = files[diagram].replace(
        b'triage.outcome = "more"', b'triage.outcome = "detail"'
    )
    files[FORM] = files[FORM].replace(b'"value": "more"', b'"value": "detail"')
    files[FORM] = files[FORM].replace(b'"label": "Why?"', b'"label": "Why so?"')
    return files


def test_the_same_files_are_no_new_version(office: Office):
    assert office.use.deployments.deploy(read_folder(SMALL), by=None).number == 1
    assert office.use.deployments.numbers() == (1,)


def test_a_running_case_ends_by_the_rules_it_began_with(
    office: Office, changed_files: dict[str, bytes]
):
    old = office.notify()
    assert office.use.deployments.deploy(changed_files, by=office.manager).number == 2
    new = office.notify()

    office.complete(old, "triage", {**TRIAGE, "outcome": "more"})
    office.complete(new, "triage", {**TRIAGE, "outcome": "detail"})

    assert office.standing(old) == office.standing(new) == ["supply_more"]
    assert (office.case(old).deployment, office.case(new).deployment) == (1, 2)
    labels = [q.label for q in office.case(new).submissions[-1].form.questions()]
    assert "Why so?" in labels


def test_a_folder_with_a_problem_leaves_the_last_good_version(
    office: Office, changed_files: dict[str, bytes]
):
    changed_files[FORM] = b"{"

    with pytest.raises(DefinitionError):
        office.use.deployments.deploy(changed_files, by=None)

    assert office.use.deployments.current().number == 1


def test_a_version_can_be_read_again_as_it_was_deployed(office: Office):
    kept = office.use.deployments.version(1).version

    assert kept.files == read_folder(SMALL)
    with pytest.raises(NotFoundError):
        office.use.deployments.version(7)


def test_a_form_that_was_deployed_anew_is_not_taken_in_its_old_shape(
    office: Office, changed_files: dict[str, bytes]
):
    version = office.use.notifications.start_form(by=office.notifier).version
    office.use.deployments.deploy(changed_files, by=None)

    with pytest.raises(ConcurrentChangeError):
        office.use.notifications.notify(NOTIFICATION, by=office.notifier, key="k", version=version)


def test_a_draft_is_its_writers_own_and_goes_with_the_task(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")
    office.use.tasks.save_draft(reference, task, {"reason": "Half"}, by=office.chair)
    office.use.tasks.save_draft(reference, task, {"reason": "Half a thought"}, by=office.chair)

    page = office.use.tasks.open_task(reference, task, by=office.chair)
    assert page.page.raw == {"reason": "Half a thought"}
    assert page.task.has_draft

    office.complete(reference, "triage", TRIAGE)
    assert office.rows("select count(*) from draft") == [(0,)]


def test_drafts_of_notifications_are_kept_side_by_side(office: Office):
    use = office.use.notifications
    first = use.save_draft({"synopsis": "One"}, by=office.notifier)
    second = use.save_draft({"synopsis": "Two"}, by=office.notifier)
    use.save_draft({"synopsis": "One more"}, by=office.notifier, draft=first)

    assert {line.draft_id for line in use.drafts(by=office.notifier)} == {first, second}
    assert use.start_form(by=office.notifier, draft=first).raw == {"synopsis": "One more"}

    with pytest.raises(NotFoundError):
        use.start_form(by=office.colleague, draft=first)
    use.discard_draft(first, by=office.notifier)
    assert [line.draft_id for line in use.drafts(by=office.notifier)] == [second]


def test_only_a_notifier_notifies(office: Office):
    for who in ("chair", "governor", "nobody"):
        with pytest.raises(NotPermittedError):
            office.use.notifications.start_form(by=office.people[who])


def test_a_form_is_filled_in_with_the_facts_that_are_known(office: Office):
    reference = office.triaged("more")
    task = office.task(reference, "supply_more", of="notifier")

    page = office.use.tasks.open_task(reference, task, by=office.notifier).page

    assert page.raw == {"facts": {"outcome": "harmed"}}


def test_refused_answers_save_nothing_and_can_be_sent_again_under_the_same_key(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")
    submit = office.use.tasks.complete_task
    with pytest.raises(InvalidAnswersError) as refusal:
        submit(reference, task, {"outcome": "maybe"}, by=office.chair, key="k", version=1)
    assert {"outcome", "reason", "conflicted"} <= set(refusal.value.problems)

    assert submit(reference, task, TRIAGE, by=office.chair, key="k", version=1).label == "Triage"


def test_answers_are_checked_without_being_saved(office: Office):
    reference = office.notify()
    task = office.task(reference, "triage")

    checked = office.use.tasks.check(reference, task, TRIAGE, by=office.chair)
    started = office.use.notifications.check(NOTIFICATION, by=office.notifier)

    assert checked.answers.full["reason"] == TRIAGE["reason"]
    assert started.answers.facts == {"outcome": "harmed"}
    assert office.standing(reference) == ["triage"]
    assert office.rows('select count(*) from "case"') == [(1,)]


def test_a_decision_is_shown_with_its_rows_and_clauses(office: Office):
    reference = office.notify()

    [decision] = office.case(reference).decisions

    assert (decision.decision, dict(decision.outputs)) == ("urgency", {"urgency": "normal"})
    assert [(row.decision, row.row, row.clauses) for row in decision.matched] == [
        ("urgency", "U-02", ("S-03",))
    ]
    assert "harmed" in decision.inputs.values()


def test_the_diagram_of_a_case_is_told_exactly(office: Office):
    reference = office.triaged("more")

    [instance] = office.case(reference).instances

    assert [flow for _, flow in instance.flows] == ["a1", "a2", "a3", "a4", "a5"]
    assert [visit.element for visit in instance.visits if visit.left_at_utc is None] == [
        "supply_more"
    ]
    by = {visit.element: visit.by for visit in instance.visits}
    assert (by["triage"], by["acknowledge"]) == ("Cherry Example", None)


def test_a_message_starts_a_process_once(office: Office):
    office.meeting_in(1)
    reference = office.triaged()

    assert [each.process for each in office.case(reference).instances] == [
        "small_incident",
        "small_watch",
    ]
