"""Files that are ZIP archives inside: Word and OpenDocument texts, looked at without unpacking them.

Only the list of contents is read, and two short entries that say what the archive is.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

from engine.uploads.kinds import DOCX, ODT, FileKind

MOST_ENTRIES: Final = 5_000
MOST_UNPACKED: Final = 300 * 1024 * 1024
MOST_TIMES: Final = 200
_SPARED: Final = 1024 * 1024
_LONGEST_READ: Final = 1024 * 1024

_WORD_MAIN: Final = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_MACROS_OF_WORD: Final = re.compile(r"(?:^|/)(?:vbaProject|vbaData)|(?:^|/)activeX/", re.IGNORECASE)
_OBJECTS: Final = re.compile(r"(?:^|/)embeddings/.*\.(?!xlsx$)[^.]*$", re.IGNORECASE)
_MACROS_OF_ODT: Final = re.compile(r"^(?:Basic|Scripts)/")
_EXTERNAL_TEMPLATE: Final = re.compile(rb"attachedTemplate[^>]*TargetMode=\"External\"", re.DOTALL)

MACROS: Final = (
    "holds macros, which are programs. Save it again without them, as an ordinary document"
)
OBJECTS: Final = (
    "holds another program's object. Paste it as a picture or a table, and save it again"
)
TEMPLATE: Final = (
    "takes its template from another computer. Save it again with no template attached"
)
BOMB: Final = "unpacks to far more than a document holds. Save it again, or hand in a PDF"
LOCKED: Final = (
    "is protected by a password. Hand it in without one: it is encrypted where it is kept"
)
DAMAGED: Final = "is damaged. Open it, save it again, and hand in what you saved"


class UnfitArchiveError(Exception):
    """The archive cannot be taken; ``reason`` is the end of a sentence that begins with the file."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def kind_of_archive(content: bytes) -> FileKind | None:
    """Return what the archive is, None where it is neither; raise UnfitArchiveError where it is unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, len(content))
            return _kind(archive, [entry.filename for entry in entries])
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError):
        raise UnfitArchiveError(DAMAGED) from None


def _refuse_bombs(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnfitArchiveError(LOCKED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = any(
        entry.file_size > _SPARED and entry.file_size > MOST_TIMES * max(entry.compress_size, 1)
        for entry in entries
    )
    # Entries that lie over each other pack more than there is.
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed > size or too_dense:
        raise UnfitArchiveError(BOMB)


def _kind(archive: zipfile.ZipFile, names: Sequence[str]) -> FileKind | None:
    if len(set(names)) != len(names):
        raise UnfitArchiveError(DAMAGED)
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        _refuse_unfit_word(archive, names)
        return DOCX
    if names and names[0] == "mimetype" and "content.xml" in names:
        if _read(archive, "mimetype").strip() != ODT.content_type.encode():
            return None
        if any(_MACROS_OF_ODT.search(name) for name in names):
            raise UnfitArchiveError(MACROS)
        if any(name.startswith("Object ") and name.endswith(".bin") for name in names):
            raise UnfitArchiveError(OBJECTS)
        return ODT
    return None


def _refuse_unfit_word(archive: zipfile.ZipFile, names: Sequence[str]) -> None:
    types = _read(archive, "[Content_Types].xml")
    if any(_MACROS_OF_WORD.search(name) for name in names) or b"macroEnabled" in types:
        raise UnfitArchiveError(MACROS)
    if _WORD_MAIN not in types:
        raise UnfitArchiveError(DAMAGED)
    if any(_OBJECTS.search(name) for name in names):
        raise UnfitArchiveError(OBJECTS)
    settings = "word/_rels/settings.xml.rels"
    if settings in names and _EXTERNAL_TEMPLATE.search(_read(archive, settings)):
        raise UnfitArchiveError(TEMPLATE)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(_LONGEST_READ)
