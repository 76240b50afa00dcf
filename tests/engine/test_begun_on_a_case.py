"""What people begin on a case: who may, when it is offered, what it reads, and the end of the whole case."""

import json
from datetime import timedelta

import pytest

from engine import execution, hold
from engine.beginning import Beginner, is_open_to_the_case, may_begin, roles_that_begin
from engine.errors import DefinitionError, TaskNotReadyError
from engine.forms import read_form
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario
from tests.engine.small_diagrams import (
    MONDAY,
    Case,
    begin,
    case_field,
    diagram,
    element,
    extensions,
    flows,
    notice,
    reminder,
    stop,
    user,
    version,
)
from tests.engine.small_forms import form

PATH = "workflows/scenarios/small.yaml"
HEAD = """\
title: Something else happened
clock: 2026-03-02 09:00
agencies: {police: Testshire Police, health: Testshire Health}
people:
  chair: {name: Casey Chair, roles: [sig_chair]}
  vice: {name: Vic Vice, roles: [sig_vice_chair]}
  manager: {name: Billie Manager, roles: [business_manager]}
  police_lead: {name: Polly Lead, agency: police, roles: [agency_lead]}
  officer: {name: Olly Officer, agency: police, roles: [sig_chair]}
  health_lead: {name: Hal Lead, agency: health, roles: [agency_lead]}
steps:
"""


def asked(element_id, process, **properties):
    """Return a message start event with a form; the names of properties are written with underscores."""
    named = "".join(
        f'<zeebe:property name="{name.replace("_", "-")}" value="{value}"/>'
        for name, value in properties.items()
    )
    inner = extensions(
        f'<zeebe:formDefinition formId="{element_id}"/>',
        f"<zeebe:properties>{named}</zeebe:properties>",
    )
    message = f'<bpmn:messageEventDefinition id="by" messageRef="message_{process}"/>'
    return element("startEvent", element_id, inner + message)


def ends_case(element_id="withdrawn"):
    named = '<zeebe:properties><zeebe:property name="ends" value="case"/></zeebe:properties>'
    return element("endEvent", element_id, extensions(named))


def shows(element_id):
    return f'<zeebe:formDefinition formId="{element_id}"/>'


def main():
    """A plain process: the chair's step with a reminder, and beside it a step of the police."""
    narrowed = '<zeebe:assignmentDefinition candidateGroups="=&quot;police&quot;"/>'
    return diagram(
        "main",
        element("startEvent", "notified", extensions(shows("notified"))),
        element("parallelGateway", "both"),
        user("triage", shows("triage")),
        reminder("late", "triage", "=working days after(case.date_received, 3)"),
        stop("reminded"),
        user("tell", shows("tell"), narrowed),
        stop(),
        stop("told"),
        flows(
            "notified both", "both triage", "both tell", "triage done", "tell told", "late reminded"
        ),
    )


def news(**properties):
    return diagram(
        "news",
        asked("came_to_light", "news", **properties),
        element("exclusiveGateway", "worse", default="worse__noted"),
        user("look", shows("look")),
        stop("noted"),
        stop("looked"),
        flows(
            "came_to_light worse",
            'worse look =came_to_light.answer = "yes"',
            "worse noted",
            "look looked",
        ),
        messages=("news",),
    )


def withdrawal():
    """Ends the case after the chair's approval, while a notice of its own is still to go out by a timer."""
    return diagram(
        "withdrawal",
        asked("withdrawal_asked", "withdrawal", begun_by="business_manager", again="yes"),
        element("parallelGateway", "both"),
        user("approve", shows("approve")),
        user("tidy_up", shows("tidy_up")),
        element("exclusiveGateway", "agreed", default="agreed__kept"),
        stop("kept"),
        stop("tidied"),
        ends_case(),
        flows(
            "withdrawal_asked both",
            "both approve",
            "both tidy_up",
            "approve agreed",
            'agreed withdrawn =approve.answer = "yes"',
            "agreed kept",
            "tidy_up tidied",
        ),
        messages=("withdrawal",),
    )


def small_version(*diagrams, **settings):
    made = version(*diagrams, **settings)
    for drawn in diagrams:
        for each in drawn.elements.values():
            if each.form is not None:
                made.forms[drawn.id, each.id] = form(each.id)
    return made


