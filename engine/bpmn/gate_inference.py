"""Read a formula without evaluating it: every name known, every literal one of its choice's values.

`Inference` walks the syntax tree once. It returns what is known of the value, and notes what FEEL itself
would answer with null or false in silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.bpmn.gate_comparisons import Note, compare, described, fits, ignore, spelt
from engine.bpmn.gate_findings import offer
from engine.bpmn.gate_functions import Function, yielded
from engine.bpmn.gate_operators import OWN_PARTS, SUMS
from engine.bpmn.gate_types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DURATION,
    FUNCTION,
    NULL,
    NUMBER,
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
from engine.feel import FeelSyntaxError, parse, syntax
from engine.feel.syntax import Node


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
        if not fits(found, wanted):
            self.note(
                "wrong_operand", node, found=described(node, found), expected=in_words(wanted)
            )
        elif isinstance(wanted, Choice):
            compare(self.note, node, found, syntax.NullLiteral(at=node.at), wanted)
        return found

    def test(self, test: Node, value_node: Node, value: Type) -> None:
        """Note a unary test (the right side of ``in``, a cell) that the value could never pass."""
        inside = self.within({syntax.INPUT_VALUE: value})
        if isinstance(test, syntax.ComparisonTest):
            compare(self.note, value_node, value, test.operand, inside.infer(test.operand))
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
                compare(self.note, value_node, value, item, inside.infer(item))
            return
        if isinstance(node, syntax.RangeLiteral):
            for end in (node.low, node.high):
                compare(self.note, value_node, value, end, inside.infer(end))
            return
        found = inside.infer(node)
        if isinstance(found, ListOf) and not isinstance(value, ListOf):
            found = found.item
        compare(self.note, value_node, value, node, found)


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
        case Plain(kind=kind) if kind in OWN_PARTS:
            if node.name in OWN_PARTS[kind]:
                return UNKNOWN if node.name == "timezone" else NUMBER
            known = dict.fromkeys(OWN_PARTS[kind], NUMBER)
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
    compare(self.note, node.left, self.infer(node.left), node.right, self.infer(node.right))
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
        compare(self.note, node.value, value, end, self.infer(end))
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
        self.note("wrong_operand", node, found=described(node.operand, found), expected="a number")
    return found


def _arithmetic(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.Arithmetic)  # noqa: S101
    left, right = self.infer(node.left), self.infer(node.right)
    kinds = kind_of(left), kind_of(right)
    if None in kinds:
        return UNKNOWN
    result = SUMS.get((kinds[0] or "", node.operator, kinds[1] or ""))
    if result is not None:
        return result
    wrong, known = (node.right, right) if kinds[0] == "number" else (node.left, left)
    expected = "a date, a duration or a number"
    self.note("wrong_operand", wrong, found=described(wrong, known), expected=expected)
    return UNKNOWN


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
    if called.name in _READ_FROM_TEXT and len(values) == 1:
        _check_readable(self, node, values[0])
    _compare_within(self, called.name, values, given)
    return _got(self, called.name, values, given) or yielded(called.name, function, given)


def _compare_within(
    self: Inference, name: str, values: tuple[Node, ...], given: tuple[Type, ...]
) -> None:
    """Compare what a function compares, as `=` would be."""
    if len(given) != 2:
        return
    if name in ("list contains", "index of"):
        item = given[0].item if isinstance(given[0], ListOf) else given[0]
        compare(self.note, values[0], item, values[1], given[1])
    elif name == "is":
        compare(self.note, values[0], given[0], values[1], given[1])


def _got(
    self: Inference, name: str, values: tuple[Node, ...], given: tuple[Type, ...]
) -> Type | None:
    """Return what `get value` gives for a name that is written out: it reads what a path would read."""
    if name != "get value" or len(values) != 2 or not isinstance(values[1], syntax.StringLiteral):
        return None
    source, part = values[0], values[1]
    return _part(self, syntax.Path(source, part.value, at=part.at), given[0])


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


def _check_readable(self: Inference, node: Node, written: Node) -> None:
    """Note a text that is written in the formula and is no date, time or duration."""
    if isinstance(written, syntax.StringLiteral | syntax.AtLiteral):
        text = written.value if isinstance(written, syntax.StringLiteral) else written.text
        try:
            readable = parse(f'@"{text}"').evaluate({}).value is not None
        except FeelSyntaxError:
            readable = False
        if not readable:
            self.note("unreadable_literal", node, text=text)


def _at_literal(self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.AtLiteral)  # noqa: S101
    _check_readable(self, node, node)
    text = node.text
    if text.lstrip("-").startswith("P"):
        return DURATION
    if "T" in text:
        return DATE_TIME
    return TIME if ":" in text else DATE


def _string(_self: Inference, node: Node) -> Type:
    assert isinstance(node, syntax.StringLiteral)  # noqa: S101
    return Choice(frozenset({node.value}))


_READ_FROM_TEXT: Final = frozenset({"date", "time", "date and time", "duration"})

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
