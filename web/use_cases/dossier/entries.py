"""Entries of a dossier: what is kept sealed with a case, each with its digest and the event that has it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from web.dossier.contents import Entry
from web.store.encryption import Key
from web.store.models import AuditEvent, Document

_DOSSIERS: Final = ("dossier_made", "dossier_opened")
# Of the rest, even the kind would tell a Board member what is not reported to them.
_TOLD: Final = ("submission", "decision", "document", "file")


class Entries:
    """Makes the entries of one case; each event of its trail belongs to one entry only."""

    def __init__(self, key: Key, events: Sequence[AuditEvent], *, everything: bool) -> None:
        """Take the case's key and trail, and whether the receiver reads everything of the case."""
        self._key, self._everything = key, everything
        self._events: dict[bytes, list[AuditEvent]] = {}
        for event in events:
            if event.digest is not None:
                self._events.setdefault(event.digest, []).append(event)

    def of(
        self, kind: str, sealed: bytes, *, as_what: str, name: str, given: bool | None = None
    ) -> Entry:
        """Return the entry of something sealed, with its salt and bytes where they are `given`.

        Unless it is said, they are where the receiver reads everything.
        """
        salt, content = self._key.open_salted(sealed, as_what=as_what)
        digest = hashlib.sha256(salt + content).digest()
        entry = Entry(kind, digest, self._event(digest), name=name)
        if self._everything if given is None else given:
            return replace(entry, salt=salt, content=content)
        return self._hidden(entry)

    def of_document(
        self, kind: str, document: Document, *, name: str, ending: str, given: bool
    ) -> Entry:
        """Return the entry of a document, whose bytes are fetched when the dossier is written."""
        entry = Entry(kind, document.digest, self._event(document.digest), name=name, ending=ending)
        return replace(entry, document=document.id) if given else self._hidden(entry)

    def left(self) -> tuple[Entry, ...]:
        """Return an entry for each event with a digest that is nobody's yet, for who reads the trail."""
        if not self._everything:
            return ()
        return tuple(
            Entry("dossier" if event.kind in _DOSSIERS else "record", digest, event.seq)
            for digest, events in self._events.items()
            for event in events
        )

    def in_order(self, hidden: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return entries that are not given in an order that tells the receiver nothing more."""
        if self._everything:
            return tuple(sorted(hidden, key=lambda each: (each.event or 0, each.digest)))
        return tuple(sorted(hidden, key=lambda each: (each.kind, each.digest)))

    def _hidden(self, entry: Entry) -> Entry:
        told = self._everything or entry.kind in _TOLD
        return replace(entry, kind=entry.kind if told else "record", name="")

    def _event(self, digest: bytes) -> int | None:
        found = self._events.get(digest)
        number = found.pop(0).seq if found else None
        return number if self._everything else None
