"""What is due, as a state keeps it: its date, why it is that, and what has moved it since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from engine import hold
from engine.bpmn.model import Element, Formula
from engine.bpmn.spiff_session import Session
from engine.calendar import instant_of, london_date
from engine.day_words import day_in_words
from engine.deadline import (
    Deadline,
    deadline_from,
    held_in_words,
    instant_moved_on,
    moved_on,
)
from engine.deadline_reasons import (
    Reading,
    counted_part,
    explain,
    field_on_hold_clock,
    reads_the_clock,
)
from engine.feel import parse
from engine.feel.expressions import expression_of
from engine.feel.syntax import Name, contains, replaced

_NEW_DATE: Final = "the new date"


@dataclass(frozen=True, slots=True)
class Pending:
    """A date that something waits for.

    ``at`` is a day or an instant; None while no such meeting is known. ``since`` is the day from which days
    on hold move it on, ``stopped`` says that a hold stops it now.
    """

    at: date | datetime | None
    waits_for: str | None
    since: date
    why: Deadline
    stopped: bool = False

    @property
    def day(self) -> date | None:
        """Return the day on which it is due in London; None while it waits for something else."""
        if self.stopped:
            return None
        return london_date(self.at) if isinstance(self.at, datetime) else self.at

    @property
    def instant(self) -> datetime | None:
        """Return the UTC instant at which it is due; a day is 09:00 in London."""
        return None if self.stopped else instant_of(self.at)

    def has_come(self, now: datetime) -> bool:
        """Say whether its time has come."""
        return self.instant is not None and self.instant <= now

    def as_state(self) -> dict[str, Any]:
        """Return it as a state keeps it."""
        return {
            "at": self.at and self.at.isoformat(),
            "waits_for": self.waits_for,
            "since": self.since.isoformat(),
            "why": self.why.as_json(),
            "stopped": self.stopped,
        }


def pending_from(kept: Mapping[str, Any]) -> Pending:
    """Return what a state kept."""
    return Pending(
        at=_moment(kept["at"]),
        waits_for=kept["waits_for"],
        since=date.fromisoformat(kept["since"]),
        why=deadline_from(kept["why"]),
        stopped=kept["stopped"],
    )


def pending_from_earlier(
    at: str | None, waits_for: str | None, element: Element, formula: Formula, session: Session
) -> Pending:
    """Return what a state of an earlier release kept, which knew no more than the date."""
    why = explain(
        formula.text,
        _reading(element, session.shared_context(), session),
        clock=element.properties.get("clock"),
    )
    return Pending(_moment(at), waits_for, london_date(session.now), why)


def pending(
    element: Element, formula: Formula, session: Session, context: Mapping[str, Any]
) -> Pending:
    """Work out when something is due that begins to wait now."""
    due = session.due(formula, element.id, context)
    reading = _reading(element, context, session)
    why = explain(formula.text, reading, clock=element.properties.get("clock"))
    today, held = london_date(session.now), hold.held_since(session.case)
    found = Pending(due.at, due.waits_for, today, why)
    if held is None or why.clock != "case":
        return found
    since = today if reads_the_clock(formula.text) else held
    return replace(_stopped(found, held), since=since)


def retimed(
    kept: Pending, element: Element, formula: Formula, session: Session, context: Mapping[str, Any]
) -> Pending:
    """Return the same after meetings or a hold have changed; equal to what it was where nothing moved."""
    if kept.waits_for is not None:
        return replace(pending(element, formula, session, context), since=kept.since)
    held = hold.held_since(session.case)
    if kept.why.clock != "case" or (held is not None) == kept.stopped:
        return kept
    if held is not None:
        return _stopped(kept, held)
    return _moved_on(kept, session)


def extended(kept: Pending, to: date, session: Session) -> Pending:
    """Return the same, due on another day because a person said so."""
    today = london_date(session.now)
    was = "" if kept.day is None else f" from {day_in_words(kept.day)}"
    said = f"Extended{was} to {day_in_words(to)}, on {day_in_words(today)}."
    return Pending(to, None, today, kept.why.after(said))


def following(
    kept: Pending,
    event: Element,
    formula: Formula,
    of_task: Formula,
    to: date,
    session: Session,
    context: Mapping[str, Any],
) -> Pending:
    """Return a timer's date after that of its task was extended: moved, where it was worked out from it."""
    tree = parse(formula.text).tree
    part = counted_part(of_task.text, _reading(event, context, session))
    if part is None or not contains(tree, part):
        return kept
    anew = expression_of(replaced(tree, part, Name(_NEW_DATE, at=part.at)))
    at = anew.evaluate(
        {**context, _NEW_DATE: to},
        now=session.now,
        functions=session.calendar.feel_functions(session.now),
    ).value
    moment = at if isinstance(at, date) and not isinstance(at, datetime) else instant_of(at)
    if moment is None:
        return kept
    said = f"Moved with the task, which was extended to {day_in_words(to)}."
    return Pending(moment, None, london_date(session.now), kept.why.after(said))


