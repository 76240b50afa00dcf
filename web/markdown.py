"""Markdown that process owners write (guidance, documentation), as safe HTML in GOV.UK's classes."""

from collections.abc import Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_CLASSES: Final = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "hr": "govuk-section-break govuk-section-break--visible",
    "blockquote": "govuk-inset-text",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
_SIZES: Final = {2: "m", 3: "s", 4: "s", 5: "s", 6: "s"}


def _reader() -> MarkdownIt:
    # HTML in the text is shown as text; pictures could load from elsewhere and are left out.
    reader = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    return reader.disable("image")


_READER: Final = _reader()


def markdown(text: str, top: int = 2) -> Markup:
    """Return the text as HTML whose highest heading is of level ``top`` (a page has one ``h1``)."""
    tokens = _READER.parse(text)
    _style(tokens, top)
    html: Any = _READER.renderer.render(tokens, _READER.options, {})
    # What was not written as Markdown has been escaped by the reader.
    return Markup(html)  # noqa: S704


def _style(tokens: Sequence[Token], top: int) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(int(token.tag[1]) - 1 + top, 6) if top > 1 else int(token.tag[1])
            token.tag = f"h{level}"
            if token.nesting == 1:
                token.attrSet("class", f"govuk-heading-{_SIZES.get(level, 'l')}")
        elif token.nesting >= 0 and token.tag in _CLASSES:
            token.attrSet("class", _CLASSES[token.tag])
        _style(token.children or (), top)
