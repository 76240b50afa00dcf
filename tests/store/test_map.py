"""The map: what it counts, for whom, on which version, and the lists behind its numbers."""

from datetime import timedelta
from itertools import pairwise

import pytest

from engine.deployment import read_folder
from engine.errors import NotFoundError, NotPermittedError
from tests.store.office import PEOPLE, SMALL, TRIAGE, Office
from tests.store.test_tallies import retype
from web.access import READS_MAP
from web.small_numbers import Count, Shown, exact
from web.use_cases import map_cases
from web.use_cases.map_views import MapFilters, StepOnMap

ALL = MapFilters()
PROCESS = "small_incident"
UNDER = Count(Shown.UNDER)


def step(
    office: Office, element: str = "triage", filters: MapFilters = ALL, *, of: str = "governor"
) -> StepOnMap:
    found = office.use.map.process(PROCESS, filters, by=office.people[of])
    [it] = [each for each in found.steps if each.element.id == element]
    return it


def cases_at(office: Office, filters: MapFilters = ALL, **how):
    by = office.people[how.pop("of", "governor")]
    return office.use.map.cases_at(PROCESS, "triage", filters, by=by, **how)


def deploy_another_version(office: Office) -> None:
    files = dict(read_folder(SMALL))
    settings = files["workflows/settings.yaml"]
    files["workflows/settings.yaml"] = settings.replace(b"value: 3,", b"value: 4,")
    office.use.deployments.deploy(files, by=None)


def test_a_step_has_its_cases_the_late_ones_and_how_long_they_stayed(office: Office):
    first = office.notify()
    office.days_pass(2)
    office.complete(first, "triage", TRIAGE)
    office.notify()
    office.notify()
    office.days_pass(10)

    triage = step(office)

    assert (triage.cases, triage.late, triage.is_late) == (exact(2), exact(2), True)
    stays = triage.stays
    assert (stays.times, stays.days, stays.target_days) == (exact(1), 2.0, 3.0)
    assert (stays.targeted, stays.within, stays.verdict) == (1, 1, "within")
    assert sum(way.times.number for way in triage.ways) == 1


def test_the_overview_says_where_cases_stay_longest_against_the_target(office: Office):
    slow = office.notify()
    office.days_pass(9)
    office.complete(slow, "triage", TRIAGE)

    lines = office.use.map.overview(ALL, by=office.governor).slowest

    assert lines[0].element == "triage"
    assert (lines[0].stays.days, lines[0].stays.target_days) == (9.0, 3.0)
    assert lines[0].stays.verdict == "over"
    assert office.use.map.overview(ALL, by=office.people["board"]).slowest == ()
    for _ in range(4):
        late = office.notify()
        office.days_pass(9)
        office.complete(late, "triage", TRIAGE)
    [told] = office.use.map.overview(ALL, by=office.people["board"]).slowest
    assert (told.element, told.stays.days, told.stays.verdict) == ("triage", None, "over")


def test_a_step_without_a_deadline_has_no_target(office: Office):
    found = office.use.map.process(PROCESS, ALL, by=office.governor)

    targets = {each.element.id: each.stays.has_target for each in found.steps}
    assert targets["triage"]
    assert not all(targets.values())


def test_the_flow_taken_most_is_the_thickest(office: Office):
    for _ in range(3):
        office.triaged()
    office.triaged("nothing")

    found = office.use.map.process(PROCESS, ALL, by=office.governor)
    ways = {way.times.number: way.weight for each in found.steps for way in each.ways}
    assert ways[4] == 4
    assert ways[0] == 0
    assert all(ways[more] >= ways[less] for less, more in pairwise(sorted(ways)))


def test_only_who_may_read_counts_sees_the_map_and_only_who_sees_exact_ones_the_list(
    office: Office,
):
    office.notify()
    for who, (_, _, roles) in PEOPLE.items():
        if not READS_MAP.intersection(roles):
            with pytest.raises(NotPermittedError):
                step(office, of=who)
            continue
        assert step(office, of=who).cases == (UNDER if who == "board" else exact(1))
        if who == "board":
            with pytest.raises(NotPermittedError):
                cases_at(office, of=who)
        else:
            assert len(cases_at(office, of=who).lines) == 1


def test_a_board_member_learns_of_no_number_below_five_and_of_no_exact_one(office: Office):
    for _ in range(5):
        office.notify()
    office.triaged()
    board = office.people["board"]

    five = step(office, of="board")
    overview = office.use.map.overview(ALL, by=board)

    assert (five.cases, five.late, five.departures) == (Count(Shown.OVER), UNDER, UNDER)
    assert (five.stays.times, five.stays.days) == (UNDER, None)
    assert [(line.element, line.cases) for line in overview.steps] == [
        ("triage", Count(Shown.OVER))
    ]
    shown = [found for each in overview.processes for found in (each.cases, each.late)]
    assert {found.number for found in shown} == {None}
    assert not any(found.opens for found in shown)
    # the control: whoever sees exact counts is told of the one at the next step too
    assert len(office.use.map.overview(ALL, by=office.governor).steps) > 1


