"""A case on hold: its clock stands still, from a day on, until the hold ends.

The fields of a case keep its holds under `holds`, each as the day it began and the day it ended (None
while it lasts). Days are calendar days in London: the day on which a hold begins is held, the day on
which it ends is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

KEPT_AS: Final = "holds"
BEGINS: Final = "begins"
ENDS: Final = "ends"

HoldWord = Literal["begins", "ends"]


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which the clock of a case stands still; `until` is None while it lasts."""

    since: date
    until: date | None

    def days_within(self, first: date, last: date) -> int:
        """Return how many of its days lie from the first day to before the last one."""
        until = last if self.until is None else min(self.until, last)
        return max(0, (until - max(self.since, first)) // timedelta(days=1))


def holds_of(case: Mapping[str, Any]) -> tuple[Hold, ...]:
    """Return the holds of a case, as its fields keep them, in the order they began."""
    return tuple(
        Hold(date.fromisoformat(since), None if until is None else date.fromisoformat(until))
        for since, until in case.get(KEPT_AS, ())
    )


def held_since(case: Mapping[str, Any]) -> date | None:
    """Return since when the case is on hold; None where it is not."""
    return next((hold.since for hold in holds_of(case) if hold.until is None), None)


def held_days(case: Mapping[str, Any], first: date, last: date) -> int:
    """Return for how many days, from the first to before the last, the case was on hold."""
    return sum(hold.days_within(first, last) for hold in holds_of(case))


def elapsed_days(case: Mapping[str, Any], first: date, last: date) -> int:
    """Return how many days from the first to before the last counted: those it was not on hold."""
    return max(0, (last - first) // timedelta(days=1)) - held_days(case, first, last)


def after(word: HoldWord, case: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return the fields of the case after a hold begins or ends on the day.

    What is on hold already goes on being so, and what is not on hold stays so.
    """
    holds = holds_of(case)
    if word == BEGINS and held_since(case) is None:
        holds = (*holds, Hold(day, None))
    elif word == ENDS:
        holds = tuple(Hold(hold.since, hold.until or day) for hold in holds)
    kept = [[hold.since.isoformat(), hold.until and hold.until.isoformat()] for hold in holds]
    return {**case, KEPT_AS: kept} if kept else dict(case)
