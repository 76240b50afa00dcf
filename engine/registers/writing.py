"""What a step writes into registers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PROPERTY: Final = "register"
ROW_PROPERTY: Final = "register-row"
MOST_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class RegisterWrite:
    """Fields of one row, in JSON; the others keep what they hold.

    Rows are numbered from 1 within a register and a process instance. ``last`` is given where a form wrote
    every row anew: rows after it are dropped.
    """

    register: str
    row: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    last: int | None = None


def written_over(fields: Mapping[str, Any], write: RegisterWrite) -> dict[str, Any]:
    """Return the fields of a row after a write; what is null is left out."""
    both = {**fields, **write.fields}
    return {key: value for key, value in both.items() if value is not None}
