"""A problem in a model that could still be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """Something wrong in a model that could still be read; what it stands in evaluates to null."""

    line: int
    element: str
    label: str
    what: str
    why: str
    instead: str
