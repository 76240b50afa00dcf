"""The grammar of FEEL: from tokens to the syntax tree, by recursive descent.

Operators bind as in the standard, loosest first: ``or``, ``and``, comparison (with ``between`` and
``in``), ``+ -``, ``* /``, ``**``, sign, ``instance of``, then path, filter and call (`OperandParser`).
"""

from collections.abc import Callable
from typing import Final, cast

from engine.feel import syntax
from engine.feel.errors import FeelSyntaxError
from engine.feel.operand_parser import OperandParser
from engine.feel.syntax import Node, Position
from engine.feel.tokens import Kind

_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_ADDITION: Final = ("+", "-")
_MULTIPLICATION: Final = ("*", "/")
_POWER: Final = ("**",)


class Parser(OperandParser):
    """Reads a text whole: as an expression, or as the unary tests of a cell."""

    def whole_expression(self) -> Node:
        """Return the tree of the text, or raise FeelSyntaxError."""
        tree = self.expression()
        self.expect_end()
        return tree

    def whole_unary_tests(self) -> syntax.UnaryTests:
        """Return the tree of the text as unary tests, or raise FeelSyntaxError."""
        at = self.at
        if self.sees("-") and self.after().kind is Kind.END:
            return syntax.UnaryTests((), False, at=at)
        return self._negated_tests(at) or self._listed_tests(at, negated=False)

    def _negated_tests(self, at: Position) -> syntax.UnaryTests | None:
        """Read ``not(...)`` where that is the whole text; else stay where it begins.

        Only reading on can tell: ``not([1..2))`` is the one, ``not(a) and (b)`` is not.
        """
        if not self.sees("not"):
            return None
        start = self.mark()
        try:
            self.take()
            self.expect("(")
            return self._listed_tests(at, negated=True)
        except FeelSyntaxError:
            self.return_to(start)
            return None

    def _listed_tests(self, at: Position, *, negated: bool) -> syntax.UnaryTests:
        tests = [self._unary_test()]
        while self.takes(","):
            tests.append(self._unary_test())
        if negated:
            self.expect(")")
        self.expect_end()
        return syntax.UnaryTests(tuple(tests), negated, at=at)

    def expression(self) -> Node:
        """Read an expression as far as it goes."""
        self.go_deeper()
        node = self._disjunction()
        self.come_back()
        return node

    def arithmetic(self) -> Node:
        """Read an expression without comparisons and logic, such as the end of a range."""
        self.go_deeper()
        node = self._sum()
        self.come_back()
        return node

    def _unary_test(self) -> syntax.UnaryTest:
        at = self.at
        if self.sees(*_COMPARISONS):
            operator = cast("syntax.ComparisonOperator", self.take().text)
            return syntax.ComparisonTest(operator, self.arithmetic(), at=at)
        return syntax.ExpressionTest(self.expression(), at=at)

    def _disjunction(self) -> Node:
        at = self.at
        operands = [self._conjunction()]
        while self.takes("or"):
            operands.append(self._conjunction())
        return operands[0] if len(operands) == 1 else syntax.Or(tuple(operands), at=at)

    def _conjunction(self) -> Node:
        at = self.at
        operands = [self._comparison()]
        while self.takes("and"):
            operands.append(self._comparison())
        return operands[0] if len(operands) == 1 else syntax.And(tuple(operands), at=at)

    def _comparison(self) -> Node:
        at = self.at
        left = self._sum()
        links = 0
        while True:
            if self.sees(*_COMPARISONS):
                operator = cast("syntax.ComparisonOperator", self.take().text)
                left = syntax.Comparison(operator, left, self._sum(), at=at)
            elif self.takes("between"):
                low = self._sum()
                self.expect("and")
                left = syntax.Between(left, low, self._sum(), at=at)
            elif self.takes("in"):
                left = syntax.In(left, self._tests_after_in(), at=at)
            else:
                return left
            links += 1
            self.check_chain(links)

    def _tests_after_in(self) -> tuple[syntax.UnaryTest, ...]:
        at = self.at
        if self.sees(*_COMPARISONS):
            return (self._unary_test(),)
        if not self.takes("("):
            return (syntax.ExpressionTest(self._sum(), at=at),)
        tests = [self._unary_test()]
        if self.sees("..") and isinstance(tests[0], syntax.ExpressionTest):
            range_ = self.range_from(tests[0].expression, low_included=False, at=at)
            return (syntax.ExpressionTest(range_, at=at),)
        while self.takes(","):
            tests.append(self._unary_test())
        self.expect(")")
        return tuple(tests)

    def _sum(self) -> Node:
        return self._chain(_ADDITION, self._product)

    def _product(self) -> Node:
        return self._chain(_MULTIPLICATION, self._power)

    def _power(self) -> Node:
        return self._chain(_POWER, self._signed)

    def _chain(self, operators: tuple[str, ...], parse_part: Callable[[], Node]) -> Node:
        at = self.at
        left = parse_part()
        links = 0
        while self.sees(*operators) and self.token.kind is Kind.SYMBOL:
            operator = cast("syntax.ArithmeticOperator", self.take().text)
            left = syntax.Arithmetic(operator, left, parse_part(), at=at)
            links += 1
            self.check_chain(links)
        return left

    def _signed(self) -> Node:
        at = self.at
        if not self.sees("-"):
            return self._typed()
        self.take()
        self.go_deeper()
        operand = self._signed()
        self.come_back()
        return syntax.Negation(operand, at=at)

    def _typed(self) -> Node:
        at = self.at
        operand = self.operand()
        if self.sees("instance") and self.after().text == "of":
            self.take()
            self.take()
            return syntax.InstanceOf(operand, self.type_node(), at=at)
        return operand
