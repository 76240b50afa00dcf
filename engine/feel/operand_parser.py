"""Operands of FEEL: literals, names, brackets, ``if``, ``for``, ``some``, ``every``, ``function``.

With them the paths, filters and calls that may follow.
"""

from abc import ABC, abstractmethod
from typing import Final, Literal, cast

from engine.feel import syntax
from engine.feel.numbers import DECIMAL128
from engine.feel.syntax import Node
from engine.feel.tokens import Kind
from engine.feel.type_parser import TypeParser

_RANGE_ENDS: Final = (")", "]", "[")
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_NEVER_BEGIN_AN_OPERAND: Final = (
    "and",
    "between",
    "else",
    "in",
    "or",
    "return",
    "satisfies",
    "then",
)


class OperandParser(TypeParser, ABC):
    """Reads one operand; what stands inside its brackets is read by `Parser`."""

    @abstractmethod
    def expression(self) -> Node:
        """Read an expression as far as it goes."""

    @abstractmethod
    def arithmetic(self) -> Node:
        """Read an expression without comparisons and logic, such as the end of a range."""

    def operand(self) -> Node:
        """Read a primary with all the paths, filters and calls behind it."""
        at = self.at
        operand = self._primary()
        links = 0
        while True:
            if self.sees("."):
                self.take()
                operand = syntax.Path(operand, self.take_name(self.properties, "a name"), at=at)
            elif self.sees("[") and self._opens_a_filter():
                operand = self._filter(operand)
            elif self.sees("("):
                operand = self._call(operand)
            else:
                return operand
            links += 1
            self.check_chain(links)

    def _opens_a_filter(self) -> bool:
        """Tell a filter from the open end of a range such as ``[1..5[``."""
        following = self.after()
        if following.kind is Kind.SYMBOL:
            return following.text in ("(", "[", "-", "{")
        if following.kind is Kind.WORD:
            return following.text not in _NEVER_BEGIN_AN_OPERAND
        return following.kind is not Kind.END

    def _filter(self, source: Node) -> Node:
        at = self.at
        self.take()
        # Inside a filter the properties of the items are variables.
        outer, self.variables = self.variables, self.variables.joined(self.properties)
        condition = self.expression()
        self.variables = outer
        self.expect("]")
        return syntax.Filter(source, condition, at=at)

    def _call(self, function: Node) -> Node:
        at = self.at
        self.take()
        if self.takes(")"):
            return syntax.Call(function, (), at=at)
        if self.name_before(":") is not None:
            named = [self._named_argument()]
            while self.takes(","):
                named.append(self._named_argument())
            self.expect(")")
            return syntax.NamedCall(function, tuple(named), at=at)
        arguments = [self.expression()]
        while self.takes(","):
            arguments.append(self.expression())
        self.expect(")")
        return syntax.Call(function, tuple(arguments), at=at)

    def _named_argument(self) -> syntax.NamedArgument:
        at = self.at
        name = self.take_name_before(":", expected="the name of a parameter and :")
        self.expect(":")
        return syntax.NamedArgument(name, self.expression(), at=at)

    def _primary(self) -> Node:
        token = self.token
        match token.kind:
            case Kind.NUMBER:
                return self._number()
            case Kind.STRING:
                return syntax.StringLiteral(self.take().text, at=token.at)
            case Kind.AT:
                return syntax.AtLiteral(self.take().text, at=token.at)
            case Kind.WORD:
                return self._word()
        match token.text:
            case "(":
                return self._round_bracket()
            case "[":
                return self._square_bracket()
            case "]":
                self.take()
                low = self.arithmetic()
                return self.range_from(low, low_included=False, at=token.at)
            case "{":
                return self._context()
            case _:
                return self.refuse("a value, a name or an opening bracket")

    def _number(self) -> Node:
        at = self.at
        number = DECIMAL128.create_decimal(self.token.text)
        if not number.is_finite():
            self.refuse("a number that 34 digits and an exponent of 6144 can hold")
        self.take()
        return syntax.NumberLiteral(number, at=at)

    def _word(self) -> Node:
        token = self.token
        begins_words = self.after().kind is Kind.WORD
        match token.text:
            case _ if self.stands_in_a_longer_name():
                pass
            case "true" | "false":
                return syntax.BooleanLiteral(self.take().text == "true", at=token.at)
            case "null":
                self.take()
                return syntax.NullLiteral(at=token.at)
            case "if":
                return self._if()
            case "for" if begins_words:
                return self._for()
            case "some" | "every" if begins_words:
                return self._quantified()
            case "function" if self.after().text == "(":
                return self._function()
            case text if text in _NEVER_BEGIN_AN_OPERAND:
                self.refuse("a value or a name")
        return syntax.Name(self.take_name(self.variables, "a name"), at=token.at)

    def _round_bracket(self) -> Node:
        at = self.take().at
        if self.sees(*_COMPARISONS):
            operator = cast("syntax.ComparisonOperator", self.take().text)
            operand = self.arithmetic()
            self.expect(")")
            return syntax.OpenRange(operator, operand, at=at)
        inner = self.expression()
        if self.sees(".."):
            return self.range_from(inner, low_included=False, at=at)
        self.expect(")")
        return inner

    def _square_bracket(self) -> Node:
        at = self.take().at
        if self.takes("]"):
            return syntax.ListLiteral((), at=at)
        items = [self.expression()]
        if self.sees(".."):
            return self.range_from(items[0], low_included=True, at=at)
        while self.takes(","):
            items.append(self.expression())
        self.expect("]")
        return syntax.ListLiteral(tuple(items), at=at)

    def range_from(
        self, low: Node, *, low_included: bool, at: syntax.Position
    ) -> syntax.RangeLiteral:
        """Read the rest of a range, from the dots on."""
        self.expect("..")
        high = self.arithmetic()
        if not self.sees(*_RANGE_ENDS):
            self.refuse("the end of the range: ] or )")
        high_included = self.take().text == "]"
        return syntax.RangeLiteral(low, high, low_included, high_included, at=at)

    def _context(self) -> Node:
        at = self.take().at
        outer = self.variables
        self.variables, self.properties = outer.joined(), self.properties.joined()
        entries: list[syntax.ContextEntry] = []
        while not self.takes("}"):
            if entries:
                self.expect(",")
            entries.append(self._context_entry())
            # Later entries read earlier ones, and paths everywhere read the keys.
            self.variables.add(entries[-1].key)
            self.properties.add(entries[-1].key)
        self.variables = outer
        return syntax.ContextLiteral(tuple(entries), at=at)

    def _context_entry(self) -> syntax.ContextEntry:
        at = self.at
        if self.token.kind is Kind.STRING:
            key = self.take().text
        else:
            key = self.take_name_before(":", expected="a key and :")
        self.expect(":")
        return syntax.ContextEntry(key, self.expression(), at=at)

    def _if(self) -> Node:
        at = self.take().at
        condition = self.expression()
        self.expect("then")
        consequence = self.expression()
        self.expect("else")
        return syntax.If(condition, consequence, self.expression(), at=at)

    def _for(self) -> Node:
        at = self.take().at
        outer = self.variables
        iterations = self._iterations()
        self.expect("return")
        result = self.expression()
        self.variables = outer
        return syntax.For(iterations, result, at=at)

    def _quantified(self) -> Node:
        at = self.at
        quantifier = cast("Literal['some', 'every']", self.take().text)
        outer = self.variables
        iterations = self._iterations()
        self.expect("satisfies")
        condition = self.expression()
        self.variables = outer
        return syntax.Quantified(quantifier, iterations, condition, at=at)

    def _iterations(self) -> tuple[syntax.IterationContext, ...]:
        self.variables = self.variables.joined()
        iterations = [self._iteration()]
        while self.takes(","):
            iterations.append(self._iteration())
        return tuple(iterations)

    def _iteration(self) -> syntax.IterationContext:
        at = self.at
        name = self.take_name(self.variables, "the name of the loop's variable")
        self.expect("in")
        source = self.expression()
        end = self.expression() if self.takes("..") else None
        self.variables.add(name)
        return syntax.IterationContext(name, source, end, at=at)

    def _function(self) -> Node:
        at = self.take().at
        self.expect("(")
        outer = self.variables
        self.variables = outer.joined()
        parameters: list[syntax.Parameter] = []
        while not self.takes(")"):
            if parameters:
                self.expect(",")
            parameters.append(self._parameter())
        external = self.sees("external") and self.after().text == "{"
        if external:
            self.take()
        body = self.expression()
        self.variables = outer
        return syntax.FunctionDefinition(tuple(parameters), body, external, at=at)

    def _parameter(self) -> syntax.Parameter:
        at = self.at
        name = self.take_name_before(":", ",", ")", expected="the name of a parameter")
        self.variables.add(name)
        return syntax.Parameter(name, self.type_node() if self.takes(":") else None, at=at)
