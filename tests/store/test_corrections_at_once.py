"""Two people at once: nobody's correction is undone in silence, and what takes effect is what was read."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.errors import ConcurrentChangeError
from tests.store.corrections import deciding, small
from tests.store.office import Office, correct

ASKED = {"outcome": "ask", "agencies": ["health"]}
ACCEPT = {"decision": "accept", "reason": "Because of what the hospital wrote."}


@pytest.fixture
def desk(office: Office) -> Office:
    """The office with the diagram that decides on corrections."""
    office.use.deployments.deploy(deciding(small()), by=None)
    office.meeting_in(30)
    return office


def notification(desk: Office, reference: str) -> UUID:
    [found] = [
        each.id
        for each in desk.case(reference, of="manager").submissions
        if each.element == "incident_notified"
    ]
    return found


def entered(desk: Office, reference: str, *, of: str) -> tuple[dict[str, Any], int]:
    """Return what the page of a correction shows to somebody, and the version that it sends back."""
    by = desk.people[of]
    page = desk.use.corrections.form(reference, notification(desk, reference), by=by).page
    return dict(page.raw), page.version


def confirm(desk: Office, reference: str, raw: dict[str, Any], version: int, *, of: str) -> str:
    return desk.use.corrections.correct(
        reference,
        notification(desk, reference),
        raw,
        "It was otherwise.",
        by=desk.people[of],
        key=uuid4().hex,
        version=version,
    ).outcome


def test_who_corrects_words_does_not_undo_in_silence_what_another_has_corrected_meanwhile(
    desk: Office,
):
    reference = desk.notify()
    mine, my_version = entered(desk, reference, of="notifier")
    theirs, their_version = entered(desk, reference, of="manager")
    confirm(desk, reference, {**theirs, "synopsis": "Better."}, their_version, of="manager")

    with pytest.raises(ConcurrentChangeError):
        confirm(desk, reference, {**mine, "child_name": "Newname"}, my_version, of="notifier")

    again, version = entered(desk, reference, of="notifier")
    assert again["synopsis"] == "Better."
    confirm(desk, reference, {**again, "child_name": "Newname"}, version, of="notifier")
    kept, _ = entered(desk, reference, of="manager")
    assert (kept["synopsis"], kept["child_name"]) == ("Better.", "Newname")


def test_of_two_corrections_sent_at_the_same_moment_one_counts(desk: Office):
    reference = desk.notify()
    pages = {who: entered(desk, reference, of=who) for who in ("notifier", "manager")}

    def send(who: str) -> str:
        raw, version = pages[who]
        try:
            return confirm(desk, reference, {**raw, "synopsis": f"By {who}."}, version, of=who)
        except ConcurrentChangeError:
            return "moved on"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(send, pages))

    assert said == ["at once", "moved on"]
    assert desk.rows("select count(*) from correction") == [(1,)]


def proposed(desk: Office) -> str:
    reference = desk.triaged("ask", agencies=["health", "police"])
    assert correct(desk, reference, "triage", outcome="more", agencies=[]) == "proposed"
    return reference


def open_to_decide(desk: Office, reference: str) -> tuple[str, int]:
    task = desk.task(reference, "decide_correction", of="independent")
    page = desk.use.tasks.open_task(reference, task, by=desk.independent).page
    return task, page.version


def decide(desk: Office, reference: str, task: str, version: int) -> None:
    desk.use.tasks.complete_task(
        reference, task, ACCEPT, by=desk.independent, key=uuid4().hex, version=version
    )


def test_the_independent_chair_lets_nothing_take_effect_but_what_was_read(desk: Office):
    reference = proposed(desk)
    task, read = open_to_decide(desk, reference)
    desk.complete(
        reference, "ask_agency", {"known": "yes", "chronology": "Invented."}, of="health_lead"
    )

    with pytest.raises(ConcurrentChangeError):
        decide(desk, reference, task, read)

    assert "decide_correction" in desk.standing(reference)
    task, read = open_to_decide(desk, reference)
    decide(desk, reference, task, read)
    assert desk.standing(reference) == ["supply_more"]


def test_control_where_nothing_has_happened_it_takes_effect_at_the_first_time(desk: Office):
    reference = proposed(desk)
    another = desk.notify()
    task, read = open_to_decide(desk, reference)
    correct(desk, another, "incident_notified", synopsis="On another case.")

    decide(desk, reference, task, read)

    assert desk.standing(reference) == ["supply_more"]
