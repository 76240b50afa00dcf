"""The names that the texts of a model may use."""

from typing import Final

from engine.dmn.xml import Element

_VARIABLES: Final = ("inputData", "decision", "businessKnowledgeModel", "decisionService", "import")
_PROPERTIES: Final = ("itemComponent", "output", "column", "variable", "formalParameter")


def variable_names(definitions: Element) -> list[str]:
    """Return the names that every text may read, each once, in the order of the file.

    Parameters, entries of contexts and loop variables are names only within what they belong to.
    """
    names: dict[str, None] = {}
    for each in definitions.children(*_VARIABLES):
        variable = each.child("variable")
        names[each.get("name")] = None
        if variable is not None:
            names[variable.get("name")] = None
    return [name for name in names if name]


def property_names(definitions: Element) -> list[str]:
    """Return the names by which parts of values are read, each once."""
    names = dict.fromkeys(
        each.get("name") for each in definitions.descendants() if each.tag in _PROPERTIES
    )
    return [name for name in names if name]
