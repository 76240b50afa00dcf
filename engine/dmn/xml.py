"""Hardened XML: no document type, no entities, no network, and caps on size and depth."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from engine.dmn.errors import ModelError

MAXIMUM_BYTES: Final = 5_000_000
MAXIMUM_ELEMENTS: Final = 200_000
# A depth of 256 is where the parser itself stops (it is not told that trees are huge).

NAMESPACES: Final = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20151130",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)


class Element:
    """An element of the standard: its own children only, without extensions of tools."""

    __slots__ = ("_element", "_prefix")

    def __init__(self, element: Any, prefix: str) -> None:  # lxml has no types
        """Wrap an element whose namespace is the prefix, in braces."""
        self._element = element
        self._prefix = prefix

    @property
    def tag(self) -> str:
        """The name without its namespace."""
        return str(self._element.tag).removeprefix(self._prefix)

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return int(self._element.sourceline or 1)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, without the white space around it."""
        return str(self._element.get(name, default)).strip()

    def children(self, *tags: str) -> Iterator["Element"]:
        """Yield the children with one of these names, or all."""
        for child in self._element.iterchildren():
            name = child.tag
            if not isinstance(name, str) or not name.startswith(self._prefix):
                continue
            if not tags or name[len(self._prefix) :] in tags:
                yield Element(child, self._prefix)

    def descendants(self) -> Iterator["Element"]:
        """Yield everything of the standard below, in the order of the file."""
        for below in self._element.iterdescendants(f"{self._prefix}*"):
            yield Element(below, self._prefix)

    def child(self, *tags: str) -> "Element | None":
        """Return the first child with one of these names."""
        return next(self.children(*tags), None)

    def text(self, tag: str = "text") -> str:
        """Return the text of a child, or the empty string."""
        child = self.child(tag)
        return "" if child is None else child.own_text

    @property
    def own_text(self) -> str:
        """All text inside the element."""
        return "".join(self._element.itertext())

    def namespace_of(self, prefix: str) -> str | None:
        """Return the namespace that a prefix stands for here."""
        found = self._element.nsmap.get(prefix)
        return None if found is None else str(found)


def read_xml(content: bytes, *, file: str) -> Any:
    """Return the root element, or raise ModelError."""
    if len(content) > MAXIMUM_BYTES:
        raise ModelError(file, None, f"The file is larger than {MAXIMUM_BYTES} bytes.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ModelError(file, 1, "The file declares a document type, which is not allowed.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno
        raise ModelError(file, line, f"The file is not well-formed XML: {error.msg}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ModelError(file, 1, "The file declares a document type, which is not allowed.")
    if sum(1 for _ in root.iter()) > MAXIMUM_ELEMENTS:
        raise ModelError(file, None, f"The file has more than {MAXIMUM_ELEMENTS} elements.")
    return root


def read_definitions(content: bytes, *, file: str) -> Element:
    """Return the `definitions` of a DMN file, or raise ModelError."""
    root = read_xml(content, file=file)
    name = str(root.tag)
    for namespace in NAMESPACES:
        if name == f"{{{namespace}}}definitions":
            return Element(root, f"{{{namespace}}}")
    raise ModelError(file, root.sourceline, "The file holds no DMN definitions (1.1 to 1.5).")
