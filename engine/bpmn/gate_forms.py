"""Forms: conditions that read what has been asked, questions that set what exists, one task for each."""

from collections.abc import Iterable

from engine.bpmn.gate_answers import answer_of, answers_of
from engine.bpmn.gate_dataflow import Dataflow, case_types
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_formulas import COUNT, DAY, TRUTH, WORDS
from engine.bpmn.gate_functions import STANDARD
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_registers import check_entries
from engine.bpmn.gate_types import (
    Choice,
    Fields,
    Type,
    in_words,
    kind_of,
)
from engine.bpmn.model import Element, Formula
from engine.bpmn.model import Kind as ElementKind
from engine.forms import Condition, Form, Group, Guidance, Question, Rows
from engine.forms.components import Component
from engine.uploads import MAX_MEGABYTES


def check_form(element: Element | None, form: Form, dataflow: Dataflow) -> Findings:
    """Return what is wrong with a form, shown by the element (None where nothing shows it)."""
    findings = Findings(form.file)
    if element is None:
        drawn = [
            item.id
            for diagram in dataflow.version.diagrams.values()
            for item in diagram.elements.values()
            if item.form is not None and (diagram.id, item.id) not in dataflow.version.forms
        ]
        instead = offer(form.id, drawn, otherwise="draw the task, or remove the form")
        findings.refuse("form_without_task", None, form.id, form.title, instead=instead)
        return findings
    for question in form.questions():
        _check_question(question, dataflow, findings)
        _check_agencies(question, dataflow, findings)
    for question in form.files():
        if element.kind is not ElementKind.USER_TASK:
            place = question.line, question.path, question.label
            findings.refuse("file_without_task", *place)
    names = dict(dataflow.reading(element).names)
    asked = answers_of(form.components)
    for shared in ("facts", "case"):
        # What the case holds stands until the form answers it, so its own type counts.
        asked.pop(shared, None)
    # A form is decided wherever it is shown, without the calendar of meetings.
    reading = Inference({**names, **asked}, STANDARD)
    _check_components(form.components, reading, dataflow, findings)
    check_entries(form, reading, dataflow, findings)
    return findings


def _check_question(question: Question, dataflow: Dataflow, findings: Findings) -> None:
    place = question.line, question.path, question.label
    settings = dataflow.version.settings
    if question.megabytes is not None:
        value = question.megabytes.expression.evaluate({"settings": settings.values()}).value
        if value is not None and value not in range(1, MAX_MEGABYTES + 1):
            findings.refuse("file_size", *place, most=MAX_MEGABYTES)
    section, dot, _ = question.path.partition(".")
    known: Type | None = None
    if dot and section == "facts":
        known = dataflow.shared["facts"]
    elif dot and section == "case":
        fields = case_types(settings)
        known = Fields({name: fields[name] for name in settings.case})
    if not isinstance(known, Fields):
        return
    kind = "fact" if section == "facts" else "field of the case"
    if question.key not in known.parts:
        instead = offer(question.key, known.parts)
        findings.refuse("unknown_fact", *place, kind=kind, name=question.key, instead=instead)
        return
    allowed = known.parts[question.key]
    asked = answer_of(question)
    if kind_of(asked) != kind_of(allowed):
        findings.refuse(
            "fact_kind", *place, name=question.key, asked=in_words(asked), wanted=in_words(allowed)
        )
    for choice in question.choices:
        if isinstance(allowed, Choice) and choice.value not in allowed.values:
            instead = offer(choice.value, allowed.values)
            findings.refuse(
                "fact_value", *place, name=question.key, value=choice.value, instead=instead
            )


def _check_agencies(question: Question, dataflow: Dataflow, findings: Findings) -> None:
    forms = dataflow.version.forms.values()
    if question.not_from and not any(each.lists for form in forms for each in form.questions()):
        place = question.line, question.path, question.label
        findings.refuse("nothing_under_review", *place, name=question.key)


def _check_components(
    components: Iterable[Component], reading: Inference, dataflow: Dataflow, findings: Findings
) -> None:
    for component in components:
        _check_conditions(component, reading, dataflow, findings)
        if isinstance(component, Question | Group | Rows | Guidance):
            _check_clauses(component, dataflow, findings)
        if isinstance(component, Group):
            _check_components(component.components, reading, dataflow, findings)
        if isinstance(component, Rows):
            row = reading.within(answers_of(component.components))
            _check_components(component.components, row, dataflow, findings)


def _check_conditions(
    component: Component, reading: Inference, dataflow: Dataflow, findings: Findings
) -> None:
    place: tuple[str | None, str | None] = (None, None)
    if isinstance(component, Question | Group | Rows):
        place = component.path or None, component.label

    def check(condition: Condition | None, where: str, wanted: tuple[str, ...]) -> None:
        if condition is not None:
            formula = Formula(condition.text.removeprefix("=").strip(), condition.line, where)
            dataflow.formulas.check(formula, reading, findings, place, wanted=wanted)

    check(component.hide, "condition that hides it", TRUTH)
    if isinstance(component, Question):
        for value, condition in component.offers.items():
            check(condition, f'condition that offers "{value}"', TRUTH)
        check(component.earliest, "earliest date", DAY)
        check(component.latest, "latest date", DAY)
        check(component.megabytes, "largest size of a file", COUNT)
    if isinstance(component, Rows) and component.timeline is not None:
        check(component.timeline.gap, "length of a gap in the chronology", COUNT)
    if isinstance(component, Guidance):
        for slot in component.slots.values():
            check(slot, f'slot "{{{{{slot.text}}}}}" of the text', WORDS)


def _check_clauses(
    component: Question | Group | Rows | Guidance, dataflow: Dataflow, findings: Findings
) -> None:
    if "workflows/clauses.yaml" in dataflow.version.unreadable:
        return
    place: tuple[int, str | None, str | None] = component.line, None, None
    if not isinstance(component, Guidance):
        place = component.line, component.path or None, component.label
    for clause in component.clauses:
        if clause not in dataflow.version.clauses:
            instead = offer(clause, dataflow.version.clauses)
            findings.refuse("unknown_clause", *place, clause=clause, instead=instead)
