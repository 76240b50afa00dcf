"""Decide whether a file is taken: by its size, by its name, and by what is in it."""

import re
from collections.abc import Collection
from typing import Final

from engine.uploads.archives import UnfitArchiveError, kind_of_archive
from engine.uploads.kinds import (
    JPEG,
    KINDS,
    PDF,
    PNG,
    TEXT,
    FileKind,
    kind_of_ending,
    kinds_in_words,
)
from engine.uploads.names import ending_of

MAX_MEGABYTES: Final = 50
"""No form may ask for larger files: a file is held in memory whole while it is sealed."""

_MEGABYTE: Final = 1024 * 1024
_TAIL: Final = 4096
_NOT_IN_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_OFFICE_97: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

EMPTY: Final = "is empty. Choose the file that holds what you want to hand in"
CUT_OFF: Final = "is damaged or was cut off. Open it, save it again, and hand in what you saved"
NO_TEXT: Final = "is not plain text in UTF-8. Save it as a Word document or a PDF, or as UTF-8"


class UnfitFileError(Exception):
    """The file is not taken; ``reason`` is the end of a sentence that begins with the file."""

    def __init__(self, reason: str) -> None:
        """Keep the reason; no message holds the file's name or anything that is in it."""
        super().__init__(reason)
        self.reason = reason


def fit_kind(
    name: str, content: bytes, *, accepts: Collection[FileKind], megabytes: int
) -> FileKind:
    """Return the file's kind, or raise UnfitFileError with the first thing that stands against it."""
    if not content:
        raise UnfitFileError(EMPTY)
    if len(content) > megabytes * _MEGABYTE:
        raise UnfitFileError(too_large(len(content), megabytes))
    named = kind_of_ending(ending_of(name))
    if named is None or named not in accepts:
        raise UnfitFileError(
            f"cannot be handed in here. It must be a {kinds_in_words(_in_order(accepts))}"
        )
    try:
        found = _kind_of(content)
    except UnfitArchiveError as unfit:
        raise UnfitFileError(unfit.reason) from None
    if found is not named:
        raise UnfitFileError(_disagreeing(named, found, content))
    if not _is_whole(named, content):
        raise UnfitFileError(CUT_OFF)
    return named


def too_large(size: int | None, megabytes: int) -> str:
    """Say how large the file may be, and how large it is if that is known."""
    is_large = "" if size is None else f": it has {size / _MEGABYTE:.1f} MB"
    return f"must not be larger than {megabytes} MB{is_large}. Hand it in in parts, or as a PDF"


def _kind_of(content: bytes) -> FileKind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK"):
        return kind_of_archive(content)
    return TEXT if _is_text(content) else None


def _disagreeing(named: FileKind, found: FileKind | None, content: bytes) -> str:
    if content.startswith(_OFFICE_97):
        return "is in the format of Word 97, or has a password. Save it as .docx without a password"
    if named is TEXT:
        return NO_TEXT
    holds = f"a {found.title}" if found is not None and found is not TEXT else "something else"
    return (
        f"is named as a {named.title} and holds {holds}. "
        "Open it, save it in the right format, and hand in what you saved"
    )


def _is_text(content: bytes) -> bool:
    try:
        return _NOT_IN_TEXT.search(content.decode("utf-8-sig")) is None
    except UnicodeDecodeError:
        return False


def _is_whole(kind: FileKind, content: bytes) -> bool:
    """Say whether the file ends as one of its kind does; archives were looked at already."""
    if kind is PDF:
        return b"%%EOF" in content[-_TAIL:] and b"startxref" in content[-_TAIL:]
    if kind is PNG:
        return content[12:16] == b"IHDR" and b"IEND" in content[-_TAIL:]
    if kind is JPEG:
        return b"\xff\xd9" in content[-_TAIL:]
    return True


def _in_order(accepts: Collection[FileKind]) -> list[FileKind]:
    return [kind for kind in KINDS if kind in accepts]
