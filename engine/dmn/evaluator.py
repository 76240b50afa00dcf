"""Evaluate the decisions of a model: compiled once, each evaluation a session of its own."""

import datetime as dt
from collections.abc import Callable, Mapping

from engine.dmn.elements import ModelContent
from engine.dmn.errors import DecisionError
from engine.dmn.evaluation import DecisionWarning, Evaluation
from engine.dmn.logic import ModelLogic
from engine.dmn.session import Session
from engine.feel import Budget, BudgetExceededError, FeelValueError
from engine.feel.external import ExternalFunctions, external_functions
from engine.feel.python_values import from_python, plain_size
from engine.feel.run import Run
from engine.feel.values import Context, Value


class ModelEvaluator:
    """The logic of one model; it keeps nothing of its evaluations."""

    def __init__(self, model: ModelContent) -> None:
        """Compile nothing yet: each decision is compiled when it is first evaluated."""
        self._model = model
        self._logic = ModelLogic(model)
        self._ids = {each.name: id_ for id_, each in model.decisions.items()}
        self._ids.update((id_, id_) for id_ in model.decisions)
        self._services = {each.name: each for each in model.services.values()}

    def evaluate(
        self,
        decision_id: str,
        inputs: Context,
        *,
        strict: bool,
        now: dt.datetime | None,
        functions: ExternalFunctions | None,
        budget: Budget | None,
    ) -> Evaluation:
        """See `Model.evaluate`."""
        decision = self._model.decisions[self._ids[decision_id]]
        session = self._session(decision.id, inputs, strict, now, functions, budget)
        value = self._guarded(session, lambda: session.decision(self._logic, decision))
        outputs = value if isinstance(value, dict) else {decision.name: value}
        return _evaluation(session, value, outputs)

    def invoke(
        self,
        name: str,
        arguments: Context,
        *,
        strict: bool,
        now: dt.datetime | None,
        functions: ExternalFunctions | None,
        budget: Budget | None,
    ) -> Evaluation:
        """See `Model.invoke`."""
        service = self._model.services.get(name) or self._services[name]
        session = self._session(service.id, arguments, strict, now, functions, budget)
        given = session.inputs
        value = self._guarded(session, lambda: session.service(self._logic, service, given))
        return _evaluation(session, value, {service.name: value})

    def _session(
        self,
        asked: str,
        inputs: Context,
        strict: bool,
        now: dt.datetime | None,
        functions: ExternalFunctions | None,
        budget: Budget | None,
    ) -> Session:
        # One moment for all decisions: each of them has a run of its own.
        moment = now or dt.datetime.now().astimezone()
        run = Run(budget or Budget(), moment, external_functions(functions or {}))
        try:
            values = {name: from_python(value) for name, value in inputs.items()}
        except FeelValueError as error:
            raise DecisionError(asked, error.sentence, dict(inputs)) from error
        return Session(self._logic, run, values, strict=strict)

    def _guarded(self, session: Session, evaluate: Callable[[], Value]) -> Value:
        """Evaluate; an exhausted budget is null with its reason, or refused where it is strict."""
        try:
            value = evaluate()
            plain_size(value, session.run.budget)
        except (BudgetExceededError, RecursionError) as error:
            sentence = "The decision takes more steps, space or nesting than it may."
            cause: Exception = error
        except FeelValueError as error:
            sentence, cause = error.sentence, error
        else:
            return value
        if session.strict:
            raise DecisionError(session.current, sentence, dict(session.inputs)) from cause
        session.warnings.append(DecisionWarning(session.current, session.current, 1, sentence))
        return None


def _evaluation(session: Session, value: Value, outputs: Mapping[str, Value]) -> Evaluation:
    trace = tuple(session.trace)
    matched = tuple(row for each in trace for row in each.matched)
    return Evaluation(value, outputs, matched, trace, tuple(session.warnings))
