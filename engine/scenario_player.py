"""Set up a desk in memory for a scenario."""

from engine.memory_desk import MemoryDesk
from engine.scenarios import Scenario
from engine.version import Version


def memory_desk(version: Version, scenario: Scenario) -> MemoryDesk:
    """Return a desk with the people, agencies, meetings and clock of the scenario.

    There is no case yet, but where the scenario plays a called process by itself: that has begun.
    """
    desk = MemoryDesk(
        version=version,
        people=scenario.people,
        agencies=scenario.agencies,
        clock=scenario.clock,
        meetings={kind: list(when) for kind, when in scenario.meetings.items()},
        deputies=scenario.deputies,
    )
    if scenario.begins is not None:
        desk.begin_called(scenario.begins.process, scenario.begins.given)
    return desk
