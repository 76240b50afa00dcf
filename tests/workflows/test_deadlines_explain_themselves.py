"""Every due date and timer of the protocol's worked cases says why it is that date."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.deadline import Deadline
from engine.deployment import load, read_folder
from engine.plays import play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths

FILES = read_folder(Path(__file__).parents[2])
VERSION = load(FILES)
UNEXPLAINED = "formula of this step"


class Watching:
    """A desk that looks at what is open after every step."""

    def __init__(self, desk: object) -> None:
        self._desk, self.seen = desk, []

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    def open_tasks(self) -> object:
        case = self._desk.case
        self.seen += [(task.element, task.due, task.why) for task, _ in case.open.values()]
        self.seen += [(timer.element, timer.due, timer.why) for timer, _ in case.timers.values()]
        return self._desk.open_tasks()


def explained(path: str) -> Iterator[tuple[str, Deadline]]:
    scenario = read_scenario(FILES, path)
    desk = Watching(memory_desk(VERSION, scenario))
    play(scenario, desk)
    for element, due, why in desk.seen:
        if due is not None:
            assert why is not None, element
            yield element, why


@pytest.mark.parametrize("path", scenario_paths(FILES))
def test_every_due_date_of_a_worked_case_explains_itself(path):
    for element, why in explained(path):
        told = " ".join([why.words, *why.notes])
        assert UNEXPLAINED not in told, (element, told)
        assert why.clock != "case" or why.settings or "what" in told, (element, told)
