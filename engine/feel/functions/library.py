"""How built-in functions are declared: a signature in the standard's words, and Python that keeps to it.

    @library.define("substring(string: string, start position: number, length: number?)")
    def substring(run, string, start, length=None): ...

A parameter's type is followed by ``?`` if it may be left out and by ``...`` if it may be given many
times. A name may have several signatures; the first that fits the arguments is called. Nothing but the
type ``any`` takes null.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.feel.compare import kind_of
from engine.feel.errors import FeelValueError
from engine.feel.run import Run
from engine.feel.values import FunctionValue, Value

Implementation = Callable[..., Value]

_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "comparable": frozenset(
        (
            "number",
            "string",
            "date",
            "time",
            "date and time",
            "days and time duration",
            "years and months duration",
        )
    ),
    "day": frozenset(("date", "date and time")),
    "duration": frozenset(("days and time duration", "years and months duration")),
}


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    kind: str
    optional: bool
    variadic: bool

    def fit(self, value: Value) -> tuple[bool, Value]:
        """Return whether the value fits, and the value as the implicit conversions make it."""
        if self.kind == "any":
            return True, value
        if value is None:
            return False, None
        if self._takes(value):
            return True, value
        if self.kind == "list":
            return True, [value]
        if isinstance(value, list) and len(value) == 1 and self._takes(value[0]):
            return True, value[0]
        return False, None

    def _takes(self, value: Value) -> bool:
        kind = kind_of(value)
        return kind == self.kind or kind in _KINDS.get(self.kind, ())


@dataclass(frozen=True, slots=True)
class _Overload:
    parameters: tuple[_Parameter, ...]
    implementation: Implementation

    def fit(self, arguments: Sequence[Value]) -> list[Value] | None:
        """Return the arguments to call with, or None where they do not fit."""
        last = self.parameters[-1] if self.parameters else None
        if len(arguments) > len(self.parameters) and not (last and last.variadic):
            return None
        if len(arguments) < sum(not each.optional for each in self.parameters):
            return None
        fitted: list[Value] = []
        for index, argument in enumerate(arguments):
            parameter = self.parameters[min(index, len(self.parameters) - 1)]
            fits, value = parameter.fit(argument)
            if not fits:
                return None
            fitted.append(value)
        return fitted

    def order(self, arguments: Mapping[str, Value]) -> list[Value] | None:
        """Return named arguments in order, or None where the names do not fit."""
        ordered: list[Value] = []
        for parameter in self.parameters:
            if parameter.name in arguments:
                ordered.append(arguments[parameter.name])
            elif not parameter.optional or len(ordered) < len(arguments):
                break
        return ordered if len(ordered) == len(arguments) else None


class Library:
    """Built-in functions by name."""

    def __init__(self) -> None:
        """Begin empty."""
        self._overloads: dict[str, list[_Overload]] = {}

    def define(self, signature: str) -> Callable[[Implementation], Implementation]:
        """Add a signature and its implementation, which is called with the run and the arguments."""
        name, _, inside = signature.removesuffix(")").partition("(")
        parameters = tuple(map(_read_parameter, inside.split(", "))) if inside else ()

        def add(implementation: Implementation) -> Implementation:
            overload = _Overload(parameters, implementation)
            self._overloads.setdefault(name, []).append(overload)
            return implementation

        return add

    def functions(self) -> dict[str, FunctionValue]:
        """Return the functions as values."""
        return {
            name: _function(name, tuple(overloads)) for name, overloads in self._overloads.items()
        }


def _read_parameter(text: str) -> _Parameter:
    name, _, kind = text.partition(": ")
    optional, variadic = kind.endswith("?"), kind.endswith("...")
    return _Parameter(name, kind.rstrip("?."), optional, variadic)


def _function(name: str, overloads: tuple[_Overload, ...]) -> FunctionValue:
    def call(run: Run, arguments: Sequence[Value]) -> Value:
        for overload in overloads:
            fitted = overload.fit(arguments)
            if fitted is not None:
                return overload.implementation(run, *fitted)
        raise FeelValueError(_misfit(name, arguments))

    def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
        for overload in overloads:
            ordered = overload.order(arguments)
            fitted = None if ordered is None else overload.fit(ordered)
            if fitted is not None:
                return overload.implementation(run, *fitted)
        raise FeelValueError(_misfit(name, list(arguments.values())))

    longest = max(overloads, key=lambda overload: len(overload.parameters))
    names = tuple(parameter.name for parameter in longest.parameters)
    return FunctionValue(name, names, call, call_named)


def _misfit(name: str, arguments: Sequence[Value]) -> str:
    kinds = ", ".join(kind_of(argument) for argument in arguments[:8])
    return f"{name}() cannot be called with ({kinds})."
