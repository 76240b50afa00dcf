"""Worked cases are played again from their history, to the value of every state."""

from functools import cache
from pathlib import Path

import pytest

from engine.calendar import meetings_in_order
from engine.correcting.both_plays import beginning_of
from engine.correcting.steps import names_kept
from engine.correcting.taking import take_as_it_was
from engine.deployment import build, read_folder
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario

ROOT = Path(__file__).parents[2]
# Between them: holds, meetings that move, extended deadlines, loops, calls, messages, cancelled processes.
SCENARIOS = (
    "action_not_effective",
    "commissioning_with_every_return",
    "corrected_and_opened",
    "corrected_by_the_chair",
    "deadline_extended",
    "held_for_proceedings",
    "late_return",
    "meeting_moved",
    "new_facts_raise_a_review",
    "no_meeting_in_time",
    "scr_published",
    "urgent",
    "withdrawn",
)


@cache
def everything():
    files = read_folder(ROOT)
    return files, build(files)


def played(path):
    files, version = everything()
    scenario = read_scenario(files, path)
    desk = memory_desk(version, scenario)
    play(scenario, desk)
    return desk.case.history(meetings_in_order(desk.meetings)), desk.case.present()


def played_again(history):
    again = beginning_of(history)
    for number, event in enumerate(history.events):
        take_as_it_was(again, event, number)
    return again


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_worked_case_is_played_again_as_it_was(name):
    history, present = played(f"workflows/scenarios/{name}.yaml")

    again = played_again(history)

    assert isinstance(names_kept(again, present), dict)