def played(steps, *diagrams, **settings):
    scenario = read_scenario({PATH: (HEAD + steps).encode()}, PATH)
    return play(scenario, memory_desk(small_version(*diagrams, **settings), scenario))


def test_who_began_it_may_be_kept_from_what_follows():
    news_by_another = diagram(
        "news",
        asked("came_to_light", "news"),
        user(
            "look",
            shows("look"),
            '<zeebe:properties><zeebe:property name="not-by" value="came_to_light"/></zeebe:properties>',
        ),
        stop("looked"),
        flows("came_to_light look", "look looked"),
        messages=("news",),
    )
    begun = NOTIFIED + starts("chair", "news")

    by_the_same = played(begun + step("chair", "look"), main(), news_by_another)
    by_another = played(begun + step("officer", "look"), main(), news_by_another)

    assert by_the_same.steps[-1].refused == "not permitted"
    assert by_another.steps[-1].refused is None


def test_a_form_opens_with_what_was_last_submitted_to_it():
    again = diagram(
        "news",
        asked("came_to_light", "news", again="yes"),
        user(
            "look",
            shows("look"),
            '<zeebe:properties><zeebe:property name="opens-with" value="look"/></zeebe:properties>',
        ),
        stop("looked"),
        flows("came_to_light look", "look looked"),
        messages=("news",),
    )
    begun = NOTIFIED + starts("chair", "news") + starts("chair", "news")
    unchanged = "  - {who: chair, does: look}\n"

    told_once = played(begun + step("chair", "look") + unchanged, main(), again)
    never_told = played(begun + unchanged, main(), again)
    without = played(begun + step("chair", "look") + unchanged, main(), news(again="yes"))

    assert told_once.steps[-1].refused is None
    assert never_told.steps[-1].refused == ["answer"]
    assert without.steps[-1].refused == ["answer"]


def sets_the_case(form_id):
    """Return a form whose one question sets the field `decided` of the case."""
    asks = {
        "type": "radio",
        "id": "asks",
        "key": "decided",
        "label": "Is it decided?",
        "values": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
    }
    group = {"type": "group", "id": "group", "label": "Case", "path": "case", "components": [asks]}
    content = {"type": "default", "id": form_id, "schemaVersion": 18, "components": [group]}
    return read_form(json.dumps(content).encode(), file=f"forms/small/{form_id}.form")


def test_each_step_reads_the_case_as_another_process_has_left_it():
    waits = diagram(
        "main",
        element("startEvent", "notified", extensions(shows("notified"))),
        user("triage", shows("triage")),
        element("exclusiveGateway", "which", default="which__done"),
        stop("decided"),
        stop(),
        flows(
            "notified triage", "triage which", 'which decided =case.decided = "yes"', "which done"
        ),
    )
    told_of = diagram(
        "news",
        asked("came_to_light", "news"),
        stop("noted"),
        flows("came_to_light noted"),
        messages=("news",),
    )
    made = small_version(
        waits, told_of, case={"decided": case_field("decided", "choice", initial="no")}
    )
    made.forms["news", "came_to_light"] = sets_the_case("came_to_light")

    def reached(steps):
        scenario = read_scenario({PATH: (HEAD + steps).encode()}, PATH)
        return play(scenario, memory_desk(made, scenario)).ends["reached"]

    told = "  - {who: chair, starts: news, answers: {case: {decided: yes}}}\n"

    assert reached(NOTIFIED + told + step("chair", "triage"))[-1] == "decided"
    assert reached(NOTIFIED + step("chair", "triage"))[-1] == "done"


def step(who, does, answer="yes", kind="does"):
    return f"  - {{who: {who}, {kind}: {does}, answers: {{answer: {answer}}}}}\n"


def starts(who, process, answer="yes"):
    return step(who, process, answer, "starts")


NOTIFIED = step("chair", "notified")


def open_tasks(result, number=-1):
    return [each["task"] for each in result.steps[number].then]


def test_who_holds_the_lane_begins_it_and_its_answers_are_read():
    worse = played(NOTIFIED + starts("chair", "news"), main(), news())
    no_worse = played(NOTIFIED + starts("chair", "news", "no"), main(), news())

    assert open_tasks(worse) == ["triage", "tell", "look"]
    assert open_tasks(no_worse) == ["triage", "tell"]
    assert no_worse.ends["processes"] == [{"main": "waits"}, {"news": "ended"}]