def hold_or_go_on(element: Element, session: Session) -> None:
    """Let the clock of the case stop or go on from today, where the element that a token leaves says so."""
    match element.properties.get("hold"):
        case "begins":
            session.case = hold.after("begins", session.case, london_date(session.now))
        case "ends":
            go_on(session)


def go_on(session: Session) -> None:
    """Let the clock of the case go on from today, if it is on hold."""
    if hold.held_since(session.case) is not None:
        session.case = hold.after("ends", session.case, london_date(session.now))
        _move_fields_on(session)


def _move_fields_on(session: Session) -> None:
    """Move the dates of the case on that run on its clock, when a hold has just ended."""
    today = london_date(session.now)
    received = session.case.get("date_received")
    last = hold.holds_of(session.case)[-1]
    first = date.fromisoformat(received) if received else today
    now_held = hold.held_days(session.case, first, today)
    before = now_held - last.days_within(first, today)
    for key, field in session.version.settings.case.items():
        why = field_on_hold_clock(field, _fields_reading(session))
        kept = session.case.get(key)
        if why is None or field.formula is None or kept is None:
            continue
        counted = session.value(field.formula, f"case.{key}", session.shared_context())
        in_days = why.by_working_days
        # What a form has set since is a day that somebody named, and stays.
        if kept == moved_on(counted, before, by_working_days=in_days).isoformat():
            session.case[key] = moved_on(counted, now_held, by_working_days=in_days).isoformat()


def _stopped(kept: Pending, since: date) -> Pending:
    return replace(kept, stopped=True, why=kept.why.stopped(since, kept.day))


def _moved_on(kept: Pending, session: Session) -> Pending:
    today = london_date(session.now)
    days = hold.held_days(session.case, kept.since, today)
    in_days = kept.why.by_working_days
    match kept.at:
        case datetime() as instant:
            at: date | None = instant_moved_on(instant, days, by_working_days=in_days)
        case date() as day:
            at = moved_on(day, days, by_working_days=in_days)
        case _:
            at = None
    return replace(kept, at=at, since=today, stopped=False, why=kept.why.after(held_in_words(days)))


def _reading(element: Element, context: Mapping[str, Any], session: Session) -> Reading:
    elements = session.version.diagram(element.process).elements

    def label(task: str) -> str | None:
        found = elements.get(task)
        return None if found is None or found.form is None else found.label

    return Reading(
        context,
        session.now,
        session.calendar.feel_functions(session.now),
        session.version.settings,
        session.case,
        label,
        lambda field: _questions_of(field, session),
    )


def _questions_of(field: str, session: Session) -> tuple[str, ...]:
    """Return the labels of the questions whose answers become the field of the case, each once."""
    labels = (
        question.label
        for form in session.version.forms.values()
        for question in form.case_fields()
        if question.key == field
    )
    return tuple(dict.fromkeys(labels))


def _fields_reading(session: Session) -> Reading:
    return Reading(
        session.shared_context(),
        session.now,
        session.calendar.feel_functions(session.now),
        session.version.settings,
        session.case,
        lambda _: None,
    )


def _moment(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
