"""Which values a column may hold: its own list, else that of the type it reads."""

from collections.abc import Mapping
from dataclasses import replace

from engine.dmn.boxed import DecisionTable, TableInput, TableOutput
from engine.dmn.elements import Decision, ItemDefinition
from engine.dmn.model import Model
from engine.dmn.problems import ModelProblem
from engine.feel import UnaryTests, syntax


def with_allowed_values(model: Model, problems: tuple[ModelProblem, ...]) -> Model:
    """Return the model with the allowed values of the columns of its decisions filled in."""
    decisions = {id_: _filled(model, each) for id_, each in model.decisions.items()}
    return replace(model, decisions=decisions, problems=problems)


def _filled(model: Model, decision: Decision) -> Decision:
    table = decision.expression
    if not isinstance(table, DecisionTable):
        return decision
    inputs = tuple(_filled_input(model, decision, each) for each in table.inputs)
    outputs = tuple(_filled_output(model, decision, table, each) for each in table.outputs)
    return replace(decision, expression=replace(table, inputs=inputs, outputs=outputs))


def _filled_input(model: Model, decision: Decision, column: TableInput) -> TableInput:
    if column.allowed is not None:
        return column
    item = model.items.get(column.type_ref or "")
    if item is None and column.expression is not None:
        item = item_read_by(model, decision, column.expression.tree)
    return replace(column, allowed=_allowed_of(model.items, item))


def _filled_output(
    model: Model, decision: Decision, table: DecisionTable, column: TableOutput
) -> TableOutput:
    if column.allowed is not None:
        return column
    item = model.items.get(column.type_ref or "")
    whole = model.items.get(decision.type_ref or "")
    if item is None and whole is not None:
        item = whole if len(table.outputs) == 1 else _component(model.items, whole, column.name)
    return replace(column, allowed=_allowed_of(model.items, item))


def _allowed_of(
    items: Mapping[str, ItemDefinition], item: ItemDefinition | None
) -> UnaryTests | None:
    seen: set[str] = set()
    while item is not None and item.name not in seen:
        if item.allowed is not None:
            return item.allowed
        seen.add(item.name)
        item = items.get(item.type_ref or "")
    return None


def item_read_by(model: Model, decision: Decision, tree: syntax.Node) -> ItemDefinition | None:
    """Return the definition of what a name or path reads in a decision, if it is known.

    ``facts.outcome`` is the component ``outcome`` of the type of the input or decision ``facts``.
    """
    if isinstance(tree, syntax.Name):
        for id_ in (*decision.requires.inputs, *decision.requires.decisions):
            required = model.inputs.get(id_) or model.decisions.get(id_)
            if required is not None and required.name == tree.name:
                return model.items.get(required.type_ref or "")
    if isinstance(tree, syntax.Path):
        whole = item_read_by(model, decision, tree.source)
        return None if whole is None else _component(model.items, whole, tree.name)
    return None


def _component(
    items: Mapping[str, ItemDefinition], whole: ItemDefinition, name: str
) -> ItemDefinition | None:
    seen: set[str] = set()
    inner: ItemDefinition | None = whole
    while inner is not None and not inner.components and inner.name not in seen:
        seen.add(inner.name)
        inner = items.get(inner.type_ref or "")
    if inner is None:
        return None
    return next((each for each in inner.components if each.name == name), None)
