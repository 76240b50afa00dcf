"""A refusal of the gate in words: what was drawn, why it cannot stand, and what to draw instead."""

from dataclasses import dataclass
from typing import Final

IGNORED: Final = "It would be passed over in silence."
HANGS: Final = "A case that came here would never go on, and nobody would be told."


@dataclass(frozen=True, slots=True)
class Refusal:
    """``drawn`` names the matter in the printed table; the rest are the three parts of a `Problem`.

    ``what`` and ``instead`` may hold names in braces, filled in where the problem is found.
    """

    drawn: str
    what: str
    why: str
    instead: str
