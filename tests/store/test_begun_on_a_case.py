"""Something else happened: a process begun on a case, kept whole, and the end of the whole case."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from engine.errors import (
    ConcurrentChangeError,
    InvalidAnswersError,
    NotFoundError,
    NotPermittedError,
    TaskNotReadyError,
)
from tests.store.office import CHILD, TRIAGE, Office
from web.use_cases.map_views import MapFilters

NEWS = {"what_is_new": "A secret that nobody else may read.", "facts": {"outcome": "unknown"}}
REASON = {"reason": "The wrong child was notified."}
YES, NO = {"approve": "yes"}, {"approve": "no"}
ASKED = {"outcome": "ask", "agencies": ["health"]}
DONE = {"remark": "Nothing more."}


def begin(office: Office, reference: str, process: str, raw, *, of: str, **how):
    by = office.people[of]
    version = office.use.beginnings.form(reference, process, by=by).page.version
    how = {"key": uuid4().hex, "version": version, **how}
    return office.use.beginnings.begin(reference, process, raw, by=by, **how)


def news(office: Office, reference: str, *, of: str = "chair", **how):
    return begin(office, reference, "small_news", NEWS, of=of, **how)


def withdrawal(office: Office, reference: str, answer):
    begin(office, reference, "small_withdrawal", REASON, of="manager")
    return office.complete(reference, "approve_withdrawal", answer, of="independent")


def offered(office: Office, reference: str, of: str) -> list[str]:
    found = office.use.beginnings.offered(reference, by=office.people[of])
    return [line.process for line in found]


def instances(office: Office) -> list[tuple]:
    return office.rows(
        "select process, ended_at_utc is not null, cancelled from process_instance order by position"
    )


def events(office: Office, reference: str) -> list[str]:
    return [event.kind for event in office.case(reference, of="independent").audit]


def test_what_was_begun_runs_beside_the_case(office: Office):
    reference = office.notify()

    outcome = news(office, reference)

    assert outcome.next == ("Look again",)
    assert office.standing(reference) == ["look_again", "triage"]
    case = office.case(reference, of="independent")
    assert [(each.process, each.begun_by, each.run) for each in case.instances] == [
        ("small_incident", None, 1),
        ("small_news", "Cherry Example", 2),
    ]
    assert case.facts == {"outcome": "unknown"}
    assert [each.element for each in case.submissions] == ["incident_notified", "news_came"]
    assert events(office, reference)[-4:] == [
        "process_started",
        "case_data_changed",
        "task_opened",
        "form_submitted",
    ]


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ("chair", ["small_news"]),
        ("notifier", ["small_news"]),
        ("manager", ["small_author", "small_hold", "small_news", "small_withdrawal"]),
        ("independent", []),
        ("governor", []),
    ],
)
def test_each_is_offered_what_is_theirs(office: Office, of: str, found: list[str]):
    reference = office.notify()

    assert sorted(offered(office, reference, of)) == found
    assert sorted(line.process for line in office.case(reference, of=of).may_begin) == found


@pytest.mark.parametrize(
    ("of", "refusal"),
    [
        ("colleague", NotFoundError),
        ("police_lead", NotFoundError),
        ("nobody", NotFoundError),
        ("independent", NotPermittedError),
        ("governor", NotPermittedError),
    ],
)
def test_who_may_not_know_of_the_case_finds_nothing_and_who_may_only_read_may_not(
    office: Office, of: str, refusal: type[Exception]
):
    reference = office.notify()

    for doing in (
        lambda by: office.use.beginnings.form(reference, "small_news", by=by),
        lambda by: office.use.beginnings.save_draft(reference, "small_news", {}, by=by),
        lambda by: office.use.beginnings.check(reference, "small_news", NEWS, by=by),
        lambda by: office.use.beginnings.begin(
            reference, "small_news", NEWS, by=by, key="k", version=1
        ),
    ):
        with pytest.raises(refusal):
            doing(office.people[of])


def test_what_nobody_begins_on_a_case_is_not_found(office: Office):
    reference = office.notify()

    for process in ("small_watch", "small_incident", "nothing"):
        with pytest.raises(NotFoundError):
            office.use.beginnings.form(reference, process, by=office.chair)


def test_an_agency_begins_it_once_it_was_asked_and_its_people_read_what_it_said(office: Office):
    reference = office.notify()
    with pytest.raises(NotFoundError):
        offered(office, reference, "health_lead")
    office.complete(reference, "triage", TRIAGE | ASKED)

    news(office, reference, of="health_lead")

    seen = office.case(reference, of="health_lead").submissions
    assert [each.agency for each in seen if each.element == "news_came"] == ["Example Health"]
    with pytest.raises(NotFoundError):
        offered(office, reference, "police_lead")


def test_who_declared_a_conflict_finds_nothing(office: Office):
    reference = office.notify()
    office.complete(reference, "triage", TRIAGE | ASKED | {"conflicted": "yes"})

    with pytest.raises(NotFoundError):
        offered(office, reference, "chair")
    assert offered(office, reference, "vice") == ["small_news"]


def test_it_is_not_offered_where_its_formula_is_not_true(office: Office):
    reference = office.notify(facts={"outcome": "died"})

    assert offered(office, reference, "chair") == []
    with pytest.raises(TaskNotReadyError):
        office.use.beginnings.form(reference, "small_news", by=office.chair)


def test_the_same_submission_twice_begins_it_once(office: Office):
    reference = office.notify()

    first, second = (news(office, reference, key="the same key", version=1) for _ in range(2))

    assert first == second
    assert [process for process, _, _ in instances(office)] == ["small_incident", "small_news"]


def test_the_same_key_under_another_text_is_noticed(office: Office):
    reference = office.notify()
    news(office, reference, key="the same key")

    with pytest.raises(ConcurrentChangeError):
        begin(
            office,
            reference,
            "small_news",
            {**NEWS, "what_is_new": "Else."},
            of="chair",
            key="the same key",
        )


def test_facts_that_changed_meanwhile_are_not_overwritten(office: Office):
    reference = office.notify()
    opened = office.use.beginnings.form(reference, "small_news", by=office.chair).page.version
    news(office, reference, of="manager")

    with pytest.raises(ConcurrentChangeError):
        news(office, reference, version=opened)


def test_two_who_begin_it_at_once_begin_two(office: Office):
    reference = office.notify()
    same = {**NEWS, "facts": {"outcome": "harmed"}}

    with ThreadPoolExecutor(2) as both:
        done = [
            both.submit(begin, office, reference, "small_news", same, of=who)
            for who in ("chair", "manager")
        ]
        for each in done:
            each.result()

    assert office.standing(reference) == ["look_again", "look_again", "triage"]


def test_answers_are_refused_as_on_any_form(office: Office):
    reference = office.notify()

    with pytest.raises(InvalidAnswersError) as refusal:
        begin(office, reference, "small_news", {"what_is_new": ""}, of="chair")

    assert list(refusal.value.problems) == ["what_is_new", "facts.outcome"]
    assert len(instances(office)) == 1


def test_the_form_is_offered_filled_in_with_what_the_case_holds(office: Office):
    reference = office.notify()

    page = office.use.beginnings.form(reference, "small_news", by=office.chair).page

    assert page.raw == {"facts": {"outcome": "harmed"}}


def test_a_draft_is_its_writers_sealed_and_gone_once_it_is_sent(office: Office):
    reference = office.notify()
    by = office.chair
    office.use.beginnings.save_draft(reference, "small_news", {"what_is_new": "Half"}, by=by)
    office.use.beginnings.save_draft(reference, "small_news", {"what_is_new": "More"}, by=by)

    mine = office.use.beginnings.form(reference, "small_news", by=by)
    others = office.use.beginnings.form(reference, "small_news", by=office.manager)

    assert (mine.page.raw, mine.line.has_draft) == ({"what_is_new": "More"}, True)
    assert (others.page.raw, others.line.has_draft) == ({"facts": {"outcome": "harmed"}}, False)
    assert not any(b"More" in content for (content,) in office.rows("select content from draft"))
    news(office, reference)
    assert office.rows("select count(*) from draft") == [(0,)]


def test_nothing_of_what_was_said_stands_open_in_the_database(office: Office):
    reference = office.notify()
    news(office, reference)

    tables = office.rows(
        "select tablename from pg_tables where schemaname = 'public' and tablename not like 'procrastinate%'"
    )
    for (table,) in tables:
        rows = office.rows(f'select t::text from "{table}" t')
        assert not any("secret" in row or CHILD in row for (row,) in rows), table


def closed(office: Office) -> str:
    reference = office.triaged("nothing")
    office.work()
    assert office.case(reference, of="independent").closed_at_utc is not None
    return reference


def test_a_closed_case_is_open_again_until_that_has_ended(office: Office):
    reference = closed(office)
    ended_by = office.case(reference, of="independent").closed_by
    assert offered(office, reference, "manager") == ["small_news"]

    news(office, reference)
    between = office.case(reference, of="independent")
    office.complete(reference, "look_again", DONE)
    after = office.case(reference, of="independent")

    assert between.closed_at_utc is None
    assert after.closed_at_utc is not None
    assert (ended_by, after.closed_by) == ("Nothing more done", "Looked at")
    kinds = events(office, reference)
    assert [kind for kind in kinds if kind in ("case_closed", "case_reopened")] == [
        "case_closed",
        "case_reopened",
        "case_closed",
    ]


def test_a_closed_case_begins_nothing_else(office: Office):
    reference = closed(office)

    with pytest.raises(TaskNotReadyError):
        office.use.beginnings.form(reference, "small_withdrawal", by=office.manager)


def test_a_case_is_closed_only_when_all_its_processes_have_ended(office: Office):
    reference = office.notify()
    news(office, reference)
    office.complete(reference, "triage", TRIAGE | {"outcome": "nothing"})
    between = office.case(reference, of="independent")

    outcome = office.complete(reference, "look_again", DONE)

    assert between.closed_at_utc is None
    assert outcome.closed
    assert office.case(reference, of="independent").closed_by == "Nothing more done"


def test_two_of_a_kind_have_tasks_of_their_own(office: Office):
    reference = office.notify()
    news(office, reference)
    news(office, reference)

    tasks = [task for task in office.case(reference).tasks if task.element == "look_again"]
    office.use.tasks.complete_task(
        reference,
        tasks[0].task_id,
        DONE,
        by=office.chair,
        key="k",
        version=office.case(reference).case_version,
    )

    assert sorted(task.run for task in tasks) == [2, 3]
    left = office.case(reference, of="independent")
    assert [task.run for task in left.tasks if task.element == "look_again"] == [tasks[1].run]
    assert [each.ended_at_utc is not None for each in left.instances] == [
        False,
        tasks[0].run == 2,
        tasks[0].run == 3,
    ]
    found = office.use.map.process("small_news", MapFilters(), by=office.chair)
    [step] = [each for each in found.steps if each.element.id == "look_again"]
    assert step.cases.number == 1


def test_the_end_of_the_whole_case_withdraws_everything_that_was_open(office: Office):
    reference = office.notify()
    news(office, reference)
    task = office.task(reference, "look_again")
    office.use.tasks.save_draft(reference, task, {"remark": "Half"}, by=office.chair)

    outcome = withdrawal(office, reference, YES)

    assert outcome.closed
    case = office.case(reference, of="independent")
    assert case.tasks == ()
    assert case.closed_by == "Withdrawn"
    assert instances(office) == [
        ("small_incident", True, True),
        ("small_news", True, True),
        ("small_withdrawal", True, False),
    ]
    assert office.rows("select distinct state from timer") == [("withdrawn",)]
    assert office.rows("select count(*) from draft") == [(0,)]
    assert office.rows("select count(*) from element_visit where left_at_utc is null") == [(0,)]
    cancelled = {
        visit.element for each in case.instances for visit in each.visits if visit.cancelled
    }
    assert cancelled == {"triage", "look_again"}
    kinds = events(office, reference)
    assert kinds.count("process_cancelled") == 2
    assert kinds.count("task_withdrawn") == 2
    assert kinds[-1] == "case_closed"
    assert kinds.count("case_ended") == 1
    with pytest.raises(TaskNotReadyError):
        office.use.tasks.open_task(reference, task, by=office.chair)


def test_control_a_withdrawal_that_is_not_approved_withdraws_nothing(office: Office):
    reference = office.notify()
    news(office, reference)

    outcome = withdrawal(office, reference, NO)

    assert not outcome.closed
    assert office.standing(reference) == ["look_again", "triage"]
    assert [cancelled for _, _, cancelled in instances(office)] == [False, False, False]
    assert "small_withdrawal" in offered(office, reference, "manager")


def test_no_timer_of_an_ended_case_fires(office: Office):
    reference = office.notify()
    withdrawal(office, reference, YES)
    office.work()
    before = events(office, reference)

    office.days_pass(30)
    office.work()

    assert events(office, reference) == before


def appoint(office: Office, reference: str, who: str, *, of: str = "manager") -> None:
    begin(office, reference, "small_author", {"author": str(office.people[who])}, of=of)


def reports(office: Office) -> list[str]:
    """Return the tasks of the author that wait for each of the two people."""
    return [
        f"{who}: {task.element} {task.run}"
        for who in ("member", "board")
        for task in office.use.tasks.task_list(by=office.people[who])
    ]


def test_whoever_is_appointed_last_takes_over_all_that_waits_for_the_role(office: Office):
    reference = office.notify()
    appoint(office, reference, "member")
    before = reports(office)

    appoint(office, reference, "board")

    assert before == ["member: write_report 2"]
    assert reports(office) == ["board: write_report 2", "board: write_report 3"]
    with pytest.raises(NotFoundError):
        office.case(reference, of="member")


def test_what_the_one_before_handed_in_and_had_begun_to_write_is_kept(office: Office):
    reference = office.notify()
    appoint(office, reference, "member")
    office.complete(reference, "write_report", {"report": "The first part."}, of="member")
    appoint(office, reference, "member")
    task = office.task(reference, "write_report", of="member")
    office.use.tasks.save_draft(reference, task, {"report": "The second p"}, by=office.member)

    appoint(office, reference, "board")

    kept = [each for each in office.case(reference).submissions if each.element == "write_report"]
    assert [(each.by, each.answers["report"]) for each in kept] == [
        ("Meg Example", "The first part.")
    ]
    opened = office.use.tasks.open_task(reference, task, by=office.board).page
    assert opened.raw == {"report": "The first part."}
    assert opened.opens_with_at_utc is not None
    assert office.rows("select person_id from draft") == [(office.member,)]


def test_an_author_begins_what_authors_begin_only_while_appointed(office: Office):
    reference = office.notify()
    appoint(office, reference, "member")
    offered_first = offered(office, reference, "member")

    appoint(office, reference, "board", of="member")

    assert offered_first == ["small_author"]
    assert offered(office, reference, "board") == ["small_author"]
    with pytest.raises(NotFoundError):
        offered(office, reference, "member")


def test_who_handed_over_by_what_they_began_is_not_shown_what_follows(office: Office):
    reference = office.notify()
    appoint(office, reference, "member")
    raw = {"author": str(office.board)}

    outcome = begin(office, reference, "small_author", raw, of="member")

    assert (outcome.still_visible, outcome.next) == (False, ())


def test_who_asked_for_the_end_of_the_case_does_not_approve_it(office: Office):
    both = office.use.people.add(
        name="Bea Example",
        email="both@example.invalid",
        agency=None,
        roles=["business_manager", "independent_chair"],
        by=None,
    )
    office.people["both"] = both
    reference = office.notify()
    begin(office, reference, "small_withdrawal", REASON, of="both")
    task = office.task(reference, "approve_withdrawal", of="independent")

    assert "approve_withdrawal" not in [
        each.element for each in office.use.tasks.task_list(by=both)
    ]
    with pytest.raises(NotPermittedError):
        office.use.tasks.open_task(reference, task, by=both)
    assert office.complete(reference, "approve_withdrawal", YES, of="independent").closed


def test_a_form_opens_with_what_was_last_submitted_to_it_on_this_case_alone(office: Office):
    elsewhere, reference = office.notify(), office.notify()
    appoint(office, elsewhere, "member")
    office.complete(elsewhere, "write_report", {"report": "Of another case."}, of="member")
    raws = []
    for text in ("First.", "Second."):
        appoint(office, reference, "member")
        task = office.task(reference, "write_report", of="member")
        raws.append(office.use.tasks.open_task(reference, task, by=office.member).page.raw)
        office.complete(reference, "write_report", {"report": text}, of="member")
    appoint(office, reference, "member")
    task = office.task(reference, "write_report", of="member")
    raws.append(office.use.tasks.open_task(reference, task, by=office.member).page.raw)

    office.use.tasks.save_draft(reference, task, {"report": "Half"}, by=office.member)

    assert raws == [{}, {"report": "First."}, {"report": "Second."}]
    assert office.use.tasks.open_task(reference, task, by=office.member).page.raw == {
        "report": "Half"
    }
    submitted = office.case(reference).submissions
    assert [(each.answers["report"], each.version) for each in submitted if each.version] == [
        ("First.", 1),
        ("Second.", 2),
    ]
    assert {each.element for each in submitted if each.version} == {"write_report"}
