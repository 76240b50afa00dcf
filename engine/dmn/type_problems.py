"""Find names of types that nothing defines; they would otherwise mean any type, in silence."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from engine.dmn.boxed import (
    Boxed,
    BoxedContext,
    BoxedFunction,
    BoxedInvocation,
    BoxedRelation,
    DecisionTable,
    parts,
)
from engine.dmn.elements import DrgElement, ItemDefinition, ModelContent
from engine.dmn.problems import ModelProblem
from engine.feel.types import BUILT_IN_TYPES

_Use = tuple[int, str, str, str | None]
"""Line, id and label of what names a type, and the name."""


def type_problems(model: ModelContent) -> tuple[ModelProblem, ...]:
    """Return a problem for every type that is named and not there."""
    known = {*model.types, *BUILT_IN_TYPES}
    return tuple(
        _problem(line, element, label, name, known)
        for line, element, label, name in _uses(model)
        if name and name not in known
    )


def _problem(line: int, element: str, label: str, name: str, known: Iterable[str]) -> ModelProblem:
    nearest = get_close_matches(name, known, n=1)
    return ModelProblem(
        line,
        element,
        label,
        f"There is no type {name}.",
        "A value of a type that does not exist cannot be checked.",
        f"Write {nearest[0]}." if nearest else "Define the type, or name one that is defined.",
    )


def _uses(model: ModelContent) -> Iterator[_Use]:
    for item in model.items.values():
        yield from _item_uses(item)
    elements: list[DrgElement] = [*model.inputs.values(), *model.decisions.values()]
    elements += [*model.knowledge.values(), *model.services.values()]
    for element in elements:
        yield element.line, element.id, element.label, element.type_ref
    for decision in model.decisions.values():
        if decision.expression is not None:
            yield from _boxed_uses(decision.expression, decision.label)
    for knowledge in model.knowledge.values():
        if knowledge.function is not None:
            yield from _boxed_uses(knowledge.function, knowledge.label)


def _item_uses(item: ItemDefinition) -> Iterator[_Use]:
    yield item.line, item.id, item.label, item.type_ref
    yield item.line, item.id, item.label, item.function_result
    for component in item.components:
        yield from _item_uses(component)


def _boxed_uses(boxed: Boxed, label: str) -> Iterator[_Use]:
    for part in parts(boxed):
        yield part.line, part.id, label, part.type_ref
        if isinstance(part, DecisionTable):
            yield from _column_uses(part)
        for name, type_ref in _named_parts(part):
            yield part.line, part.id, name, type_ref


def _column_uses(table: DecisionTable) -> Iterator[_Use]:
    for column in table.inputs:
        yield column.line, column.id, column.label, column.type_ref
    for output in table.outputs:
        yield output.line, output.id, output.label, output.type_ref


def _named_parts(part: Boxed) -> list[tuple[str, str | None]]:
    match part:
        case BoxedContext(entries=entries) | BoxedInvocation(bindings=entries):
            return [(entry.name, entry.type_ref) for entry in entries]
        case BoxedRelation(rows=(first, *_)):
            return [(entry.name, entry.type_ref) for entry in first]
        case BoxedFunction(parameters=parameters):
            return [(parameter.name, parameter.type_ref) for parameter in parameters]
    return []
