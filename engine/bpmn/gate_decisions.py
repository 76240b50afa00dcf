"""What decision tables read and find out, and whether their cells name values that exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.gate_comparisons import Note
from engine.bpmn.gate_findings import Findings
from engine.bpmn.gate_formulas import noting
from engine.bpmn.gate_functions import STANDARD
from engine.bpmn.gate_inference import Inference
from engine.bpmn.gate_types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DURATION,
    FUNCTION,
    NUMBER,
    TEXT,
    TIME,
    UNKNOWN,
    Choice,
    Fields,
    ListOf,
    Type,
    any_of,
)
from engine.dmn.boxed import DecisionTable, LiteralExpression, TableOutput
from engine.dmn.model import Decision, ItemDefinition, Model
from engine.feel import UnaryTests, syntax
from engine.version import Version

_BASE_TYPES: Mapping[str, Type] = {
    "string": TEXT,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "date": DATE,
    "dateTime": DATE_TIME,
    "date and time": DATE_TIME,
    "time": TIME,
    "dayTimeDuration": DURATION,
    "days and time duration": DURATION,
    "yearMonthDuration": DURATION,
    "years and months duration": DURATION,
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decision models of a version; what is known of each decision is worked out once."""

    version: Version
    _known: dict[str, Type] = field(default_factory=dict)

    def vocabulary(self, type_name: str) -> Type | None:
        """Return what an item definition of any model stands for; None where none has the name."""
        for model in self.version.models.values():
            if type_name in model.items:
                return _typed(model, type_name)
        return None

    def result(self, decision_id: str) -> Type:
        """Return what is known of what a decision finds out."""
        for model in self.version.models.values():
            if decision_id in model.decisions:
                return self._result(model, model.decisions[decision_id])
        return UNKNOWN

    def inputs(self, decision_id: str) -> Mapping[str, Type]:
        """Return the inputs that a decision and all that it requires read, by name."""
        for model in self.version.models.values():
            if decision_id in model.decisions:
                return dict(_inputs(model, decision_id, set()))
        return {}

    def check(self, model: Model, findings: Findings) -> None:
        """Refuse names that a decision does not require, and literals that are no value."""
        for problem in model.problems:
            findings.say(
                problem.line,
                problem.element,
                problem.label,
                what=problem.what,
                why=problem.why,
                instead=problem.instead,
            )
        for decision in model.decisions.values():
            self._check(model, decision, findings)

    def _result(self, model: Model, decision: Decision) -> Type:
        if decision.id not in self._known:
            self._known[decision.id] = UNKNOWN  # a decision that requires itself ends here
            self._known[decision.id] = self._work_out(model, decision)
        return self._known[decision.id]

    def _work_out(self, model: Model, decision: Decision) -> Type:
        boxed = decision.expression
        if isinstance(boxed, DecisionTable):
            return self._of_table(model, decision, boxed)
        if decision.type_ref is not None:
            return _typed(model, decision.type_ref)
        if isinstance(boxed, LiteralExpression) and boxed.expression is not None:
            return self._reading(model, decision).infer(boxed.expression.tree)
        return UNKNOWN

    def _of_table(self, model: Model, decision: Decision, table: DecisionTable) -> Type:
        if table.aggregation is not None:
            return NUMBER
        columns = {
            output.name: self._of_column(model, decision, table, index)
            for index, output in enumerate(table.outputs)
        }
        one = Fields(columns) if len(columns) > 1 else next(iter(columns.values()), UNKNOWN)
        lists = table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
        return ListOf(one) if lists else one

    def _of_column(
        self, model: Model, decision: Decision, table: DecisionTable, index: int
    ) -> Type:
        output = table.outputs[index]
        declared = _of_output(model, output)
        if isinstance(declared, Choice):
            return declared
        cells = [rule.outputs[index] for rule in table.rules]
        cells += [output.default] if output.default is not None else []
        reading = self._reading(model, decision)
        written = any_of(
            UNKNOWN if cell.expression is None else reading.infer(cell.expression.tree)
            for cell in cells
        )
        return written if isinstance(written, Choice) or declared == UNKNOWN else declared

    def _reading(self, model: Model, decision: Decision) -> Inference:
        names: dict[str, Type] = {}
        for required in decision.requires.inputs:
            if required in model.inputs:
                given = model.inputs[required]
                names[given.name] = _typed(model, given.type_ref)
        for required in decision.requires.decisions:
            if required in model.decisions:
                other = model.decisions[required]
                names[other.name] = self._result(model, other)
            else:  # of another file
                names[required.rpartition("#")[2]] = UNKNOWN
        for required in decision.requires.knowledge:
            name = model.knowledge[required].name if required in model.knowledge else required
            names[name.rpartition("#")[2]] = FUNCTION
        return Inference(names, STANDARD)

    def _check(self, model: Model, decision: Decision, findings: Findings) -> None:
        reading = self._reading(model, decision)
        boxed = decision.expression
        if isinstance(boxed, LiteralExpression):
            _check_literal(reading, boxed, decision, "formula", findings)
        if not isinstance(boxed, DecisionTable):
            return
        for index, column in enumerate(boxed.inputs):
            if column.expression is None:
                continue
            where = f'input "{column.label or column.text}"'
            note = noting(findings, None, decision.id, decision.label, where)
            value = Inference(reading.names, STANDARD, note).infer(column.expression.tree)
            for rule in boxed.rules:
                cell = rule.inputs[index]
                where = f'cell "{cell.text}" of row {rule.row}'
                note = _names_only(noting(findings, None, decision.id, decision.label, where))
                _check_cell(
                    Inference(reading.names, STANDARD, note),
                    cell.tests,
                    column.expression.tree,
                    value,
                )
        for index in range(len(boxed.outputs)):
            for rule in boxed.rules:
                cell_of = rule.outputs[index]
                if cell_of.expression is None:
                    continue
                where = f'result "{cell_of.text}" of row {rule.row}'
                note = _names_only(noting(findings, None, decision.id, decision.label, where))
                Inference(reading.names, STANDARD, note).infer(cell_of.expression.tree)


