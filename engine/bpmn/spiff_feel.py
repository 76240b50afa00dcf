"""The expressions of a diagram, evaluated by our own FEEL and by nothing else.

SpiffWorkflow's own engine would run them as Python. Every evaluation here is strict: a warning (a name
that is not there, a comparison of different types) is a refusal, never a silent null.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from engine.feel import BudgetExceededError, Expression, FeelSyntaxError, parse

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A FEEL value, and the sentences that say why something in it became null."""

    value: Any
    warnings: tuple[str, ...] = ()


class Expressions(Protocol):
    """What evaluates the text of an expression."""

    def evaluate(
        self, text: str, context: Mapping[str, Any], *, now: datetime, functions: Functions
    ) -> Evaluated:
        """Evaluate with the context's entries as variables and `now` as the clock."""
        ...


class Feel:
    """Our own FEEL; each text is parsed once."""

    def evaluate(
        self, text: str, context: Mapping[str, Any], *, now: datetime, functions: Functions
    ) -> Evaluated:
        """Evaluate; what cannot be parsed or takes too many steps is a warning like any other."""
        try:
            result = _parsed(text).evaluate(context, now=now, functions=functions)
        except (FeelSyntaxError, BudgetExceededError) as refusal:
            return Evaluated(None, (str(refusal),))
        return Evaluated(result.value, tuple(warning.sentence for warning in result.warnings))


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Expression:
    return parse(text)
