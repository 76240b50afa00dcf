"""The annual report: what it counts is there to be counted."""

from tests.engine.gate.tiny_folder import ANNUAL_REPORT, REGISTERS, SETTINGS
from tests.engine.gate.trap import Trap

_TYPES = "  review_type: {type: choice, values: {full: Full review, short: Short review}}\n"

TRAPS = (
    Trap(
        "a figure that counts a misspelt step",
        "figure_unknown_step",
        "triaged",
        ANNUAL_REPORT,
        "left: incident/triage",
        "left: incident/triag",
        offers='"incident/triage"',
    ),
    Trap(
        "a figure that counts a misspelt flow",
        "figure_unknown_flow",
        "followed",
        ANNUAL_REPORT,
        "taken: follow_up/h1",
        "taken: follow_up/h11",
        offers='"follow_up/h1"',
    ),
    Trap(
        "a figure that counts a step as a flow",
        "figure_unknown_flow",
        "followed",
        ANNUAL_REPORT,
        "taken: follow_up/h1",
        "taken: follow_up/look_after",
    ),
    Trap(
        "a figure that counts rows in a state that is not there",
        "figure_unknown_state",
        "over",
        ANNUAL_REPORT,
        "came: actions/over",
        "came: actions/ovr",
        offers='"actions/over"',
    ),
    Trap(
        "a figure that counts departures of a kind that is not there",
        "figure_unknown_departure",
        "over",
        ANNUAL_REPORT,
        "came: actions/over",
        "departures: never",
    ),
    Trap(
        "a figure of a deadline at a step that has none",
        "figure_without_deadline",
        "triage",
        ANNUAL_REPORT,
        "deadline: incident/triage",
        "deadline: follow_up/look_after",
    ),
    Trap(
        "a figure that counts rows whose state changes with the days",
        "figure_state_of_the_day",
        "over",
        REGISTERS,
        "'=if progress = null then \"open\" else progress'",
        "'=if progress = null or asked_on > today() then \"open\" else progress'",
    ),
    Trap(
        "a figure by types of review that the case does not have",
        "figure_without_types",
        "triaged",
        SETTINGS,
        _TYPES,
        "",
    ),
    Trap(
        "a figure whose total counts something twice",
        "figure_counts_twice",
        "triaged",
        ANNUAL_REPORT,
        "taken: follow_up/h1",
        "left: incident/triage",
    ),
    Trap(
        "a figure that carries out a clause that is not there",
        "unknown_clause",
        "in_time",
        ANNUAL_REPORT,
        "clause: T-01\n  lines:\n    triage",
        "clause: T-11\n  lines:\n    triage",
        offers='"T-01"',
    ),
)
