"""Small files of each kind, made here: whole, and with what must be refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from engine.uploads.kinds import DOCX, JPEG, ODT, PDF, PNG, TEXT, FileKind

_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def archive(entries: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(name, content, how)
    return written.getvalue()


def word(*, extra: Mapping[str, bytes] | None = None, types: str = _WORD_MAIN) -> bytes:
    listed = f'<Types><Override PartName="/word/document.xml" ContentType="{types}"/></Types>'
    body = b"<w:document><w:body><w:p>Invented words.</w:p></w:body></w:document>"
    entries = {"[Content_Types].xml": listed.encode(), "word/document.xml": body}
    return archive({**entries, **(extra or {})})


def odt(*, extra: Mapping[str, bytes] | None = None) -> bytes:
    entries = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<office:document-content/>",
    }
    return archive({**entries, **(extra or {})})


def pdf(words: str = "Invented words.") -> bytes:
    return f"%PDF-1.7\n% {words}\ntrailer\nstartxref\n9\n%%EOF\n".encode()


def png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checked

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


GOOD: Final[dict[FileKind, bytes]] = {
    PDF: pdf(),
    DOCX: word(),
    ODT: odt(),
    TEXT: "Invented words, für alle.\n".encode(),
    PNG: png(),
    JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200) + b"\xff\xd9",
}
