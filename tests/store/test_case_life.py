"""A case from notification to its end, on PostgreSQL, with the real jobs."""

from tests.store.office import Office


def test_a_notification_becomes_a_case_with_its_first_task(office: Office):
    reference = office.notify()

    assert reference == f"SI-{office.use.clock.now():%Y}-0001"
    assert office.standing(reference) == ["triage"]


def test_a_case_moves_from_person_to_person_to_its_end(office: Office):
    office.meeting_in(7)
    reference = office.triaged()
    assert office.standing(reference) == ["watch_case"]

    office.days_pass(8)
    office.work()
    office.complete(reference, "consider", {"facts": {"outcome": "died"}, "minutes": "They met."})
    office.complete(reference, "watch_case", {"remark": "Seen."}, of="manager")

    case = office.case(reference)
    assert case.closed_by == "Case considered"
    assert case.facts == {"outcome": "died"}