def test_a_board_member_cannot_take_one_count_from_another_by_filters(office: Office):
    for _ in range(5):
        office.notify()
    narrow = MapFilters(first="2030-01", review_type="none")

    assert step(office, filters=narrow).cases == exact(0)  # the control
    assert step(office, filters=narrow, of="board").cases == Count(Shown.OVER)


def test_filters_choose_by_month_and_type_of_review(office: Office):
    reference = office.notify()
    office.days_pass(40)
    office.notify()

    assert step(office, filters=MapFilters(first="2026-04")).cases == exact(1)
    assert step(office, filters=MapFilters(last="2026-03")).cases == exact(1)
    assert step(office, filters=MapFilters(review_type="none")).cases == exact(2)
    retype(office, reference, "SCR")
    assert step(office, filters=MapFilters(review_type="none")).cases == exact(1)


def test_a_filter_that_says_nothing_is_reported_and_chooses_nothing(office: Office):
    office.notify()
    filters = MapFilters(first="March", last="2026-13", review_type="XYZ")

    found = office.use.map.process(PROCESS, filters, by=office.governor)

    assert set(found.frame.problems) == {"first", "last", "review_type"}
    assert found.frame.cases == exact(1)
    turned = MapFilters(first="2026-05", last="2026-03")
    problems = office.use.map.process(PROCESS, turned, by=office.governor).frame.problems
    assert list(problems) == ["last"]


def test_cases_on_an_older_version_are_shown_on_its_own_diagram(office: Office):
    old = office.notify()
    deploy_another_version(office)
    office.notify()
    office.notify()

    newest = office.use.map.process(PROCESS, ALL, by=office.governor)
    older = office.use.map.process(PROCESS, MapFilters(version=1), by=office.governor)

    assert (newest.number, newest.frame.cases) == (2, exact(2))
    assert (older.number, older.frame.cases) == (1, exact(1))
    switch = [(each.number, each.cases, each.is_current) for each in newest.frame.versions]
    assert switch == [(2, exact(2), True), (1, exact(1), False)]
    [line] = [
        each
        for each in office.use.map.overview(ALL, by=office.governor).processes
        if each.process == PROCESS
    ]
    assert (line.cases, line.elsewhere) == (exact(3), exact(1))
    assert [each.reference for each in cases_at(office, MapFilters(version=1)).lines] == [old]
    assert len(cases_at(office).lines) == 3


def test_unknown_diagrams_steps_and_versions_are_not_found(office: Office):
    for filters, process in ((ALL, "nothing"), (MapFilters(version=9), PROCESS)):
        with pytest.raises(NotFoundError):
            office.use.map.process(process, filters, by=office.governor)
    with pytest.raises(NotFoundError):
        office.use.map.cases_at(PROCESS, "nothing", ALL, by=office.governor)
    with pytest.raises(NotFoundError):
        cases_at(office, after="nonsense")


def test_the_list_has_those_due_first_at_the_top_and_goes_on(office: Office, monkeypatch):
    monkeypatch.setattr(map_cases, "PAGE", 2)
    monkeypatch.setattr("web.use_cases.map.PAGE", 2)
    references = []
    for _ in range(5):
        references.append(office.notify())
        office.days_pass(7)

    read, after = [], None
    while True:
        found = cases_at(office, after=after)
        read += [each.reference for each in found.lines]
        after = found.next_after
        if after is None:
            break

    assert read == references
    late = cases_at(office, late=True)
    assert {each.late for each in late.lines} == {True}
    assert late.lines[0].since + timedelta(days=3) == late.lines[0].due


def test_a_case_in_conflict_is_counted_and_not_listed(office: Office):
    first, second = office.notify(), office.notify()
    office.use.conflicts.declare(first, "I know the family.", by=office.governor, key="k" * 32)

    assert step(office).cases == exact(2)
    assert [each.reference for each in cases_at(office).lines] == [second]
    assert len(cases_at(office, of="manager").lines) == 2


def test_a_list_leads_to_the_run_on_which_the_case_stands(office: Office):
    office.notify()

    [line] = cases_at(office).lines

    assert line.run == 1


def test_there_is_no_flowchart_where_a_version_has_none(office: Office):
    with pytest.raises(NotFoundError):
        office.use.map.flowchart(ALL, by=office.governor)
    assert not office.use.map.overview(ALL, by=office.governor).has_flowchart
