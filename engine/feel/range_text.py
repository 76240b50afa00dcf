"""Read a range from text, for ``range()``: its ends are literals, nothing else is evaluated."""

import re
from typing import Final

from engine.feel.compare import compare
from engine.feel.errors import FeelSyntaxError, FeelValueError
from engine.feel.names import NameTable
from engine.feel.parser import Parser
from engine.feel.run import Run
from engine.feel.syntax import (
    AtLiteral,
    Call,
    Name,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    StringLiteral,
)
from engine.feel.temporal_text import (
    read_at_literal,
    read_date,
    read_date_time,
    read_duration,
    read_time,
)
from engine.feel.values import Range, Value

_RANGE: Final = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.DOTALL)
_READERS: Final = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


def read_range(text: str, run: Run) -> Range:
    """Return the range, or raise FeelValueError."""
    run.budget.spend_characters(len(text) * 10)
    match = _RANGE.fullmatch(text)
    if match is None:
        raise _refusal()
    low, high = _end(match[2]), _end(match[3])
    low_included, high_included = match[1] == "[", match[4] == "]"
    if low is None and high is None:
        raise FeelValueError("A range needs an end that is not null.")
    if not match[2].strip() or not match[3].strip():
        return _open_range(low, high, low_included, high_included)
    if low is None or high is None:
        return Range(low, high, low_included, high_included)
    order = compare(low, high)
    if order is None or order > 0:
        raise FeelValueError("The ends of a range are of one type, and in order.")
    return Range(low, high, low_included, high_included)


def _open_range(low: Value, high: Value, low_included: bool, high_included: bool) -> Range:
    if (low is None and low_included) or (high is None and high_included):
        raise FeelValueError("A range without an end has a round bracket there.")
    operator = ("<=" if high_included else "<") if low is None else (">=" if low_included else ">")
    return Range(low, high, low_included, high_included, operator)


def _end(text: str) -> Value:
    if not text.strip():
        return None
    try:
        return _literal(Parser(text, NameTable(("date and time",)), NameTable(), 1, 1))
    except FeelSyntaxError as error:
        raise _refusal() from error


def _literal(parser: Parser) -> Value:
    node = parser.whole_expression()
    value = _value(node)
    if value is None and not isinstance(node, NullLiteral):
        raise _refusal()
    return value


def _value(node: Node) -> Value:
    match node:
        case NumberLiteral() | StringLiteral():
            return node.value
        case AtLiteral():
            return read_at_literal(node.text)
        case Negation(NumberLiteral(number)):
            return -number
        case Call(Name(name), (StringLiteral(text),)) if name in _READERS:
            return _READERS[name](text)
    return None


def _refusal() -> FeelValueError:
    return FeelValueError("This is no range with literals for its ends.")
