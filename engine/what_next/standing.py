"""What is known where a form is filled in: names of the process and its callers, facts, case and settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.bpmn.called import called
from engine.bpmn.gate_decisions import Decisions
from engine.bpmn.gate_types import Choice, Fields, Plain, Type
from engine.bpmn.model import Diagram, Element
from engine.bpmn.spiff_surroundings import Level
from engine.dmn.value_words import value_in_words
from engine.forms import Form, Question
from engine.forms.components import Kind as Asked
from engine.forms.components import Rows
from engine.forms.dependencies import every_component
from engine.version import Version
from engine.what_next.symbols import Known, Names, Parts, Symbol, Unsaid, Worked
from engine.what_next.told import Atom

_NOT_ANSWERED: Final = "no answer"


@dataclass(frozen=True, slots=True)
class Now:
    """A case as it stands where the form is filled in.

    ``levels`` are the task and all that holds it, from the inside out (of a start form none); ``shared`` are
    facts, case and settings as FEEL reads them; ``functions`` those of the calendar.
    """

    levels: tuple[Level, ...]
    shared: Mapping[str, Any]
    now: datetime
    functions: Mapping[str, Callable[..., Any]]

    @property
    def context(self) -> Mapping[str, Any]:
        """Return what the form's own conditions read."""
        return {**(self.levels[0].variables if self.levels else {}), **self.shared}


def own_answers(form: Form, label: str, round_: Symbol) -> Parts:
    """Return the variable of a task that shows the form, once it is filled in."""
    return _answered(form, label, "answer", round_, certain=True)


def own_facts(form: Form, facts: Symbol) -> Symbol:
    """Return the facts once the form is filled in; what can be hidden keeps a value that is not told."""
    return _laid_over(facts, form.facts(), form)


def own_case(form: Form, case: Symbol) -> Symbol:
    """Return the fields of the case once the form is filled in."""
    return _laid_over(case, form.case_fields(), form)


def shared_names(
    version: Version, shared: Mapping[str, Any] | None, *, begins: bool = False
) -> dict[str, Symbol]:
    """Return facts, case and settings: as the case has them, or of no case in particular.

    ``begins`` says that the form makes the case, which is then received on the day it is submitted.
    """
    if shared is not None:
        return {
            "facts": Parts({key: Known(value) for key, value in shared["facts"].items()}),
            "case": Parts({key: Known(value) for key, value in shared["case"].items()}),
            "settings": Known(shared["settings"]),
        }
    fields: dict[str, Symbol] = {}
    for key, field in version.settings.case.items():
        words = key.replace("_", " ")
        fields[key] = Unsaid(words)
        if field.values:
            kept = tuple(field.values)
            fields[key] = Atom("case", f"case.{key}", words, kept, tuple(field.values.values()))
    fixed = dict.fromkeys(
        (
            "reference",
            "date_received",
            "notifier",
            "on_hold",
            "held_since",
            "held_days",
            "elapsed_days",
        )
    )
    case: dict[str, Symbol] = {key: Unsaid(key.replace("_", " ")) for key in fixed} | fields
    settings = Known(dict(version.settings.values()))
    if begins:
        case |= _at_receipt(version, settings)
    return {
        "facts": Parts(dict.fromkeys(version.settings.defaults, Unsaid())),
        "case": Parts(case),
        "settings": settings,
    }


def _at_receipt(version: Version, settings: Known) -> dict[str, Symbol]:
    received = Worked("today()", {})
    names: Names = {"case": Parts({"date_received": received}), "settings": settings}
    return {
        "date_received": received,
        **{
            key: Known(field.initial)
            if field.formula is None
            else Worked(field.formula.text, names)
            for key, field in version.settings.case.items()
        },
    }


