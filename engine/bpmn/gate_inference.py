"""Read a formula without evaluating it: every name known, every literal one of its choice's values.

`Inference` walks the syntax tree once. It returns what is known of the value, and notes what FEEL itself
would answer with null or false in silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from engine.bpmn.gate_findings import offer
from engine.bpmn.gate_functions import Function, yielded
from engine.bpmn.gate_types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DURATION,
    FUNCTION,
    NULL,
    NUMBER,
    TEXT,
    TIME,
    UNKNOWN,
    Choice,
    Fields,
    ListOf,
    Plain,
    Type,
    any_of,
    either,
    in_words,
    kind_of,
)
from engine.feel import syntax
from engine.feel.syntax import Node

# Parts that dates, times and durations have of themselves.
_OWN_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "date": frozenset({"year", "month", "day", "weekday"}),
    "date and time": frozenset(
        {"year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone"}
    ),
    "time": frozenset({"hour", "minute", "second", "time offset", "timezone"}),
    "duration": frozenset({"years", "months", "days", "hours", "minutes", "seconds"}),
}


class Note(Protocol):
    """Takes one thing that is wrong: the code of the refusal, where, and its details."""

    def __call__(self, code: str, node: Node, **details: object) -> None: ...  # noqa: D102


def ignore(code: str, node: Node, **details: object) -> None:
    """Note nothing: for the passes that only find out what there is."""


@dataclass(frozen=True, slots=True)
class Inference:
    """What a formula may read and call at one point, and who is told what is wrong.

    ``missing`` is what is taken to be known of a name that is not there.
    """

    names: Mapping[str, Type]
    functions: Mapping[str, Function]
    note: Note = ignore
    missing: Type = UNKNOWN

    def infer(self, node: Node) -> Type:
        """Return what is known of the value of the formula below the node."""
        known = _RULES.get(type(node))
        if known is not None:
            return known(self, node)
        for child in syntax.children(node):
            self.infer(child)
        return UNKNOWN

    def within(self, names: Mapping[str, Type]) -> "Inference":
        """Return the same with further names, which come before those around them."""
        return replace(self, names={**self.names, **names})

    def expect(self, node: Node, wanted: Type) -> Type:
        """Infer a part, and note where it is not of the kind that is wanted."""
        found = self.infer(node)
        if not _fits(found, wanted):
            self.note(
                "wrong_operand", node, found=_described(node, found), expected=in_words(wanted)
            )
        elif isinstance(wanted, Choice):
            self.compare(node, found, node, wanted)
        return found

    def compare(self, node: Node, one: Type, other_node: Node, other: Type) -> None:
        """Note a comparison that could never be true."""
        if isinstance(one, Choice) and isinstance(other, Choice):
            if not (one.values & other.values):
                self._compare_choices(node, one, other_node, other)
            return
        kinds = kind_of(one), kind_of(other)
        if None in kinds or "null" in kinds or kinds[0] == kinds[1]:
            return
        left, right = _described(node, one), _described(other_node, other)
        self.note("never_equal", node, left=left, right=right)

    def _compare_choices(self, node: Node, one: Choice, other_node: Node, other: Choice) -> None:
        literal, against, allowed = other_node, node, one
        if isinstance(node, syntax.StringLiteral):
            literal, against, allowed = node, other_node, other
        if not isinstance(literal, syntax.StringLiteral):
            left, right = _described(node, one), _described(other_node, other)
            self.note("never_equal", node, left=left, right=right)
            return
        self.note(
            "unknown_value",
            literal,
            name=spelt(against) if against is not literal else "the value",
            value=literal.value,
            instead=offer(literal.value, allowed.values),
        )

    def test(self, test: Node, value_node: Node, value: Type) -> None:
        """Note a unary test (the right side of ``in``, a cell) that the value could never pass."""
        inside = self.within({syntax.INPUT_VALUE: value})
        if isinstance(test, syntax.ComparisonTest):
            self.compare(value_node, value, test.operand, inside.infer(test.operand))
            return
        if not isinstance(test, syntax.ExpressionTest):
            inside.infer(test)
            return
        if test.reads_input:
            inside.expect(test.expression, BOOLEAN)
            return
        self._test_against(test.expression, value_node, value, inside)

    def _test_against(self, node: Node, value_node: Node, value: Type, inside: "Inference") -> None:
        if isinstance(node, syntax.ListLiteral):
            for item in node.items:
                self.compare(value_node, value, item, inside.infer(item))
            return
        if isinstance(node, syntax.RangeLiteral):
            for end in (node.low, node.high):
                self.compare(value_node, value, end, inside.infer(end))
            return
        found = inside.infer(node)
        if isinstance(found, ListOf) and not isinstance(value, ListOf):
            found = found.item
        self.compare(value_node, value, node, found)


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


def _described(node: Node, known: Type) -> str:
    match node:
        case syntax.StringLiteral():
            return f'the text "{node.value}"'
        case syntax.NumberLiteral():
            return f"the number {node.value}"
        case syntax.Name() | syntax.Path():
            return f'"{spelt(node)}" ({in_words(known)})'
    return in_words(known)


def _fits(found: Type, wanted: Type) -> bool:
    kinds = kind_of(found), kind_of(wanted)
    if None in kinds or kinds[0] in (kinds[1], "null"):
        return True
    return kinds == ("date and time", "date")


def _name(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Name)  # noqa: S101
    if node.name in self.names:
        return self.names[node.name]
    if node.name in self.functions:
        return FUNCTION
    instead = offer(node.name, self.names, otherwise="read what a form asks or a decision sets")
    self.note("unknown_name", node, name=node.name, instead=instead)
    return self.missing


def _path(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Path)  # noqa: S101
    return _part(self, node, self.infer(node.source))


def _part(self: Inference, node: syntax.Path, source: Type) -> Type:
    match source:
        case Fields():
            if node.name in source.parts:
                return source.parts[node.name]
            known = source.parts
        case ListOf(item=item) if kind_of(item) in ("group", None):
            return ListOf(_part(self, node, item))
        case Plain(kind=kind) if kind in _OWN_PARTS:
            if node.name in _OWN_PARTS[kind]:
                return UNKNOWN if node.name == "timezone" else NUMBER
            known = dict.fromkeys(_OWN_PARTS[kind], NUMBER)
        case _ if kind_of(source) in (None, "null"):
            return source
        case _:
            known = {}
    self.note(
        "unknown_part",
        node,
        name=spelt(node),
        source=spelt(node.source),
        part=node.name,
        instead=offer(node.name, known, otherwise=None if known else f"read {spelt(node.source)}"),
    )
    return UNKNOWN


def _comparison(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Comparison)  # noqa: S101
    self.compare(node.left, self.infer(node.left), node.right, self.infer(node.right))
    return BOOLEAN


def _operands(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.And | syntax.Or)  # noqa: S101
    for operand in node.operands:
        self.expect(operand, BOOLEAN)
    return BOOLEAN


def _between(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Between)  # noqa: S101
    value = self.infer(node.value)
    for end in (node.low, node.high):
        self.compare(node.value, value, end, self.infer(end))
    return BOOLEAN


def _in(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.In)  # noqa: S101
    value = self.infer(node.value)
    for test in node.tests:
        self.test(test, node.value, value)
    return BOOLEAN


def _if(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.If)  # noqa: S101
    self.expect(node.condition, BOOLEAN)
    return either(self.infer(node.consequence), self.infer(node.alternative))


def _negation(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Negation)  # noqa: S101
    found = self.infer(node.operand)
    if kind_of(found) not in ("number", "duration", None):
        self.note("wrong_operand", node, found=_described(node.operand, found), expected="a number")
    return found


def _arithmetic(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Arithmetic)  # noqa: S101
    left, right = self.infer(node.left), self.infer(node.right)
    kinds = kind_of(left), kind_of(right)
    if None in kinds:
        return UNKNOWN
    result = _SUMS.get((kinds[0] or "", node.operator, kinds[1] or ""))
    if result is not None:
        return result
    wrong, known = (node.right, right) if kinds[0] == "number" else (node.left, left)
    expected = "a date, a duration or a number"
    self.note("wrong_operand", wrong, found=_described(wrong, known), expected=expected)
    return UNKNOWN


_SUMS: Final[Mapping[tuple[str, str, str], Type]] = {
    **{("number", operator, "number"): NUMBER for operator in ("+", "-", "*", "/", "**")},
    ("text", "+", "text"): TEXT,
    **{
        (kind, operator, "duration"): Plain(kind)
        for kind in ("date", "date and time", "time", "duration")
        for operator in ("+", "-")
    },
    **{("duration", "+", kind): Plain(kind) for kind in ("date", "date and time", "time")},
    **{
        (kind, "-", other): DURATION
        for kind in ("date", "date and time")
        for other in ("date", "date and time")
    },
    ("time", "-", "time"): DURATION,
    ("duration", "*", "number"): DURATION,
    ("number", "*", "duration"): DURATION,
    ("duration", "/", "number"): DURATION,
    ("duration", "/", "duration"): NUMBER,
}


def _call(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Call | syntax.NamedCall)  # noqa: S101
    values = tuple(
        argument.value if isinstance(argument, syntax.NamedArgument) else argument
        for argument in node.arguments
    )
    called = node.function
    if not isinstance(called, syntax.Name) or called.name in self.names:
        for each in (called, *values):
            self.infer(each)
        return UNKNOWN
    function = self.functions.get(called.name)
    if function is None:
        instead = offer(called.name, self.functions, otherwise="use a function of FEEL")
        self.note("unknown_function", called, name=called.name, instead=instead)
        for each in values:
            self.infer(each)
        return UNKNOWN
    least, most = function.takes
    if not least <= len(values) <= most:
        expected = str(least) if least == most else f"{least} to {most}"
        self.note("wrong_arguments", called, name=called.name, count=len(values), expected=expected)
    if isinstance(node, syntax.NamedCall):
        for each in values:
            self.infer(each)
        return function.yields
    given = tuple(
        self.expect(value, function.expects[index])
        if index < len(function.expects)
        else self.infer(value)
        for index, value in enumerate(values)
    )
    if called.name in ("list contains", "index of") and len(given) == 2:
        item = given[0].item if isinstance(given[0], ListOf) else given[0]
        self.compare(values[0], item, values[1], given[1])
    return yielded(called.name, function, given)


def _list(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.ListLiteral)  # noqa: S101
    return ListOf(any_of(self.infer(item) for item in node.items))


def _context(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.ContextLiteral)  # noqa: S101
    found: dict[str, Type] = {}
    for entry in node.entries:
        found[entry.key] = self.within(found).infer(entry.value)
    return Fields(found)


def _filter(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Filter)  # noqa: S101
    source = self.infer(node.source)
    item = source.item if isinstance(source, ListOf) else source
    parts = item.parts if isinstance(item, Fields) else {}
    found = self.within({**parts, "item": item}).infer(node.condition)
    if found == NUMBER:
        return item
    return source if isinstance(source, ListOf) else ListOf(source)


def _iterations(self: Inference, iterations: tuple[syntax.IterationContext, ...]) -> Inference:
    inside = self
    for each in iterations:
        source = inside.infer(each.source)
        if each.end is not None:
            inside.infer(each.end)
        known = NUMBER if each.end is not None else source
        item = known.item if isinstance(known, ListOf) else known
        inside = inside.within({each.name: item})
    return inside


def _for(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.For)  # noqa: S101
    inside = _iterations(self, node.iterations).within({"partial": ListOf(UNKNOWN)})
    return ListOf(inside.infer(node.result))


def _quantified(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Quantified)  # noqa: S101
    _iterations(self, node.iterations).expect(node.condition, BOOLEAN)
    return BOOLEAN


def _function(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.FunctionDefinition)  # noqa: S101
    self.within({each.name: UNKNOWN for each in node.parameters}).infer(node.body)
    return FUNCTION


def _instance_of(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.InstanceOf)  # noqa: S101
    self.infer(node.value)
    return BOOLEAN


def _at_literal(_self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.AtLiteral)  # noqa: S101
    text = node.text
    if text.lstrip("-").startswith("P"):
        return DURATION
    if "T" in text:
        return DATE_TIME
    return TIME if ":" in text else DATE


def _string(_self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.StringLiteral)  # noqa: S101
    return Choice(frozenset({node.value}))


_RULES: Final[Mapping[type[Node], Callable[[Inference, Node], Type]]] = {
    syntax.NullLiteral: lambda _self, _node: NULL,
    syntax.BooleanLiteral: lambda _self, _node: BOOLEAN,
    syntax.NumberLiteral: lambda _self, _node: NUMBER,
    syntax.StringLiteral: _string,
    syntax.AtLiteral: _at_literal,
    syntax.Name: _name,
    syntax.Path: _path,
    syntax.Comparison: _comparison,
    syntax.And: _operands,
    syntax.Or: _operands,
    syntax.Between: _between,
    syntax.In: _in,
    syntax.If: _if,
    syntax.Negation: _negation,
    syntax.Arithmetic: _arithmetic,
    syntax.Call: _call,
    syntax.NamedCall: _call,
    syntax.ListLiteral: _list,
    syntax.ContextLiteral: _context,
    syntax.Filter: _filter,
    syntax.For: _for,
    syntax.Quantified: _quantified,
    syntax.FunctionDefinition: _function,
    syntax.InstanceOf: _instance_of,
}
