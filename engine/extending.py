"""Whether a deadline may be extended: not where law or the protocol fixes it, and only to a later day."""

from datetime import date, datetime
from typing import Final

from engine.bpmn.gate_clock import EXTENDABLE
from engine.bpmn.model import Element
from engine.calendar import london_date
from engine.day_words import day_in_words
from engine.deadline import Deadline
from engine.errors import InvalidAnswersError
from engine.settings import Settings

EXTENDS: Final = frozenset({"business_manager", "independent_chair"})
"""The roles that extend deadlines; web/access.py shows them among the duties."""

NO_REASON: Final = "Say why the deadline is extended"


def why_not(element: Element, why: Deadline | None, settings: Settings) -> str | None:
    """Return the sentence that refuses to extend the deadline of an open task, or None.

    The property `extendable` of the task decides; without it, the statutory clock is not extended.
    """
    if why is None:
        return "This task has no due date, so there is nothing to extend."
    if why.stopped_on is not None:
        return (
            f"The case has been on hold since {day_in_words(why.stopped_on)}. The due date stands still and"
            " moves on by itself when the hold ends."
        )
    said = element.properties.get(EXTENDABLE)
    if said == "no":
        return "The protocol fixes this due date. It is not extended."
    if said is None and why.clock == "statutory":
        sources = [
            settings.settings[key].source
            for key in why.settings
            if key in settings.settings and settings.settings[key].statutory
        ]
        rest = f": {sources[0]}" if sources else ""
        return f"Law or statutory guidance fixes this due date{rest}. It is not extended."
    return None


def refuse_unless_extendable(
    element: Element,
    due: date | None,
    why: Deadline | None,
    to: date,
    *,
    settings: Settings,
    now: datetime,
) -> None:
    """Raise InvalidAnswersError beside `due` where the task's deadline may not be moved to the day."""
    sentence = why_not(element, why, settings)
    if sentence is None and to <= london_date(now):
        sentence = "Enter a day that lies ahead"
    if sentence is None and due is not None and to <= due:
        sentence = f"Enter a day after {day_in_words(due)}, when it is due now"
    if sentence is not None:
        raise InvalidAnswersError({"due": [sentence]})
