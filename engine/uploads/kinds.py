"""The kinds of files that can be handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its ``endings`` (the first is written when it is taken away), and how it is called."""

    endings: tuple[str, ...]
    title: str
    content_type: str


PDF: Final = FileKind((".pdf",), "PDF", "application/pdf")
DOCX: Final = FileKind(
    (".docx",),
    "Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
ODT: Final = FileKind((".odt",), "OpenDocument text", "application/vnd.oasis.opendocument.text")
TEXT: Final = FileKind((".txt",), "plain text", "text/plain")
PNG: Final = FileKind((".png",), "PNG picture", "image/png")
JPEG: Final = FileKind((".jpg", ".jpeg"), "JPEG picture", "image/jpeg")

KINDS: Final = (PDF, DOCX, ODT, TEXT, PNG, JPEG)


def kind_of_ending(ending: str) -> FileKind | None:
    """Return the kind whose files end so, whatever the case of the letters."""
    return next((kind for kind in KINDS if ending.lower() in kind.endings), None)


def kinds_accepted(accept: str) -> tuple[tuple[FileKind, ...], tuple[str, ...]]:
    """Read what a form accepts, like ``.pdf,.docx``: the kinds, and the endings that nobody can hand in.

    An empty text accepts every kind.
    """
    endings = [each.strip() for each in accept.split(",") if each.strip()]
    if not endings:
        return KINDS, ()
    unknown = tuple(each for each in endings if kind_of_ending(each) is None)
    wanted = {kind_of_ending(each) for each in endings}
    return tuple(kind for kind in KINDS if kind in wanted), unknown


def kinds_in_words(kinds: Iterable[FileKind]) -> str:
    """Return the kinds as a sentence names them: "PDF, Word document (.docx) or plain text (.txt)"."""
    named = [
        kind.title if kind is PDF else f"{kind.title} ({' or '.join(kind.endings)})"
        for kind in kinds
    ]
    *others, last = named
    return f"{', '.join(others)} or {last}" if others else last


def kind_of_content_type(content_type: str) -> FileKind:
    """Return the kind of a file that was taken."""
    return next(kind for kind in KINDS if kind.content_type == content_type)
