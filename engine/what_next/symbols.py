"""Formulas over values of which some are not known yet: what they hang on, and their value for each choice.

A name stands for a known value, for an `Atom` (one of a few values), for parts of which some are known, for
what a formula or a decision makes of other names, or for something of which nothing can be told (`Unsaid`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import islice, product
from typing import Any, Final

from engine.bpmn.spiff_feel import without_blanks
from engine.dmn import DecisionError
from engine.dmn.reads import reads
from engine.feel import BudgetExceededError, Expression, parse, syntax
from engine.feel.syntax import Node
from engine.version import Version
from engine.what_next.told import Atom, Box

MOST_CHOICES: Final = 4096
"""So many combinations are looked at to settle one formula; beyond, it can only be quoted."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Nothing can be told of it.

    ``about`` is what people call it, "" where it has no name of its own; ``filled`` says that it is a list
    with something in it, ``asked`` that it is the answer to a question.
    """

    about: str = ""
    filled: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is certain, as FEEL reads it."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A group of which each part stands for something; null itself only where it is not `certain`."""

    parts: Mapping[str, "Symbol"]
    certain: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """What a formula makes of the names that stood where it was mapped."""

    text: str
    names: Mapping[str, "Symbol"]


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What a decision finds of the names where it is asked; ``free`` is what it may find at all."""

    decision: str
    names: Mapping[str, "Symbol"]
    free: "Symbol"


Symbol = Unsaid | Known | Atom | Parts | Worked | Decided
Names = Mapping[str, Symbol]


class UnsaidError(Exception):
    """A formula hangs on something that cannot be told of."""


@dataclass(frozen=True)
class Sums:
    """Works formulas out: the version's tables, the clock and the calendar.

    Not ``dated``, the clock is nobody's, and no day counted from it may be told.
    """

    version: Version
    now: datetime
    functions: Mapping[str, Callable[..., Any]]
    dated: bool = True
    _decided: dict[Decided, Symbol] = field(default_factory=dict)

    def atoms(self, text: str, names: Names) -> tuple[Atom, ...]:
        """Return what the formula hangs on, each once; UnsaidError where it hangs on more."""
        return self.atoms_of(parsed(text).tree, names)

    def atoms_of(self, node: Node, names: Names) -> tuple[Atom, ...]:
        """Return what a part of a formula hangs on."""
        return tuple(dict.fromkeys(self._atoms_of(node, names)))

    def value(self, text: str, names: Names, chosen: Mapping[Atom, Any]) -> Any:
        """Return the formula's value for one choice; UnsaidError where a step would be refused."""
        return self.value_of(parsed(text), names, chosen)

    def value_of(self, expression: Expression, names: Names, chosen: Mapping[Atom, Any]) -> Any:
        """Return the value of a formula that is parsed already."""
        read = {node.name for node in syntax.walk(expression.tree) if isinstance(node, syntax.Name)}
        context = {name: self.settled(names[name], chosen) for name in read if name in names}
        if not _asks_for_null(expression):
            context = without_blanks(context)
        else:
            context = {**dict.fromkeys(_asked(expression)), **context}
        try:
            found = expression.evaluate(context, now=self.now, functions=self.functions)
        except BudgetExceededError as refusal:
            raise UnsaidError from refusal
        if found.warnings:
            raise UnsaidError(found.warnings[0].sentence)
        return found.value

    def symbol(self, text: str, names: Names) -> Symbol | None:
        """Return what a formula that is no more than a dotted name stands for; None for any other."""
        return self.symbol_of(parsed(text).tree, names)

    def symbol_of(self, node: Node, names: Names) -> Symbol | None:
        """Return what a dotted name stands for."""
        way = _way(node)
        found: Symbol | None = names.get(way[0]) if way else None
        for key in way[1:] if way else ():
            if isinstance(found, Worked):
                found = self.symbol(found.text, found.names)
            found = found.parts.get(key) if isinstance(found, Parts) else None
        if isinstance(found, Worked):
            return self.symbol(found.text, found.names) or found
        return found

    def settled(self, symbol: Symbol, chosen: Mapping[Atom, Any]) -> Any:
        """Return what a symbol stands for, for one choice; what nobody asked for is null."""
        match symbol:
            case Known(value=value):
                return value
            case Atom():
                return chosen.get(symbol)
            case Parts(parts=parts):
                return {key: self.settled(part, chosen) for key, part in parts.items()}
            case Worked(text=text, names=names):
                try:
                    return self.value(text, names, chosen)
                except UnsaidError:
                    return None
            case Decided():
                found = self.found(symbol)
                return (
                    self._evaluate(symbol, chosen)
                    if found is symbol
                    else self.settled(found, chosen)
                )
        return None

    def found(self, decided: Decided) -> Symbol:
        """Return what the decision finds: known, one value for each choice (itself), or free to be any."""
        if decided not in self._decided:
            self._decided[decided] = self._find(decided)
        return self._decided[decided]

    def _find(self, decided: Decided) -> Symbol:
        try:
            atoms = self._inputs(decided)
        except UnsaidError:
            return decided.free
        if not atoms:
            value = self._evaluate(decided, {})
            return decided.free if value is None else Known(value)
        return decided if _size(atoms) <= MOST_CHOICES // 16 else decided.free

    def _inputs(self, decided: Decided) -> tuple[Atom, ...]:
        found: dict[Atom, None] = {}
        model = self.version.model_of(decided.decision)
        for name, keys in reads(model, decided.decision).items():
            if name not in decided.names:
                raise UnsaidError(name)
            symbol = decided.names[name]
            for way in [(key,) for key in sorted(keys)] if keys else [()]:
                found.update(dict.fromkeys(self._below(symbol, way)))
        return tuple(found)

    def _evaluate(self, decided: Decided, chosen: Mapping[Atom, Any]) -> Any:
        model = self.version.model_of(decided.decision)
        context = {
            name: self.settled(decided.names[name], chosen)
            for name in reads(model, decided.decision)
            if name in decided.names
        }
        try:
            return model.evaluate(
                decided.decision, context, strict=True, now=self.now, functions=self.functions
            ).value
        except DecisionError:
            return None

    def _atoms_of(self, node: Node, names: Names) -> Iterator[Atom]:
        match node:
            case syntax.Comparison(left=left, right=right) if isinstance(
                right, syntax.NullLiteral
            ) or isinstance(left, syntax.NullLiteral):
                read = left if isinstance(right, syntax.NullLiteral) else right
                if not self._never_null(read, names):
                    yield from self._atoms_of(read, names)
                return
            case syntax.Path() | syntax.Name():
                way = _way(node)
                if way is not None:
                    name, *keys = way
                    if name in names:
                        yield from self._below(names[name], tuple(keys))
                    return
        for child in syntax.children(node):
            yield from self._atoms_of(child, names)

    def _never_null(self, node: Node, names: Names) -> bool:
        match _way(node):
            case (name,):
                group = names.get(name)
                if isinstance(group, Parts) and not group.certain:
                    raise UnsaidError(name)
                return isinstance(group, Parts)
        return False

    def _below(self, symbol: Symbol, keys: tuple[str, ...]) -> Iterator[Atom]:
        """Yield what the part of a symbol hangs on."""
        match symbol:
            case Atom():
                yield symbol
            case Parts(parts=parts):
                if keys:
                    if keys[0] in parts:
                        yield from self._below(parts[keys[0]], keys[1:])
                    return
                for part in parts.values():
                    yield from self._below(part, ())
            case Worked(text=text, names=names):
                yield from self._atoms_of(parsed(text).tree, names)
            case Decided():
                found = self.found(symbol)
                if found is symbol:
                    yield from self._inputs(symbol)
                else:
                    yield from self._below(found, keys)
            case Unsaid(about=about):
                raise UnsaidError(about)


