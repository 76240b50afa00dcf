"""One evaluation: the values of inputs and decisions as far as they are known, and the trace."""

from collections.abc import Iterator, Mapping

from engine.dmn.decision_run import DecisionRun
from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    DrgElement,
    InputData,
    Requirements,
)
from engine.dmn.errors import DecisionError
from engine.dmn.evaluation import DecisionTrace, DecisionWarning
from engine.dmn.item_types import Demand, ItemType, feel_type
from engine.dmn.logic import ModelLogic
from engine.feel.budget import COST_OF_A_CALL
from engine.feel.compile_control import function_of
from engine.feel.errors import FeelValueError
from engine.feel.run import Run, Scope
from engine.feel.syntax import Position
from engine.feel.types import coerce
from engine.feel.values import FunctionValue, Value

# One model imported twice has inputs and values of its own under each import.
_Key = tuple[ModelLogic, str]


class Session:
    """Evaluates decisions, required ones first, each once."""

    def __init__(
        self, logic: ModelLogic, run: Run, inputs: Mapping[str, Value], *, strict: bool
    ) -> None:
        """Begin with the inputs by name; ``run`` lends budget, clock and functions.

        The inputs of an imported model stand under its import name, or beside the others.
        """
        self.run = run
        self.inputs = inputs
        self.strict = strict
        self._given = dict(_by_model(logic, inputs))
        self._known: dict[_Key, Value] = {}
        self._under_way: list[str] = []
        self.trace: list[DecisionTrace] = []
        self.warnings: list[DecisionWarning] = []

    @property
    def current(self) -> str:
        """The id of the decision under way, or of the last one that was."""
        return self._under_way[-1] if self._under_way else ""

    def decision(self, logic: ModelLogic, decision: Decision) -> Value:
        """Return the value of a decision; strict, raise DecisionError unless it is certain."""
        key = (logic, decision.id)
        if key in self._known:
            return self._known[key]
        run = DecisionRun(self.run, decision.id, strict=self.strict)
        if decision.id in self._under_way:
            run.warn(Position(decision.line, 1), "The decision requires itself.")
            self._settle(run, {})
            return None
        self._under_way.append(decision.id)
        names = self._required(logic, decision.requires, run)
        value = logic.decision(decision)(Scope(run, names))
        read = run.inputs or {
            name: each for name, each in names.items() if not isinstance(each, FunctionValue)
        }
        self._settle(run, read)
        self._under_way.pop()
        self._known[key] = value
        trace = DecisionTrace(decision.id, decision.name, read, tuple(run.matched), value)
        self.trace.append(trace)
        return value

    def service(
        self, logic: ModelLogic, service: DecisionService, arguments: Mapping[str, Value]
    ) -> Value:
        """Return what a decision service answers, evaluated apart from everything else."""
        inner = Session(logic, self.run, arguments, strict=self.strict)
        inner._under_way = list(self._under_way)
        for reference in service.input_decisions:
            found = logic.element(reference)
            if found is not None and isinstance(found[1], Decision):
                inner._preset(found[0], found[1], arguments)
        values: dict[str, Value] = {}
        for reference in service.output_decisions:
            found = logic.element(reference)
            if found is not None and isinstance(found[1], Decision):
                values[found[1].name] = inner.decision(found[0], found[1])
        self.trace.extend(inner.trace)
        self.warnings.extend(inner.warnings)
        answer: Value = next(iter(values.values())) if len(values) == 1 else values
        return self._fitting(logic, logic.result_type(service), answer, service)

    def _preset(
        self, logic: ModelLogic, decision: Decision, arguments: Mapping[str, Value]
    ) -> None:
        """Take the value of an input decision from the arguments instead of evaluating it."""
        if decision.name not in arguments:
            raise FeelValueError(f"The input decision {decision.name!r} is not given.")
        wanted = feel_type(decision.type_ref, logic.model.types)
        fits, value = coerce(arguments[decision.name], wanted, self.run.budget)
        if not fits:
            raise FeelValueError(f"The input decision {decision.name!r} is of the wrong type.")
        self._known[logic, decision.id] = value

    def _fitting(
        self, logic: ModelLogic, type_ref: str | None, value: Value, service: DecisionService
    ) -> Value:
        fits, coerced = coerce(value, feel_type(type_ref, logic.model.types), self.run.budget)
        if not fits:
            raise FeelValueError(f"What {service.name!r} answers is not of the type {type_ref}.")
        return coerced

    def _settle(self, run: DecisionRun, read: Mapping[str, Value]) -> None:
        """Keep the warnings of a decision, or refuse the first one where evaluation is strict."""
        for warning in run.warnings:
            if self.strict:
                sentence = f"{warning.sentence} (line {warning.line})"
                raise DecisionError(run.decision, sentence, dict(read))
            self.warnings.append(
                DecisionWarning(run.decision, run.decision, warning.line, warning.sentence)
            )

    def _required(
        self, logic: ModelLogic, requires: Requirements, run: DecisionRun
    ) -> dict[str, Value]:
        """Return the variables that a decision or a function reads."""
        names: dict[str, Value] = {}
        imported: dict[str, dict[str, Value]] = {}
        for reference in (*requires.inputs, *requires.decisions, *requires.knowledge):
            found = logic.element(reference)
            if found is None:
                continue  # the model's problems say so, and reading the name is a warning
            owner, element = found
            prefix = logic.prefix_of(owner)
            if isinstance(element, InputData) and not self._is_given(owner, element):
                continue
            value = self._value(owner, element, run)
            if prefix:
                imported.setdefault(prefix, {})[element.name] = value
            else:
                names[element.name] = value
        return {**names, **imported}

    def _value(self, logic: ModelLogic, element: DrgElement, run: DecisionRun) -> Value:
        match element:
            case InputData():
                return self._input(logic, element, run)
            case Decision():
                return self.decision(logic, element)
            case BusinessKnowledge():
                return self.knowledge(logic, element, run)
            case DecisionService():
                return self.service_function(logic, element)

    def _is_given(self, logic: ModelLogic, element: InputData) -> bool:
        return element.name in self._given[logic]

    def _input(self, logic: ModelLogic, element: InputData, run: DecisionRun) -> Value:
        key = (logic, element.id)
        if key not in self._known:
            given = self._given[logic][element.name]
            self._known[key] = self._fitting_input(logic, element, given, run)
        return self._known[key]

    def _fitting_input(
        self, logic: ModelLogic, element: InputData, value: Value, run: DecisionRun
    ) -> Value:
        wanted = feel_type(element.type_ref, logic.model.types)
        if isinstance(wanted, ItemType):
            demand = Demand(partial=True, null_allowed=not self.strict)
            misfit = wanted.misfit(value, run.budget, demand, element.name)
            if misfit is None:
                return value
        else:
            misfit = f"The input {element.name} is not of the type {element.type_ref}."
        fits, coerced = coerce(value, wanted, run.budget)
        if not fits or (value is None and isinstance(wanted, ItemType)):
            run.warn(Position(element.line, 1), misfit)
        return coerced

    def knowledge(self, logic: ModelLogic, element: BusinessKnowledge, run: DecisionRun) -> Value:
        """Return the function of a business knowledge model, with what it requires in its scope."""
        key = (logic, element.id)
        if key not in self._known:
            maker = logic.function(element)
            names: dict[str, Value] = {}
            self._known[key] = function = None if maker is None else maker(Scope(run, names))
            # It finds itself, and what requires it in turn, in the scope that is filled only now.
            names[element.name] = function
            names.update(self._required(logic, element.requires, run))
        return self._known[key]

    def service_function(self, logic: ModelLogic, service: DecisionService) -> FunctionValue:
        """Return a decision service as a function of its inputs."""
        references = (*service.input_data, *service.input_decisions)
        found = [logic.element(reference) for reference in references]
        parameters = tuple(each[1].name for each in found if each is not None)

        def call_named(run: Run, arguments: Mapping[str, Value]) -> Value:
            if arguments.keys() != set(parameters):
                raise FeelValueError(
                    f"The decision service takes the arguments {', '.join(parameters)}."
                )
            run.budget.enter(COST_OF_A_CALL)
            value = self.service(logic, service, arguments)
            run.budget.leave()
            return value

        return function_of(parameters, call_named, service.name)


def _by_model(
    logic: ModelLogic, inputs: Mapping[str, Value]
) -> Iterator[tuple[ModelLogic, Mapping[str, Value]]]:
    yield logic, inputs
    for prefix, imported in logic.imported.values():
        part = inputs.get(prefix)
        yield from _by_model(imported, {**inputs, **part} if isinstance(part, dict) else inputs)
