"""Read boxed expressions from their elements."""

from collections.abc import Callable
from typing import Final

from engine.dmn.boxed import (
    Boxed,
    BoxedConditional,
    BoxedContext,
    BoxedFilter,
    BoxedFunction,
    BoxedInvocation,
    BoxedIteration,
    BoxedList,
    BoxedParameter,
    BoxedRelation,
    Entry,
    IterationKind,
)
from engine.dmn.literal_reader import read_literal, type_ref
from engine.dmn.table_reader import read_table
from engine.dmn.texts import Texts
from engine.dmn.xml import Element

EXPRESSION_TAGS: Final = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


def read_boxed_child(parent: Element | None, texts: Texts, label: str) -> Boxed | None:
    """Read the boxed expression inside an element, if there is one."""
    if parent is None:
        return None
    element = parent.child(*EXPRESSION_TAGS)
    return None if element is None else read_boxed(element, texts, label)


def read_boxed(element: Element, texts: Texts, label: str) -> Boxed:
    """Read one boxed expression."""
    return _READERS[element.tag](element, texts, label)


def _context(element: Element, texts: Texts, label: str) -> BoxedContext:
    entries = []
    for entry in element.children("contextEntry"):
        variable = entry.child("variable")
        name = "" if variable is None else variable.get("name")
        value = read_boxed_child(entry, texts, label)
        entries.append(Entry(name, type_ref(variable), value))
        texts = texts.within(name)
    return BoxedContext(element.get("id"), element.line, tuple(entries), type_ref(element))


def _invocation(element: Element, texts: Texts, label: str) -> BoxedInvocation:
    bindings = []
    for binding in element.children("binding"):
        parameter = binding.child("parameter")
        name = "" if parameter is None else parameter.get("name")
        value = read_boxed_child(binding, texts, label)
        bindings.append(Entry(name, type_ref(parameter), value))
    function = read_boxed_child(element, texts, label)
    return BoxedInvocation(
        element.get("id"), element.line, function, tuple(bindings), type_ref(element)
    )


def _list(element: Element, texts: Texts, label: str) -> BoxedList:
    items = tuple(read_boxed(item, texts, label) for item in element.children(*EXPRESSION_TAGS))
    return BoxedList(element.get("id"), element.line, items, type_ref(element))


def _relation(element: Element, texts: Texts, label: str) -> BoxedRelation:
    columns = [(each.get("name"), type_ref(each)) for each in element.children("column")]
    rows = []
    for row in element.children("row"):
        cells = [read_boxed(cell, texts, label) for cell in row.children(*EXPRESSION_TAGS)]
        rows.append(
            tuple(Entry(name, of, cell) for (name, of), cell in zip(columns, cells, strict=False))
        )
    return BoxedRelation(element.get("id"), element.line, tuple(rows), type_ref(element))


def read_function(element: Element, texts: Texts, label: str) -> BoxedFunction:
    """Read a function definition (or the encapsulated logic of a business knowledge model)."""
    parameters = tuple(
        BoxedParameter(each.get("name"), type_ref(each))
        for each in element.children("formalParameter")
    )
    kind = element.get("kind") or "FEEL"
    inner = texts.within(*(each.name for each in parameters))
    body = read_boxed_child(element, inner, label) if kind.upper() == "FEEL" else None
    return BoxedFunction(element.get("id"), element.line, kind, parameters, body, type_ref(element))


def _conditional(element: Element, texts: Texts, label: str) -> BoxedConditional:
    condition, consequence, alternative = (
        read_boxed_child(element.child(part), texts, label) for part in ("if", "then", "else")
    )
    return BoxedConditional(
        element.get("id"), element.line, condition, consequence, alternative, type_ref(element)
    )


def _filter(element: Element, texts: Texts, label: str) -> BoxedFilter:
    source = read_boxed_child(element.child("in"), texts, label)
    match = read_boxed_child(element.child("match"), texts, label)
    return BoxedFilter(element.get("id"), element.line, source, match, type_ref(element))


def _for(element: Element, texts: Texts, label: str) -> BoxedIteration:
    return _iteration(element, texts, label, "for", "return")


def _some(element: Element, texts: Texts, label: str) -> BoxedIteration:
    return _iteration(element, texts, label, "some", "satisfies")


def _every(element: Element, texts: Texts, label: str) -> BoxedIteration:
    return _iteration(element, texts, label, "every", "satisfies")


def _iteration(
    element: Element, texts: Texts, label: str, kind: IterationKind, body: str
) -> BoxedIteration:
    variable = element.get("iteratorVariable")
    return BoxedIteration(
        element.get("id"),
        element.line,
        kind,
        variable,
        read_boxed_child(element.child("in"), texts, label),
        read_boxed_child(element.child(body), texts.within(variable), label),
        type_ref(element),
    )


_READERS: Final[dict[str, Callable[[Element, Texts, str], Boxed]]] = {
    "literalExpression": read_literal,
    "decisionTable": read_table,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _some,
    "every": _every,
}
