"""Whether a dossier is what was made: from the file alone, on any machine, without a database or a key.

Without the dossier's digest a file can only be shown to agree with itself: whoever alters a page and then
writes manifest and ZIP file anew makes another dossier that agrees with itself. With it, every byte counts.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from web.dossier.archive import Member, NotAsWrittenError, content_of, read_archive
from web.dossier.manifest import ABOUT, ENTRIES, FORMAT, MANIFEST, TRAIL, read_manifest

_BEGINNING: Final = "0" * 64
_CONTROL: Final = (ABOUT, ENTRIES, TRAIL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. ``wrong`` is the first thing wrong, "" where nothing is; ``digest`` is the file's own.

    ``proven`` says that the file is the one whose digest was given. ``events`` is None where the receiver
    does not read the audit trail.
    """

    digest: str
    proven: bool = False
    wrong: str = ""
    reference: str = ""
    receiver: str = ""
    files: int = 0
    entries: int = 0
    redacted: int = 0
    events: int | None = None


def verify(file: Path, digest: str | None = None) -> Verdict:
    """Look through a dossier, and compare it with the digest (hexadecimal) shown when it was made."""
    with file.open("rb") as stream:
        own = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        try:
            found = _Looking(stream).found()
        except NotAsWrittenError as error:
            return Verdict(digest=own, wrong=str(error))
    known = Verdict(
        digest=own,
        proven=digest == own,
        reference=str(found.about.get("reference", "")),
        receiver=str(found.about.get("for", "")),
        files=len(found.members),
        entries=len(found.entries),
        redacted=sum(each["file"] is None for each in found.entries),
        events=None if found.events is None else len(found.events),
    )
    if digest is None or known.proven:
        return known
    return Verdict(
        digest=own,
        wrong="The file agrees with itself, but it is not the dossier that was made:"
        f" its digest is {own}, not {digest}.",
    )


@dataclass(frozen=True, slots=True)
class _Found:
    members: tuple[Member, ...]
    about: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    events: Sequence[Sequence[Any]] | None


