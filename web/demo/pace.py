"""How fast the people of the board work: always the same, and most of the time within their days."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.calendar import LONDON, is_working_day, london_date, working_days_after

# Of the days that a step has, so much passes before it is done.
_SOONEST, _LATEST = 0.15, 0.6
_LONGEST_WORKING_DAYS = 15
_OFFICE = (9, 17)


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of one case. Its chance is drawn from the case's name, so every board is the same."""

    case: str

    def done_at(self, task: str, *, opened: datetime, due: date | None) -> datetime:
        """Return when a task that was opened then is done, before its day unless that is past."""
        chance = random.Random(f"{self.case} {task} {opened.isoformat()}")  # noqa: S311 (no secret)
        first = london_date(opened)
        days = 3 if due is None else working_days_between(first, due)
        passed = int(chance.uniform(_SOONEST, _LATEST) * min(days, _LONGEST_WORKING_DAYS))
        return self._in_the_office(working_days_after(first, passed), chance, after=opened)

    def late_by(self, working_days: int, task: str, *, due: date) -> datetime:
        """Return when a task is done so many working days after its day."""
        chance = random.Random(f"{self.case} {task} late")  # noqa: S311 (no secret)
        return self._in_the_office(working_days_after(due, working_days), chance, after=None)

    def later(self, act: str, working_days: int, *, after: datetime) -> datetime:
        """Return when something happens so many working days after what was before it."""
        chance = random.Random(f"{self.case} {act}")  # noqa: S311 (no secret)
        day = working_days_after(london_date(after), working_days)
        return self._in_the_office(day, chance, after=after)

    def _in_the_office(
        self, day: date, chance: random.Random, *, after: datetime | None
    ) -> datetime:
        first, last = _OFFICE
        minutes = chance.randrange((last - first) * 60)
        moment = _on(day, first) + timedelta(minutes=minutes)
        if after is None or moment > after:
            return moment
        soon = after + timedelta(minutes=chance.randrange(15, 120))
        if is_working_day(london_date(soon)) and soon.astimezone(LONDON).hour < last:
            return soon
        return _on(working_days_after(london_date(soon), 1), first) + timedelta(
            minutes=minutes % 60
        )


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after the first day, up to the last; 0 where it is past."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_working_day(day))


def _on(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
