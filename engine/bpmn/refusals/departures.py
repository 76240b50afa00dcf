"""Departures from the protocol, and where they are looked for."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

DEPARTURES: Final[Mapping[str, Refusal]] = {
    "departure_unknown_step": Refusal(
        "Departure at a step that is not there",
        'There is no step "{word}".',
        "The departure would never be found.",
        "{instead}.",
    ),
    "departure_unknown_flow": Refusal(
        "Departure at a flow that is not there",
        'There is no flow "{word}".',
        "The departure would never be found.",
        "{instead}.",
    ),
    "departure_everywhere": Refusal(
        "Departure looked for at every step, where each step knows something else",
        'What is "{looks_at}" cannot be looked at at every step.',
        "What its condition reads is there at some steps only.",
        "name the step.",
    ),
    "departure_never_asked": Refusal(
        "Departure whose condition can never be asked",
        'Nothing of what happens at "{at}" is "{looks_at}".',
        "The departure would never be found.",
        "name a user task; for what is overdue or extended one with a due date that may be extended.",
    ),
    "departure_shadowed": Refusal(
        "Departure whose place is never looked at",
        'A place of the same kind before this one always counts at "{at}".',
        "Its sentence and clause would never be shown.",
        "put it before that place, or take it out.",
    ),
    "departure_without_clause": Refusal(
        "Departure from no clause",
        'The step "{at}" has no clause of its own.',
        "Nobody could tell what was departed from.",
        "name the clause.",
    ),
    "departure_unknown_answer": Refusal(
        "Reason of a departure that nobody is asked for",
        'No form asks "{word}".',
        "No reason would ever be shown.",
        "{instead}.",
    ),
}
