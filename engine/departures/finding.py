"""Find departures: which conditions are asked when something happens, and what is read beside the case."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from engine.bpmn.model import Element, Formula
from engine.bpmn.spiff_feel import evaluate
from engine.calendar import LONDON, london_date
from engine.departures.definition import Moment, Place, Rule
from engine.effects import Departed
from engine.errors import ExecutionError
from engine.registers import Register, counting_functions, field_values
from engine.version import Version

Holds = Callable[[Formula], bool]

_FARTHEST: Final = 3660
_NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of departure whose condition is true, and the number of the place that says so."""

    rule: Rule
    number: int

    @property
    def place(self) -> Place:
        """Return the place."""
        return self.rule.places[self.number]


def found_at(rules: Mapping[str, Rule], moment: Moment, at: str, holds: Holds) -> Iterator[Found]:
    """Yield the kinds of departures that `at` (a step, flow or register) is one of, now."""
    for rule in rules.values():
        if rule.looks_at is not moment:
            continue
        for number, place in enumerate(rule.places):
            if place.at in (None, at) and (place.when is None or holds(place.when)):
                yield Found(rule, number)
                break


def departed(found: Found, element: Element, on_day: date, **more: Any) -> Departed:
    """Return the effect that says so."""
    return Departed(
        rule=found.rule.key,
        place=found.number,
        process=element.process,
        element=element.id,
        clause=found.place.clause_at(element),
        on_day=on_day,
        **more,
    )


def late_departures(
    version: Version, process: str, element_id: str, task_id: str, due: date | None, *, today: date
) -> tuple[Departed, ...]:
    """Return as what departures a task that is or was open today counts, because of its due date.

    Each carries the first day on which its condition was true, whenever it is asked: so a worker that
    slept for a week finds what it would have found, and nothing is found twice.
    """
    if due is None or today < due:
        return ()
    element = version.element(process, element_id)
    found: dict[str, Departed] = {}
    for day in _days(due, today):
        for each in found_at(
            {key: rule for key, rule in version.departures.items() if key not in found},
            Moment.OVERDUE,
            f"{process}/{element_id}",
            _asking(version, {"task": {"due": due}}, _noon(day), element_id),
        ):
            found[each.rule.key] = departed(each, element, day, task_id=task_id, due=due, late=True)
        if len(found) == sum(r.looks_at is Moment.OVERDUE for r in version.departures.values()):
            break
    return tuple(found.values())


def conflict_departures(
    version: Version, process: str, element_id: str, task_id: str | None, *, now: datetime
) -> tuple[Departed, ...]:
    """Return as what departures it counts that who completed the task declares a conflict now."""
    element = version.element(process, element_id)
    holds = _asking(version, {}, now, element_id)
    return tuple(
        departed(each, element, london_date(now), task_id=task_id)
        for each in found_at(version.departures, Moment.CONFLICT, f"{process}/{element_id}", holds)
    )


def row_departures(
    version: Version,
    register: Register,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    element: Element,
    now: datetime,
) -> tuple[Departed, ...]:
    """Return as what departures a written row counts: where a condition is true that was not before."""
    was = _asking(version, field_values(register, before), now, element.id)
    is_now = _asking(version, field_values(register, after), now, element.id)
    return tuple(
        departed(each, element, london_date(now))
        for each in found_at(version.departures, Moment.WRITTEN, register.key, is_now)
        if each.place.when is not None and not was(each.place.when)
    )


def true_or_false(value: Any, warnings: tuple[str, ...], formula: Formula, element: str) -> bool:
    """Return the value of a condition; ExecutionError where it is neither true nor false."""
    if warnings:
        raise ExecutionError(element, f"The {formula.where} could not be worked out: {warnings[0]}")
    if not isinstance(value, bool):
        raise ExecutionError(element, f"The {formula.where} is neither true nor false.")
    return value


def _asking(version: Version, context: Mapping[str, Any], now: datetime, element: str) -> Holds:
    read = {**context, "settings": dict(version.settings.values())}
    functions = counting_functions(now)

    def holds(formula: Formula) -> bool:
        asked = evaluate(formula.text, read, now=now, functions=functions)
        return true_or_false(asked.value, asked.warnings, formula, element)

    return holds


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days + 1, _FARTHEST)):
        yield first + timedelta(days=number)


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON, LONDON)
