"""Item definitions as FEEL types: what a value must be like, and why one is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.elements import ItemDefinition
from engine.feel.budget import Budget
from engine.feel.compare import kind_of
from engine.feel.compiling import Evaluator
from engine.feel.run import Run, Scope
from engine.feel.syntax import INPUT_VALUE
from engine.feel.types import ANY, BUILT_IN_TYPES, FeelType, FunctionOf
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Demand:
    """How a value is judged.

    ``partial`` allows components to be absent (inputs come with what is known; reading an absent one
    is a warning). ``null_allowed`` lets null stand where allowed values are listed without it.
    """

    partial: bool
    null_allowed: bool


STANDARD = Demand(partial=False, null_allowed=True)


@dataclass(frozen=True, slots=True)
class ItemType:
    """The type of an item definition; it looks up other types by name when it is used."""

    item: ItemDefinition
    types: "Mapping[str, FeelType]" = field(repr=False, compare=False)

    def holds(self, value: Value, budget: Budget) -> bool:
        """Tell whether a value, which is not null, is of this type."""
        return self.misfit(value, budget, STANDARD) is None

    def misfit(self, value: Value, budget: Budget, demand: Demand, path: str = "") -> str | None:
        """Return a sentence that says what does not fit, without any value; None if all does."""
        # What the tests of allowed values warn of is no warning of the decision: the sentence says it.
        run = Run(budget, None, {})
        return item_misfit(self.item, self.types, value, run, demand, path or self.item.name)


def item_misfit(
    item: ItemDefinition,
    types: Mapping[str, FeelType],
    value: Value,
    run: Run,
    demand: Demand,
    path: str,
) -> str | None:
    """Return what does not fit an item definition, where it is."""
    run.budget.spend()
    misfit = _whole_misfit(item, types, value, run, demand, path)
    if misfit or value is None or item.constraint is None:
        return misfit
    if _passes(item.constraint.evaluator, value, run):
        return None
    return f"{path} does not keep to the constraint of its type."


def _whole_misfit(
    item: ItemDefinition,
    types: Mapping[str, FeelType],
    value: Value,
    run: Run,
    demand: Demand,
    path: str,
) -> str | None:
    if not item.is_collection or value is None:
        return _item_misfit(item, types, value, run, demand, path)
    if not isinstance(value, list):
        return f"{path} is no list."
    for each in value:
        misfit = _item_misfit(item, types, each, run, demand, f"An item of {path}")
        if misfit:
            return misfit
    return None


def _item_misfit(
    item: ItemDefinition,
    types: Mapping[str, FeelType],
    value: Value,
    run: Run,
    demand: Demand,
    path: str,
) -> str | None:
    if value is None:
        return None if demand.null_allowed else _null_misfit(item, types, run, path)
    if item.components:
        misfit = _components_misfit(item, types, value, run, demand, path)
    else:
        misfit = _base_misfit(item, types, value, run, demand, path)
    if misfit or item.allowed is None or _passes(item.allowed.evaluator, value, run):
        return misfit
    return f"{path} is not one of its allowed values."


def _null_misfit(
    item: ItemDefinition, types: Mapping[str, FeelType], run: Run, path: str
) -> str | None:
    """Return that null is not among the allowed values, of the type or of one it is based on."""
    seen: set[str] = set()
    while item.allowed is None:
        base = types.get(item.type_ref or "")
        if not isinstance(base, ItemType) or base.item.is_collection or base.item.name in seen:
            return None
        item = base.item
        seen.add(item.name)
    return None if _passes(item.allowed.evaluator, None, run) else f"{path} is null."


def _components_misfit(
    item: ItemDefinition,
    types: Mapping[str, FeelType],
    value: Value,
    run: Run,
    demand: Demand,
    path: str,
) -> str | None:
    if not isinstance(value, dict):
        return f"{path} is of type {kind_of(value)}, not a context."
    for component in item.components:
        below = f"{path}.{component.name}"
        if component.name not in value:
            if demand.partial:
                continue
            return f"{below} is missing."
        misfit = item_misfit(component, types, value[component.name], run, demand, below)
        if misfit:
            return misfit
    return None


def _base_misfit(
    item: ItemDefinition,
    types: Mapping[str, FeelType],
    value: Value,
    run: Run,
    demand: Demand,
    path: str,
) -> str | None:
    if item.type_ref is None:
        return None
    base = types.get(item.type_ref) or BUILT_IN_TYPES.get(item.type_ref)
    if isinstance(base, ItemType):
        return base.misfit(value, run.budget, demand, path)
    if base is None or base.holds(value, run.budget):
        return None
    return f"{path} is of type {kind_of(value)}, not {item.type_ref}."


def _passes(evaluator: Evaluator, value: Value, run: Run) -> bool:
    return evaluator(Scope(run, {INPUT_VALUE: value})) is True


def feel_type(type_ref: str | None, types: Mapping[str, FeelType]) -> FeelType:
    """Return the type that a reference names; without one, and for an unknown one, any."""
    if not type_ref:
        return ANY
    return types.get(type_ref) or BUILT_IN_TYPES.get(type_ref, ANY)


def types_of(items: Mapping[str, ItemDefinition], into: dict[str, FeelType]) -> None:
    """Add the types of item definitions to a mapping, in which they then find each other."""
    for name, item in items.items():
        into[name] = (
            FunctionOf((None,) * item.function_parameters)
            if item.function_parameters is not None
            else ItemType(item, into)
        )
