"""What a DMN model consists of: item definitions, inputs, decisions, business knowledge, services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.dmn.boxed import Boxed, BoxedFunction
from engine.dmn.problems import ModelProblem
from engine.feel import UnaryTests
from engine.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: a base type (``type_ref``), components, or a function; perhaps a list; with allowed values.

    ``allowed`` restricts the value, or each item where ``is_collection``; ``constraint`` (DMN 1.5)
    restricts the value, or such a list, as a whole. ``function_parameters`` is how many parameters a
    function type has, and ``function_result`` the type of what it gives.
    """

    id: str
    line: int
    name: str
    label: str
    type_ref: str | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    allowed: UnaryTests | None
    constraint: UnaryTests | None
    function_parameters: int | None = None
    function_result: str | None = None


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


DrgElement: TypeAlias = InputData | Decision | BusinessKnowledge | DecisionService


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, and the name under which its elements are read; an empty one means directly."""

    name: str
    model: "ModelContent"


@dataclass(frozen=True)
class ModelContent:
    """What stands in a model; mappings are by id, items by name, all in the order of the file.

    ``types`` are the item definitions as
    FEEL types (imported ones with their prefix), ``names`` and ``properties`` what texts may name.
    """

    file: str
    id: str
    name: str
    namespace: str
    items: Mapping[str, ItemDefinition]
    inputs: Mapping[str, InputData]
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, BusinessKnowledge]
    services: Mapping[str, DecisionService]
    imports: "tuple[Import, ...]" = field(repr=False)
    types: Mapping[str, FeelType] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    properties: tuple[str, ...] = field(repr=False)
    problems: tuple[ModelProblem, ...]

    def element(self, reference: str) -> "tuple[ModelContent, DrgElement] | None":
        """Return what a reference (an id, or ``namespace#id``) points to, and the model it is in."""
        namespace, _, id_ = reference.rpartition("#")
        for model in (self, *(each.model for each in self.imports)):
            if namespace in ("", model.namespace):
                groups = (model.inputs, model.decisions, model.knowledge, model.services)
                for group in groups if namespace or model is self else ():
                    if id_ in group:
                        return model, group[id_]
        return None
