"""Why something is due when it is due: what is kept with a task or timer, and shown beside its date."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from engine.calendar import LONDON, is_working_day, working_days_after
from engine.day_words import day_in_words

Clock = Literal["case", "statutory", "none"]
"""What a date runs on: the clock of the case, which a hold stops; one that the law fixes; or no clock."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """How a due date came about.

    ``words`` say it in short ("10 working days after 3 March 2014"), ``notes`` are sentences that say the
    rest, ``settings`` the keys of the settings it rests on. ``by_working_days`` says whether it always
    falls on a working day. ``moved`` are sentences on what has changed it since, the earliest first;
    ``stopped_on`` is the day since which a hold stops it, and ``without_hold`` when it was due before.
    """

    words: str
    notes: tuple[str, ...]
    settings: tuple[str, ...]
    clock: Clock
    by_working_days: bool
    moved: tuple[str, ...] = ()
    stopped_on: date | None = None
    without_hold: date | None = None

    @property
    def in_short(self) -> str:
        """Return a phrase for lists: where it was moved, the last reason, else how it was counted."""
        if self.stopped_on is not None:
            return f"on hold since {day_in_words(self.stopped_on)}"
        return self.moved[-1].rstrip(".").partition(", on ")[0] if self.moved else self.words

    def after(self, *sentences: str) -> "Deadline":
        """Return the same, moved or fixed anew as the sentences say."""
        return replace(self, moved=(*self.moved, *sentences), stopped_on=None, without_hold=None)

    def stopped(self, since: date, due: date | None) -> "Deadline":
        """Return the same, standing still since that day."""
        return replace(self, stopped_on=since, without_hold=due)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        kept = asdict(self)
        for key in ("stopped_on", "without_hold"):
            kept[key] = kept[key] and kept[key].isoformat()
        return {
            key: list(value) if isinstance(value, tuple) else value for key, value in kept.items()
        }


def deadline_from(kept: Mapping[str, Any]) -> Deadline:
    """Return what was kept."""
    days = {
        key: kept[key] and date.fromisoformat(kept[key]) for key in ("stopped_on", "without_hold")
    }
    lists = {key: tuple(kept[key]) for key in ("notes", "settings", "moved")}
    return Deadline(**{**kept, **lists, **days})


def moved_on(day: date, days: int, *, by_working_days: bool) -> date:
    """Return the day moved on by the days; what is counted in working days falls on one of them."""
    later = day + timedelta(days=days)
    if by_working_days and not is_working_day(later):
        return working_days_after(later, 0)
    return later


def instant_moved_on(instant: datetime, days: int, *, by_working_days: bool) -> datetime:
    """Return the instant moved on by the days, at the same time of day in London."""
    local = instant.astimezone(LONDON)
    return at_same_time(
        moved_on(local.date(), days, by_working_days=by_working_days), local.time()
    ).astimezone(instant.tzinfo)


def at_same_time(day: date, clock: time) -> datetime:
    """Return that time of day in London on the day."""
    return datetime.combine(day, clock, LONDON)


def held_in_words(days: int) -> str:
    """Return how a hold moved a date on."""
    counted = "1 day" if days == 1 else f"{days} days"
    return f"Moved on by the {counted} for which the case was on hold."
