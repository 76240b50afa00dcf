"""Every worked case can be played again from its history, to the value of every state."""

from functools import cache
from pathlib import Path

import pytest

from engine.calendar import meetings_in_order
from engine.correcting.play import Play
from engine.correcting.steps import names_kept
from engine.correcting.taking import take_as_it_was
from engine.deployment import build, read_folder
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths

ROOT = Path(__file__).parents[2]
SCENARIOS = scenario_paths(read_folder(ROOT))


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
    again = Play(history.calendar, dict(history.fields))
    for number, event in enumerate(history.events):
        take_as_it_was(again, event, number)
    return again


@pytest.mark.parametrize("path", SCENARIOS)
def test_a_worked_case_is_played_again_as_it_was(path):
    history, present = played(path)

    again = played_again(history)

    assert isinstance(names_kept(again, present), dict)
