"""What the compilers of the parts of a tree share.

A compiled node is a closure from the variables in scope to a value. It never raises but
BudgetExceededError: what has no answer is null, with a warning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.feel import syntax
from engine.feel.run import Scope
from engine.feel.types import FeelType
from engine.feel.values import Value

Evaluator: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns nodes into closures; ``types`` are the item definitions that the text may name."""

    compilers: Mapping[type[syntax.Node], Callable[..., Evaluator]]
    types: Mapping[str, FeelType]

    def compile(self, node: syntax.Node) -> Evaluator:
        """Compile one node with everything below it."""
        return self.compilers[type(node)](node, self)
