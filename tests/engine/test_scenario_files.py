"""Scenario files: what an owner may write, what is refused, and what is filled in for them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.errors import DefinitionError
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths
from engine.scenario_writer import written
from engine.scenarios import Does, MeetingChanges, Meets, Waits, WaitsUntil, without
from tests.engine.small_diagrams import (
    diagram,
    element,
    extensions,
    flows,
    notice,
    reminder,
    stop,
    user,
    version,
    wait,
)
from tests.engine.small_forms import form

PATH = "workflows/scenarios/small.yaml"
NOTIFIED = element(
    "startEvent", "notified", extensions('<zeebe:formDefinition formId="notified"/>')
)


def drawn():
    """Return a case with a task, a reminder, a meeting and a second task."""
    asks = '<zeebe:formDefinition formId="ask"/>'
    return diagram(
        "small",
        NOTIFIED,
        user("ask", asks, due="=working days after(case.date_received, 3)"),
        reminder("late", "ask", "=working days after(case.date_received, 3)"),
        notice("chase"),
        stop("chased"),
        wait("meets", '=next meeting("SIG", today())'),
        user("record", '<zeebe:formDefinition formId="record"/>'),
        stop(),
        flows(
            "notified ask", "ask meets", "meets record", "record done", "late chase", "chase chased"
        ),
    )


def small_version():
    made = version(drawn())
    for element_id in ("notified", "ask", "record"):
        made.forms[("small", element_id)] = form(element_id)
    return made


HEAD = """\
title: A small case
clock: 2026-03-02 09:00
agencies: {police: Testshire Police}
people:
  chair: {name: Casey Chair, roles: [sig_chair]}
  vice: {name: Vic Vice, roles: [sig_vice_chair]}
  lead: {name: Parker Police, agency: police, roles: [agency_lead]}
meetings:
  SIG: [2026-03-17 10:00]
"""
STEPS = """
steps:
  - who: chair      # the chair notifies too, in this small case
    does: notified
    answers: {answer: no}

  - wait: 3 working days
    # a comment that stays
  - who: chair
    does: ask
    answers:
      from: usual
  - meeting: {SIG: {move: [2026-03-17 10:00, 2026-03-24 10:00]}}
  - meets: SIG
  - who: vice
    does: record
    answers: {answer: yes}
    refused: not permitted

  - wait until: 2026-03-25
  - who: chair
    does: record
    answers: {answer: maybe}
    refused: [answer]
  - who: chair
    does: record
    answers: {answer: yes}
