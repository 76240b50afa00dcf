"""A DMN model: item definitions, inputs, decisions, business knowledge and decision services."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from engine.dmn.boxed import Boxed, BoxedFunction
from engine.dmn.evaluation import Evaluation
from engine.feel import Budget, UnaryTests
from engine.feel.expressions import ExternalFunctions
from engine.feel.values import Context


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """Something wrong in a model that could still be read; what it stands in evaluates to null."""

    line: int
    element: str
    label: str
    what: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: a base type (``type_ref``), components, or a function; perhaps a list; with allowed values.

    ``allowed`` restricts the value, or each item where ``is_collection`` (unless ``allowed_for_list``).
    """

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    allowed: UnaryTests | None
    allowed_for_list: UnaryTests | None


@dataclass(frozen=True, slots=True)
class InputData:
    """An input of the model."""

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Requirements:
    """Ids of what is required, in the order of the file; imported ones are ``namespace#id``."""

    inputs: tuple[str, ...]
    decisions: tuple[str, ...]
    knowledge: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision; ``name`` is how others read it, ``label`` how people do."""

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None
    expression: Boxed | None
    requires: Requirements


@dataclass(frozen=True, slots=True)
class BusinessKnowledge:
    """A function that decisions may require."""

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None
    function: BoxedFunction | None
    requires: Requirements


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions offered together as a function."""

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None
    output_decisions: tuple[str, ...]
    encapsulated_decisions: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """A model that was read; mappings are by id, items by name, all in the order of the file."""

    file: str
    id: str
    name: str
    namespace: str
    items: Mapping[str, ItemDefinition]
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, BusinessKnowledge]
    services: Mapping[str, DecisionService]
    problems: tuple[ModelProblem, ...]

    def evaluate(
        self,
        decision_id: str,
        inputs: Context,
        *,
        strict: bool,
        now: datetime.datetime | None = None,
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
        raise NotImplementedError
