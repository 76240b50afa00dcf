"""XML that people and modellers write, parsed without trusting it."""

import re
from typing import Any, Final

from lxml import etree

from engine.errors import DefinitionError
from engine.problems import Problem

LARGEST_FILE: Final = 2_000_000
DEEPEST_NESTING: Final = 60

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"

# A document type could name other files or define entities that grow without bound (billion laughs).
_DECLARATION: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(r"""^<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""")
_WHY: Final = "Such a file could read other files, call the network or fill the memory."


def parse_xml(content: bytes, *, file: str) -> Any:
    """Return the root element of an XML file, lxml's own.

    Refused with DefinitionError: anything but UTF-8, a document type or an entity, more than LARGEST_FILE
    bytes, more than DEEPEST_NESTING levels, and what is not XML. Nothing outside the bytes is ever read.
    """
    text = _text(content, file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(
            file,
            error.lineno,
            f"The file is not XML: {error.msg}.",
            "It cannot be read any further.",
            "save it again from the modeller, or correct this line.",
        ) from None
    _refuse_depth(root, file)
    return root


def local_name(node: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(node).localname)


def namespace(node: Any) -> str | None:
    """Return the namespace of an element."""
    found = etree.QName(node).namespace
    return None if found is None else str(found)


def _text(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        what = f"The file is larger than {LARGEST_FILE:,} bytes."
        raise _refusal(file, None, what, _WHY, "split the process into called processes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(
            file, None, "The file is not UTF-8 text.", "It cannot be read.", "save it as UTF-8."
        ) from None
    declared = _ENCODING.match(text)
    if declared and declared.group(1).lower() not in ("utf-8", "utf8", "us-ascii"):
        what = f"The file says that it is {declared.group(1)}."
        raise _refusal(file, 1, what, "Only UTF-8 is read.", "save it as UTF-8.")
    found = _DECLARATION.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        what = f"The file has a {found.group(1).upper()} declaration."
        raise _refusal(file, line, what, _WHY, "remove it; no modeller writes one.")
    return text


def _refuse_depth(root: Any, file: str) -> None:
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST_NESTING:
            what = f"Elements are nested more than {DEEPEST_NESTING} levels deep."
            raise _refusal(file, node.sourceline, what, _WHY, "save it again from the modeller.")
        waiting.extend((child, depth + 1) for child in node)


def _refusal(file: str, line: int | None, what: str, why: str, instead: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, None, None, what, why, instead)])
