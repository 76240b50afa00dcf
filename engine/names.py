"""Names that people choose in files: how they are spelt, and which one was probably meant."""

import difflib
import re
from collections.abc import Iterable
from typing import Final

SNAKE_CASE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Return the known name most like the one written, or None where nothing is like it."""
    found = difflib.get_close_matches(written, list(known), n=1, cutoff=0.6)
    return found[0] if found else None