def earlier_names(version: Version, diagram: Diagram) -> dict[str, Symbol]:
    """Return what elements of a diagram leave behind, of no case in particular."""
    found: dict[str, Symbol] = {}
    for element in diagram.elements.values():
        form = version.form_of(element)
        if form is not None and element.loop is None:
            label = called(diagram, element)
            found[element.id] = _answered(form, label, "earlier", Unsaid(), certain=False)
        if element.decision is not None:
            found[element.decision.variable] = finds(version, element, certain=False)
        if element.loop is not None and element.loop.output_collection:
            found[element.loop.output_collection] = Unsaid()
        if element.calls is not None and element.loop is None:
            found.update({each.target: Unsaid() for each in element.calls.outputs})
    return found


def finds(version: Version, element: Element, *, certain: bool = True) -> Symbol:
    """Return what the decision of the element may find, part by part."""
    if element.decision is None:
        return Unsaid()
    decision = element.decision.decision
    known = version.model_of(decision).decisions[decision]
    result = Decisions(version).result(decision)
    table = known.label or known.name
    return _possible(result, f"{element.process}/{element.id}", "", table, certain)


def _possible(known: Type, key: str, about: str, table: str, certain: bool) -> Symbol:
    match known:
        case Fields(parts=parts):
            return Parts(
                {
                    name: _possible(part, f"{key}.{name}", name.replace("_", " "), table, certain)
                    for name, part in parts.items()
                },
                certain,
            )
        case Choice(values=values):
            kept = tuple(sorted(values))
            return Atom("table", key, about, kept, tuple(map(value_in_words, kept)), table)
        case Plain(kind="boolean"):
            return Atom("table", key, about, (True, False), ("yes", "no"), table)
    return Unsaid(about)


def _answered(form: Form, label: str, kind: Any, round_: Symbol, *, certain: bool) -> Parts:
    by_path = {question.path: question for question in form.questions()}
    parts: dict[str, Any] = {}
    rows = {
        each.path: Unsaid(each.label, filled=each.at_least > 0 and each.hide is None)
        for each in every_component(form.components)
        if isinstance(each, Rows)
    }
    for path in form.routing_types():
        if path.startswith(("facts.", "case.")):
            continue
        *groups, key = path.split(".")
        place = parts
        for group in groups:
            place = place.setdefault(group, {})
        question = by_path.get(path)
        # What is no question is a list of rows.
        place[key] = rows[path] if question is None else _asked(form, question, label, kind)
    return Parts({**_nested(parts, certain), "round": round_}, certain)


def _nested(parts: Mapping[str, Any], certain: bool) -> dict[str, Symbol]:
    return {
        key: Parts(_nested(part, certain), certain) if isinstance(part, dict) else part
        for key, part in parts.items()
    }


def _asked(form: Form, question: Question, label: str, kind: Any) -> Symbol:
    """Return the answer to a question: one of its choices, or one that only names itself."""
    choice = form.routing_types()[question.path]
    values: tuple[Any, ...] = tuple(each.value for each in question.choices)
    words = tuple(each.label for each in question.choices)
    if question.kind is Asked.CHECKBOX:
        values, words = (True, False), ("yes", "no")
    if not values or question.kind is Asked.CHECKLIST:
        return Unsaid(question.label, question.required and not choice.optional, asked=True)
    if choice.optional:
        values, words = (*values, None), (*words, _NOT_ANSWERED)
    key = question.path if kind == "answer" else f"{label}: {question.path}"
    return Atom(kind, key, question.label, values, words, label)


def _laid_over(group: Symbol, questions: tuple[Question, ...], form: Form) -> Symbol:
    if not isinstance(group, Parts):
        return group
    hideable = form.hideable()
    asked: dict[str, Symbol] = {}
    for question in questions:
        told = question.choices and question.required and question.path not in hideable
        asked[question.key] = Unsaid(question.label, asked=True)
        if told and question.kind is not Asked.CHECKLIST:
            values = tuple(each.value for each in question.choices)
            words = tuple(each.label for each in question.choices)
            asked[question.key] = Atom("answer", question.path, question.label, values, words)
    return Parts({**group.parts, **asked})
