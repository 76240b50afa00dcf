"""Types as written after ``instance of`` and in formal parameters (grammar rule 56)."""

from typing import Final

from engine.feel.cursor import Cursor
from engine.feel.names import NameTable
from engine.feel.syntax import (
    ContextType,
    FunctionType,
    ListType,
    NamedType,
    RangeType,
    TypeNode,
)
from engine.feel.tokens import Kind

_TYPES_OF_SEVERAL_WORDS: Final = (
    "date and time",
    "days and time duration",
    "years and months duration",
)


class TypeParser(Cursor):
    """Reads types."""

    def type_node(self) -> TypeNode:
        """Read one type."""
        at = self.at
        self.go_deeper()
        node: TypeNode
        match self.token.text if self.after().text == "<" else "":
            case "list":
                node = ListType(self._element(), at=at)
            case "range":
                node = RangeType(self._element(), at=at)
            case "context":
                node = ContextType(self._context_entries(), at=at)
            case "function":
                node = FunctionType(self._parameter_types(), self._result_type(), at=at)
            case _:
                node = NamedType(self._type_name(), at=at)
        self.come_back()
        return node

    def _element(self) -> TypeNode:
        self.take()
        self.expect("<")
        element = self.type_node()
        self.expect(">")
        return element

    def _context_entries(self) -> tuple[tuple[str, TypeNode], ...]:
        self.take()
        self.expect("<")
        entries: list[tuple[str, TypeNode]] = []
        while not self.takes(">"):
            if entries:
                self.expect(",")
            key = self.take_name_before(":", expected="a key and its type")
            self.expect(":")
            entries.append((key, self.type_node()))
        return tuple(entries)

    def _parameter_types(self) -> tuple[TypeNode, ...]:
        self.take()
        self.expect("<")
        parameters: list[TypeNode] = []
        while not self.takes(">"):
            if parameters:
                self.expect(",")
            parameters.append(self.type_node())
        return tuple(parameters)

    def _result_type(self) -> TypeNode:
        self.expect("->")
        return self.type_node()

    def _type_name(self) -> str:
        types = NameTable(_TYPES_OF_SEVERAL_WORDS)
        parts = [self.take_name(types, "the name of a type")]
        while self.sees(".") and self.after().kind is Kind.WORD:
            self.take()
            parts.append(self.take_name(types, "the name of a type"))
        return ".".join(parts)
