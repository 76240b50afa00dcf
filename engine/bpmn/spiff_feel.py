"""The expressions of a diagram, evaluated by our own FEEL and by nothing else.

SpiffWorkflow's own engine would run them as Python, with everything that Python can do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.feel import BudgetExceededError, Expression, FeelSyntaxError, parse
from engine.feel.syntax import Comparison, Name, NullLiteral, walk

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A FEEL value, and the sentences that say why something in it became null."""

    value: Any
    warnings: tuple[str, ...] = ()


def evaluate(
    text: str, context: Mapping[str, Any], *, now: datetime, functions: Functions
) -> Evaluated:
    """Evaluate with the context's entries as variables and `now` as the clock.

    What cannot be parsed or takes too many steps is a warning like any other.
    """
    try:
        result = _parsed(text).evaluate(dict(context), now=now, functions=functions)
    except (FeelSyntaxError, BudgetExceededError) as refusal:
        return Evaluated(None, (str(refusal),))
    return Evaluated(result.value, tuple(warning.sentence for warning in result.warnings))


def asks_for_null(text: str) -> bool:
    """Say whether the expression itself asks whether something has a value."""
    try:
        return any(isinstance(node, NullLiteral) for node in walk(_parsed(text).tree))
    except FeelSyntaxError:
        return False


def asked_for(text: str) -> frozenset[str]:
    """Return the variables of which the expression asks whether they are null.

    A step that was not reached leaves no variable; for whoever asks, that is null as well.
    """
    try:
        compared = [node for node in walk(_parsed(text).tree) if isinstance(node, Comparison)]
    except FeelSyntaxError:
        return frozenset()
    pairs = [(node.left, node.right) for node in compared]
    return frozenset(
        one.name
        for one, other in [*pairs, *(pair[::-1] for pair in pairs)]
        if isinstance(one, Name) and isinstance(other, NullLiteral)
    )


def without_blanks(value: Any) -> Any:
    """Return the value without entries that are null, so that reading one is a warning."""
    if isinstance(value, Mapping):
        return {key: without_blanks(item) for key, item in value.items() if item is not None}
    return value


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Expression:
    return parse(text)
