"""What a call activity gives to the process it calls: each text written there must be one that is taken."""

from collections.abc import Iterator

from engine.bpmn.gate_comparisons import literals_of
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.gate_types import Choice
from engine.bpmn.model import CalledProcess, Element, Formula
from engine.feel import Expression, syntax


def check_call_inputs(element: Element, dataflow: Dataflow, findings: Findings) -> None:
    """Refuse a text that the called process would hand to a decision which has no such value."""
    if element.calls is None:
        return
    for transfer in element.calls.inputs:
        taken = _taken(dataflow, element.calls.process, transfer.target, ())
        written = _tree(dataflow, transfer.source)
        if taken is None or written is None:
            continue
        for literal in literals_of(written):
            if literal.value not in taken:
                findings.on(
                    "call_input_value",
                    element,
                    name=transfer.target,
                    value=literal.value,
                    instead=offer(literal.value, taken),
                )


def _taken(
    dataflow: Dataflow, process: str, name: str, through: tuple[str, ...]
) -> frozenset[str] | None:
    """Return the values of a variable that every decision reached by it takes; None where none says."""
    diagram = dataflow.version.diagrams.get(process)
    if diagram is None or process in through:
        return None
    taken: frozenset[str] | None = None
    for element in diagram.elements.values():
        for found in _taken_by(dataflow, element, name, (*through, process)):
            taken = found if taken is None else taken & found
    return taken


def _taken_by(
    dataflow: Dataflow, element: Element, name: str, through: tuple[str, ...]
) -> Iterator[frozenset[str]]:
    if element.decision is not None:
        read = dataflow.decisions.inputs(element.decision.decision)
        mapped = {each.target: each.source for each in element.decision.inputs}
        for target, wanted in read.items():
            given = mapped.get(target)
            reads = target == name if given is None else _may_be(dataflow, given, name)
            if reads and isinstance(wanted, Choice):
                yield wanted.values
    calls: CalledProcess | None = element.calls
    for transfer in () if calls is None else calls.inputs:
        if calls is not None and _may_be(dataflow, transfer.source, name):
            found = _taken(dataflow, calls.process, transfer.target, through)
            if found is not None:
                yield found


def _may_be(dataflow: Dataflow, formula: Formula, name: str) -> bool:
    """Say whether the value of the formula may be that of the variable as it is."""
    tree = _tree(dataflow, formula)
    return tree is not None and name in _names_yielded(tree)


def _names_yielded(node: syntax.Node) -> Iterator[str]:
    match node:
        case syntax.Name():
            yield node.name
        case syntax.If():
            yield from _names_yielded(node.consequence)
            yield from _names_yielded(node.alternative)


def _tree(dataflow: Dataflow, formula: Formula) -> syntax.Node | None:
    parsed = dataflow.formulas.tree(formula)
    return parsed.tree if isinstance(parsed, Expression) else None
