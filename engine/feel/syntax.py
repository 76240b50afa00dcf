"""The syntax tree of FEEL: what `Expression.tree` and `UnaryTests.tree` hold, for static analysis.

Every node is frozen and knows where it began (``at``: line and column from 1, within the text that was
parsed). Two nodes are equal when they mean the same text, wherever it stood.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

ArithmeticOperator = Literal["+", "-", "*", "/", "**"]
ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]

INPUT_VALUE: Final = "?"
"""The name under which a unary test reads the value that is tested."""


class Position(NamedTuple):
    """A place in the parsed text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything in the tree."""

    at: Position = field(compare=False, repr=False)


# Literals


@dataclass(frozen=True, slots=True)
class NullLiteral(Node):
    """``null``."""


@dataclass(frozen=True, slots=True)
class BooleanLiteral(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class NumberLiteral(Node):
    """A number, without a sign (``-1`` is a Negation)."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class StringLiteral(Node):
    """A string, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """``@"..."``: a date, time, date and time or duration, as text; it is read when compiled."""

    text: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """``[a, b]``."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ContextEntry(Node):
    """``key: value`` in a context."""

    key: str
    value: "Node"


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """``{key: value, ...}``; later entries may read earlier ones."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """``[low..high]``, ``(low..high)`` and the like."""

    low: "Node"
    high: "Node"
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class OpenRange(Node):
    """``(< 5)``: a range with one end, as a value."""

    operator: ComparisonOperator
    operand: "Node"


# Names and what is done with them


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or function, white space collapsed; ``?`` is the tested value of a unary test."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.name``."""

    source: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``: an index or a condition on each item."""

    source: "Node"
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """``function(a, b)``."""

    function: "Node"
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class NamedArgument(Node):
    """``name: value`` in a call."""

    name: str
    value: "Node"


@dataclass(frozen=True, slots=True)
class NamedCall(Node):
    """``function(name: value, ...)``."""

    function: "Node"
    arguments: tuple[NamedArgument, ...]


# Operators


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """``-operand``."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left operator right``."""

    operator: ArithmeticOperator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """``left operator right``."""

    operator: ComparisonOperator
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class And(Node):
    """``a and b and c``, in three-valued logic; operands after a false one are not read."""

    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """``a or b or c``, in three-valued logic; operands after a true one are not read."""

    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``."""

    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class In(Node):
    """``value in test`` or ``value in (test, test)``."""

    value: "Node"
    tests: tuple["UnaryTest", ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: "Node"
    type: "TypeNode"


# Control


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if condition then consequence else alternative``."""

    condition: "Node"
    consequence: "Node"
    alternative: "Node"


@dataclass(frozen=True, slots=True)
class IterationContext(Node):
    """``name in source`` or, with ``end``, ``name in source..end``."""

    name: str
    source: "Node"
    end: "Node | None"


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for x in xs, y in ys return result``; ``partial`` holds the results so far."""

    iterations: tuple[IterationContext, ...]
    result: "Node"


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some`` or ``every`` ``x in xs satisfies condition``."""

    quantifier: Literal["some", "every"]
    iterations: tuple[IterationContext, ...]
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A formal parameter of a function definition."""

    name: str
    type: "TypeNode | None"


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """``function(a, b: number) body``; an ``external`` one is refused when it is called."""

    parameters: tuple[Parameter, ...]
    body: "Node"
    external: bool


# Types (``instance of``, parameters)


@dataclass(frozen=True, slots=True)
class NamedType(Node):
    """A built-in type such as ``number``, or the name of an item definition."""

    name: str


@dataclass(frozen=True, slots=True)
class ListType(Node):
    """``list<element>``."""

    element: "TypeNode"


@dataclass(frozen=True, slots=True)
class RangeType(Node):
    """``range<element>``."""

    element: "TypeNode"


@dataclass(frozen=True, slots=True)
class ContextType(Node):
    """``context<key: type, ...>``."""

    entries: tuple[tuple[str, "TypeNode"], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(Node):
    """``function<parameter types> -> result``."""

    parameters: tuple["TypeNode", ...]
    result: "TypeNode"


TypeNode = NamedType | ListType | RangeType | ContextType | FunctionType


# Unary tests (input cells, allowed values, the right side of `in`)


@dataclass(frozen=True, slots=True)
class ComparisonTest(Node):
    """``< 5``, ``= "a"``: the tested value stands on the left."""

    operator: ComparisonOperator
    operand: Node


@dataclass(frozen=True, slots=True)
class ExpressionTest(Node):
    """Any expression.

    One that reads ``?`` passes when it is true. Every other passes when the tested value equals its
    value, is an element of the list or lies in the range that it yields.
    """

    expression: Node

    @property
    def reads_input(self) -> bool:
        """Tell whether the expression reads ``?``."""
        return any(isinstance(n, Name) and n.name == INPUT_VALUE for n in walk(self.expression))


UnaryTest = ComparisonTest | ExpressionTest


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """A whole cell: ``-`` (any value: no tests), ``a, b`` (one must pass) or ``not(a, b)`` (none may)."""

    tests: tuple[UnaryTest, ...]
    negated: bool

    @property
    def matches_anything(self) -> bool:
        """Tell whether the cell is ``-``."""
        return not self.tests


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and every node below it, each before what it contains."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(list(children(current))))


def contains(node: Node, part: Node) -> bool:
    """Say whether the part stands anywhere in the node, or is the node itself."""
    return any(each == part for each in walk(node))


def replaced(node: Node, part: Node, by: Node) -> Node:
    """Return the node with every occurrence of the part replaced."""
    if node == part:
        return by
    return replace(
        node, **{each.name: _replaced(getattr(node, each.name), part, by) for each in fields(node)}
    )


def _replaced(value: Any, part: Node, by: Node) -> Any:
    if isinstance(value, Node):
        return replaced(value, part, by)
    if isinstance(value, tuple) and not isinstance(value, Position):
        return tuple(_replaced(item, part, by) for item in value)
    return value


def size(node: Node) -> int:
    """Return the number of nodes, this one included."""
    return sum(1 for _ in walk(node))


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below this one, in the order of the text."""
    for each in fields(node):
        yield from _nodes_in(getattr(node, each.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)
