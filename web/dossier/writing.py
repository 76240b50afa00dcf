"""Writing a dossier: its files in the order of their names, then the manifest, into one ZIP file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

import orjson

from web.dossier.archive import Archive
from web.dossier.contents import Contents
from web.dossier.index import index_of
from web.dossier.manifest import ABOUT, ENTRIES, FORMAT, MANIFEST, TRAIL, manifest_of
from web.dossier.naming import Place, places_of, protocol_file
from web.dossier.picturing import all_pictures
from web.dossier.protocol_files import files_used

Fetch = Callable[[UUID], tuple[bytes, bytes]]
"""Returns the salt and the bytes of a document."""
Progress = Callable[[int, int], None]
"""Is told after each file how many are written, of how many."""

CHECKING: Final = (Path(__file__).parent / "checking.txt").read_text("utf-8")
_Files = dict[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Written:
    """A dossier that was written: its digest is the SHA-256 of the whole file."""

    digest: bytes
    files: int
    redacted: int


def write(
    contents: Contents, stream: BinaryIO, fetch: Fetch, progress: Progress | None = None
) -> Written:
    """Write the dossier; the same contents give the same bytes."""
    files = _files_of(contents, fetch)
    archive = Archive(stream)
    for done, name in enumerate(sorted(files), start=1):
        archive.add(name, files[name]())
        if progress is not None:
            progress(done, len(files))
    archive.add(MANIFEST, manifest_of(archive.members))
    redacted = sum(not each.given for each in contents.entries())
    return Written(archive.finish(), len(archive.members), redacted)


def _files_of(contents: Contents, fetch: Fetch) -> _Files:
    """Return what makes each file, by its name: nothing large is held in memory before it is written."""
    places = places_of(contents.entries())
    files: _Files = {
        ABOUT: lambda: _json(_about(contents)),
        ENTRIES: lambda: _json(_entries(contents, places)),
        "how-to-check.txt": CHECKING.encode,
        "index.html": lambda: index_of(contents, places, CHECKING).encode(),
    }
    if (trail := contents.trail) is not None:
        files[TRAIL] = lambda: b"".join(line + b"\n" for line in trail.lines)
    for place in places.values():
        files.update(_entry(place, fetch))
    files.update({each.file: each.drawn for each in all_pictures(contents)})
    for (deployment, path), content in files_used(contents).items():
        files[protocol_file(deployment, path)] = partial(bytes, content)
    return files


def _entry(place: Place, fetch: Fetch) -> _Files:
    """Return the file of an entry and that of its salt; a document is fetched for each anew."""
    entry = place.entry

    def opened() -> tuple[bytes, bytes]:
        if entry.document is not None:
            return fetch(entry.document)
        return entry.salt or b"", entry.content or b""

    return {place.file: lambda: opened()[1], place.salt: lambda: opened()[0]}


def _about(contents: Contents) -> dict[str, Any]:
    events = len(contents.trail.lines) if contents.trail is not None else None
    return {
        "format": FORMAT,
        "reference": contents.reference,
        "for": contents.receiver,
        "sees": "all of the case" if contents.sees_everything else "what is reported",
        "made_by": contents.made_by,
        "made_at": contents.made_at.isoformat(),
        "drawn_at_random": contents.drawn.hex(),
        "trail": {
            "given": contents.trail is not None,
            "events": events,
            "ends_with": contents.trail_ends_with,
        },
        "versions": {str(number): each.digest for number, each in contents.versions.items()},
    }


def _entries(contents: Contents, places: Mapping[bytes, Place]) -> list[dict[str, Any]]:
    return [
        {
            "kind": entry.kind,
            "digest": entry.digest.hex(),
            "event": entry.event,
            "file": places[entry.digest].file if entry.given else None,
            "salt": places[entry.digest].salt if entry.given else None,
        }
        for entry in contents.entries()
    ]


def _json(content: object) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
