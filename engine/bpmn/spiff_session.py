"""One action on one process instance: what its expressions read, and what happens in it.

A session stands where SpiffWorkflow expects its script engine, so that every element of a diagram can
reach it. It lives for one call of `engine.execution` and is thrown away with the instance.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.bpmn.model import Element, Flow, Formula
from engine.bpmn.spiff_feel import (
    Evaluated,
    asked_for,
    asks_for_null,
    evaluate,
    without_blanks,
)
from engine.bpmn.spiff_scopes import variables_of
from engine.calendar import Calendar, instant_of, london_date
from engine.case_fields import case_json, case_values
from engine.departures.definition import Moment
from engine.departures.finding import departed, found_at, true_or_false
from engine.dmn import DecisionError, Evaluation
from engine.effects import Effect, RegisterWritten
from engine.errors import ExecutionError
from engine.registers.writing import MOST_ROWS, RegisterWrite

if TYPE_CHECKING:
    from engine.deployment import Version

# SpiffWorkflow logs the data of every task at these loggers' INFO level, and gathers it even when
# nobody listens: personal data must never be there to be logged.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and the kind of meeting it waits for, if any.

    ``at`` is what the expression gave, a date or an instant; None while no such meeting is known.
    """

    at: date | datetime | None
    waits_for: str | None


@dataclass
class Session:
    """What one action reads and what it leaves behind; `facts`, `case` and `effects` are its own."""

    version: "Version"
    now: datetime
    calendar: Calendar
    facts: dict[str, str]
    case: dict[str, Any]
    effects: list[Effect] = field(default_factory=list)

    def emit(self, *effects: Effect) -> None:
        """Record what happened."""
        self.effects += effects

    def write(self, element: Element, task: Any) -> None:
        """Say what the registers hold of a case that has come to the element."""
        if element.writes is None:
            return
        row: Any = 1
        if element.writes.row is not None:
            row = self.value(element.writes.row, element.id, self.context(task))
        if row not in range(1, MOST_ROWS + 1):
            raise ExecutionError(element.id, "The row of the register has no number.")
        write = RegisterWrite(element.writes.register, int(row), element.writes.fields)
        self.emit(RegisterWritten(element.id, element.process, write))

    def look_for_departures(
        self,
        moment: Moment,
        element: Element,
        task: Any,
        *,
        at: str | None = None,
        beside: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """Ask whether what has just happened at the element departs from the protocol, and say so.

        `at` names a flow; `beside` is read beside what the case knows.
        """
        context = None

        def holds(formula: Formula) -> bool:
            nonlocal context
            context = context or {**self.context(task), **(beside or {})}
            known = {**dict.fromkeys(asked_for(formula.text)), **context}
            functions = self.calendar.feel_functions(self.now)
            asked = evaluate(formula.text, known, now=self.now, functions=functions)
            return true_or_false(asked.value, asked.warnings, formula, element.id)

        named = at or f"{element.process}/{element.id}"
        for found in found_at(self.version.departures, moment, named, holds):
            self.emit(departed(found, element, london_date(self.now), **more))

    def context(self, task: Any) -> dict[str, Any]:
        """Return what an expression reads at the task: its variables, facts, case and settings."""
        return {**variables_of(task), **self.shared_context()}

    def shared_context(self) -> dict[str, Any]:
        """Return what every process of the case reads alike, as FEEL values."""
        return {
            "facts": dict(self.facts),
            "case": self._case(),
            "settings": dict(self.version.settings.values()),
        }

    def value(self, formula: Formula, element: str, context: Mapping[str, Any]) -> Any:
        """Return the formula's value, or refuse a warning of any kind."""
        functions = self.calendar.feel_functions(self.now)
        known = {**dict.fromkeys(asked_for(formula.text)), **context}
        return self._certain(
            evaluate(formula.text, known, now=self.now, functions=functions),
            formula,
            element,
        )

    def keep_field(self, key: str, value: Any, element: str) -> None:
        """Set a field of the case; refuse what is not one of its values."""
        field = self.version.settings.case[key]
        fits = {
            "choice": isinstance(value, str) and value in field.values,
            "date": isinstance(value, date) and not isinstance(value, datetime),
            "number": isinstance(value, Decimal | int) and not isinstance(value, bool),
        }
        if not fits[field.type]:
            raise ExecutionError(element, f"What it finds out does not fit the field {key}.")
        self.case[key] = case_json(value)

    def holds(self, flow: Flow, formula: Formula, context: Mapping[str, Any]) -> bool:
        """Say whether the flow's condition is true; refuse what is neither true nor false.

        In FEEL `null = "yes"` is false, and the default flow would be taken because of an answer that
        nobody gave. So a condition may read only what has a value, unless it asks for null itself.
        """
        functions = self.calendar.feel_functions(self.now)
        asked = {**dict.fromkeys(asked_for(formula.text)), **context}
        known = asked if asks_for_null(formula.text) else without_blanks(context)
        evaluated = evaluate(formula.text, known, now=self.now, functions=functions)
        value = self._certain(evaluated, formula, flow.source)
        if not isinstance(value, bool):
            sentence = f"The {formula.where} is neither true nor false."
            raise ExecutionError(flow.source, sentence)
        return value

    def offers(self, formula: Formula) -> bool:
        """Say whether what the formula is about is offered now: only where it is true.

        As in the conditions of forms, what has no value yet is null, and nothing is refused.
        """
        functions = self.calendar.feel_functions(self.now)
        context = {**dict.fromkeys(asked_for(formula.text)), **self.shared_context()}
        return evaluate(formula.text, context, now=self.now, functions=functions).value is True

    def due(self, formula: Formula, element: str, context: Mapping[str, Any]) -> Due:
        """Return when something is due; refuse what is no date, unless it waits for a meeting."""
        functions = self.calendar.feel_functions(self.now)
        first_meeting = functions["next meeting"]
        asked: dict[str, bool] = {}

        def next_meeting(kind: object, date: object) -> object:
            found = first_meeting(kind, date)
            asked[str(kind)] = found is not None
            return found

        evaluated = evaluate(
            formula.text,
            {**dict.fromkeys(asked_for(formula.text)), **context},
            now=self.now,
            functions={**functions, "next meeting": next_meeting},
        )
        waits_for = next(iter(asked), None)
        if evaluated.value is None and not all(asked.values()):
            return Due(None, next(kind for kind, known in asked.items() if not known))
        at = self._certain(evaluated, formula, element)
        if isinstance(at, date) and not isinstance(at, datetime):
            return Due(at, waits_for)
        instant = instant_of(at)
        if instant is None:
            raise ExecutionError(element, f"The {formula.where} is not a date.")
        return Due(instant, waits_for)

    def decide(self, decision: str, element: str, context: Mapping[str, Any]) -> Evaluation:
        """Evaluate a decision strictly; refuse what it refuses, without the inputs."""
        functions = self.calendar.feel_functions(self.now)
        try:
            return self.version.model_of(decision).evaluate(
                decision, context, strict=True, now=self.now, functions=functions
            )
        except DecisionError as refusal:
            sentence = (
                f"The decision {refusal.decision} gives no certain answer: {refusal.sentence}"
            )
            raise ExecutionError(element, sentence) from refusal

    def _certain(self, evaluated: Evaluated, formula: Formula, element: str) -> Any:
        if evaluated.warnings:
            raise ExecutionError(
                element, f"The {formula.where} could not be worked out: {evaluated.warnings[0]}"
            )
        return evaluated.value

    def _case(self) -> dict[str, Any]:
        return case_values(self.version.settings, self.case, today=london_date(self.now))
