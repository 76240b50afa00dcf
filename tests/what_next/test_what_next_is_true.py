"""What is told before a form is submitted is what comes: over all worked cases, and on broken diagrams."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.deployment import load, read_folder
from engine.scenario_reader import read_scenario, scenario_paths
from engine.version import Version
from engine.what_next import what_next
from tests.what_next.watched import Watch, watched

FILES = read_folder(Path(__file__).parents[2])
VERSION = load(FILES)


@pytest.mark.parametrize("path", scenario_paths(FILES))
def test_what_followed_each_submission_was_told_before(path: str) -> None:
    watch = watched(VERSION, read_scenario(FILES, path), Watch())
    assert watch.wrong == []
    assert watch.seen > 0


def test_a_branch_that_is_not_told_of_is_found_out() -> None:
    """The control: what is told of a diagram without one flow does not pass for what is drawn."""
    path = "workflows/scenarios/more_detail.yaml"
    assert watched(VERSION, read_scenario(FILES, path), Watch()).wrong == []

    told_less = without_flow(VERSION, "serious_incident", "triage_outcome", "request_detail")
    wrong = watched(VERSION, read_scenario(FILES, path), Watch(tells=told_less)).wrong

    assert "serious_incident/triage: opens serious_incident/supply_detail was not told" in wrong


def test_every_branch_that_a_form_can_lead_to_is_said_of_some_answer() -> None:
    """Of no case in particular, each flow out of each gateway that is reached is said."""
    told = [
        what_next(VERSION, diagram.id, element.id)
        for diagram in VERSION.diagrams.values()
        for element in diagram.elements.values()
        if element.form
    ]
    assert all(each.whole for each in told)
    ways = {way for each in told for way in each.ways}
    reached = {(process, VERSION.diagram(process).flows[flow].target) for process, flow in ways}
    left_out = [
        f"{process}/{element}: {flow.label}"
        for process, element in sorted(reached)
        for flow in VERSION.diagram(process).outgoing(element)
        if VERSION.element(process, element).kind.is_gateway and (process, flow.id) not in ways
    ]
    assert left_out == []


def without_flow(version: Version, process: str, gateway: str, target: str) -> Version:
    """Return the version with one flow out of a gateway taken away."""
    diagram = version.diagram(process)
    [gone] = [each.id for each in diagram.outgoing(gateway) if each.target == target]
    before = diagram.elements[gateway]
    changed = replace(before, outgoing=tuple(each for each in before.outgoing if each != gone))
    drawn = replace(diagram, elements={**diagram.elements, gateway: changed})
    return replace(version, diagrams={**version.diagrams, process: drawn})
