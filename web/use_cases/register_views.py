"""What is shown of registers: already in words, and cut to what the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from web.small_numbers import Count
from web.use_cases.corrected_since import CorrectedSince


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """Which rows to list; empty texts choose all."""

    state: str = ""
    agency: str = ""
    reference: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class RegisterTitle:
    """A register in the list of registers, with how many rows there are and how many of them are late."""

    key: str
    title: str
    about: str
    rows: Count
    late: Count


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One field of a row in words, "" where it holds nothing."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row: the case by its reference, the process on it by its position, and how the row stands.

    `corrected` says that it rests on an answer that was corrected since, without having been written anew.
    """

    reference: str
    position: int
    row: int
    state: str
    state_words: str
    due: date | None
    late: bool
    cells: tuple[RegisterCell, ...]
    agencies: tuple[str, ...]
    corrected: CorrectedSince | None = None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The rows of a register; `chosen` counts those that the filters leave, `total` all of them."""

    key: str
    title: str
    one: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    states: Mapping[str, str]
    agencies: Mapping[str, str]
    chosen: Count
    total: Count


@dataclass(frozen=True, slots=True)
class RowChange:
    """A field that a step changed, in words; "" where it held or holds nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowVersion:
    """What one step made of a row: when, who (or "the program"), which step, what changed.

    `corrected` says that the answer given in the step was corrected since.
    """

    at_utc: datetime
    by: str
    step: str
    changes: tuple[RowChange, ...]
    dropped: bool
    corrected: CorrectedSince | None = None


@dataclass(frozen=True, slots=True)
class RegisterRowView:
    """One row with its fields and its history."""

    title: str
    one: str
    line: RegisterLine
    cells: tuple[RegisterCell, ...]
    versions: tuple[RowVersion, ...]
