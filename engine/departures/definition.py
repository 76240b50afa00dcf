"""What a kind of departure is, as its owner writes it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.bpmn.model import Element, Formula

DEPARTURES: Final = "workflows/departures.yaml"


class Moment(StrEnum):
    """What a kind of departure looks at: when its conditions are asked."""

    COMPLETED = "completed"  # somebody completed a user task
    REACHED = "reached"  # a token came to an element
    TAKEN = "flow taken"  # a token passed along a flow
    OVERDUE = "overdue"  # a day passed on which a user task was open, or it was completed then
    EXTENDED = "extended"  # the deadline of a user task was moved to a later day
    CONFLICT = "conflict found late"  # somebody who had done a user task declared a conflict
    WRITTEN = "register written"  # a row of a register changed


ANYWHERE: Final = frozenset({Moment.OVERDUE, Moment.EXTENDED, Moment.CONFLICT})
"""What may be looked at at every step alike."""

GIVES_ITS_REASON: Final = frozenset({Moment.EXTENDED, Moment.CONFLICT})
"""What nobody can do without saying why: no form has to be named."""


@dataclass(frozen=True, slots=True)
class AnswerAt:
    """An answer: the question of that path in the form of a step."""

    process: str
    element: str
    question: str

    @property
    def step(self) -> str:
        """Return the step as owners write it."""
        return f"{self.process}/{self.element}"

    def __str__(self) -> str:
        """Return it as owners write it."""
        return f"{self.step}/{self.question}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of departure may be found.

    ``at`` is a step or flow (`process/element`), a register, or None for every step. Without ``when`` it is
    one always; ``clause`` is None for the first clause of the step itself. ``reason`` names the answers of
    which the first that was given is the reason, and ``follows`` says that they are given in a later step.
    """

    at: str | None
    when: Formula | None
    sentence: str
    clause: str | None
    reason: tuple[AnswerAt, ...]
    follows: bool
    line: int

    def clause_at(self, element: Element) -> str:
        """Return the clause that is departed from at the element."""
        return self.clause or next(iter(element.clauses), "")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of departure. Of its places, the first whose condition is true counts."""

    key: str
    title: str
    looks_at: Moment
    places: tuple[Place, ...]
    line: int
