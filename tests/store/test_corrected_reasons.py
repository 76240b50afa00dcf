"""Departures whose reason was copied from an answer that was corrected since say so, and no others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.calendar import london_date
from engine.deployment import read_folder
from tests.store.dossiers import files_in, made, section
from tests.store.office import SMALL, TRIAGE, Office, correct
from web.use_cases.departure_views import DepartureFilters, DepartureView

RULES = """
late_return:
  title: Late return
  looks_at: overdue
  places:
    - step: small_incident/ask_agency
      when: '=today() > task.due'
      sentence: It is late.
      clause: S-01
      reason: small_incident/triage/reason
convened:
  title: Convened
  looks_at: completed
  places:
    - step: small_incident/triage
      when: '=triage.outcome = "convene"'
      sentence: The group is convened.
      clause: S-01
      reason: small_incident/triage/reason
explained_later:
  title: Explained later
  looks_at: completed
  places:
    - step: small_incident/triage
      when: '=triage.outcome = "convene"'
      sentence: The minutes will say why.
      clause: S-01
      reason_follows: small_incident/consider/minutes
never_explained:
  title: Never explained
  looks_at: completed
  places:
    - step: small_incident/consider
      when: '=triage.outcome = "convene"'
      sentence: The Chair had not said why.
      clause: S-01
      reason_follows: small_incident/triage/reason
