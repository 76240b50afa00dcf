"""The name a file comes with: kept so that people know it again, and harmless wherever it is shown."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
# Control characters, and those that turn the direction of writing: with them a name could end otherwise
# than it reads.
_NOT_SHOWN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')


def fit_name(name: str) -> str:
    """Return the last part of the name, without what does not belong into one; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = _NOT_IN_NAMES.sub("_", _NOT_SHOWN.sub("", last))
    shown = " ".join(shown.split()).lstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        stem, ending = shown, ""
    kept = stem[: LONGEST - len(ending[:10]) - len(dot)].rstrip(". ") or "file"
    return f"{kept}{dot}{ending[:10]}"


def ending_of(name: str) -> str:
    """Return the ending with its dot, in small letters; "" where there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""