class _Looking:
    """Looks through one file; NotAsWrittenError with the first thing wrong."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._members = read_archive(stream)
        self._by_name = {each.name: each for each in self._members}

    def found(self) -> _Found:
        """Compare the files with the manifest, the audit trail with itself, and each entry with the trail."""
        self._compare_with_manifest()
        for name in _CONTROL[:2]:
            if name not in self._by_name:
                raise NotAsWrittenError(f"“{name}” was left out.")
        about, entries = self._json(ABOUT), self._json(ENTRIES)
        if not isinstance(about, dict) or about.get("format") != FORMAT:
            raise NotAsWrittenError(f"“{ABOUT}” is not that of a dossier of this format.")
        events = self._events(about)
        try:
            for entry in entries:
                self._compare_entry(entry)
            if events is not None:
                _compare_events(events, entries)
        except (KeyError, TypeError, AttributeError):
            raise NotAsWrittenError(f"“{ENTRIES}” is not as a dossier has it.") from None
        return _Found(self._members, about, entries, events)

    def _compare_with_manifest(self) -> None:
        if self._members[-1].name != MANIFEST:
            raise NotAsWrittenError(f"“{MANIFEST}” is not the last file: it was moved or left out.")
        lines = read_manifest(self._content(MANIFEST))
        if isinstance(lines, int):
            raise NotAsWrittenError(f"Line {lines} of “{MANIFEST}” is not as a dossier has it.")
        listed = {name: digest for digest, name in lines}
        for member in self._members[:-1]:
            if member.name not in listed:
                raise NotAsWrittenError(
                    f"“{member.name}” was added: “{MANIFEST}” does not list it."
                )
            if listed[member.name] != member.digest:
                raise NotAsWrittenError(
                    f"“{member.name}” was altered: its SHA-256 is not the one in “{MANIFEST}”."
                )
        for _, name in lines:
            if name not in self._by_name:
                raise NotAsWrittenError(f"“{name}” was left out: “{MANIFEST}” lists it.")
        names = [member.name for member in self._members[:-1]]
        if names != sorted(names) or names != [name for _, name in lines]:
            raise NotAsWrittenError(f"The files do not stand in the order of “{MANIFEST}”.")

    def _events(self, about: Mapping[str, Any]) -> Sequence[Sequence[Any]] | None:
        """Return the events, each of which fits the one before; None where they are not given."""
        trail = about.get("trail")
        if not isinstance(trail, dict):
            raise NotAsWrittenError(f"“{ABOUT}” does not say how the audit trail ends.")
        if not trail.get("given"):
            if TRAIL in self._by_name:
                raise NotAsWrittenError(
                    f"“{TRAIL}” was added: “{ABOUT}” says that it is not given."
                )
            return None
        if TRAIL not in self._by_name:
            raise NotAsWrittenError(f"“{TRAIL}” was left out.")
        previous, events = _BEGINNING, []
        for number, line in enumerate(self._content(TRAIL).split(b"\n")[:-1], start=1):
            event = _event(line, number)
            if event[1] != number:
                raise NotAsWrittenError(
                    f"Event {number} of the audit trail is numbered {event[1]}: an event was"
                    " left out, added or moved."
                )
            if event[8] != previous:
                raise NotAsWrittenError(
                    f"Event {number} of the audit trail does not follow from the one before it."
                )
            previous = hashlib.sha256(line).hexdigest()
            events.append(event)
        if (len(events), previous) != (trail.get("events"), trail.get("ends_with")):
            raise NotAsWrittenError(
                f"The audit trail does not end as “{ABOUT}” says: its last event was altered, left"
                " out or added."
            )
        return events

    def _compare_entry(self, entry: Mapping[str, Any]) -> None:
        """Compare what an entry holds with the digest that the audit trail has of it."""
        if entry["file"] is None:
            return
        digest = hashlib.sha256()
        for name in (entry["salt"], entry["file"]):
            if name not in self._by_name:
                raise NotAsWrittenError(f"“{name}” was left out: “{ENTRIES}” names it.")
            for piece in content_of(self._stream, self._by_name[name]):
                digest.update(piece)
        if digest.hexdigest() != entry["digest"]:
            raise NotAsWrittenError(
                f"“{entry['file']}” is not what was kept: its digest with its salt is not the one in"
                f" “{ENTRIES}”."
            )

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self._content(name))
        except (ValueError, RecursionError):
            raise NotAsWrittenError(f"“{name}” cannot be read.") from None

    def _content(self, name: str) -> bytes:
        return b"".join(content_of(self._stream, self._by_name[name]))


def _event(line: bytes, number: int) -> Sequence[Any]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        event = None
    if not isinstance(event, list) or len(event) != 9:
        raise NotAsWrittenError(f"Event {number} of the audit trail cannot be read.")
    return event


def _compare_events(events: Sequence[Sequence[Any]], entries: Sequence[Mapping[str, Any]]) -> None:
    """Compare the digests in the trail with those of the entries, both ways."""
    for entry in entries:
        if (number := entry["event"]) is None:
            continue
        if not 1 <= number <= len(events) or events[number - 1][7] != entry["digest"]:
            raise NotAsWrittenError(
                f"An entry of “{ENTRIES}” names event {number} of the audit trail, which has another"
                f" digest: {entry['digest']}."
            )
    named = {entry["event"] for entry in entries}
    for number in _with_digest(events):
        if number not in named:
            raise NotAsWrittenError(
                f"Event {number} of the audit trail has a digest, and no entry of “{ENTRIES}” is for it."
            )


def _with_digest(events: Sequence[Sequence[Any]]) -> Iterator[int]:
    return (number for number, event in enumerate(events, start=1) if event[7] is not None)
