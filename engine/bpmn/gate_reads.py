"""Which variables of a process anything reads: a result that nothing reads is a misspelt one as a rule."""

from collections.abc import Iterator

from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Diagram, Element, Formula
from engine.feel import Expression, syntax


def check_results_are_read(diagram: Diagram, dataflow: Dataflow, findings: Findings) -> None:
    """Refuse a decision's result that no formula, form or further decision of the process reads."""
    read = set(_names_read(diagram, dataflow))
    for element in diagram.elements.values():
        if element.decision is not None and element.decision.variable not in read:
            name = element.decision.variable
            written = read - set(dataflow.shared) - _own_names(diagram)
            instead = offer(name, written, otherwise="read it after this task, or remove the task")
            findings.on("unread_result", element, name=name, instead=instead)


def _own_names(diagram: Diagram) -> set[str]:
    loops = {item.loop.element for item in diagram.elements.values() if item.loop is not None}
    return set(diagram.elements) | loops


def _names_read(diagram: Diagram, dataflow: Dataflow) -> Iterator[str]:
    for formula in _formulas(diagram, dataflow):
        parsed = dataflow.formulas.tree(formula)
        if isinstance(parsed, Expression):
            yield from _names_in(parsed.tree)
    for element in diagram.elements.values():
        if element.decision is not None:
            yield from dataflow.decisions.inputs(element.decision.decision)
        form = dataflow.version.form_of(element)
        for condition in form.conditions() if form is not None else ():
            yield from _names_in(condition.expression.tree)


def _names_in(tree: syntax.Node) -> Iterator[str]:
    return (node.name for node in syntax.walk(tree) if isinstance(node, syntax.Name))


def _formulas(diagram: Diagram, dataflow: Dataflow) -> Iterator[Formula]:
    for flow in diagram.flows.values():
        if flow.condition is not None:
            yield flow.condition
    for element in diagram.elements.values():
        yield from _of_element(element)
    for caller in dataflow.version.diagrams.values():
        for element in caller.elements.values():
            if element.calls is not None and element.calls.process == diagram.id:
                yield from (each.source for each in element.calls.outputs)


def _of_element(element: Element) -> Iterator[Formula]:
    assignment, message, loop = element.assignment, element.message, element.loop
    written = (
        element.due,
        element.timer,
        None if assignment is None else assignment.formula,
        None if message is None else message.correlation,
        None if loop is None else loop.collection,
        None if loop is None else loop.output_element,
    )
    yield from (formula for formula in written if formula is not None)
    yield from (each.source for each in element.keeps)
    if element.calls is not None:
        yield from (each.source for each in element.calls.inputs)
