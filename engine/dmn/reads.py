"""What a decision reads: the inputs, and the fields of them, that its expressions name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from engine.dmn.boxed import Boxed
from engine.dmn.model import Decision, Model
from engine.feel import Expression, UnaryTests, syntax

Reads: TypeAlias = Mapping[str, frozenset[str] | None]
"""Name of an input to the names of the fields that are read, or to None where it is read whole."""


def reads(model: Model, decision_id: str) -> Reads:
    """Return what the decision and everything that it requires read of the model's inputs.

    This is what stands in the text, so it never leaves out what an evaluation reads; it may hold what
    an evaluation happens not to reach. What is imported from another model is not followed.
    """
    return merged(_named_in(model, part) for part in _with_required(model, decision_id))


def required_inputs(model: Model, decision_id: str) -> frozenset[str]:
    """Return the names of the inputs that the decision requires, by itself or through others."""
    found: set[str] = set()
    waiting, seen = [decision_id], {decision_id}
    while waiting:
        requires = model.decisions[waiting.pop()].requires
        found |= {model.inputs[one].name for one in requires.inputs if one in model.inputs}
        new = set(requires.decisions) & set(model.decisions) - seen
        seen |= new
        waiting.extend(new)
    return frozenset(found)


def read_by(model: Model, decision: Decision, expression: Expression | None) -> Reads:
    """Return what one expression of the decision reads, by itself and through required decisions."""
    names = {name for name, _ in _namings(expression)}
    required = (model.decisions.get(one) for one in decision.requires.decisions)
    through = [reads(model, one.id) for one in required if one is not None and one.name in names]
    return merged([_named_in(model, expression), *through])


def merged(parts: Iterable[Reads]) -> Reads:
    """Return all that any of the parts reads."""
    found: dict[str, frozenset[str] | None] = {}
    for part in parts:
        for name, more in part.items():
            before = found.get(name, frozenset())
            found[name] = None if before is None or more is None else before | more
    return found


def _with_required(model: Model, decision_id: str) -> Iterator[Boxed | None]:
    waiting, seen = [decision_id], {decision_id}
    while waiting:
        one = waiting.pop()
        part = model.decisions.get(one) or model.knowledge.get(one)
        if part is None:
            continue
        yield part.expression if isinstance(part, Decision) else part.function
        new = {*part.requires.decisions, *part.requires.knowledge} - seen
        seen |= new
        waiting.extend(new)


def _named_in(model: Model, part: object) -> Reads:
    inputs = {each.name for each in model.inputs.values()}
    return merged(
        {name: None if field is None else frozenset({field})}
        for name, field in _namings(part)
        if name in inputs
    )


def _namings(part: object) -> Iterator[tuple[str, str | None]]:
    """Yield each name that is read, with the field that is read of it (None: the whole value)."""
    for tree in _trees(part):
        sources = set()
        for node in syntax.walk(tree):
            if isinstance(node, syntax.Path) and isinstance(node.source, syntax.Name):
                sources.add(id(node.source))
                yield node.source.name, node.name
            elif isinstance(node, syntax.Name) and id(node) not in sources:
                yield node.name, None


def _trees(part: object) -> Iterator[syntax.Node]:
    """Yield the syntax tree of every expression and cell within a boxed expression."""
    if isinstance(part, Expression | UnaryTests):
        yield part.tree
    elif isinstance(part, tuple):
        for item in part:
            yield from _trees(item)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield from _trees(getattr(part, each.name))