@pytest.mark.parametrize(
    ("who", "begun_by", "refused"),
    [
        ("chair", "", None),
        ("manager", "", "not permitted"),
        ("manager", "author business_manager", None),
        ("vice", "", "not permitted"),
        ("police_lead", "agency_lead", None),
        ("health_lead", "agency_lead", "not permitted"),
        ("stranger", "", "not permitted"),
    ],
)
def test_who_may_begin_it(who, begun_by, refused):
    named = {"begun_by": begun_by} if begun_by else {}

    result = played(NOTIFIED + starts(who, "news"), main(), news(**named))

    assert result.steps[-1].refused == refused


def test_it_is_begun_once_in_all_unless_it_may_be_begun_again():
    twice = NOTIFIED + starts("chair", "news") + starts("chair", "news")

    once = played(twice, main(), news())
    again = played(twice, main(), news(again="yes"))

    assert once.steps[-1].refused == "not open"
    assert [open_tasks(again, 1), open_tasks(again, 2)] == [
        ["triage", "tell", "look"],
        ["triage", "tell", "look", "look"],
    ]


def test_two_of_a_kind_go_on_each_by_itself():
    steps = NOTIFIED + starts("chair", "news") + starts("chair", "news") + step("chair", "look")

    result = played(steps, main(), news(again="yes"))

    assert open_tasks(result) == ["triage", "tell", "look"]
    assert result.ends["processes"] == [{"main": "waits"}, {"news": "ended"}, {"news": "waits"}]


CLOSED = NOTIFIED + step("chair", "triage") + step("officer", "tell")


def test_a_closed_case_begins_only_what_says_so():
    refused = played(CLOSED + starts("chair", "news"), main(), news())
    taken = played(CLOSED + starts("chair", "news"), main(), news(also_closed="yes"))

    assert refused.steps[-1].refused == "not open"
    assert open_tasks(taken) == ["look"]


@pytest.mark.parametrize(
    ("when", "refused"),
    [
        ("=case.decided = &quot;yes&quot;", "not open"),
        ("=case.decided = null", None),
        ("=case.days_held &gt; 3", "not open"),
        ("=facts.outcome = &quot;died&quot;", None),
        ("=settings.days = 3", None),
        ("=case.date_received + duration(&quot;P1D&quot;) &gt; today()", None),
    ],
)
def test_it_is_offered_only_where_its_formula_is_true(when, refused):
    result = played(
        NOTIFIED + starts("chair", "news"),
        main(),
        news(when=when),
        defaults={"outcome": "died"},
        case={
            "decided": case_field("decided", "choice"),
            "days_held": case_field("days_held", "number"),
        },
    )

    assert result.steps[-1].refused == refused


def test_nothing_else_is_begun_on_a_case_and_nothing_before_there_is_one():
    plain = played(NOTIFIED + starts("chair", "main"), main(), news())
    early = played(starts("chair", "news"), main(), news())

    assert plain.steps[-1].refused == "nobody begins main on a case"
    assert early.steps[-1].refused == "nobody begins news on a case"


ASKED = NOTIFIED + starts("chair", "news") + starts("manager", "withdrawal")


def test_the_end_of_the_whole_case_takes_every_process_with_it():
    result = played(ASKED + step("chair", "approve"), main(), news(), withdrawal())

    assert open_tasks(result, 2) == ["triage", "tell", "look", "approve", "tidy_up"]
    assert open_tasks(result) == []
    assert result.ends["reached"] == ["withdrawn"]
    assert result.ends["processes"] == [
        {"main": "cancelled"},
        {"news": "cancelled"},
        {"withdrawal": "ended"},
    ]


def test_control_another_end_of_the_same_process_ends_nothing_else():
    result = played(ASKED + step("chair", "approve", "no"), main(), news(), withdrawal())

    assert open_tasks(result) == ["triage", "tell", "look", "tidy_up"]
    assert result.ends["processes"] == [
        {"main": "waits"},
        {"news": "waits"},
        {"withdrawal": "waits"},
    ]


