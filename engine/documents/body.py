"""The text of a template: Markdown of headings, paragraphs, lists and bold, with what stands in braces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.bpmn.model import Formula
from engine.documents.directives import (
    BLOCKS,
    PLACEHOLDER,
    PLACES,
    is_block,
    read_block,
    read_place,
)
from engine.documents.template import Block, Bullets, Heading, Inline, Only, Paragraph, Words
from engine.problems import Problem

_READER: Final = MarkdownIt("commonmark", {"html": False})
_WHY: Final = "What cannot be filled in would stand in a document as it is."
_HIGHEST: Final = 2
_LOWEST: Final = 3


@dataclass(slots=True)
class Body:
    """A text being read; ``first_line`` is the file's line of its first."""

    file: str
    first_line: int
    problems: list[Problem] = field(default_factory=list)
    _open: list[tuple[Formula, list[Block]]] = field(default_factory=list)
    _blocks: list[Block] = field(default_factory=list)

    def read(self, text: str) -> tuple[Block, ...]:
        """Return the blocks of the text; what cannot be used is noted in ``problems``."""
        tokens = _READER.parse(text)
        at = 0
        while at < len(tokens):
            at = self._next(tokens, at)
        for condition, _ in self._open:
            self._problem(condition.line, "{if} has no {end}.", "write {end} where it ends")
        return tuple(self._blocks)

    def _next(self, tokens: Sequence[Token], at: int) -> int:
        token = tokens[at]
        line = self.first_line + (token.map[0] if token.map else 0)
        if token.type == "paragraph_open":
            self._paragraph(tokens[at + 1], line)
            return at + 3
        if token.type == "heading_open":
            self._heading(token, tokens[at + 1], line)
            return at + 3
        if token.type in ("bullet_list_open", "ordered_list_open"):
            return self._list(tokens, at)
        self._problem(
            line,
            "Something other than a heading, a paragraph or a list stands here.",
            "write text, a list of one level, or a block in braces",
        )
        end = token.type.replace("_open", "_close")
        return next((i + 1 for i in range(at, len(tokens)) if tokens[i].type == end), at + 1)

    def _heading(self, token: Token, inline: Token, line: int) -> None:
        level = int(token.tag[1])
        if not _HIGHEST <= level <= _LOWEST:
            self._problem(
                line,
                f"The heading is of level {level}.",
                'begin headings with "## " or "### ": the title is the one above them',
            )
        self._add(Heading(min(max(level, _HIGHEST), _LOWEST), self._inline(inline, line)))

    def _paragraph(self, inline: Token, line: int) -> None:
        text = inline.content.strip()
        inside = text[1:-1].strip() if text.startswith("{") and text.endswith("}") else ""
        if inside and is_block(inside) and "\n" not in text:
            self._block(inside, line)
        else:
            self._add(Paragraph(self._inline(inline, line)))

    def _block(self, inside: str, line: int) -> None:
        if inside == "end":
            self._end(line)
        elif inside.startswith("if "):
            self._open.append((Formula(inside.removeprefix("if ").strip(), line, "condition"), []))
        elif (block := read_block(inside, line)) is not None:
            self._add(block)
        else:
            self._problem(line, f"{{{inside}}} is not a block.", f"use {BLOCKS}")

    def _end(self, line: int) -> None:
        if not self._open:
            self._problem(line, "{end} ends nothing.", "remove it, or write {if condition} above")
            return
        condition, blocks = self._open.pop()
        self._add(Only(condition, tuple(blocks)))

    def _list(self, tokens: Sequence[Token], at: int) -> int:
        numbered = tokens[at].type == "ordered_list_open"
        items: list[tuple[Inline, ...]] = []
        level = tokens[at].level
        at += 1
        while tokens[at].level > level or tokens[at].nesting != -1:
            token = tokens[at]
            line = self.first_line + (token.map[0] if token.map else 0)
            if token.type == "inline":
                items.append(self._inline(token, line))
            elif token.type not in _IN_A_LIST:
                self._problem(line, "A list holds more than lines of text.", "write it below")
            at += 1
        self._add(Bullets(tuple(items), numbered))
        return at + 1

    def _inline(self, inline: Token, line: int) -> tuple[Inline, ...]:
        found: list[Inline] = []
        strong = False
        for token in inline.children or ():
            if token.type in ("strong_open", "strong_close"):
                strong = token.type == "strong_open"
            elif token.type in ("softbreak", "hardbreak"):
                found.append(Words(" ", strong))
                line += 1
            elif token.type == "text":
                found.extend(self._filled(token.content, line, strong))
            else:
                self._problem(
                    line,
                    "The line holds more than text and bold.",
                    "write it without links, pictures, italics and code",
                )
        return tuple(found)

    def _filled(self, text: str, line: int, strong: bool) -> Iterator[Inline]:
        end = 0
        for match in PLACEHOLDER.finditer(text):
            yield from self._words(text[end : match.start()], line, strong)
            end = match.end()
            inside = match[1].strip()
            place = read_place(inside, line, strong=strong)
            if place is not None:
                yield place
            elif is_block(inside):
                self._problem(
                    line,
                    f"{{{inside}}} stands inside a paragraph.",
                    "give it a line of its own, with an empty line above and below",
                )
            else:
                self._problem(line, f"{{{inside}}} is not a placeholder.", f"use {PLACES}")
        yield from self._words(text[end:], line, strong)

    def _words(self, text: str, line: int, strong: bool) -> Iterator[Inline]:
        if set("{}") & set(text):
            self._problem(line, "A curly bracket stands alone.", f"use {PLACES}")
        if text:
            yield Words(text, strong)

    def _add(self, block: Block) -> None:
        (self._open[-1][1] if self._open else self._blocks).append(block)

    def _problem(self, line: int, what: str, instead: str) -> None:
        self.problems.append(Problem(self.file, line, None, None, what, _WHY, f"{instead}."))


_IN_A_LIST: Final = (
    "list_item_open",
    "list_item_close",
    "paragraph_open",
    "paragraph_close",
)
