"""A DMN model that can be evaluated."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    InputData,
    ItemDefinition,
    ModelContent,
    Requirements,
)
from engine.dmn.evaluation import Evaluation
from engine.dmn.evaluator import ModelEvaluator
from engine.dmn.problems import ModelProblem
from engine.feel import Budget
from engine.feel.external import ExternalFunctions
from engine.feel.values import Context

__all__ = [
    "BusinessKnowledge",
    "Decision",
    "DecisionService",
    "InputData",
    "ItemDefinition",
    "Model",
    "ModelProblem",
    "Requirements",
]


@dataclass(frozen=True)
class Model(ModelContent):
    """A model that was read (see `ModelContent` for its parts), ready to be evaluated at any time."""

    @cached_property
    def _evaluator(self) -> ModelEvaluator:
        return ModelEvaluator(self)

    def evaluate(
        self,
        decision_id: str,
        inputs: Context,
        *,
        strict: bool,
        now: dt.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Evaluation:
        """Evaluate a decision (by id, else by name) with all that it requires.

        Strict, anything but a certain answer raises DecisionError: a warning of any kind, no matching
        row without a default (COLLECT gives the empty list), two rows in UNIQUE, differing rows in ANY,
        a value of the wrong type or not among the allowed ones, an exhausted budget. Otherwise all
        these are null, as the standard says, with the reason in ``warnings``.
        Raises KeyError for a decision that is not there.
        """
        return self._evaluator.evaluate(
            decision_id, inputs, strict=strict, now=now, functions=functions, budget=budget
        )

    def invoke(
        self,
        service: str,
        arguments: Context,
        *,
        strict: bool,
        now: dt.datetime | None = None,
        functions: ExternalFunctions | None = None,
        budget: Budget | None = None,
    ) -> Evaluation:
        """Ask a decision service (by id, else by name); arguments are its inputs by name.

        Otherwise like `evaluate`.
        """
        return self._evaluator.invoke(
            service, arguments, strict=strict, now=now, functions=functions, budget=budget
        )
