"""What the files of a dossier are called: where each entry, picture and file of the protocol stands in it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from web.dossier.contents import Entry

_FOLDERS: Final = {
    "submission": "submissions",
    "decision": "decisions",
    "register_row": "registers",
    "document": "documents",
    "file": "files",
    "correction": "corrections",
    "correction_reason": "corrections",
    "extension": "extensions",
    "departure": "departures",
    "handover": "handovers",
    "conflict": "conflicts",
    "withdrawal": "conflicts",
    "appointment": "appointments",
    "facts": "facts",
}
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry that is given stands, with its salt."""

    entry: Entry
    file: str
    salt: str


def places_of(entries: Iterable[Entry]) -> Mapping[bytes, Place]:
    """Return where each entry that is given stands, by its digest; they are numbered folder by folder."""
    found: dict[bytes, Place] = {}
    numbers: Counter[str] = Counter()
    for entry in entries:
        if not entry.given:
            continue
        folder = _FOLDERS[entry.kind]
        numbers[folder] += 1
        file = f"{folder}/{numbers[folder]:04d}-{plain(entry.name)}.{plain(entry.ending)}"
        found[entry.digest] = Place(entry, file, f"{file}.salt")
    return found


def protocol_file(deployment: int, path: str) -> str:
    """Return where a file of a version of the protocol stands."""
    return f"protocol/version-{deployment}/{'/'.join(map(plain, path.split('/')))}"


def plain(name: str) -> str:
    """Return a name that every system takes, and that reads the same on all of them."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:_LONGEST] or "x"
