"""What correcting an answer comes to, on tiny diagrams: at once, opened again, for the Chair, or refused."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from engine.calendar import Calendar
from engine.correcting import (
    Began,
    Completed,
    Correction,
    CorrectionRefusedError,
    Fired,
    ForTheRecord,
    History,
    Kind,
    Place,
    Present,
    work_out,
)
from engine.correcting.play import Play
from engine.correcting.refusals import FOR_THE_RECORD, REFUSED
from engine.correcting.taking import take_as_it_was
from engine.effects import TaskOpened, TaskWithdrawn
from tests.engine.small_diagrams import (
    MONDAY,
    begin,
    diagram,
    element,
    flows,
    reminder,
    stop,
    user,
    version,
)
from tests.engine.small_forms import appoints, asks_for_a_file, form
from web.store.histories import CaseHistory
from web.use_cases.action import CaseAction
from web.use_cases.correction_wording import Wording

ASKS_FOR_A_FILE = asks_for_a_file("ask")
LATER = MONDAY + timedelta(days=7)
DECIDES = '<zeebe:properties><zeebe:property name="decides" value="yes"/></zeebe:properties>'


def asking(name: str, *more: str) -> str:
    return user(name, f'<zeebe:formDefinition formId="{name}"/>', *more)


def deployed(*diagrams):
    built = version(*diagrams)
    forms = {
        (each.id, task.id): form(task.id)
        for each in diagrams
        for task in each.elements.values()
        if task.form
    }
    return replace(built, forms=forms)


def forked(*more: str, second: str = "") -> object:
    """`ask` leads to `yes_step`, which leads to `after`, or to `no_step`."""
    return diagram(
        "small",
        begin(),
        asking("ask"),
        element("exclusiveGateway", "way", default="way__no_step"),
        asking("yes_step", second),
        asking("no_step"),
        asking("after"),
        stop(),
        *more,
        flows(
            "begun ask",
            "ask way",
            'way yes_step =ask.answer = "yes"',
            "way no_step",
            "yes_step after",
            "after done",
            "no_step done",
        ),
    )


def played(built, *events):
    """Return the history of these events in process `small`, and how the case then stands."""
    history = History((Began("small", built, MONDAY), *events), {}, Calendar({}))
    play = Play(history.calendar, {})
    for number, event in enumerate(history.events):
        take_as_it_was(play, event, number)
    states = tuple(run.state for run in play.runs.values())
    return history, Present(states, play.facts, play.fields), play


def done(task: int, answer: str = "yes") -> Completed:
    return Completed(0, task, MONDAY, {"answer": answer})


def place_in(history, number=1, *, element="ask", over=False):
    version = history.events[0].version
    return Place(history, number, version, version.element("small", element), over)


def corrected(history, present, answer="no", number=1, *, element="ask", over=False):
    place = place_in(history, number, element=element, over=over)
    return work_out(place, present, {"answer": answer}, options=None, now=LATER)


def why_for_the_record(history, present):
    found = corrected(history, present)
    assert isinstance(found, ForTheRecord)
    assert found.answers.full == {"answer": "no"}
    return found.refusal.why


def named(steps) -> list[str]:
    return [each.element for each in steps]


def test_what_no_gateway_reads_takes_effect_at_once_and_opens_nothing():
    straight = diagram(
        "small",
        begin(),
        asking("ask"),
        asking("after"),
        stop(),
        flows("begun ask", "ask after", "after done"),
    )
    history, present, _ = played(deployed(straight), done(0))

    found = corrected(history, present)

    assert found.kind is Kind.AT_ONCE
    assert (found.opens, found.withdrawn, found.evaluated) == ((), (), ())
    assert found.after.context(next(iter(found.after.open)), LATER)["ask"]["answer"] == "no"


def test_another_way_opens_and_what_waited_on_the_first_is_withdrawn():
    history, present, play = played(deployed(forked()), done(0))
    [waits] = play.open

    found = corrected(history, present)

    assert found.kind is Kind.OPENS
    assert named(found.withdrawn) == ["yes_step"]
    assert named(found.opens) == ["no_step"]
    effects = found.steps[0].effects
    assert TaskWithdrawn(waits, "yes_step") in effects
    assert [each.element for each in effects if isinstance(each, TaskOpened)] == ["no_step"]
    [gateway] = found.evaluated
    assert (gateway.element, gateway.same) == ("way", False)


@pytest.mark.parametrize(("marked", "kind"), [(DECIDES, Kind.CHAIR), ("", Kind.OPENS)])
def test_it_goes_to_the_chair_only_where_a_step_that_decides_was_done_since(marked, kind):
    history, present, _ = played(deployed(forked(second=marked)), done(0), done(1))

    found = corrected(history, present)

    assert found.kind is kind
    assert named(found.set_aside) == ["yes_step"]
    assert named(found.decided) == (["yes_step"] if marked else [])


def test_a_decision_itself_is_corrected_by_the_chair():
    history, present, _ = played(deployed(forked(second=DECIDES)), done(0), done(1))

    assert corrected(history, present, number=2, element="yes_step").kind is Kind.CHAIR


def test_who_sees_their_own_answer_only_reads_what_came_right_after_it_and_nothing_later():
    twice = diagram(
        "small",
        begin(),
        asking("ask"),
        element("exclusiveGateway", "at_first", default="at_first__other"),
        asking("other"),
        element("exclusiveGateway", "later", default="later__no_step"),
        asking("yes_step"),
        asking("no_step"),
        stop(),
        flows(
            "begun ask",
            "ask at_first",
            'at_first no_step =ask.answer = "never"',
            "at_first other",
            "other later",
            'later yes_step =ask.answer = "yes"',
            "later no_step",
            "yes_step done",
            "no_step done",
        ),
    )
    history, present, _ = played(deployed(twice), done(0), done(1))
    found = corrected(history, present)
    known = CaseHistory(history, present, (), ())

    def read(*, whole: bool) -> list[str]:
        # Nothing of an action is asked where the case has no process to name steps by.
        wording = Wording(cast(CaseAction, None), known, whole=whole)
        return [each.label for each in wording.of(found).evaluated]

    assert read(whole=True) == ["at_first", "later"]
    assert read(whole=False) == ["at_first"]


def test_what_another_branch_has_done_since_stands():
    both = diagram(
        "small",
        begin(),
        element("parallelGateway", "split"),
        asking("ask"),
        asking("beside"),
        element("exclusiveGateway", "way", default="way__no_step"),
        asking("yes_step"),
        asking("no_step"),
        asking("further"),
        stop(),
        flows(
            "begun split",
            "split ask",
            "split beside",
            "ask way",
            'way yes_step =ask.answer = "yes"',
            "way no_step",
            "beside further",
            "further done",
            "yes_step done",
            "no_step done",
        ),
    )
    history, present, play = played(deployed(both), done(0), done(1))
    [further] = [task for task, (each, _) in play.open.items() if each.element == "further"]

    found = corrected(history, present)

    assert (named(found.set_aside), named(found.withdrawn)) == ([], ["yes_step"])
    assert named(found.opens) == ["no_step"]
    assert further not in [
        each.task_id for each in found.steps[0].effects if hasattr(each, "task_id")
    ]


def test_a_case_that_stands_otherwise_than_its_history_says_is_not_corrected():
    built = deployed(forked())
    history, _, _ = played(built, done(0))
    _, elsewhere, _ = played(built, done(0, "no"))

    assert why_for_the_record(history, elsewhere) == "not understood"


def test_a_process_that_has_ended_is_not_opened_again():
    history, present, _ = played(deployed(forked()), done(0), done(1), done(2))

    assert why_for_the_record(history, present) == "process ended"


def test_a_process_that_began_because_of_the_answer_is_not_taken_back():
    thrown = element(
        "intermediateThrowEvent",
        "thrown",
        '<bpmn:messageEventDefinition messageRef="message_next"/>',
    )
    small = diagram(
        "small",
        begin(),
        asking("ask"),
        element("exclusiveGateway", "way", default="way__rest"),
        thrown,
        asking("rest"),
        stop(),
        flows(
            "begun ask",
            "ask way",
            'way thrown =ask.answer = "yes"',
            "way rest",
            "thrown rest",
            "rest done",
        ),
        messages=("next",),
    )
    follows = diagram(
        "next",
        element("startEvent", "asked", '<bpmn:messageEventDefinition messageRef="message_next"/>'),
        asking("look"),
        stop(),
        flows("asked look", "look done"),
        messages=("next",),
    )
    history, present, _ = played(deployed(small, follows), done(0))

    assert why_for_the_record(history, present) == "process began"


def test_a_time_that_came_and_would_lie_later_is_not_moved():
    when = 'if ask.answer = "yes" then date("2026-03-03") else date("2026-05-01")'
    small = diagram(
        "small",
        begin(),
        asking("ask"),
        asking("rest"),
        reminder("late", "rest", f"={when}"),
        stop("reminded"),
        stop(),
        flows("begun ask", "ask rest", "rest done", "late reminded"),
    )
    came = Fired(0, "small", "late", MONDAY + timedelta(days=2))
    history, present, _ = played(deployed(small), done(0), came)

    assert why_for_the_record(history, present) == "time has come"
    unfired, before, _ = played(deployed(small), done(0))
    assert corrected(unfired, before).kind is Kind.AT_ONCE


def with_a_way_for(answer: str):
    """Return a diagram whose gateway has a way for yes and one for that answer, and none besides."""
    return diagram(
        "small",
        begin(),
        asking("ask"),
        element("exclusiveGateway", "way"),
        asking("yes_step"),
        asking("other"),
        stop(),
        flows(
            "begun ask",
            "ask way",
            'way yes_step =ask.answer = "yes"',
            f'way other =ask.answer = "{answer}"',
            "yes_step done",
            "other done",
        ),
    )


def test_a_case_that_could_not_have_come_so_far_is_not_evaluated_again():
    history, present, _ = played(deployed(with_a_way_for("perhaps")), done(0))

    found = corrected(history, present)

    assert isinstance(found, ForTheRecord)
    assert found.refusal.why == "not possible"
    assert "No condition is true and no default flow is marked." in found.refusal.sentence


def test_control_where_there_is_a_way_for_the_corrected_answer_the_case_goes_it():
    history, present, _ = played(deployed(with_a_way_for("no")), done(0))

    found = corrected(history, present)

    assert isinstance(found, Correction)
    assert (found.kind, named(found.opens)) == (Kind.OPENS, ["other"])


@pytest.mark.parametrize(("chosen", "why"), [("somebody", "who acted"), (None, None)])
def test_whoever_was_appointed_since_stays_and_so_nothing_is_set_aside(chosen, why):
    built = deployed(forked())
    built = replace(built, forms={**built.forms, ("small", "yes_step"): appoints("yes_step")})
    appointed = Completed(0, 1, MONDAY, {} if chosen is None else {"who": chosen})
    history, present, _ = played(built, done(0), appointed)

    found = corrected(history, present)

    if why is None:
        # The control: nobody was appointed, and the step is set aside.
        assert isinstance(found, Correction)
        assert named(found.set_aside) == ["yes_step"]
    else:
        assert isinstance(found, ForTheRecord)
        assert found.refusal.why == why
        assert "somebody was appointed on the case" in found.refusal.sentence
        assert "yes_step" not in found.refusal.sentence_in_part


def test_a_correction_neither_wants_another_file_nor_takes_one_back():
    built = deployed(forked())
    with_file = replace(built, forms={**built.forms, ("small", "ask"): ASKS_FOR_A_FILE})
    wants = played(with_file, Completed(0, 0, MONDAY, {"answer": "no"}))[:2]
    has = played(with_file, Completed(0, 0, MONDAY, {"answer": "yes", "paper": ["one"]}))[:2]

    added, dropped = corrected(*wants, answer="yes"), corrected(*has, answer="no")

    assert [each.refusal.why for each in (added, dropped)] == ["files", "files"]
    assert added.answers.full == {"answer": "yes"}
    kept = work_out(
        place_in(has[0]), has[1], {"answer": "yes", "word": "x"}, options=None, now=LATER
    )
    assert kept.kind is Kind.AT_ONCE
    assert kept.answers.full == {"answer": "yes", "paper": ["one"], "word": "x"}


def test_what_a_correction_opened_again_since_is_for_the_record():
    history, present, _ = played(deployed(forked()), done(0))

    since = corrected(history, present, over=True)

    assert isinstance(since, ForTheRecord)
    assert since.refusal.why == "opened again"
    assert corrected(history, present).kind is Kind.OPENS


def test_an_answer_to_which_the_case_cannot_be_played_is_for_the_record():
    history, present, _ = played(deployed(forked()), done(0))
    otherwise = replace(history, events=(history.events[0], done(0, "no"), done(1)))

    found = corrected(otherwise, present, number=2, element="yes_step", answer="no")

    assert isinstance(found, ForTheRecord)
    assert found.refusal.why == "not understood"


def test_an_answer_that_is_left_as_it_was_is_no_correction():
    history, present, _ = played(deployed(forked()), done(0))

    with pytest.raises(CorrectionRefusedError) as refused:
        corrected(history, present, answer="yes")

    assert refused.value.why == "nothing changed"
    assert not refused.value.for_the_record


@pytest.mark.parametrize("why", FOR_THE_RECORD)
def test_whoever_sees_a_part_of_the_case_reads_of_no_other_step(why):
    refusal = CorrectionRefusedError(why, "Decide on the review")

    assert refusal.for_the_record
    assert "Decide on the review" not in refusal.sentence_in_part


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_is_not_for_the_record(why):
    assert not CorrectionRefusedError(why).for_the_record
