"""Read decision tables: columns, rows, the codes of rows and the clauses they serve."""

import re
from typing import Final, cast

from engine.dmn.boxed import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    InputCell,
    LiteralExpression,
    Rule,
    TableInput,
    TableOutput,
)
from engine.dmn.literal_reader import read_literal, type_ref
from engine.dmn.texts import Texts
from engine.dmn.xml import Element
from engine.feel import UnaryTests

ROW_ANNOTATION: Final = "row"
CLAUSE_ANNOTATION: Final = "clause"

_HIT_POLICIES: Final = (
    "UNIQUE",
    "FIRST",
    "PRIORITY",
    "ANY",
    "COLLECT",
    "RULE ORDER",
    "OUTPUT ORDER",
)
_CLAUSES: Final = re.compile(r"[\s,;]+")


def read_table(element: Element, texts: Texts, label: str) -> DecisionTable:
    """Read a decision table."""
    inputs = tuple(_input(each, texts) for each in element.children("input"))
    outputs = tuple(_output(each, texts) for each in element.children("output"))
    annotations = [each.get("name") for each in element.children("annotation")]
    rules = tuple(
        _rule(each, number, inputs, outputs, annotations, texts)
        for number, each in enumerate(element.children("rule"), start=1)
    )
    aggregation = element.get("aggregation").upper() or None
    return DecisionTable(
        element.get("id"),
        element.line,
        label,
        _hit_policy(element, texts, label),
        cast("Aggregation | None", aggregation),
        inputs,
        outputs,
        rules,
        type_ref(element),
    )


def _hit_policy(element: Element, texts: Texts, label: str) -> HitPolicy:
    written = element.get("hitPolicy").upper() or "UNIQUE"
    if written not in _HIT_POLICIES:
        texts.problem(
            element,
            label,
            f"There is no hit policy {written}.",
            "The table cannot say which row answers.",
            f"Choose one of {', '.join(_HIT_POLICIES)}.",
        )
        return "UNIQUE"
    return cast("HitPolicy", written)


def _input(element: Element, texts: Texts) -> TableInput:
    inner = element.child("inputExpression")
    text = "" if inner is None else inner.text()
    label = element.get("label") or text.strip()
    expression = None if inner is None else texts.expression(text, inner, label=label)
    allowed = _allowed(element.child("inputValues"), texts, label)
    return TableInput(
        element.get("id"), element.line, label, text, expression, type_ref(inner), allowed
    )


def _allowed(element: Element | None, texts: Texts, label: str) -> UnaryTests | None:
    if element is None or not element.text().strip():
        return None
    return texts.tests(element.text(), element, label=label)


def _output(element: Element, texts: Texts) -> TableOutput:
    name = element.get("name")
    label = element.get("label") or name
    default = element.child("defaultOutputEntry")
    return TableOutput(
        element.get("id"),
        element.line,
        label,
        name,
        type_ref(element),
        _allowed(element.child("outputValues"), texts, label),
        read_literal(default, texts, label) if default and default.text().strip() else None,
    )


def _rule(
    element: Element,
    number: int,
    inputs: tuple[TableInput, ...],
    outputs: tuple[TableOutput, ...],
    annotations: list[str],
    texts: Texts,
) -> Rule:
    notes = {
        name: entry.text().strip()
        for name, entry in zip(annotations, element.children("annotationEntry"), strict=False)
    }
    code = notes.get(ROW_ANNOTATION) or element.get("id") or str(number)
    cells = tuple(_cell(each, texts, code) for each in element.children("inputEntry"))
    results = tuple(_result(each, texts, code) for each in element.children("outputEntry"))
    if len(cells) != len(inputs) or len(results) != len(outputs):
        texts.problem(
            element,
            code,
            f"The row has {len(cells)} inputs and {len(results)} outputs.",
            f"The table has {len(inputs)} and {len(outputs)}.",
            "Give the row one cell for each column.",
        )
    clauses = tuple(filter(None, _CLAUSES.split(notes.get(CLAUSE_ANNOTATION, ""))))
    return Rule(element.get("id"), element.line, number, code, clauses, notes, cells, results)


def _cell(element: Element, texts: Texts, code: str) -> InputCell:
    text = element.text().strip()
    return InputCell(
        element.get("id"), element.line, text or "-", texts.tests(text, element, label=code)
    )


def _result(element: Element, texts: Texts, code: str) -> LiteralExpression:
    return read_literal(element, texts, code)
