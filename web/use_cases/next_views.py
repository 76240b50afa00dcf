"""What is told of what happens next, and of what happened, in words that pages and the API hand on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["acts", "tells", "asks", "waits", "begins", "ends", "way"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that follows: what it is called, who is concerned, by when, and what else is told of it.

    `anchor` is where the page of the case tells more of it.
    """

    kind: Kind
    label: str
    who: str = ""
    by: str = ""
    more: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class NextStatement:
    """What follows under a condition, which is the beginning of a sentence.

    `besides` are statements that hold where this one does and something more.
    """

    when: str
    follows: tuple[NextStep, ...]
    besides: tuple["NextStatement", ...] = ()


@dataclass(frozen=True, slots=True)
class NextView:
    """What happens once a form is submitted; `meanwhile` is what happens while it is not.

    It is not `whole` where the diagram has too many ways to be told; `held` says that a hold stops dates,
    `of_case` that it is told of the case as it stands and not of any case.
    """

    statements: tuple[NextStatement, ...]
    meanwhile: tuple[str, ...]
    whole: bool
    held: bool
    of_case: bool


@dataclass(frozen=True, slots=True)
class HappenedView:
    """What a submission led to at once, as far as its reader may see; `everything` says that this is all.

    A step of the kind "way" is a way that was taken, of the kind "asks" a decision with what it said.
    """

    reference: str
    label: str
    by: str
    at_utc: datetime
    steps: tuple[NextStep, ...]
    everything: bool
    closed: bool
