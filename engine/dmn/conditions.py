"""What a cell demands of its column's value, where it can be said in constants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.feel import UnaryTests, syntax
from engine.feel.expressions import expression_of
from engine.feel.syntax import ComparisonOperator
from engine.feel.values import Range, Value


class NotAnalysedError(Exception):
    """A cell that cannot be said in constants; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The value stands so to a constant; ``=`` for the value itself."""

    operator: ComparisonOperator
    constant: Value


@dataclass(frozen=True, slots=True)
class Within:
    """The value lies in a range of constants."""

    range: Range


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the conditions holds; of none, nothing does."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the conditions hold; of none, anything does."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: "Condition"


Condition: TypeAlias = Compared | Within | AnyOf | AllOf | Not

ANYTHING: Final = AllOf(())
NOTHING: Final = AnyOf(())

# Functions whose value is fixed by arguments that are fixed, and with which constants are written.
_CONSTRUCTORS: Final = frozenset(
    {"date", "time", "date and time", "duration", "years and months duration", "number"}
)
_MIRRORED: Final[Mapping[ComparisonOperator, ComparisonOperator]] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def condition_of(tests: syntax.UnaryTests) -> Condition:
    """Return what the cell demands; raise NotAnalysedError where it is more than constants can say."""
    if tests.matches_anything:
        return ANYTHING
    either = AnyOf(tuple(_test(test) for test in tests.tests))
    return Not(either) if tests.negated else either


def constants_in(condition: Condition) -> Iterator[Value]:
    """Yield every constant of the condition."""
    match condition:
        case Compared(_, constant):
            yield constant
        case Within(range_):
            yield from (end for end in (range_.low, range_.high) if end is not None)
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from constants_in(part)
        case Not(part):
            yield from constants_in(part)


def equalities_in(condition: Condition) -> Iterator[Value]:
    """Yield the constants that the value may have to be, or not to be."""
    match condition:
        case Compared("=" | "!=", constant):
            yield constant
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from equalities_in(part)
        case Not(part):
            yield from equalities_in(part)


def constant(node: syntax.Node) -> Value:
    """Return the value of an expression that reads nothing; raise NotAnalysedError otherwise."""
    if isinstance(node, syntax.StringLiteral | syntax.NumberLiteral | syntax.BooleanLiteral):
        return node.value
    called = {
        id(each.function)
        for each in syntax.walk(node)
        if isinstance(each, syntax.Call | syntax.NamedCall)
        and isinstance(each.function, syntax.Name)
        and each.function.name in _CONSTRUCTORS
    }
    for each in syntax.walk(node):
        if isinstance(each, syntax.Name) and id(each) not in called:
            raise NotAnalysedError(f'it reads "{each.name}"')
    result = expression_of(node).evaluate({})
    if result.warnings:
        raise NotAnalysedError("it has no certain value")
    return result.value


def listed(allowed: UnaryTests | None) -> list[Value] | None:
    """Return the allowed values where they are listed one by one, else None."""
    if allowed is None or allowed.tree.negated:
        return None
    try:
        parts = condition_of(allowed.tree)
    except NotAnalysedError:
        return None
    values = []
    for part in parts.parts if isinstance(parts, AnyOf) else ():
        if not (isinstance(part, Compared) and part.operator == "="):
            return None
        values.append(part.constant)
    return values or None


def reads_only_its_input(tests: syntax.UnaryTests) -> bool:
    """Tell whether a cell names nothing but the value that is tested, and functions."""
    called = {
        id(each.function)
        for each in syntax.walk(tests)
        if isinstance(each, syntax.Call | syntax.NamedCall)
    }
    return all(
        each.name == syntax.INPUT_VALUE or id(each) in called
        for each in syntax.walk(tests)
        if isinstance(each, syntax.Name)
    )


def _test(test: syntax.UnaryTest) -> Condition:
    if isinstance(test, syntax.ComparisonTest):
        return Compared(test.operator, constant(test.operand))
    if test.reads_input:
        return _predicate(test.expression)
    return _equal_to(constant(test.expression))


def _equal_to(value: Value) -> Condition:
    if isinstance(value, Range):
        return Within(value)
    if isinstance(value, list):
        return AnyOf(tuple(_equal_to(item) for item in value))
    return Compared("=", value)


def _predicate(node: syntax.Node) -> Condition:
    match node:
        case syntax.BooleanLiteral(value=truth):
            return ANYTHING if truth else NOTHING
        case syntax.And(operands=operands):
            return AllOf(tuple(_predicate(each) for each in operands))
        case syntax.Or(operands=operands):
            return AnyOf(tuple(_predicate(each) for each in operands))
        case syntax.Call(function=syntax.Name(name="not"), arguments=(argument,)):
            return Not(_predicate(argument))
        case syntax.Comparison(operator=operator, left=syntax.Name(name="?"), right=right):
            return Compared(operator, constant(right))
        case syntax.Comparison(operator=operator, left=left, right=syntax.Name(name="?")):
            return Compared(_MIRRORED[operator], constant(left))
        case syntax.Between(value=syntax.Name(name="?"), low=low, high=high):
            return Within(Range(constant(low), constant(high), True, True))
        case syntax.In(value=syntax.Name(name="?"), tests=tests):
            return AnyOf(tuple(_test(test) for test in tests))
    raise NotAnalysedError("it computes with the value, which has no list of allowed values")
