"""Read a DMN file, of any namespace from 1.1 to 1.5, as hardened XML."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.dmn.allowed_values import with_allowed_values
from engine.dmn.boxed_reader import read_boxed_child, read_function
from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Import,
    InputData,
    Requirements,
)
from engine.dmn.item_reader import read_items
from engine.dmn.item_types import types_of
from engine.dmn.literal_reader import type_ref
from engine.dmn.model import Model
from engine.dmn.names import property_names, variable_names
from engine.dmn.texts import Texts
from engine.dmn.type_problems import type_problems
from engine.dmn.xml import Element, read_definitions
from engine.feel.expressions import name_table
from engine.feel.types import FeelType

_REQUIREMENT_TAGS: Final = (
    "informationRequirement",
    "knowledgeRequirement",
)


def read_model(content: bytes, *, file: str, imports: Iterable[Model] = ()) -> Model:
    """Read a model; ``imports`` are the models its imports may name, by namespace.

    Raises ModelError where there is no model to speak of. What is wrong inside it (a cell that is not
    FEEL, a requirement of something that is not there) stands in `Model.problems`, for the gate to
    refuse.
    """
    definitions = read_definitions(content, file=file)
    available = {model.namespace: model for model in imports}
    imported = tuple(
        Import(each.get("name"), available[each.get("namespace")])
        for each in definitions.children("import")
        if each.get("namespace") in available
    )
    types = _imported_types(imported)
    names = [*variable_names(definitions), *_imported_names(imported)]
    properties = [*property_names(definitions), *_imported_properties(imported)]
    texts = Texts(name_table(names), name_table(properties), types)
    items = read_items(definitions, texts)
    types_of(items, types)
    reader = _Reader(definitions, texts, {model.namespace for model in available.values()})
    model = Model(
        file=file,
        id=definitions.get("id"),
        name=definitions.get("name"),
        namespace=definitions.get("namespace"),
        items=items,
        inputs=reader.inputs(),
        decisions=reader.decisions(),
        knowledge=reader.knowledge(),
        services=reader.services(),
        imports=imported,
        types=types,
        names=tuple(names),
        properties=tuple(properties),
        problems=(),
    )
    reader.check_requirements(model)
    return with_allowed_values(model, (*texts.problems, *type_problems(model)))


def read_models(contents: Mapping[str, bytes]) -> dict[str, Model]:
    """Read files that may import each other; a cycle of imports is broken where it closes."""
    namespaces: dict[str, str] = {}
    wanted: dict[str, list[str]] = {}
    for file, content in contents.items():
        definitions = read_definitions(content, file=file)
        namespaces[definitions.get("namespace")] = file
        wanted[file] = [each.get("namespace") for each in definitions.children("import")]
    models: dict[str, Model] = {}

    def read(file: str, above: tuple[str, ...]) -> Model:
        if file not in models:
            files = (namespaces[each] for each in wanted[file] if each in namespaces)
            imports = [read(each, (*above, file)) for each in files if each not in (*above, file)]
            models[file] = read_model(contents[file], file=file, imports=imports)
        return models[file]

    for file in contents:
        read(file, ())
    return models


def _imported_types(imported: tuple[Import, ...]) -> dict[str, FeelType]:
    types: dict[str, FeelType] = {}
    for each in imported:
        for name, of in each.model.types.items():
            types[f"{each.name}.{name}" if each.name else name] = of
    return types


def _imported_names(imported: tuple[Import, ...]) -> list[str]:
    names = [each.name for each in imported if each.name]
    return [*names, *(name for each in imported for name in each.model.names)]


def _imported_properties(imported: tuple[Import, ...]) -> list[str]:
    # What is imported is read by path: `import name.decision name`.
    return [name for each in imported for name in (*each.model.names, *each.model.properties)]


class _Reader:
    """Reads the elements of one file."""

    def __init__(self, definitions: Element, texts: Texts, namespaces: set[str]) -> None:
        self._definitions = definitions
        self._texts = texts
        self._namespace = definitions.get("namespace")
        self._namespaces = namespaces
        self._lines: dict[str, Element] = {}

    def inputs(self) -> dict[str, InputData]:
        read = {}
        for each in self._definitions.children("inputData"):
            variable = each.child("variable")
            id_ = self._id(each)
            read[id_] = InputData(id_, each.line, _name(each), _label(each), type_ref(variable))
        return read

    def decisions(self) -> dict[str, Decision]:
        read = {}
        for each in self._definitions.children("decision"):
            id_, name = self._id(each), _name(each)
            self._lines[id_] = each
            read[id_] = Decision(
                id_,
                each.line,
                name,
                _label(each),
                type_ref(each.child("variable")),
                read_boxed_child(each, self._texts, name),
                self._requirements(each),
            )
        return read

    def knowledge(self) -> dict[str, BusinessKnowledge]:
        read = {}
        for each in self._definitions.children("businessKnowledgeModel"):
            id_, name = self._id(each), _name(each)
            self._lines[id_] = each
            logic = each.child("encapsulatedLogic")
            read[id_] = BusinessKnowledge(
                id_,
                each.line,
                name,
                _label(each),
                type_ref(each.child("variable")),
                None if logic is None else read_function(logic, self._texts, name),
                self._requirements(each),
            )
        return read

    def services(self) -> dict[str, DecisionService]:
        read = {}
        for each in self._definitions.children("decisionService"):
            id_ = self._id(each)
            self._lines[id_] = each
            read[id_] = DecisionService(
                id_,
                each.line,
                _name(each),
                _label(each),
                type_ref(each.child("variable")),
                self._references(each, "outputDecision"),
                self._references(each, "encapsulatedDecision"),
                self._references(each, "inputDecision"),
                self._references(each, "inputData"),
            )
        return read

    def check_requirements(self, model: Model) -> None:
        """Keep a problem for everything required that is not there."""
        elements: list[Decision | BusinessKnowledge] = [
            *model.decisions.values(),
            *model.knowledge.values(),
        ]
        for element in elements:
            required = element.requires
            for reference in (*required.inputs, *required.decisions, *required.knowledge):
                if model.element(reference) is None:
                    self._texts.problem(
                        self._lines[element.id],
                        element.label,
                        f"{element.id} requires {reference}, which is not there.",
                        "What is required must stand in this file or in one it imports.",
                        "Remove the requirement, or draw what it points to.",
                    )

    def _id(self, element: Element) -> str:
        return element.get("id") or _name(element)

    def _requirements(self, element: Element) -> Requirements:
        inputs: list[str] = []
        decisions: list[str] = []
        knowledge: list[str] = []
        for requirement in element.children(*_REQUIREMENT_TAGS):
            inputs.extend(self._references(requirement, "requiredInput"))
            decisions.extend(self._references(requirement, "requiredDecision"))
            knowledge.extend(self._references(requirement, "requiredKnowledge"))
        return Requirements(tuple(inputs), tuple(decisions), tuple(knowledge))

    def _references(self, element: Element, tag: str) -> tuple[str, ...]:
        return tuple(self._reference(each.get("href")) for each in element.children(tag))

    def _reference(self, href: str) -> str:
        """Return an id of this file, or `namespace#id` of an imported one."""
        namespace, _, id_ = href.rpartition("#")
        return href if namespace in self._namespaces and namespace != self._namespace else id_


def _name(element: Element) -> str:
    variable = element.child("variable")
    name = element.get("name") if variable is None else variable.get("name")
    return " ".join((name or element.get("name")).split())


def _label(element: Element) -> str:
    return element.get("label") or element.get("name")
