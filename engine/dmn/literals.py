"""Texts as evaluators, also those that are empty or not FEEL."""

from engine.feel import Expression
from engine.feel.compiling import Evaluator
from engine.feel.run import Scope
from engine.feel.syntax import Position
from engine.feel.values import Value


def nothing(_scope: Scope) -> Value:
    """Yield null."""
    return None


def unreadable(line: int) -> Evaluator:
    """Return what stands for a text that is not FEEL: null, with a warning."""

    def evaluate(scope: Scope) -> Value:
        scope.run.warn(Position(line, 1), "The text is not FEEL.")
        return None

    return evaluate


def evaluator_of(expression: Expression | None, text: str, line: int) -> Evaluator:
    """Return the evaluator of a text that may be empty or not FEEL."""
    if expression is not None:
        return expression.evaluator
    return unreadable(line) if text.strip() else nothing
