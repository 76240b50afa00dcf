"""Functions passed in from outside, such as those of a calendar, made callable for FEEL."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from engine.feel.errors import FeelValueError
from engine.feel.python_values import from_python
from engine.feel.run import Run
from engine.feel.values import FunctionValue, Value

ExternalFunctions: TypeAlias = Mapping[str, Callable[..., object]]
"""Functions offered beside the standard's, by their FEEL name (``working days after``).

Each is called with FEEL values by position (dates are `datetime.date`), and only with as many arguments
as it has parameters. It returns a value (None for null) or raises FeelValueError, which makes the result
null with that warning.
"""


def external_functions(functions: ExternalFunctions) -> Mapping[str, FunctionValue]:
    """Return the functions as FEEL values; named calls use the names of the Python parameters."""
    return _Library(functions) if functions else {}


class _Library(Mapping[str, FunctionValue]):
    """Functions that are made when they are first asked for: most evaluations call none."""

    def __init__(self, functions: ExternalFunctions) -> None:
        self._functions = functions
        self._made: dict[str, FunctionValue] = {}

    def __getitem__(self, name: str) -> FunctionValue:
        if name not in self._made:
            self._made[name] = _function(name, self._functions[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)


def _function(name: str, function: Callable[..., object]) -> FunctionValue:
    parameters = tuple(each.replace("_", " ") for each in inspect.signature(function).parameters)

    def call(_run: Run, arguments: Sequence[Value]) -> Value:
        if len(arguments) != len(parameters):
            raise FeelValueError(
                f"{name}() takes {len(parameters)} arguments and was given {len(arguments)}."
            )
        return from_python(function(*arguments))

    def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
        if arguments.keys() != set(parameters):
            raise FeelValueError(f"{name}() takes the arguments {', '.join(parameters)}.")
        return call(run, [arguments[parameter] for parameter in parameters])

    return FunctionValue(name, parameters, call, call_named)
