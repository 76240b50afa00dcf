"""Compile ``if``, ``for``, ``some``, ``every``, function definitions and calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from engine.feel import syntax
from engine.feel.budget import COST_OF_A_CALL
from engine.feel.compare import kind_of
from engine.feel.compiling import Compiler, Evaluator
from engine.feel.errors import FeelValueError
from engine.feel.iteration import PARTIAL, Iteration, every_result, quantified
from engine.feel.run import Run, Scope
from engine.feel.syntax import Position
from engine.feel.types import ANY, FeelType, coerce, resolve_type
from engine.feel.values import FunctionValue, Value


def if_(node: syntax.If, compiler: Compiler) -> Evaluator:
    """Compile ``if``: anything but true takes the else, and a warning says so unless it is false."""
    condition = compiler.compile(node.condition)
    consequence, alternative = (
        compiler.compile(node.consequence),
        compiler.compile(node.alternative),
    )
    at = node.at

    def evaluate(scope: Scope) -> Value:
        verdict = condition(scope)
        if verdict is True:
            return consequence(scope)
        if verdict is not False:
            scope.run.warn(at, "The condition is neither true nor false.")
        return alternative(scope)

    return evaluate


def for_(node: syntax.For, compiler: Compiler) -> Evaluator:
    """Compile ``for``: the results of every combination, in order; ``partial`` holds those so far."""
    reads_partial = any(
        isinstance(part, syntax.Name) and part.name == PARTIAL for part in syntax.walk(node.result)
    )
    over = [_iteration(each, compiler) for each in node.iterations]
    result, size = compiler.compile(node.result), syntax.size(node.result)
    return every_result(over, result, node.at, size=size, reads_partial=reads_partial)


def quantified_(node: syntax.Quantified, compiler: Compiler) -> Evaluator:
    """Compile ``some`` and ``every``, in three-valued logic."""
    over = [_iteration(each, compiler) for each in node.iterations]
    decisive = node.quantifier == "some"
    condition, size = compiler.compile(node.condition), syntax.size(node.condition)
    return quantified(over, condition, node.at, size=size, decisive=decisive)


def _iteration(node: syntax.IterationContext, compiler: Compiler) -> Iteration:
    end = None if node.end is None else compiler.compile(node.end)
    return Iteration(node.name, compiler.compile(node.source), end)


def function_definition(node: syntax.FunctionDefinition, compiler: Compiler) -> Evaluator:
    """Compile ``function(a, b: type) body``, which remembers the scope where it was made."""
    if node.external:
        return lambda _scope: _external_function(node)
    cost = COST_OF_A_CALL + syntax.size(node.body)
    body, names = compiler.compile(node.body), tuple(each.name for each in node.parameters)
    types = {
        each.name: resolve_type(each.type, compiler.types)
        for each in node.parameters
        if each.type is not None
    }
    parameter_types = tuple(types.get(name, ANY) for name in names)
    wanted = frozenset(names)
    if len(wanted) < len(names):
        return _refuse(node.at, "A function has the same parameter twice.")

    def evaluate(scope: Scope) -> Value:
        def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
            if arguments.keys() != wanted:
                raise FeelValueError(f"The function takes the arguments {', '.join(names)}.")
            bound = dict(arguments)
            for name, of in types.items():
                bound[name] = _fitted(bound[name], name, of, run)
            run.budget.enter(cost)
            # The names are those where it was made, warnings belong to who calls it.
            value = body(Scope(run, bound, scope))
            run.budget.leave()
            return value

        return function_of(names, call_named, types=parameter_types)

    return evaluate


def function_of(
    names: tuple[str, ...],
    call_named: Callable[[Run, Mapping[str, Value]], Value],
    name: str = "",
    types: tuple[FeelType | None, ...] = (),
) -> FunctionValue:
    """Make a function of one that takes its arguments by name; all of them must be given."""

    def call(run: Run, arguments: Sequence[Value]) -> Value:
        if len(arguments) != len(names):
            raise FeelValueError(
                f"The function takes {len(names)} arguments and was given {len(arguments)}."
            )
        return call_named(run, dict(zip(names, arguments, strict=True)))

    return FunctionValue(name, names, call, call_named, types)


def _fitted(value: Value, name: str, wanted: FeelType | None, run: Run) -> Value:
    fits, fitted = coerce(value, wanted or ANY, run.budget)
    if not fits:
        raise FeelValueError(f"The argument {name!r} is of the wrong type.")
    return fitted


def _external_function(node: syntax.FunctionDefinition) -> FunctionValue:
    def refuse(_run: Run, _arguments: object) -> Value:
        raise FeelValueError("External functions (Java, PMML) are not supported.")

    return FunctionValue("", tuple(each.name for each in node.parameters), refuse, refuse)


def _refuse(at: Position, sentence: str) -> Evaluator:
    def evaluate(scope: Scope) -> Value:
        scope.run.warn(at, sentence)
        return None

    return evaluate


def call(node: syntax.Call, compiler: Compiler) -> Evaluator:
    """Compile ``function(a, b)``."""
    callee, at = compiler.compile(node.function), node.at
    arguments = [compiler.compile(argument) for argument in node.arguments]

    def evaluate(scope: Scope) -> Value:
        function = callee(scope)
        values = [argument(scope) for argument in arguments]
        scope.run.budget.spend(COST_OF_A_CALL)
        if not isinstance(function, FunctionValue):
            return _not_callable(function, scope, at)
        try:
            return function.call(scope.run, values)
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None

    return evaluate


def named_call(node: syntax.NamedCall, compiler: Compiler) -> Evaluator:
    """Compile ``function(name: value)``; a name that stands twice is refused."""
    callee, at = compiler.compile(node.function), node.at
    arguments = {each.name: compiler.compile(each.value) for each in node.arguments}
    if len(arguments) < len(node.arguments):
        return _refuse(at, "An argument is given twice.")

    def evaluate(scope: Scope) -> Value:
        function = callee(scope)
        values = {name: argument(scope) for name, argument in arguments.items()}
        scope.run.budget.spend(COST_OF_A_CALL)
        if not isinstance(function, FunctionValue):
            return _not_callable(function, scope, at)
        try:
            return function.call_named(scope.run, values)
        except FeelValueError as error:
            scope.run.warn(at, error.sentence)
            return None

    return evaluate


def _not_callable(value: Value, scope: Scope, at: Position) -> Value:
    if value is not None:
        scope.run.warn(at, f"A value of type {kind_of(value)} cannot be called.")
    return None


COMPILERS: Final[dict[type[syntax.Node], Callable[..., Evaluator]]] = {
    syntax.If: if_,
    syntax.For: for_,
    syntax.Quantified: quantified_,
    syntax.FunctionDefinition: function_definition,
    syntax.Call: call,
    syntax.NamedCall: named_call,
}
