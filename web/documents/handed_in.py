"""A file that somebody handed in, as pages that are bound with others."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from PIL import Image
from pypdf import PdfReader, PdfWriter

from engine.uploads.kinds import JPEG, PDF, PNG, TEXT, FileKind
from web.documents.paper import Part, Photo, plain

BOUND: Final = (PDF, TEXT, PNG, JPEG)
"""The kinds whose pages are known. What a word processor would show of the others is not guessed at."""

_LETTERS: Final = 200_000
_PAGES: Final = 500
_PIXELS: Final = 60_000_000
# An annotation that is itself a file, a film or a sound shows nothing on paper.
_NOT_ON_PAPER: Final = ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D")
_LEADS_SOMEWHERE: Final = ("/GoTo", "/URI")


class CannotBindError(Exception):
    """The file is not bound; ``reason`` is the end of a sentence that begins with the file."""

    def __init__(self, reason: str) -> None:
        """Keep the reason; it holds nothing that is in the file."""
        super().__init__(reason)
        self.reason = reason


def why_never(kind: FileKind) -> str:
    """Return why no file of this kind is bound, "" where it may be."""
    if kind in BOUND:
        return ""
    return f"is of a kind ({kind.title}) that only a word processor shows as it was written"


def pages_of(
    kind: FileKind, content: bytes, words: str, write: Callable[[tuple[Part, ...]], bytes]
) -> bytes:
    """Return the file as a PDF that does nothing but show its pages; ``write`` writes text and pictures.

    ``words`` stand in a picture's place for who does not see it. CannotBindError says why it is not bound.
    """
    if refusal := why_never(kind):
        raise CannotBindError(refusal)
    if kind is PDF:
        return _still(content)
    return write(_of_text(content) if kind is TEXT else _of_a_picture(kind, content, words))


def _of_text(content: bytes) -> tuple[Part, ...]:
    text = content.decode("utf-8-sig")
    if len(text) > _LETTERS:
        raise CannotBindError(f"is a text of more than {_LETTERS:,} letters")
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(plain(line) for line in lines)


def _of_a_picture(kind: FileKind, content: bytes, words: str) -> tuple[Part, ...]:
    # What writes the PDF leaves out a picture that it cannot read, and says so to nobody: it is read first.
    try:
        with Image.open(BytesIO(content)) as picture:
            # By its check sums: what writes the PDF has Pillow fill in grey what is missing, for everybody.
            picture.verify()
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > _PIXELS:
                raise CannotBindError("is a picture too large for paper")
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CannotBindError("is a picture that cannot be read") from error
    return (Photo(content, kind.content_type, words),)


def _still(content: bytes) -> bytes:
    """Return a PDF's pages without what would act by itself, play, or hold another file."""
    writer = PdfWriter()
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if not 0 < len(reader.pages) <= _PAGES:
            raise CannotBindError(f"has no pages, or more than {_PAGES}")
        writer.append(reader, import_outline=False)
        writer.remove_annotations(_NOT_ON_PAPER)
        for page in writer.pages:
            page.pop("/AA", None)
            for each in page.get("/Annots", ()):
                _quieten(each.get_object())
        _quieten_form(writer)
        written = BytesIO()
        writer.write(written)
    except CannotBindError:
        raise
    except Exception as error:  # A damaged PDF from anywhere fails in ways nobody lists.
        raise CannotBindError("is a PDF that cannot be read") from error
    return written.getvalue()


def _quieten(annotation: Any) -> None:
    annotation.pop("/AA", None)
    action = annotation.get("/A")
    if action is not None:
        action = action.get_object()
        if action.get("/S") not in _LEADS_SOMEWHERE:
            del annotation["/A"]
        else:
            action.pop("/Next", None)


def _quieten_form(writer: PdfWriter) -> None:
    form = writer.root_object.get("/AcroForm")
    if form is None:
        return
    form = form.get_object()
    for key in ("/XFA", "/CO"):
        form.pop(key, None)
    waiting, seen = list(form.get("/Fields", ())), set[int]()
    while waiting:
        field = waiting.pop().get_object()
        if id(field) not in seen:
            seen.add(id(field))
            _quieten(field)
            waiting += field.get("/Kids", ())