def forgotten(symbol: Symbol) -> Symbol:
    """Return what is left to tell of a symbol when other work may have changed it."""
    match symbol:
        case Parts(parts=parts):
            return Parts({key: forgotten(part) for key, part in parts.items()}, certain=False)
        case Unsaid() | Atom(kind="answer"):
            return symbol
    return Unsaid()


def choices(atoms: tuple[Atom, ...], box: Box) -> Iterator[dict[Atom, Any]]:
    """Yield every choice of the atoms' values that the box allows; UnsaidError where there are too many."""
    allowed = [
        [each for each in atom.values if each in box.get(atom, atom.values)] for atom in atoms
    ]
    found = list(islice(product(*allowed), MOST_CHOICES + 1))
    if len(found) > MOST_CHOICES:
        raise UnsaidError("too many")
    for values in found:
        yield dict(zip(atoms, values, strict=True))


@lru_cache(maxsize=4096)
def parsed(text: str) -> Expression:
    """Return the formula, parsed once."""
    return parse(text)


def _asks_for_null(expression: Expression) -> bool:
    return any(isinstance(node, syntax.NullLiteral) for node in syntax.walk(expression.tree))


def _asked(expression: Expression) -> Iterator[str]:
    """Yield the variables of which the formula asks whether they are null: one not reached is."""
    for node in syntax.walk(expression.tree):
        if isinstance(node, syntax.Comparison):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(side, syntax.Name) and isinstance(other, syntax.NullLiteral):
                    yield side.name


def _way(node: Node) -> tuple[str, ...] | None:
    """Return the names of a dotted path; None where something else stands at its root."""
    match node:
        case syntax.Name(name=name):
            return (name,)
        case syntax.Path(source=source, name=name):
            before = _way(source)
            return None if before is None else (*before, name)
    return None


def _size(atoms: tuple[Atom, ...]) -> int:
    number = 1
    for atom in atoms:
        number *= len(atom.values)
    return number
