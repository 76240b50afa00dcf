"""Read item definitions."""

from engine.dmn.elements import ItemDefinition
from engine.dmn.literal_reader import type_ref
from engine.dmn.texts import Texts
from engine.dmn.xml import Element
from engine.feel import UnaryTests


def read_items(definitions: Element, texts: Texts) -> dict[str, ItemDefinition]:
    """Return the item definitions by name."""
    items = (_item(each, texts) for each in definitions.children("itemDefinition"))
    return {item.name: item for item in items}


def _item(element: Element, texts: Texts) -> ItemDefinition:
    name = element.get("name")
    components = tuple(_item(each, texts) for each in element.children("itemComponent"))
    function = element.child("functionItem")
    return ItemDefinition(
        element.get("id"),
        element.line,
        name,
        element.get("label") or name,
        type_ref(element),
        element.get("isCollection").lower() == "true",
        components,
        _tests(element.child("allowedValues"), texts, name),
        _tests(element.child("typeConstraint"), texts, name),
        None if function is None else len(list(function.children("parameters"))),
        None if function is None else function.get("outputTypeRef") or None,
    )


def _tests(element: Element | None, texts: Texts, label: str) -> UnaryTests | None:
    if element is None or not element.text().strip():
        return None
    return texts.tests(element.text(), element, label=label)
