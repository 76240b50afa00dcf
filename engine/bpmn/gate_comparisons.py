"""Two values beside each other: could they ever be equal? If not, say so in the words of the formula."""

from collections.abc import Iterator
from typing import Protocol

from engine.bpmn.gate_findings import offer
from engine.bpmn.gate_types import Choice, Type, in_words, kind_of
from engine.feel import syntax
from engine.feel.syntax import Node


class Note(Protocol):
    """Takes one thing that is wrong: the code of the refusal, where, and its details."""

    def __call__(self, code: str, node: Node, **details: object) -> None: ...  # noqa: D102


def ignore(code: str, node: Node, **details: object) -> None:
    """Note nothing: for the passes that only find out what there is."""


def compare(note: Note, node: Node, one: Type, other_node: Node, other: Type) -> None:
    """Note a comparison that could never be true, and each literal that is no value of the choice."""
    if isinstance(one, Choice) and isinstance(other, Choice):
        _compare_choices(note, (node, one), (other_node, other))
        return
    kinds = kind_of(one), kind_of(other)
    if None in kinds or "null" in kinds or kinds[0] == kinds[1]:
        return
    left, right = described(node, one), described(other_node, other)
    note("never_equal", node, left=left, right=right)


def _compare_choices(note: Note, one: tuple[Node, Choice], other: tuple[Node, Choice]) -> None:
    for (written, _), (against, allowed) in ((other, one), (one, other)):
        literals = list(literals_of(written))
        for literal in literals:
            if literal.value not in allowed.values:
                note(
                    "unknown_value",
                    literal,
                    name=spelt(against),
                    value=literal.value,
                    instead=offer(literal.value, allowed.values),
                )
        if literals:
            return
    if not one[1].values & other[1].values:
        note("never_equal", one[0], left=described(*one), right=described(*other))


def literals_of(node: Node) -> Iterator[syntax.StringLiteral]:
    """Yield the texts that the value of a node is chosen from, where they are written in the formula."""
    match node:
        case syntax.StringLiteral():
            yield node
        case syntax.ListLiteral():
            for item in node.items:
                yield from literals_of(item)
        case syntax.If():
            yield from literals_of(node.consequence)
            yield from literals_of(node.alternative)


def spelt(node: Node) -> str:
    """Return the dotted name that a node reads, or a word for what it is."""
    match node:
        case syntax.Name():
            return node.name
        case syntax.Path():
            return f"{spelt(node.source)}.{node.name}"
        case syntax.Filter():
            return spelt(node.source)
        case syntax.Call():
            return f"{spelt(node.function)}(...)"
    return "the value"


def described(node: Node, known: Type) -> str:
    """Return what people call the value that a node stands for."""
    match node:
        case syntax.StringLiteral():
            return f'the text "{node.value}"'
        case syntax.NumberLiteral():
            return f"the number {node.value}"
        case syntax.Name() | syntax.Path():
            return f'"{spelt(node)}" ({in_words(known)})'
    return in_words(known)


def fits(found: Type, wanted: Type) -> bool:
    """Say whether a value may stand where one of the wanted kind is needed."""
    kinds = kind_of(found), kind_of(wanted)
    if None in kinds or kinds[0] in (kinds[1], "null"):
        return True
    return kinds == ("date and time", "date")
