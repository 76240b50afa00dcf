"""A decision with all that it requires, as functions of the facts themselves.

What a decision says is worked out for every set of facts at once: each value that depends on facts is a
tree (`choice_trees`). Known are tables over choices, boxed contexts, and of FEEL what such models use to
bring tables together; anything else is said to be beyond proof, and never guessed.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache, partial, reduce

from engine.dmn.boxed import Boxed, BoxedContext, DecisionTable, LiteralExpression
from engine.dmn.choice_trees import Forest, Tree
from engine.dmn.conditions import NotAnalysedError, constant
from engine.dmn.model import Model
from engine.dmn.symbolic_tables import symbolic_table
from engine.dmn.symbolic_values import (
    BeyondProofError,
    Collected,
    Named,
    Scope,
    Symbolic,
    both,
    chosen,
    compared,
    entry_of,
    one_of,
    opposite,
    single,
)
from engine.feel import syntax


class SymbolicModel:
    """The decisions of a model as functions of the fields of one input."""

    def __init__(self, model: Model, source: str, facts: Mapping[str, Sequence[Hashable]]) -> None:
        """Take the name of the input, and its fields with the values they may have."""
        self.model = model
        self.forest = Forest(facts)
        fields: Scope = {name: partial(self.forest.fact, name) for name in facts}
        decisions = {
            each.name: cache(partial(self._decision, each.expression))
            for each in model.decisions.values()
        }
        self._scope: Scope = {**decisions, source: lambda: Named(fields)}

    def output(self, decision_id: str, path: Sequence[str]) -> Tree:
        """Return what the decision says under the path of names (of its one value where it is empty).

        Raises BeyondProofError where that cannot be worked out.
        """
        found = self._scope[self.model.decisions[decision_id].name]()
        return single(reduce(entry_of, path, found))

    def has_items(self, decision_id: str) -> Tree:
        """Return whether the list that a decision gives has anything in it."""
        found = self._scope[self.model.decisions[decision_id].name]()
        return self._any_item(found, lambda _: self.forest.leaf(True))

    def _decision(self, expression: Boxed | None) -> Symbolic:
        return self._boxed(expression, self._scope)

    def _boxed(self, boxed: Boxed | None, scope: Scope) -> Symbolic:
        if isinstance(boxed, LiteralExpression) and boxed.expression is not None:
            return self._value(boxed.expression.tree, scope)
        if isinstance(boxed, BoxedContext):
            return self._context(boxed, scope)
        if isinstance(boxed, DecisionTable):
            return symbolic_table(self.forest, boxed, lambda node: self._single(node, scope))
        raise BeyondProofError(f"a {type(boxed).__name__} cannot be worked out")

    def _context(self, boxed: BoxedContext, scope: Scope) -> Symbolic:
        inner: dict[str, Callable[[], Symbolic]] = {}
        for entry in boxed.entries:
            value = cache(partial(self._boxed, entry.value, {**scope, **inner}))
            if not entry.name:
                return value()
            inner[entry.name] = value
        return Named(inner)

    def _written_context(self, node: syntax.ContextLiteral, scope: Scope) -> Symbolic:
        inner: dict[str, Callable[[], Symbolic]] = {}
        for entry in node.entries:
            inner[entry.key] = cache(partial(self._value, entry.value, {**scope, **inner}))
        return Named(inner)

    def _value(self, node: syntax.Node, scope: Scope) -> Symbolic:
        match node:
            case syntax.Name(name=name) if name in scope:
                return scope[name]()
            case syntax.Path(source=source, name=name):
                return entry_of(self._value(source, scope), name)
            case syntax.ContextLiteral():
                return self._written_context(node, scope)
        return self._tree(node, scope)

    def _tree(self, node: syntax.Node, scope: Scope) -> Tree:
        forest = self.forest
        match node:
            case syntax.If(condition=condition, consequence=then, alternative=other):
                parts = [self._single(each, scope) for each in (condition, then, other)]
                return forest.combine(chosen, *parts)
            case syntax.And(operands=operands):
                return forest.combine(both, *(self._single(each, scope) for each in operands))
            case syntax.Or(operands=operands):
                return forest.combine(one_of, *(self._single(each, scope) for each in operands))
            case syntax.Comparison(operator=operator, left=left, right=right):
                sides = self._single(left, scope), self._single(right, scope)
                return forest.combine(compared(operator), *sides)
            case syntax.Call(function=syntax.Name(name="not"), arguments=(argument,)):
                return forest.combine(opposite, self._single(argument, scope))
            case syntax.Call(function=syntax.Name(name="list contains"), arguments=(list_, sought)):
                return self._contains(list_, sought, scope)
            case syntax.Quantified():
                return self._quantified(node, scope)
        try:
            return forest.leaf(_hashable(constant(node)))
        except NotAnalysedError as refusal:
            raise BeyondProofError(f"of a {type(node).__name__}, {refusal}") from None

    def _contains(self, list_: syntax.Node, sought: syntax.Node, scope: Scope) -> Tree:
        wanted = self._single(sought, scope)
        return self._any_item(
            self._value(list_, scope),
            lambda item: self.forest.combine(compared("="), single(item), wanted),
        )

    def _quantified(self, node: syntax.Quantified, scope: Scope) -> Tree:
        if len(node.iterations) != 1 or node.iterations[0].end is not None:
            raise BeyondProofError("it runs through more than one list")
        [iteration] = node.iterations
        every = node.quantifier == "every"

        def holds(item: Symbolic) -> Tree:
            found = self._single(node.condition, {**scope, iteration.name: lambda: item})
            return self.forest.combine(opposite, found) if every else found

        found = self._any_item(self._value(iteration.source, scope), holds)
        return self.forest.combine(opposite, found) if every else found

    def _any_item(self, list_: Symbolic, holds: Callable[[Symbolic], Tree]) -> Tree:
        """Return whether an item that is there holds."""
        if not isinstance(list_, Collected):
            raise BeyondProofError("it runs through what is not the list of a table")
        found = self.forest.leaf(False)
        for there, item in list_.items:
            matching = self.forest.combine(both, there, holds(item))
            found = self.forest.combine(one_of, found, matching)
        return found

    def _single(self, node: syntax.Node, scope: Scope) -> Tree:
        return single(self._value(node, scope))


def _hashable(value: object) -> Hashable:
    if isinstance(value, Hashable) and not isinstance(value, list | dict):
        return value
    raise BeyondProofError("a list or a context stands where a single value is needed")
