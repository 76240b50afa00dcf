"""Find functions that are written in another language (Java, PMML) and so cannot be called."""

from engine.dmn.boxed import Boxed, BoxedFunction, LiteralExpression, parts
from engine.dmn.elements import ModelContent
from engine.feel.syntax import FunctionDefinition, walk


def declares_external_function(model: ModelContent) -> bool:
    """Tell whether a model, or one that it imports, declares an external function anywhere."""
    logic: list[Boxed | None] = [each.expression for each in model.decisions.values()]
    logic.extend(each.function for each in model.knowledge.values())
    return any(
        _is_external(part) for boxed in logic if boxed is not None for part in parts(boxed)
    ) or any(declares_external_function(each.model) for each in model.imports)


def _is_external(part: Boxed) -> bool:
    if isinstance(part, BoxedFunction):
        return part.kind.upper() != "FEEL"
    if isinstance(part, LiteralExpression) and part.expression is not None:
        nodes = walk(part.expression.tree)
        return any(isinstance(node, FunctionDefinition) and node.external for node in nodes)
    return False