"""
SHARED = b"usual:\n  answer: yes\n"


def files(text):
    return {PATH: text.encode(), "workflows/scenarios/_answers.yaml": SHARED}


def read(text):
    return read_scenario(files(text), PATH)


def played(text):
    scenario = read(text)
    return play(scenario, memory_desk(small_version(), scenario))


def test_a_scenario_is_read_as_it_was_written():
    scenario = read(HEAD + STEPS)

    assert scenario.clock == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert scenario.people["lead"].agency == "police"
    assert [step.act for step in scenario.steps][:5] == [
        Does("chair", "notified", None, {"answer": "no"}),
        Waits(3, "working day"),
        Does("chair", "ask", None, {"answer": "yes"}),
        MeetingChanges(
            "SIG", datetime(2026, 3, 17, 10, tzinfo=UTC), datetime(2026, 3, 24, 10, tzinfo=UTC)
        ),
        Meets("SIG"),
    ]
    assert scenario.steps[6].act == WaitsUntil(datetime(2026, 3, 25, 9, tzinfo=UTC))


def test_files_with_an_underscore_are_no_scenarios():
    assert scenario_paths(files(HEAD + STEPS)) == (PATH,)


def test_what_was_found_is_written_in_and_then_plays_as_stated():
    text = HEAD + STEPS
    assert not played(text).as_expected

    filled = written(text, played(text))

    assert played(filled).as_expected
    assert written(filled, played(filled)) == filled
    assert "  # the chair notifies too, in this small case" in filled
    assert "    # a comment that stays\n" in filled
    assert "      - {task: ask, lane: SIG Chair, due: 2026-03-05}\n" in filled
    assert "  reached: [chased, done]\n" in filled
    assert '    - {message: chase, to: "role:sig_chair"}\n' in filled.replace("'", '"')
    assert "  processes:\n    - {small: ended}\n" in filled


def test_what_the_protocol_no_longer_does_is_replaced():
    filled = written(HEAD + STEPS, played(HEAD + STEPS))
    stale = filled.replace("{task: ask, lane: SIG Chair, due: 2026-03-05}", "{task: gone, lane: X}")
    assert not played(stale).as_expected

    assert written(stale, played(stale)) == filled


def test_time_passes_and_the_meeting_was_moved():
    result = played(HEAD + STEPS)

    assert result.steps[1].at == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert result.steps[4].at == datetime(2026, 3, 24, 10, tzinfo=UTC)
    assert result.steps[5].refused == "not permitted"
    assert result.steps[7].refused == ["answer"]
    assert result.ends["notices"] == [{"message": "chase", "to": "role:sig_chair"}]


def test_a_refusal_that_nobody_expected_ends_the_play():
    text = (HEAD + STEPS).replace("    refused: not permitted\n", "")

    result = played(text)

    assert len(result.steps) == 6
    assert result.steps[5].refused == "not permitted"
    assert not result.as_expected


def test_a_refusal_that_does_not_come_is_a_difference():
    text = (HEAD + STEPS).replace(
        "answers: {answer: no}", "answers: {answer: no}\n    refused: [answer]"
    )

    assert [each.about for each in played(text).differences_at(0)] == ["refused", "then"]


def test_an_answer_that_is_needed_is_tried_without_and_the_case_stays_as_it_was():
    text = (HEAD + STEPS).replace(
        "answers: {answer: no}", "answers: {answer: no}\n    needs: [answer]"
    )

    needed, plain = played(text), played(HEAD + STEPS)

    assert needed.steps[0].needs == ("answer",)
    assert [step.then for step in needed.steps] == [step.then for step in plain.steps]
    assert played(written(text, needed)).as_expected


def test_an_answer_that_is_not_needed_after_all_is_a_difference_and_ends_the_play():
    text = (HEAD + STEPS).replace(
        "answers: {answer: no}", "answers: {answer: no}\n    needs: [answer]"
    )
    made = small_version()
    [question] = made.forms[("small", "notified")].components
    optional = replace(question, required=False)
    made.forms[("small", "notified")] = replace(
        made.forms[("small", "notified")], components=(optional,)
    )
    scenario = read(text)

    result = play(scenario, memory_desk(made, scenario))

    assert len(result.steps) == 1
    assert [each.about for each in result.differences_at(0)] == ["needs", "then"]
    assert not result.as_expected


def test_an_answer_is_left_out_of_every_row_that_has_it():
    answers = {"rows": [{"x": "1", "y": "2"}, {"y": "3"}], "g": {"z": "4"}}

    assert without(answers, "rows.x") == {"rows": [{"y": "2"}, {"y": "3"}], "g": {"z": "4"}}
    assert without(answers, "g.z") == {"rows": [{"x": "1", "y": "2"}, {"y": "3"}], "g": {}}
    assert without(answers, "rows") == {"g": {"z": "4"}}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("steps: []\nsurprise: 1", "surprise"),
        ("steps:\n  - who: chair", "unclear what happens"),
        ("steps:\n  - does: ask", "Nobody does this step"),
        ("steps:\n  - {who: chair, does: ask, answers: {a: 1}, needs: [b]}", 'hold no "b"'),
        ("steps:\n  - {who: chair, does: ask, answers: {a: 1}, needs: [a.b]}", 'hold no "a.b"'),
        ("steps:\n  - wait: a while", "no length of time"),
        ("steps:\n  - wait until: soon", "no date"),
        ("steps:\n  - wait: 3 days\n    who: chair", "means nothing here"),
        ("steps:\n  - meeting: {SIG: tomorrow}", "unclear what happens to which meeting"),
        ("steps:\n  - {who: chair, does: ask, answers: {from: nowhere}}", "no set nowhere"),
        ("steps: one", "A list is needed"),
        ("about: nothing", 'no "steps"'),
        ("steps: []\nsteps: []", "stands twice"),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_line(wrong, said):
    with pytest.raises(DefinitionError) as refusal:
        read(HEAD + wrong)

    (problem,) = refusal.value.problems
    assert said in str(problem)
    assert str(problem).startswith(PATH)


def test_an_unknown_role_and_an_unknown_agency_are_refused():
    for wrong in ("roles: [chairman]", "agency: fire, roles: []"):
        with pytest.raises(DefinitionError, match="There is no"):
            read(HEAD.replace("roles: [sig_chair]", wrong) + "steps: []")


def test_a_step_on_one_line_cannot_be_filled_in():
    text = HEAD + "steps:\n  - {who: chair, does: notified, answers: {answer: yes}}\n"

    with pytest.raises(DefinitionError, match="on one line"):
        written(text, played(text))


def test_a_case_is_begun_once_and_by_somebody_who_is_known():
    begun = "steps:\n  - who: {}\n    does: notified\n    answers: {{answer: yes}}\n"
    again = "  - who: chair\n    does: notified\n    refused: not open\n"

    assert played(HEAD + begun.format("nobody")).steps[0].refused == "not permitted"
    assert played(HEAD + begun.format("vice")).steps[0].refused == "not permitted"
    assert played(HEAD + begun.format("chair") + again).steps[1].refused == "not open"
