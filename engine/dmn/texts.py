"""FEEL texts of a model: parsed with the names of the model, problems collected with their place."""

from collections.abc import Mapping

from engine.dmn.problems import ModelProblem
from engine.dmn.xml import Element
from engine.feel import (
    Expression,
    FeelSyntaxError,
    UnaryTests,
    parse,
    parse_unary_tests,
)
from engine.feel.expressions import name_table
from engine.feel.names import NameTable
from engine.feel.types import FeelType


class Texts:
    """Parses the texts of one model."""

    def __init__(
        self, variables: NameTable, properties: NameTable, types: Mapping[str, FeelType]
    ) -> None:
        """Know the names and types of the model; no problem yet."""
        self._variables = variables
        self._properties = properties
        self._types = types
        self.problems: list[ModelProblem] = []

    def within(self, *names: str) -> "Texts":
        """Return texts that know more variables; problems are kept in the same place."""
        inner = Texts(self._variables.joined(name_table(names)), self._properties, self._types)
        inner.problems = self.problems
        return inner

    def expression(self, text: str, at: Element, *, label: str = "") -> Expression | None:
        """Parse an expression; None with a problem where it is not FEEL, None where it is empty."""
        if not text.strip():
            return None
        try:
            return parse(
                text,
                names=self._variables,
                properties=self._properties,
                types=self._types,
                line=at.line,
            )
        except FeelSyntaxError as error:
            self._refuse(error, at, label)
            return None

    def tests(self, text: str, at: Element, *, label: str = "") -> UnaryTests | None:
        """Parse a cell; an empty one is `-`."""
        try:
            return parse_unary_tests(
                text if text.strip() else "-",
                names=self._variables,
                properties=self._properties,
                types=self._types,
                line=at.line,
            )
        except FeelSyntaxError as error:
            self._refuse(error, at, label)
            return None

    def _refuse(self, error: FeelSyntaxError, at: Element, label: str) -> None:
        what = f"The text is not FEEL: found {error.found} at column {error.column}."
        why = "What is not FEEL cannot be evaluated."
        instead = f"There, write {error.expected}."
        self.problems.append(ModelProblem(error.line, at.get("id"), label, what, why, instead))

    def problem(self, at: Element, label: str, what: str, why: str, instead: str) -> None:
        """Keep a problem."""
        self.problems.append(ModelProblem(at.line, at.get("id"), label, what, why, instead))
