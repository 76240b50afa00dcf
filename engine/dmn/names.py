"""The names that the texts of a model may use."""

from collections.abc import Iterator
from typing import Final

from engine.dmn.xml import Element

_VARIABLES: Final = ("variable", "formalParameter", "parameter", "import")
_NAMED_BY_THEMSELVES: Final = (
    "inputData",
    "decision",
    "businessKnowledgeModel",
    "decisionService",
)
_PROPERTIES: Final = ("itemComponent", "output", "column", "variable", "formalParameter")


def variable_names(definitions: Element) -> list[str]:
    """Return the names of variables and parameters, each once, in the order of the file."""
    names = dict.fromkeys(
        each.get("name")
        for each in _all_below(definitions)
        if each.tag in (*_VARIABLES, *_NAMED_BY_THEMSELVES)
    )
    names.update(dict.fromkeys(each.get("iteratorVariable") for each in _all_below(definitions)))
    return [name for name in names if name]


def property_names(definitions: Element) -> list[str]:
    """Return the names by which parts of values are read, each once."""
    names = dict.fromkeys(
        each.get("name") for each in _all_below(definitions) if each.tag in _PROPERTIES
    )
    return [name for name in names if name]


def _all_below(element: Element) -> Iterator[Element]:
    for child in element.children():
        yield child
        yield from _all_below(child)
