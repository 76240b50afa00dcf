"""The manifest: the SHA-256 of every other file of a dossier, as `sha256sum` writes and checks it."""

import re
from collections.abc import Iterable
from typing import Final

from web.dossier.archive import Member

MANIFEST: Final = "manifest.txt"
ABOUT: Final = "about.json"
ENTRIES: Final = "entries.json"
TRAIL: Final = "audit.jsonl"
FORMAT: Final = 1
"""The number of this way of writing a dossier, which `about.json` names."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S+)")


def manifest_of(members: Iterable[Member]) -> bytes:
    """Return the manifest of these files, in their order."""
    return "".join(f"{each.digest}  {each.name}\n" for each in members).encode("ascii")


def read_manifest(content: bytes) -> list[tuple[str, str]] | int:
    """Return digest and name of each line, or the number of the first line that is none."""
    text = content.decode("ascii", "replace")
    found = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            return number
        found.append((match[1], match[2]))
    return found if text.endswith("\n") else len(found) + 1
