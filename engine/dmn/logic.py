"""The compiled logic of a model and of the models it imports; shared by all evaluations."""

from collections.abc import Callable
from functools import cached_property

from engine.dmn.compile_boxed import compile_boxed, compile_function, typed
from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    DrgElement,
    ModelContent,
)
from engine.feel.compiling import Evaluator
from engine.feel.run import Scope
from engine.feel.values import FunctionValue

FunctionMaker = Callable[[Scope], FunctionValue]


class ModelLogic:
    """Evaluators of decisions and makers of functions, each compiled when first asked for."""

    def __init__(self, model: ModelContent) -> None:
        """Compile nothing yet."""
        self.model = model
        self._decisions: dict[str, Evaluator] = {}
        self._functions: dict[str, FunctionMaker] = {}

    @cached_property
    def imported(self) -> "dict[str, tuple[str, ModelLogic]]":
        """The logic of imported models by namespace, with the name they are imported under."""
        return {
            each.model.namespace: (each.name, ModelLogic(each.model)) for each in self.model.imports
        }

    def decision(self, decision: Decision) -> Evaluator:
        """Return the evaluator of a decision, which fits its value to the decision's type."""
        evaluator = self._decisions.get(decision.id)
        if evaluator is None:
            types = self.model.types
            logic = compile_boxed(decision.expression, types, decision.line)
            evaluator = typed(logic, decision.type_ref, types, decision.line)
            self._decisions[decision.id] = evaluator
        return evaluator

    def function(self, knowledge: BusinessKnowledge) -> FunctionMaker | None:
        """Return what makes the function of a business knowledge model, if it has logic."""
        if knowledge.function is None:
            return None
        maker = self._functions.get(knowledge.id)
        if maker is None:
            maker = compile_function(
                knowledge.function, self.model.types, knowledge.name, self.result_type(knowledge)
            )
            self._functions[knowledge.id] = maker
        return maker

    def result_type(self, function: BusinessKnowledge | DecisionService) -> str | None:
        """Return the type of what a function gives.

        Its variable names a function type, or (as many tools write it) the type of the result.
        """
        item = self.model.items.get(function.type_ref or "")
        if item is not None and item.function_parameters is not None:
            return item.function_result
        return function.type_ref

    def element(self, reference: str) -> "tuple[ModelLogic, DrgElement] | None":
        """Return what a reference points to, and the logic of the model it is in."""
        found = self.model.element(reference)
        if found is None:
            return None
        model, element = found
        return (self if model is self.model else self.imported[model.namespace][1]), element

    def prefix_of(self, owner: "ModelLogic") -> str:
        """Return the name under which a model is imported here; empty for this model itself."""
        return "" if owner is self else self.imported[owner.model.namespace][0]
