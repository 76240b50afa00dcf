"""A paper: a document filled in, in parts that a PDF and a Word file are written from alike."""

from dataclasses import asdict, dataclass
from typing import Any, Final

NOT_RECORDED: Final = "Not recorded"
NOTHING_TO_SAY: Final = "–"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind inside a paragraph; ``missing`` says that an answer should stand here."""

    text: str
    strong: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a field of a table: one text for each paragraph."""

    texts: tuple[str, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A heading inside the paper, of level 2 or 3."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, one entry for each of ``items``."""

    items: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions and their answers, a row for each, under a caption ("" for none)."""

    caption: str
    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head; ``caption`` is "" for none."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the program drew: its SVG, and the same in words."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that somebody handed in, as PNG or JPEG, and the words that stand for it."""

    content: bytes
    content_type: str
    words: str


Part = Title | Text | Listing | Pairs | Grid | Picture | Photo


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's contents. ``name`` is its template's; ``subject`` is the case's reference, or a year.

    ``made_from`` names each submission by its step, who gave it, and when.
    """

    name: str
    title: str
    marking: str
    subject: str
    clauses: tuple[str, ...]
    parts: tuple[Part, ...]
    made_from: tuple[tuple[str, str, str], ...]

    def contents(self) -> Any:
        """Return everything that makes two papers the same, as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself: when and by whom it was made, and as which version of what."""

    version: int | None
    made_on: str
    made_by: str
    protocol: str


def cell(*texts: str) -> Cell:
    """Return a field with these texts, or one that says that nothing is recorded."""
    return Cell(texts) if any(texts) else Cell((NOT_RECORDED,), missing=True)


def cell_or_dash(*texts: str) -> Cell:
    """Return a field with these texts, or a dash where nothing had to stand."""
    return Cell(texts) if any(texts) else Cell((NOTHING_TO_SAY,))


def not_recorded() -> Text:
    """Return the paragraph that stands where nothing was recorded."""
    return Text((Run(f"{NOT_RECORDED}.", missing=True),))


def plain(text: str) -> Text:
    """Return a paragraph of plain words."""
    return Text((Run(text),))