"""
CONSIDERED: dict[str, Any] = {"facts": {"outcome": "died"}, "minutes": "Invented minutes."}
BETTER = "Another secret reason."


@pytest.fixture
def desk(office: Office) -> Iterator[Office]:
    """The office with kinds of departures; neither triage nor the minutes has to be explained."""
    files = {**read_folder(SMALL), "workflows/departures.yaml": RULES.encode()}
    for step, key in (("triage", "reason"), ("consider", "minutes")):
        path = f"forms/small_incident/{step}.form"
        form = json.loads(files[path])
        [asked] = [each for each in _questions(form) if each.get("key") == key]
        del asked["validate"]["required"]
        files[path] = json.dumps(form).encode()
    office.use.deployments.deploy(files, by=None)
    office.meeting_in(1)
    return office


def _questions(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in form.get("components", ()):
        yield each
        yield from _questions(each)


def considered(desk: Office, reference: str, **answers: Any) -> None:
    desk.days_pass(1)
    desk.use.meetings.record_held("SIG", by=desk.manager)
    desk.work()
    desk.complete(reference, "consider", {**CONSIDERED, **answers})


def departure(desk: Office, reference: str, kind: str, *, of: str = "manager") -> DepartureView:
    views = desk.use.departures.of_case(reference, by=desk.people[of])
    [found] = [each for each in views if each.line.kind == kind]
    return found


def corrected(desk: Office, reference: str) -> set[str]:
    """Return the kinds of departures that say that their reason rests on a corrected answer."""
    views = desk.use.departures.of_case(reference, by=desk.manager)
    return {each.line.kind for each in views if each.line.corrected is not None}


def test_a_reason_copied_from_an_answer_says_that_it_was_corrected_and_stays_as_it_was(
    desk: Office,
):
    reference = desk.triaged()
    assert corrected(desk, reference) == set()
    before = desk.rows("select reason from departure")

    assert correct(desk, reference, "triage", reason=BETTER) == "at once"

    found = departure(desk, reference, "convened")
    [triage] = [each for each in desk.case(reference).submissions if each.element == "triage"]
    assert corrected(desk, reference) == {"convened"}
    assert found.reason == TRIAGE["reason"]
    assert (found.line.corrected.submission, found.line.corrected.on_record) == (triage.id, False)
    assert desk.rows("select reason from departure") == before
    events = [kind for (kind,) in desk.rows("select kind from audit_event")]
    assert "departure_explained" not in events


def test_control_the_correction_of_another_answer_or_on_another_case_changes_nothing(desk: Office):
    reference, another = desk.triaged(), desk.triaged()

    correct(desk, reference, "incident_notified", synopsis="Told better.")
    correct(desk, another, "triage", reason=BETTER)

    assert corrected(desk, reference) == set()
    assert corrected(desk, another) == {"convened"}


def test_the_list_the_file_and_the_dossier_say_it_beside_the_reason(desk: Office):
    reference, untouched = desk.triaged(), desk.triaged()
    correct(desk, reference, "triage", reason=BETTER)
    today = london_date(desk.use.clock.now())

    page = desk.use.departures.page(DepartureFilters(kind="convened"), by=desk.governor)
    said = {line.reference: line.corrected for line in page.lines}
    file = desk.use.departures.export(DepartureFilters(kind="convened"), by=desk.governor)

    assert said[untouched] is None
    assert london_date(said[reference].at_utc) == today
    header, *rows = [line.split(",") for line in file.content.decode("utf-8-sig").splitlines()]
    assert header[-2:] == [
        "Reason rests on an answer corrected on",
        "Corrected for the record only",
    ]
    assert {row[0]: row[-2:] for row in rows} == {
        reference: [today.isoformat(), ""],
        untouched: ["", ""],
    }
    dossiers = {
        each: files_in(made(desk, each)[0])["index.html"].decode()
        for each in (reference, untouched)
    }
    for place in ("departures", "clauses"):
        assert "It rests on an answer that was corrected on" in section(dossiers[reference], place)
    assert TRIAGE["reason"] in section(dossiers[reference], "departures")
    assert "It rests on" not in dossiers[untouched]


def test_the_clause_that_was_departed_from_says_it_too(desk: Office):
    reference = desk.triaged()
    correct(desk, reference, "triage", reason=BETTER)

    found = desk.use.compliance.of_case(desk.case(reference))

    [clause] = [each for each in found.clauses if each.clause.id == "S-01"]
    told = {each.sentence: found.corrected.get(each.corrected) for each in clause.departures}
    assert told["The minutes will say why."] is None
    assert told["The group is convened."].at_utc is not None


def test_a_reason_that_a_later_step_gave_says_it_where_that_answer_was_corrected(desk: Office):
    reference = desk.triaged()
    considered(desk, reference)
    assert departure(desk, reference, "explained_later").reason == CONSIDERED["minutes"]
    assert corrected(desk, reference) == set()

    correct(desk, reference, "consider", minutes="What was really said.")

    assert corrected(desk, reference) == {"explained_later"}


def test_a_reason_that_was_missing_in_the_answer_is_given_by_its_correction(desk: Office):
    reference = desk.triaged(reason="")
    considered(desk, reference, minutes="")
    assert departure(desk, reference, "explained_later").reason is None

    correct(desk, reference, "consider", minutes="What was said.")

    assert departure(desk, reference, "explained_later").reason == "What was said."
    assert corrected(desk, reference) == set()
    correct(desk, reference, "consider", minutes="What was really said.")
    assert corrected(desk, reference) == {"explained_later"}


def test_control_a_correction_gives_no_reason_to_what_was_departed_from_after_the_answer(
    desk: Office,
):
    reference = desk.triaged(reason="")
    considered(desk, reference)

    correct(desk, reference, "triage", reason=BETTER)

    assert departure(desk, reference, "never_explained").reason is None


def test_a_reason_copied_from_the_corrected_answer_rests_on_that(desk: Office):
    reference = desk.notify()
    desk.complete(reference, "triage", {**TRIAGE, "outcome": "more"})
    correct(desk, reference, "triage", reason=BETTER)
    more = {"more_detail": "More detail.", "facts": {"outcome": "harmed"}}
    desk.complete(reference, "supply_more", more, of="notifier")
    desk.complete(reference, "triage", dict(TRIAGE))

    assert departure(desk, reference, "convened").reason == TRIAGE["reason"]
    assert corrected(desk, reference) == set()


def test_a_reason_given_by_hand_rests_on_no_answer(desk: Office):
    reference = desk.triaged(reason="")
    [convened] = [
        each
        for each in desk.use.departures.of_case(reference, by=desk.chair)
        if each.line.kind == "convened"
    ]
    desk.use.departures.explain(reference, convened.line.id, BETTER, by=desk.chair)

    correct(desk, reference, "triage", reason=BETTER)

    assert corrected(desk, reference) == set()


def test_who_does_not_read_the_reason_does_not_read_that_it_was_corrected(desk: Office):
    reference = desk.triaged("ask", agencies=["health"])
    desk.days_pass(60)
    desk.work()

    correct(desk, reference, "triage", reason=BETTER)

    assert corrected(desk, reference) == {"late_return"}
    theirs = departure(desk, reference, "late_return", of="health_lead")
    assert (theirs.reason, theirs.line.corrected) == (None, None)
