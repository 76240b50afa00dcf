"""Read literal expressions and the names of types."""

from engine.dmn.boxed import LiteralExpression
from engine.dmn.texts import Texts
from engine.dmn.xml import Element


def read_literal(element: Element, texts: Texts, label: str) -> LiteralExpression:
    """Read FEEL text; another language, or the value of an import, is a problem."""
    text = element.text()
    language = element.get("expressionLanguage").rstrip("/").lower()
    expression = None
    if language and "feel" not in language:
        texts.problem(
            element,
            label,
            f"The text is written in {element.get('expressionLanguage')}.",
            "Only FEEL is evaluated.",
            "Write the text in FEEL.",
        )
    else:
        inner = element.child("text")
        expression = texts.expression(text, inner or element, label=label)
    return LiteralExpression(element.get("id"), element.line, text, expression, type_ref(element))


def type_ref(element: Element | None) -> str | None:
    """Return the type that an element names, without the prefix that DMN 1.1 gives to names."""
    if element is None:
        return None
    written = element.get("typeRef") or element.text("typeRef").strip()
    if ":" in written:
        prefix, _, name = written.partition(":")
        if prefix == "feel" or element.namespace_of(prefix) is not None:
            return name
    if written.startswith("{"):
        return written.rpartition("}")[2]
    return written or None
