"""When each step of a worked case happens in the file, and what its dates become on another day."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from engine.calendar import london_date
from engine.scenarios import MeetingChanges, Meets, Scenario, Waits, WaitsUntil

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def days_of(scenario: Scenario) -> tuple[date, ...]:
    """Return for each step of the worked case the day on which it happens there.

    Only steps that wait move its clock, so nothing has to be played for it.
    """
    now, days = scenario.clock, []
    known = {kind: sorted(when) for kind, when in scenario.meetings.items()}
    for step in scenario.steps:
        match step.act:
            case Waits():
                now = step.act.until(now)
            case WaitsUntil():
                now = step.act.moment
            case Meets(kind):
                now = min((each for each in known.get(kind, []) if each > now), default=now)
            case MeetingChanges(kind, at, to):
                _change(known.setdefault(kind, []), at, to)
        days.append(london_date(now))
    return tuple(days)


def moved(answers: Any, by: timedelta) -> Any:
    """Return the answers with every date in them moved by so many days."""
    match answers:
        case Mapping():
            return {key: moved(value, by) for key, value in answers.items()}
        case list():
            return [moved(value, by) for value in answers]
        case str() if _DAY.fullmatch(answers):
            return (date.fromisoformat(answers) + by).isoformat()
    return answers


def _change(known: list[datetime], at: datetime | None, to: datetime | None) -> None:
    if at in known:
        known.remove(at)
    if to is not None:
        known.append(to)
    known.sort()
