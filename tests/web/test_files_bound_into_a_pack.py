"""A file that was handed in is bound as its pages, which do nothing; what cannot be bound is said."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from engine.uploads.kinds import DOCX, JPEG, KINDS, ODT, PDF, PNG, TEXT
from tests.uploads.files import GOOD, pdf
from web.documents.binding import bound
from web.documents.handed_in import CannotBindError, pages_of, why_never
from web.documents.paper import Imprint, Paper, Part, plain
from web.documents.pdf import pdf_of

SCRIPT = {
    NameObject("/S"): NameObject("/JavaScript"),
    NameObject("/JS"): TextStringObject("hidden()"),
}


def written(parts: tuple[Part, ...]) -> bytes:
    paper = Paper("file", "A file", "", "SI-2026-0001", (), parts, ())
    return pdf_of(paper, Imprint(None, "1 May 2026", "Avery Example", "version 1"))


def pages(kind, content):
    return PdfReader(BytesIO(pages_of(kind, content, "A file", written))).pages


def picture(fmt: str, size: tuple[int, int] = (60, 40)) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, format=fmt)
    return drawn.getvalue()


def noise(fmt: str) -> bytes:
    """Return a picture that cannot be packed small, so that half of its file is half of it."""
    drawn = BytesIO()
    Image.frombytes("RGB", (60, 40), Random(1).randbytes(60 * 40 * 3)).save(drawn, format=fmt)
    return drawn.getvalue()


def a_busy_pdf() -> bytes:
    """Return a PDF with words, a comment, a link, scripts in every place for them, and a file inside."""
    writer = PdfWriter(BytesIO(written((plain("Words of the return."),))))
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(SCRIPT)})
    box = RectangleObject((50, 50, 200, 100))
    writer.add_annotation(0, FreeText(text="A comment", rect=box))
    writer.add_annotation(0, Link(rect=box, url="https://example.org/"))
    button = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Btn"),
            NameObject("/T"): TextStringObject("button"),
            NameObject("/Rect"): box,
            NameObject("/A"): DictionaryObject(SCRIPT),
            NameObject("/AA"): DictionaryObject({NameObject("/D"): DictionaryObject(SCRIPT)}),
        }
    )
    held = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/Rect"): box,
            NameObject("/Contents"): TextStringObject("hidden file"),
        }
    )
    writer.add_annotation(0, button)
    writer.add_annotation(0, held)
    field = page["/Annots"][-2]
    form = {
        NameObject("/Fields"): ArrayObject([field]),
        NameObject("/XFA"): TextStringObject("hidden"),
    }
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(form)
    writer.add_open_action(JavaScript("hidden();"))
    writer.add_attachment("hidden.txt", b"hidden words")
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def test_a_pdf_is_bound_with_what_it_shows_and_without_what_it_would_do():
    busy = a_busy_pdf()
    assert b"hidden" in busy

    still = bound([("A file", pages_of(PDF, busy, "A file", written))], title="Pack")

    assert b"hidden" not in still
    assert b"JavaScript" not in still
    page = PdfReader(BytesIO(still)).pages[0]
    assert "Words of the return." in page.extract_text()
    kept = [each.get_object() for each in page["/Annots"]]
    assert {each["/Subtype"] for each in kept} >= {"/FreeText", "/Link", "/Widget"}
    [link] = [each for each in kept if each["/Subtype"] == "/Link"]
    assert link["/A"]["/URI"] == "https://example.org/"


def test_what_a_pdf_would_do_is_bound_where_nobody_takes_it_out():
    """The control of the test before: the words are still there when a PDF is bound as it came."""
    assert b"hidden" in bound([("A file", a_busy_pdf())], title="Pack")


def test_text_is_bound_as_its_paragraphs():
    [page] = pages(TEXT, "\ufeffInvented words, für alle.\n\n<b>Not a tag</b>\n".encode())
    assert "Invented words, für alle." in page.extract_text()
    assert "<b>Not a tag</b>" in page.extract_text()


@pytest.mark.parametrize(("kind", "fmt"), [(PNG, "PNG"), (JPEG, "JPEG")])
def test_a_picture_is_bound_as_a_picture_with_words_for_who_does_not_see_it(kind, fmt):
    content = pages_of(kind, picture(fmt), "Photograph.png (version 1)", written)
    [page] = PdfReader(BytesIO(content)).pages
    assert len(page.images) == 1
    assert page.images[0].image.size == (60, 40)
    assert alternatives(content) == ["Photograph.png (version 1)"]


def alternatives(content: bytes) -> list[str]:
    reader = PdfReader(BytesIO(content))
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, DictionaryObject):
            continue
        if "/Alt" in node:
            found.append(node["/Alt"])
        kids = node.get("/K", ())
        waiting += kids if isinstance(kids, ArrayObject) else [kids]
    return found


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        (PDF, pdf(), "is a PDF that cannot be read"),
        (PDF, a_busy_pdf()[:400] + b"startxref\n9\n%%EOF", "is a PDF that cannot be read"),
        (JPEG, GOOD[JPEG], "is a picture that cannot be read"),
        (PNG, noise("PNG")[:3000] + b"IEND", "is a picture that cannot be read"),
        (PNG, picture("PNG", (8000, 8000)), "is a picture too large for paper"),
        (TEXT, b"word " * 50_000, "is a text of more than 200,000 letters"),
        (DOCX, GOOD[DOCX], "is of a kind (Word document) that only"),
        (ODT, GOOD[ODT], "is of a kind (OpenDocument text) that only"),
    ],
    ids=["empty", "cut", "jpeg", "png", "large picture", "long text", "word", "opendocument"],
)
def test_what_cannot_be_bound_is_said_and_why(kind, content, reason):
    with pytest.raises(CannotBindError) as refusal:
        pages_of(kind, content, "A file", written)
    assert refusal.value.reason.startswith(reason)


def test_of_the_kinds_that_can_be_handed_in_only_those_of_word_processors_are_never_bound():
    assert [kind for kind in KINDS if why_never(kind)] == [DOCX, ODT]
