"""What a page holds for whoever sends its form back without a browser: its fields, and its token."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._text: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("name")
        if tag == "option" and "selected" in attributes:
            self.fields[self._select] = attributes.get("value") or ""
        if not name:
            return
        kind = attributes.get("type", "text")
        chooses = kind in ("radio", "checkbox")
        if tag == "input" and (not chooses or "checked" in attributes):
            self.fields[name] = attributes.get("value") or ""
        if tag == "select":
            self._select = name
        if tag == "textarea":
            self._text = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None


def fields_of(page: str) -> dict[str, Any]:
    """Return the fields of a page's forms as they stand, hidden ones too, without buttons."""
    parser = _Fields()
    parser.feed(page)
    return parser.fields


def token_of(page: str) -> str:
    """Return the token that every post sends back."""
    return str(fields_of(page)["csrf_token"])
