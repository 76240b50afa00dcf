"""Find functions that are written in another language (Java, PMML) and so cannot be called."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from engine.dmn.boxed import BoxedFunction, LiteralExpression
from engine.dmn.elements import ModelContent
from engine.feel.syntax import FunctionDefinition, walk


def declares_external_function(model: ModelContent) -> bool:
    """Tell whether a model, or one that it imports, declares an external function anywhere."""
    logic = [
        *(each.expression for each in model.decisions.values()),
        *(each.function for each in model.knowledge.values()),
    ]
    return any(map(_is_external, _parts(tuple(logic)))) or any(
        map(declares_external_function, model.imports.values())
    )


def _is_external(part: object) -> bool:
    if isinstance(part, BoxedFunction):
        return part.kind.upper() != "FEEL"
    if isinstance(part, LiteralExpression) and part.expression is not None:
        nodes = walk(part.expression.tree)
        return any(isinstance(node, FunctionDefinition) and node.external for node in nodes)
    return False


def _parts(value: object) -> Iterator[object]:
    """Yield every boxed expression below, itself included."""
    if isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value):
        yield value
        if not isinstance(value, LiteralExpression):
            for each in fields(value):
                yield from _parts(getattr(value, each.name))