def _check_literal(
    reading: Inference,
    boxed: LiteralExpression,
    decision: Decision,
    where: str,
    findings: Findings,
) -> None:
    if boxed.expression is not None:
        note = noting(findings, None, decision.id, decision.label, where)
        Inference(reading.names, STANDARD, note).infer(boxed.expression.tree)


def _check_cell(
    reading: Inference, tests: UnaryTests | None, column: syntax.Node, value: Type
) -> None:
    if tests is not None:
        for test in tests.tree.tests:
            reading.test(test, column, value)


def _names_only(note: Note) -> Note:
    """Leave out what the analysis of tables says of the same cell (engine/table_gate.py)."""

    def names(code: str, node: syntax.Node, **details: object) -> None:
        if code not in ("unknown_value", "never_equal"):
            note(code, node, **details)

    return names


def _inputs(model: Model, decision_id: str, seen: set[str]) -> Iterator[tuple[str, Type]]:
    if decision_id in seen or decision_id not in model.decisions:
        return
    seen.add(decision_id)
    requires = model.decisions[decision_id].requires
    for required in requires.inputs:
        if required in model.inputs:
            given = model.inputs[required]
            yield given.name, _typed(model, given.type_ref)
    for other in requires.decisions:
        yield from _inputs(model, other, seen)


def _of_output(model: Model, output: TableOutput) -> Type:
    if output.allowed is not None:
        values = _literals(output.allowed)
        if values is not None:
            return Choice(values)
    return _typed(model, output.type_ref)


def _typed(model: Model, type_ref: str | None, depth: int = 0) -> Type:
    """Return what a type name of a model stands for."""
    if type_ref is None or depth > 20:
        return UNKNOWN
    name = type_ref.rpartition(":")[2]
    if name in model.items:
        return _of_item(model, model.items[name], depth + 1)
    return _BASE_TYPES.get(name, UNKNOWN)


def _of_item(model: Model, item: ItemDefinition, depth: int) -> Type:
    known: Type
    values = None if item.allowed is None else _literals(item.allowed)
    if item.components:
        known = Fields({part.name: _of_item(model, part, depth) for part in item.components})
    elif values is not None:
        known = Choice(values)
    else:
        known = _typed(model, item.type_ref, depth)
    return ListOf(known) if item.is_collection else known


def _literals(tests: UnaryTests) -> frozenset[str] | None:
    """Return the texts that are allowed; None where anything but texts is."""
    found = set()
    for test in tests.tree.tests:
        if not isinstance(test, syntax.ExpressionTest):
            return None
        if not isinstance(test.expression, syntax.StringLiteral):
            return None
        found.add(test.expression.value)
    return None if tests.tree.negated or not found else frozenset(found)
