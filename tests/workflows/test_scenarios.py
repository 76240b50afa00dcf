"""Every worked case of workflows/scenarios runs as stated, and no expectation in it is idle."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from engine.deployment import build, read_folder
from engine.plays import Play, play
from engine.scenario_player import memory_desk
from engine.scenario_reader import read_scenario, scenario_paths

ROOT = Path(__file__).parents[2]
SCENARIOS = scenario_paths(read_folder(ROOT))


@cache
def everything():
    files = read_folder(ROOT)
    return files, build(files)


@cache
def played(path: str) -> Play:
    files, version = everything()
    scenario = read_scenario(files, path)
    return play(scenario, memory_desk(version, scenario))


def test_there_are_scenarios():
    assert len(SCENARIOS) >= 15


@pytest.mark.parametrize("path", SCENARIOS)
def test_everything_happens_as_stated(path):
    result = played(path)

    for number in range(len(result.steps)):
        assert result.differences_at(number) == (), f"step {number + 1}"
    assert result.differences_at_the_end() == ()
    assert result.as_expected


@pytest.mark.parametrize("path", SCENARIOS)
def test_every_expectation_that_is_altered_fails(path):
    result = played(path)
    altered = list(alterations(result))
    assert len(altered) > 20

    idle = [what for what, play_ in altered if play_.as_expected]

    assert idle == []


def alterations(result: Play) -> Iterator[tuple[str, Play]]:
    """Yield the play with one expectation altered, for every one of them."""
    scenario = result.scenario
    for number, step in enumerate(scenario.steps):
        for changed in (None, *altered_values(step.then)):
            steps = list(scenario.steps)
            steps[number] = replace(step, then=changed)
            what = f"then of step {number + 1}: {changed}"
            yield what, replace(result, scenario=replace(scenario, steps=tuple(steps)))
    for changed in (None, *altered_values(scenario.ends)):
        yield f"ends: {changed}", replace(result, scenario=replace(scenario, ends=changed))


def altered_values(value):
    """Yield the value with one leaf, entry or order in it changed."""
    match value:
        case dict():
            yield {**value, "surprise": "x"}
            for key in value:
                yield {other: value[other] for other in value if other != key}
                for changed in altered_values(value[key]):
                    yield {**value, key: changed}
        case list():
            yield [*value, "surprise"]
            for index, item in enumerate(value):
                yield value[:index] + value[index + 1 :]
                yield [*value[: index + 1], deepcopy(item), *value[index + 1 :]]
                for changed in altered_values(item):
                    yield [*value[:index], changed, *value[index + 1 :]]
            for index in range(len(value) - 1):
                if value[index] != value[index + 1]:
                    turned = list(value)
                    turned[index : index + 2] = turned[index + 1], turned[index]
                    yield turned
        case _:
            yield f"{value} altered"


def test_the_example_in_the_documentation_runs_as_stated():
    files, version = everything()
    text = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    path = "workflows/scenarios/example.yaml"

    scenario = read_scenario({**files, path: example.encode()}, path)

    assert play(scenario, memory_desk(version, scenario)).as_expected


def test_altering_finds_every_leaf_of_a_small_expectation():
    changed = list(altered_values([{"task": "a", "due": "b"}, {"task": "c"}]))

    assert [{"task": "a altered", "due": "b"}, {"task": "c"}] in changed
    assert [{"task": "a", "due": "b altered"}, {"task": "c"}] in changed
    assert [{"task": "a", "due": "b"}, {"task": "c altered"}] in changed
    assert [{"task": "a"}, {"task": "c"}] in changed
    assert [{"task": "c"}, {"task": "a", "due": "b"}] in changed
    assert [{"task": "c"}] in changed
