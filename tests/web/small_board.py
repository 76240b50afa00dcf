"""The small folder of the store's tests: its people, and how a case is notified and triaged."""

from datetime import UTC, datetime

from engine.deployment import Files, read_folder
from engine.memory_desk import Person
from engine.scenarios import Does, Scenario, ScenarioStep
from tests.store.office import NOTIFICATION, PEOPLE, SMALL, TRIAGE

NEWS = {"what_is_new": "The child has moved.", "facts": {"outcome": "unknown"}}
WITHDRAWAL = {"reason": "The wrong child was notified."}


def small_files() -> Files:
    return read_folder(SMALL)


def small_case() -> Scenario:
    """Return the people of the small office, and how a case is notified and triaged."""
    steps = (
        Does("notifier", "incident_notified", None, NOTIFICATION),
        Does("chair", "triage", None, {**TRIAGE, "outcome": "nothing"}),
    )
    return Scenario(
        file="small",
        title="A small case",
        clock=datetime(2026, 3, 2, 9, tzinfo=UTC),
        agencies={"health": "Example Health", "police": "Example Police"},
        people={
            key: Person(key, name, agency, roles) for key, (name, agency, roles) in PEOPLE.items()
        },
        meetings={},
        steps=tuple(ScenarioStep(1, act, None, None) for act in steps),
        ends=None,
    )
