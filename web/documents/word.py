"""Write a paper for Word: its own headings, lists and tables, so that it can be edited."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from web.documents.paper import (
    Cell,
    Grid,
    Imprint,
    Listing,
    Pairs,
    Paper,
    Part,
    Photo,
    Picture,
    Run,
    Text,
    Title,
)
from web.documents.pdf import BOARD

_GREY: Final = RGBColor(0x50, 0x5A, 0x5F)
_RED: Final = RGBColor(0x94, 0x25, 0x14)
_BLACK: Final = RGBColor(0x0B, 0x0C, 0x0C)
_FONT: Final = "Arial"
_LANGUAGE: Final = "en-GB"


def word_of(paper: Paper, imprint: Imprint) -> bytes:
    """Return the .docx file."""
    writing = _Writing(paper, imprint)
    writing.everything()
    found = BytesIO()
    writing.document.save(found)
    return found.getvalue()


class _Writing:
    """One file being written."""

    def __init__(self, paper: Paper, imprint: Imprint) -> None:
        self.document: WordDocument = Document()
        self._paper, self._imprint = paper, imprint

    def everything(self) -> None:
        """Write the whole paper."""
        self._prepare()
        self._top()
        for part in self._paper.parts:
            self._part(part)
        self._made_from()

    def _prepare(self) -> None:
        properties = self.document.core_properties
        properties.title = f"{self._paper.title}: {self._paper.subject}"
        properties.author, properties.language = BOARD, _LANGUAGE
        properties.comments = self._paper.marking
        page = self.document.sections[0]
        page.orientation = WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(20)
        for name, size in (
            ("Normal", 10.5),
            ("Heading 1", 20),
            ("Heading 2", 14),
            ("Heading 3", 11.5),
        ):
            self._style(name, size)
        footer = page.footer.paragraphs[0]
        self._add(footer, f"{self._subject()}. Page ", colour=_GREY, size=8)
        _page_number(footer)
        if self._paper.marking:
            self._add(
                page.header.paragraphs[0], self._paper.marking, strong=True, colour=_RED, size=8
            )

    def _style(self, name: str, size: float) -> None:
        style: Any = self.document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = _BLACK
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        if name == "Normal":
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), _LANGUAGE)
            properties.append(language)

    def _top(self) -> None:
        self._add(self.document.add_paragraph(), BOARD, colour=_GREY, size=9)
        self.document.add_heading(self._paper.title, level=1)
        if self._paper.marking:
            self._add(self.document.add_paragraph(), self._paper.marking, strong=True, colour=_RED)
        made = f"{self._subject()}, made on {self._imprint.made_on}"
        self._add(self.document.add_paragraph(), made, colour=_GREY, size=9)

    def _subject(self) -> str:
        version = self._imprint.version
        return self._paper.subject + (f", version {version} of this document" if version else "")

    def _part(self, part: Part) -> None:
        match part:
            case Title():
                self._runs(self.document.add_heading(level=part.level), part.runs)
            case Text():
                self._runs(self.document.add_paragraph(), part.runs)
            case Listing():
                style = "List Number" if part.numbered else "List Bullet"
                for item in part.items:
                    self._runs(self.document.add_paragraph(style=style), item)
            case Pairs():
                self._pairs(part)
            case Grid():
                self._grid(part.caption, part.head, part.rows)
            case Picture() | Photo():
                self._add(self.document.add_paragraph(), part.words)

    def _pairs(self, part: Pairs) -> None:
        self._caption(part.caption)
        table = self._table(len(part.rows), 2)
        for row, (label, content) in zip(table.rows, part.rows, strict=True):
            left, right = row.cells
            left.width, right.width = Mm(58), Mm(112)
            self._add(left.paragraphs[0], label, strong=True)
            self._cell(right, content)
        self.document.add_paragraph()

    def _grid(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        self._caption(caption)
        table = self._table(len(rows) + 1, len(head))
        for box, label in zip(table.rows[0].cells, head, strict=True):
            self._add(box.paragraphs[0], label, strong=True)
        _repeat_on_each_page(table)
        for row, contents in zip(table.rows[1:], rows, strict=True):
            for box, content in zip(row.cells, contents, strict=True):
                self._cell(box, content)
        self.document.add_paragraph()

    def _table(self, rows: int, columns: int) -> Table:
        table: Table = self.document.add_table(rows, columns)
        table.style = "Table Grid"
        return table

    def _caption(self, caption: str) -> None:
        if caption:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            self._add(paragraph, caption, strong=True)

    def _cell(self, box: _Cell, content: Cell) -> None:
        for number, text in enumerate(content.texts):
            paragraph = box.add_paragraph() if number else box.paragraphs[0]
            self._add(paragraph, text, missing=content.missing)

    def _runs(self, paragraph: Paragraph, runs: Sequence[Run]) -> None:
        for run in runs:
            self._add(paragraph, run.text, strong=run.strong, missing=run.missing)

    def _add(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        strong: bool = False,
        missing: bool = False,
        colour: RGBColor | None = None,
        size: float | None = None,
    ) -> None:
        run = paragraph.add_run(_allowed(text))
        run.bold, run.italic = strong or None, missing or None
        if colour is not None or missing:
            run.font.color.rgb = colour or _GREY
        if size is not None:
            run.font.size = Pt(size)

    def _made_from(self) -> None:
        self.document.add_heading("What this document is made of", level=2)
        clauses = ", ".join(self._paper.clauses)
        self._add(
            self.document.add_paragraph(),
            f"Made by {self._imprint.made_by} on {self._imprint.made_on} "
            f"with {self._imprint.protocol}, for clauses {clauses}.",
            size=9,
        )
        if self._paper.made_from:
            rows = [tuple(Cell((text,)) for text in line) for line in self._paper.made_from]
            self._grid("", ("Step", "Given by", "When"), rows)


def _repeat_on_each_page(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)


def _page_number(paragraph: Paragraph) -> None:
    """Add the number of the page, which Word works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _allowed(text: str) -> str:
    """Return the text without the control characters that a Word file cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