@pytest.mark.parametrize(("answer", "held"), [("yes", False), ("no", True)])
def test_a_hold_ends_with_the_case_and_not_otherwise(answer, held):
    drawn = (main(), news(hold="begins"), withdrawal())
    text = HEAD + ASKED + step("chair", "approve", answer)
    scenario = read_scenario({PATH: text.encode()}, PATH)
    desk = memory_desk(small_version(*drawn), scenario)

    play(scenario, desk)

    assert (hold.held_since(desk.case.fields) is not None) == held


def test_no_timer_of_an_ended_case_falls_due():
    steps = ASKED + step("chair", "approve") + "  - {wait: 10 working days}\n"

    result = played(steps, main(), news(), withdrawal())

    assert result.ends["reached"] == ["withdrawn"]


def test_control_a_timer_of_a_case_that_goes_on_falls_due():
    steps = ASKED + step("chair", "approve", "no") + "  - {wait: 10 working days}\n"

    result = played(steps, main(), news(), withdrawal())

    assert result.ends["reached"] == ["kept", "reminded"]


def test_a_cancelled_process_says_what_it_withdrew_and_waits_for_nothing():
    small = small_version(main())
    case = Case(small).begin("main", answer="yes")
    triage = next(each for each in case.open() if each.element == "triage")

    case.keep(execution.cancel(small, case.state, world=case.world()))

    assert case.ended
    assert case.open() == []
    assert case.timers() == {}
    assert case.visits("triage") == ["entered", "cancelled"]
    assert case.visits("tell") == ["entered", "cancelled"]
    with pytest.raises(TaskNotReadyError):
        case.complete_id(triage.task_id, answer="yes")


def test_what_is_inside_calls_and_sub_processes_is_cancelled_too():
    inner = diagram("inner", begin(), user("within"), stop(), flows("begun within", "within done"))
    outer = diagram(
        "outer",
        begin(),
        element(
            "callActivity",
            "calls",
            extensions(
                '<zeebe:calledElement processId="inner" propagateAllChildVariables="false"/>',
                '<zeebe:ioMapping><zeebe:input source="=1" target="one"/></zeebe:ioMapping>',
            ),
        ),
        stop(),
        flows("begun calls", "calls done"),
    )
    small = version(inner, outer)
    case = Case(small).begin("outer")

    case.keep(execution.cancel(small, case.state, world=case.world()))

    assert case.ended
    assert case.waiting() == []
    assert case.visits("within") == ["entered", "cancelled"]
    assert case.visits("calls") == ["entered", "cancelled"]


def test_the_author_is_whoever_is_appointed_and_a_notifier_begins_only_on_their_own_case():
    [start] = news(begun_by="author notifier agency_lead").start_events()
    held = {"author": ["ann"], "notifier": ["nat", "ned"], "agency_lead": ["al"], "sig_chair": []}

    def beginner(person, *, notified=False, was_asked=False):
        return Beginner(person, notified, was_asked, lambda role: held[role])

    assert roles_that_begin(start) == ("sig_chair", "author", "notifier", "agency_lead")
    assert may_begin(start, beginner("ann"))
    assert may_begin(start, beginner("nat", notified=True))
    assert not may_begin(start, beginner("ned"))
    assert may_begin(start, beginner("al", was_asked=True))
    assert not may_begin(start, beginner("al"))


def test_what_begins_otherwise_is_never_open_to_a_case():
    [plain] = main().start_events()

    assert not is_open_to_the_case(plain, closed=False, begun_before=False)


def test_a_scenario_says_who_starts_it():
    with pytest.raises(DefinitionError, match="Nobody does this step"):
        read_scenario({PATH: (HEAD + "  - {starts: news}\n").encode()}, PATH)


def test_timers_of_both_processes_fall_due():
    slow = diagram(
        "slow",
        asked("slowly", "slow"),
        user("look", shows("look")),
        reminder("slow_late", "look", "=working days after(case.date_received, 5)"),
        notice("remind"),
        stop("slow_reminded"),
        stop("looked"),
        flows("slowly look", "look looked", "slow_late remind", "remind slow_reminded"),
        messages=("slow",),
    )
    steps = NOTIFIED + starts("chair", "slow") + "  - {wait: 10 working days}\n"

    result = played(steps, main(), slow)

    assert result.ends["reached"] == ["reminded", "slow_reminded"]
    assert result.steps[-1].at == MONDAY + timedelta(days=14)
