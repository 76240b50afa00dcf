"""Which type, and which allowed values, a column of a table has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.dmn.boxed import TableInput
from engine.dmn.model import ItemDefinition, Model
from engine.feel import UnaryTests, syntax

_BASE_TYPES: Final[Mapping[str, str]] = {
    "string": "string",
    "boolean": "boolean",
    "number": "number",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A type down to its base (empty where it is none of FEEL's simple types), and what is allowed."""

    kind: str
    is_collection: bool
    allowed: UnaryTests | None


UNKNOWN: Final = Declared("", False, None)


def declared(model: Model, type_ref: str | None) -> Declared:
    """Return what a type reference declares."""
    if type_ref is None:
        return UNKNOWN
    item = model.items.get(type_ref)
    if item is None:
        return Declared(_BASE_TYPES.get(type_ref.removeprefix("feel:"), ""), False, None)
    return _of_item(model, item)


def declared_for_column(model: Model, column: TableInput) -> tuple[Declared, UnaryTests | None]:
    """Return the declaration of a column, and the values allowed by what it reads, where that is known.

    A column without a type takes the type of the input, the field or the decision that it reads.
    """
    source = _of_expression(model, column.expression.tree if column.expression else None)
    own = declared(model, column.type_ref)
    kind = own.kind or source.kind
    allowed = column.allowed or own.allowed or source.allowed
    return Declared(kind, own.is_collection or source.is_collection, allowed), source.allowed


def _of_item(model: Model, item: ItemDefinition) -> Declared:
    allowed, base, passed = item.allowed, item, {item.id}
    is_collection = item.is_collection
    while (under := model.items.get(base.type_ref or "")) is not None and under.id not in passed:
        passed.add(under.id)
        base = under
        allowed = allowed or under.allowed
        is_collection = is_collection or under.is_collection
    kind = "" if base.components else declared(model, base.type_ref).kind
    return Declared(kind, is_collection, allowed)


def _of_expression(model: Model, tree: syntax.Node | None) -> Declared:
    if isinstance(tree, syntax.Name):
        return declared(model, _type_of_name(model, tree.name))
    if isinstance(tree, syntax.Path) and isinstance(tree.source, syntax.Name):
        item = model.items.get(_type_of_name(model, tree.source.name) or "")
        for component in item.components if item is not None else ():
            if component.name == tree.name:
                return _of_item(model, component)
    return UNKNOWN


def _type_of_name(model: Model, name: str) -> str | None:
    inputs = {each.name: each.type_ref for each in model.inputs.values()}
    return inputs.get(name) or {d.name: d.type_ref for d in model.decisions.values()}.get(name)
