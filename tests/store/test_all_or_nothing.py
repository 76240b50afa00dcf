"""An action is saved whole or not at all, wherever the database fails."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.engine import Engine

from tests.store.breaking import break_everywhere
from tests.store.office import NOTIFICATION, TRIAGE, Office

Act = Callable[[Office], object]


@pytest.fixture
def notifying(office: Office) -> Act:
    version = office.use.notifications.start_form(by=office.notifier).version
    return lambda breaking: breaking.use.notifications.notify(
        NOTIFICATION, by=office.notifier, key="k", version=version
    )


@pytest.fixture
def completing(office: Office) -> Act:
    """Completing the triage: a timer withdrawn and one set, a process begun, a role shown the case.

    A file leaves the draft, and a row of a register is written.
    """
    reference = office.notify()
    office.meeting_in(7)
    task = office.task(reference, "triage")
    office.use.tasks.save_draft(reference, task, {"reason": "Not finished"}, by=office.chair)
    office.use.uploads.keep(reference, task, "papers", "a.txt", b"Words", by=office.chair)
    return lambda breaking: breaking.use.tasks.complete_task(
        reference, task, TRIAGE, by=office.chair, key="k", version=1
    )


@pytest.fixture
def handing_in(office: Office) -> Act:
    """Handing a file in: the document, its bytes, its place in the draft, and an event."""
    reference = office.notify()
    task = office.task(reference, "triage")
    return lambda breaking: breaking.use.uploads.keep(
        reference, task, "papers", "a.txt", b"Words", by=office.chair
    )


@pytest.fixture
def firing(office: Office) -> Act:
    """The reminder of triage: a notice is queued."""
    office.notify()
    office.days_pass(8)
    [(timer,)] = office.rows("select id from timer where state = 'waiting'")
    return lambda breaking: breaking.due.fire_timer(timer)


@pytest.fixture
def sending(office: Office) -> Act:
    office.notify()
    [(notice,), *_] = office.rows("select id from notice order by to_word")
    return lambda breaking: breaking.due.send_notice(UUID(str(notice)))


@pytest.fixture
def beginning(office: Office) -> Act:
    """Something else happened on a closed case: it is open again, its facts change, a draft goes."""
    reference = office.triaged("nothing")
    raw = {"what_is_new": "Something.", "facts": {"outcome": "unknown"}}
    use = office.use.beginnings
    use.save_draft(reference, "small_news", raw, by=office.manager)
    version = use.form(reference, "small_news", by=office.manager).page.version
    return lambda breaking: breaking.use.beginnings.begin(
        reference, "small_news", raw, by=office.manager, key="k", version=version
    )


@pytest.fixture
def ending_the_case(office: Office) -> Act:
    """The withdrawal is approved: the case's other process is cancelled with its task and its timer."""
    reference = office.notify()
    office.use.beginnings.begin(
        reference, "small_withdrawal", {"reason": "Error"}, by=office.manager, key="b", version=1
    )
    task = office.task(reference, "approve_withdrawal", of="independent")
    return lambda breaking: breaking.use.tasks.complete_task(
        reference, task, {"approve": "yes"}, by=office.independent, key="k", version=1
    )


@pytest.fixture
def extending(office: Office) -> Act:
    """Extending triage: its due date, its reminder and the reason."""
    reference = office.notify()
    task = office.task(reference, "triage")
    return lambda breaking: breaking.use.deadlines.extend(
        reference, task, to=date(2026, 3, 10), reason="More time.", by=office.manager, key="k"
    )


@pytest.fixture
def holding(office: Office) -> Act:
    """Putting the case on hold: every other process of it is stopped in the same action."""
    reference = office.notify()
    raw = {"reason": "Proceedings.", "review_on": {"day": 1, "month": 4, "year": 2026}}
    version = office.use.beginnings.form(reference, "small_hold", by=office.manager).page.version
    return lambda breaking: breaking.use.beginnings.begin(
        reference, "small_hold", raw, by=office.manager, key="k", version=version
    )


@pytest.fixture
def making_a_document(office: Office) -> Act:
    """Making a document: two formats with their bytes, and an event for each."""
    reference = office.triaged("nothing")
    return lambda breaking: breaking.use.documents.make(
        reference, "small_record", by=office.manager
    )


@pytest.fixture
def declaring_a_conflict(office: Office) -> Act:
    """A conflict found late: the person is out, with what they had done, and an event."""
    reference = office.triaged("more")
    return lambda breaking: breaking.use.conflicts.declare(
        reference, "A relative.", by=office.chair, key="k"
    )


@pytest.fixture
def appointing(office: Office) -> Act:
    """Appointing in a lane that conflicts have left to nobody, in place of who was appointed before."""
    reference = office.notify()
    for who in ("chair", "vice"):
        office.use.conflicts.declare(reference, "A relative.", by=office.people[who], key="c" * 20)
    return lambda breaking: breaking.use.conflicts.appoint(
        reference, "sig_chair", office.nobody, "Free.", by=office.independent
    )


ACTIONS = [
    "notifying",
    "completing",
    "firing",
    "sending",
    "beginning",
    "ending_the_case",
    "extending",
    "holding",
    "making_a_document",
    "handing_in",
    "declaring_a_conflict",
    "appointing",
]


@pytest.mark.parametrize("action", ACTIONS)
def test_a_failure_at_any_statement_leaves_the_database_as_it_was(
    action: str, office: Office, owner: Engine, request: pytest.FixtureRequest
):
    act = request.getfixturevalue(action)

    assert break_everywhere(office, owner, act) > 10


@pytest.mark.parametrize("action", ACTIONS)
def test_control_a_split_transaction_leaves_traces(
    action: str, office: Office, owner: Engine, request: pytest.FixtureRequest
):
    act = request.getfixturevalue(action)

    with pytest.raises(AssertionError, match="left traces"):
        break_everywhere(office, owner, act, split=True)
