"""Values in a table's cells that are not allowed, or not of the type of their column."""

import difflib
from collections.abc import Iterator

from engine.dmn.boxed import LiteralExpression, Rule
from engine.dmn.conditions import (
    NotAnalysedError,
    condition_of,
    constants_in,
    equalities_in,
    listed,
)
from engine.dmn.declared_types import Declared, declared
from engine.dmn.findings import Finding, Kind
from engine.dmn.model import Model
from engine.dmn.rule_outputs import constant_of
from engine.dmn.table_boxes import TableBoxes, label_of
from engine.feel import UnaryTests, to_json
from engine.feel.compare import kind_of
from engine.feel.values import Value


def value_findings(model: Model, boxes: TableBoxes) -> Iterator[Finding]:
    """Yield every value of a cell that its column does not allow, inputs before outputs."""
    table = boxes.table
    yield from _columns(boxes)
    for place, column in enumerate(table.inputs):
        for rule in table.rules:
            cell = rule.inputs[place]
            for kind, what in _wrong_tests(cell.tests, boxes.declared[place]):
                what = f'Row {rule.row} tests "{label_of(column)}" for {what}'
                yield Finding(kind, True, cell.id, cell.line, (rule.id,), what)
    for place, output in enumerate(table.outputs):
        own = declared(model, output.type_ref)
        wanted = Declared(own.kind, own.is_collection, output.allowed or own.allowed)
        label = output.label or output.name or table.label
        for rule in table.rules:
            yield from _wrong_output(rule.outputs[place], wanted, f"Row {rule.row}", label, rule)
        if output.default is not None:
            yield from _wrong_output(output.default, wanted, "The default", label, None)


def _columns(boxes: TableBoxes) -> Iterator[Finding]:
    """Yield columns whose list of values is not that of the type which they read."""
    for column, own, of_type in zip(
        boxes.table.inputs, boxes.declared, boxes.type_values, strict=True
    ):
        here, there = listed(own.allowed), listed(of_type)
        if here is None or there is None:
            continue
        missing = [_written(value) for value in there if value not in here]
        extra = [_written(value) for value in here if value not in there]
        if missing or extra:
            parts = [f"lacks {', '.join(missing)}"] if missing else []
            parts += [f"has {', '.join(extra)} more"] if extra else []
            what = f'The list of values of "{label_of(column)}" is not that of its type: '
            what = f"{what}it {' and '.join(parts)}."
            yield Finding("values differ", True, column.id, column.line, (), what)


def _wrong_tests(tests: UnaryTests | None, wanted: Declared) -> Iterator[tuple[Kind, str]]:
    try:
        condition = None if tests is None else condition_of(tests.tree)
    except NotAnalysedError:
        return
    if condition is None:
        return
    compared = list(equalities_in(condition))
    for value in constants_in(condition):
        if wanted.kind and value is not None and kind_of(value) != wanted.kind:
            yield "wrong type", f"{_written(value)}, which is no {wanted.kind}."
        elif value in compared and not _is_allowed(value, wanted.allowed):
            yield "not allowed", f"{_written(value)}, {_no_value_of(value, wanted.allowed)}"


def _wrong_output(
    cell: LiteralExpression, wanted: Declared, who: str, label: str, rule: Rule | None
) -> Iterator[Finding]:
    given = constant_of(cell)
    if given is None:
        return
    value = given[0]
    rules = () if rule is None else (rule.id,)
    items = value if wanted.is_collection and isinstance(value, list) else [value]
    for item in items:
        if item is not None and wanted.kind and kind_of(item) != wanted.kind:
            what = f'{who} answers "{label}" with {_written(item)}, which is no {wanted.kind}.'
            yield Finding("wrong type", True, cell.id, cell.line, rules, what)
        elif not _is_allowed(item, wanted.allowed):
            why = _no_value_of(item, wanted.allowed)
            what = f'{who} answers "{label}" with {_written(item)}, {why}'
            yield Finding("not allowed", True, cell.id, cell.line, rules, what)


def _is_allowed(value: Value, allowed: UnaryTests | None) -> bool:
    return allowed is None or allowed.test(value, {}).value is True


def _no_value_of(value: Value, allowed: UnaryTests | None) -> str:
    texts = [each for each in listed(allowed) or [] if isinstance(each, str)]
    near = difflib.get_close_matches(value, texts, n=1) if isinstance(value, str) else []
    meant = f' Did you mean "{near[0]}"?' if near else ""
    return f"which is not one of its values.{meant}"


def _written(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) else str(to_json(value))
