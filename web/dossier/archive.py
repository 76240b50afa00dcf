"""The ZIP file that a dossier is: written one way only, so that a file written otherwise is found out.

Files stand in it as they are (no compression), without times or permissions of their own, in the order of
their names, the manifest last. The same files give the same bytes, by every version of Python.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

LARGEST: Final = 0xFFFF_FFFF - 1
"""How many bytes a dossier may have: what the plain ZIP format can say."""
_MOST_FILES: Final = 0xFFFF - 1
_CHUNK: Final = 1024 * 1024
_NAME: Final = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_NEEDS: Final = 20
_MADE_BY: Final = 3 << 8 | 20  # a Unix system
_DAY: Final = 0x0021  # 1 January 1980: a file says nothing of when it was written
_READABLE: Final = 0o100644 << 16


class DossierTooLargeError(Exception):
    """The files do not fit into one dossier; the message is a sentence."""


class NotAsWrittenError(Exception):
    """The bytes are not those that a dossier is written in; the message is the first thing wrong."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive: where it stands, and the SHA-256 of what it holds, in hexadecimal."""

    name: str
    offset: int
    content_at: int
    size: int
    checksum: int
    digest: str


class Archive:
    """Writes a dossier's ZIP file to a stream, file after file."""

    def __init__(self, stream: BinaryIO) -> None:
        """Take the stream, at its beginning."""
        self._stream, self._at, self._whole = stream, 0, hashlib.sha256()
        self.members: list[Member] = []
        self._names: set[str] = set()

    def add(self, name: str, content: bytes) -> Member:
        """Write one file; DossierTooLargeError where there is no room for it."""
        encoded = name.encode("ascii")
        if not _NAME.fullmatch(encoded) or name in self._names:
            raise ValueError(f"{name} cannot be a name in a dossier")
        if self._at + len(content) > LARGEST - _CHUNK or len(self.members) >= _MOST_FILES:
            raise DossierTooLargeError(
                "The case holds more than fits into one dossier (4 GB, 65,000 files)."
            )
        offset, checksum = self._at, zlib.crc32(content)
        self._write(_local(encoded, len(content), checksum))
        member = Member(
            name, offset, self._at, len(content), checksum, hashlib.sha256(content).hexdigest()
        )
        self._write(content)
        self.members.append(member)
        self._names.add(name)
        return member

    def finish(self) -> bytes:
        """Write the list of files at the end; return the SHA-256 of all that was written."""
        self._write(listed(self.members, self._at))
        return self._whole.digest()

    def _write(self, piece: bytes) -> None:
        self._stream.write(piece)
        self._whole.update(piece)
        self._at += len(piece)


def read_archive(stream: BinaryIO) -> tuple[Member, ...]:
    """Return the files of an archive, in order; NotAsWrittenError where one byte of it is another's.

    What a file holds is compared with its checksum only; its digest is for the caller to compare.
    """
    members = tuple(_members(stream))
    names: set[str] = set()
    for member in members:
        if member.name in names:
            raise NotAsWrittenError(f"“{member.name}” is in the file twice.")
        names.add(member.name)
    at = stream.tell()
    expected = listed(members, at)
    found = stream.read(len(expected))
    if found != expected:
        wrong = next(
            (place for place, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b),
            len(found),
        )
        if len(found) < len(expected) and wrong == len(found):
            raise NotAsWrittenError(f"The file is cut off at byte {at + wrong:,}.")
        raise NotAsWrittenError(
            "The list at the end of the ZIP file is not that of the files before it"
            f" (byte {at + wrong + 1:,})."
        )
    if stream.read(1):
        raise NotAsWrittenError(
            f"Something stands after the end of the ZIP file (byte {at + len(expected) + 1:,})."
        )
    return members


def content_of(stream: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield what a file holds, in pieces."""
    stream.seek(member.content_at)
    left = member.size
    while left:
        piece = stream.read(min(left, _CHUNK))
        if not piece:
            raise NotAsWrittenError(f"“{member.name}” is cut off.")
        left -= len(piece)
        yield piece


def listed(members: list[Member] | tuple[Member, ...], at: int) -> bytes:
    """Return the list of files that ends a ZIP file, which stands at byte `at`."""
    lines = b"".join(_central(each) for each in members)
    many = len(members)
    return lines + _END.pack(b"PK\x05\x06", 0, 0, many, many, len(lines), at, 0)


def _members(stream: BinaryIO) -> Iterator[Member]:
    at = 0
    while (member := _member(stream, at)) is not None:
        yield member
        at = member.content_at + member.size
    stream.seek(at)
    if at == 0:
        raise NotAsWrittenError("The file is no dossier: it does not begin as one.")


def _member(stream: BinaryIO, at: int) -> Member | None:
    """Return the file whose head stands at that byte; None where no head begins there."""
    stream.seek(at)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return None
    *_, checksum, _, size, name_size, _ = _LOCAL.unpack(head)
    name = stream.read(name_size)
    if not _NAME.fullmatch(name) or head + name != _local(name, size, checksum):
        raise NotAsWrittenError(f"The head of a file is not as a dossier has it (byte {at + 1:,}).")
    content_at = at + len(head) + len(name)
    digest, found = hashlib.sha256(), 0
    pending = Member(name.decode("ascii"), at, content_at, size, checksum, "")
    for piece in content_of(stream, pending):
        digest.update(piece)
        found = zlib.crc32(piece, found)
    if found != checksum:
        raise NotAsWrittenError(f"“{pending.name}” was altered: its checksum is another's.")
    return Member(pending.name, at, content_at, size, checksum, digest.hexdigest())


def _local(name: bytes, size: int, checksum: int) -> bytes:
    return (
        _LOCAL.pack(b"PK\x03\x04", _NEEDS, 0, 0, 0, _DAY, checksum, size, size, len(name), 0) + name
    )


def _central(member: Member) -> bytes:
    name = member.name.encode("ascii")
    sizes = member.checksum, member.size, member.size, len(name)
    versions = _MADE_BY, _NEEDS, 0, 0, 0, _DAY
    return (
        _CENTRAL.pack(b"PK\x01\x02", *versions, *sizes, 0, 0, 0, 0, _READABLE, member.offset) + name
    )
