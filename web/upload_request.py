"""Requests that bring files: held in memory and never on a disk, where they would lie unencrypted."""

from io import BytesIO
from typing import IO, Final

from flask import Request, g
from werkzeug.utils import cached_property

from engine.uploads import MAX_MEGABYTES

_MEGABYTE: Final = 1024 * 1024
LARGEST_WITH_FILES: Final = (MAX_MEGABYTES + 16) * _MEGABYTE
LARGEST_FILES_OF_A_STRANGER: Final = 4 * _MEGABYTE
"""How much is kept of the files of somebody whose session has ended: as much as a page can carry."""


class Room:
    """How much may be kept of the files of one request, all together."""

    def __init__(self, size: int) -> None:
        """Take how much there is."""
        self.left = size


class InMemory(BytesIO):
    """A file that is being received; where there is no room for all of it, nothing of it is kept."""

    def __init__(self, room: Room) -> None:
        """Take the room that it shares with the other files of the request."""
        super().__init__()
        self._room = room
        self.left_out = False

    def write(self, chunk: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep the next part, unless there is no room for it."""
        if not self.left_out and len(chunk) <= self._room.left:
            self._room.left -= len(chunk)
            return super().write(chunk)
        if not self.left_out:
            self.left_out = True
            self._room.left += self.tell()
            self.seek(0)
            self.truncate()
        return len(chunk)


class UploadRequest(Request):
    """A request whose files never touch a disk; only one with files may be large."""

    @property
    def max_content_length(self) -> int | None:
        """Return how long the request may be."""
        if self.mimetype == "multipart/form-data":
            return LARGEST_WITH_FILES
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("how long a request may be is settled here")

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return InMemory(self._room)

    @cached_property
    def _room(self) -> Room:
        signed_in = g.get("person") is not None
        return Room(LARGEST_WITH_FILES if signed_in else LARGEST_FILES_OF_A_STRANGER)
