"""What answers do to a case before the process moves on: facts, case fields, routing answers.

Facts that cannot all be right are refused here, where they are entered (flow.md V1 to V5): they would
lead every table to too low an answer.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from engine.bpmn.model import Element
from engine.bpmn.spiff_session import Session
from engine.case_fields import case_json
from engine.contradictions import stated
from engine.errors import ExecutionError, InvalidAnswersError
from engine.forms import RoutingType
from engine.ports import RoutingAnswers
from engine.version import Version

RESERVED: Final = "round"


def accept(
    session: Session, version: Version, element: Element, answers: RoutingAnswers
) -> dict[str, Any]:
    """Set the facts and case fields that were answered; return the routing answers as FEEL values.

    A fact that the form asks for and that was hidden does not arise: it takes its default, so that what was
    answered before a correction contradicts nothing that nobody can see. Raises InvalidAnswersError, beside
    the questions concerned, where the facts contradict each other.
    """
    form = version.form_of(element)
    defaults = version.settings.defaults
    hidden = {
        question.key: defaults[question.key]
        for question in (form.facts() if form else ())
        if question.required and question.key not in answers.facts and question.key in defaults
    }
    session.facts = {**defaults, **session.facts, **hidden, **answers.facts}
    session.case |= answers.case
    if answers.facts:
        _refuse_contradictions(session, version, element, answers.facts)
    return _typed(answers.routing, form.routing_types() if form else {}, "")


def begin_case(session: Session, version: Version) -> None:
    """Give each fact its default, and each case field its first value, where there is none yet."""
    session.facts = {**version.settings.defaults, **session.facts}
    for key, field in version.settings.case.items():
        if key in session.case:
            continue
        if field.formula is None:
            session.case[key] = case_json(field.initial)
            continue
        value = session.value(field.formula, f"case.{key}", session.shared_context())
        if field.type == "date" and not isinstance(value, date):
            raise ExecutionError(f"case.{key}", f"The {field.formula.where} is not a date.")
        session.case[key] = case_json(value)


def _refuse_contradictions(
    session: Session, version: Version, element: Element, answered: Mapping[str, str]
) -> None:
    decision = version.settings.contradictions
    if decision is None:
        return
    found = session.decide(decision, element.id, {"facts": dict(session.facts)}).value
    problems: dict[str, list[str]] = {}
    for each in stated(version.model_of(decision), decision, found):
        beside = [fact for fact in each.facts if fact in answered] or [next(iter(answered))]
        for fact in beside:
            problems.setdefault(f"facts.{fact}", []).append(each.sentence)
    if problems:
        raise InvalidAnswersError(problems)


def _typed(
    answers: Mapping[str, Any], types: Mapping[str, RoutingType], path: str
) -> dict[str, Any]:
    """Return the answers with ISO text made a date where the form asks for one."""
    typed: dict[str, Any] = {}
    for key, value in answers.items():
        kind = types.get(path + key)
        if isinstance(value, Mapping):
            typed[key] = _typed(value, types, f"{path}{key}.")
        elif kind is not None and kind.kind == "rows":
            typed[key] = [_typed(row, kind.parts, "") for row in value]
        elif kind is not None and kind.kind == "date" and isinstance(value, str):
            typed[key] = date.fromisoformat(value)
        else:
            typed[key] = value
    return typed
