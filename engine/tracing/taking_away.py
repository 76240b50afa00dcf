"""Take a carrier away: the files as they would be without it, everything else as it was.

What is left need not pass the gate, which would refuse most of it; it is played to see who notices.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import orjson
from lxml import etree

from engine.bpmn.reader import read_diagram
from engine.bpmn.xml_text import parse_xml
from engine.deployment import digest
from engine.dmn import read_model
from engine.forms import read_form
from engine.forms.json_lines import JsonObject, read_json
from engine.tracing.bypassing import bypass
from engine.tracing.carriers import Carrier, Sort
from engine.version import Version

DMN_RULE: Final = "{*}rule"


def words_for(carrier: Carrier) -> str:
    """Say what taking it away means."""
    match carrier.sort:
        case Sort.ELEMENT:
            return "the element is bypassed"
        case Sort.NOTICE:
            return "the notice is not sent"
        case Sort.ROW:
            return "the row is deleted"
        case Sort.QUESTION:
            return (
                "the question may be left blank"
                if carrier.kind == "required"
                else "the question is not asked"
            )
        case Sort.TEXT:
            return "the text is not shown"
        case Sort.DOCUMENT:
            return "the document is not made"
        case Sort.ACCESS:
            return "the rule is opened"


def content_without(content: bytes, carrier: Carrier) -> bytes:
    """Return the content of the carrier's file without it; LookupError where it does not hold it."""
    match carrier.sort:
        case Sort.ELEMENT | Sort.NOTICE:
            root = parse_xml(content, file=carrier.file)
            bypass(root, carrier.id)
            return _xml(root)
        case Sort.ROW:
            root = parse_xml(content, file=carrier.file)
            rule = next(each for each in root.iter(DMN_RULE) if each.get("id") == carrier.rule)
            rule.getparent().remove(rule)
            return _xml(root)
        case Sort.QUESTION | Sort.TEXT:
            form = _without_question(read_json(content.decode("utf-8")), carrier)
            return orjson.dumps(form, option=orjson.OPT_INDENT_2)
    raise LookupError(carrier.name)


def version_without(version: Version, carrier: Carrier) -> Version:
    """Return the version without the carrier; only the file that holds it is read anew."""
    if carrier.sort is Sort.DOCUMENT:
        return _without_document(version, carrier)
    file = carrier.file
    content = content_without(version.files[file], carrier)
    files = {**version.files, file: content}
    changed = replace(version, files=files, digest=digest(files))
    match carrier.sort:
        case Sort.ROW:
            model = read_model(content, file=file)
            models = {
                name: model if each.file == file else each for name, each in version.models.items()
            }
            return replace(changed, models=models)
        case Sort.QUESTION | Sort.TEXT:
            form = read_form(content, file=file)
            forms = {at: form if each.file == file else each for at, each in version.forms.items()}
            return replace(changed, forms=forms)
    diagram = read_diagram(content, file=file)
    return replace(changed, diagrams={**version.diagrams, diagram.id: diagram})


def _without_document(version: Version, carrier: Carrier) -> Version:
    files = {path: data for path, data in version.files.items() if path != carrier.file}
    kept = {name: each for name, each in version.documents.items() if each.file != carrier.file}
    return replace(version, files=files, documents=kept, digest=digest(files))


def _without_question(written: JsonObject, carrier: Carrier) -> Mapping[str, Any]:
    """Return the form with the component of that line no longer required, or left out."""
    found = False

    def plain(value: Any) -> Any:
        nonlocal found
        match value:
            case JsonObject():
                mapping = _named_no_more(value, carrier)
                mapping = {key: plain(each) for key, each in mapping.items()}
                if value.line == carrier.line and _is_demand(carrier, mapping):
                    found = True
                    return _relaxed(mapping)
                return mapping
            case list():
                kept = [each for each in value if not _is_left_out(each, carrier)]
                found = found or len(kept) < len(value)
                return [plain(each) for each in kept]
        return value

    form: Mapping[str, Any] = plain(written)
    if not found:
        raise LookupError(carrier.name)
    return form


def _named_no_more(component: JsonObject, carrier: Carrier) -> Mapping[str, Any]:
    """Return a list's component without the properties that name nothing but what is left out of it."""
    gone = {
        each.get("key") for each in component.get("components") or () if _is_left_out(each, carrier)
    }
    if not gone or "properties" not in component:
        return component
    kept = {name: text for name, text in component["properties"].items() if text not in gone}
    return {**component, "properties": kept}


def _is_left_out(value: Any, carrier: Carrier) -> bool:
    return (
        isinstance(value, JsonObject)
        and value.line == carrier.line
        and "type" in value
        and not _is_demand(carrier, value)
    )


def _is_demand(carrier: Carrier, component: Mapping[str, Any]) -> bool:
    """Say whether the component demands an answer, so that it is enough to let it go unanswered."""
    if carrier.kind == "required":
        return "key" in component
    properties = component.get("properties") or {}
    return component.get("type") == "dynamiclist" and properties.get("at_least", "0") != "0"


def _relaxed(component: Mapping[str, Any]) -> Mapping[str, Any]:
    if component.get("type") == "dynamiclist":
        return {**component, "properties": {**component["properties"], "at_least": "0"}}
    validate = {**component.get("validate", {}), "required": False}
    return {**component, "validate": validate}


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
