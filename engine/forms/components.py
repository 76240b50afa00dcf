"""What a form is made of: questions, groups of them, repeatable rows of them, and guidance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from engine.feel import Expression
from engine.uploads import FileKind


class Kind(Enum):
    """How a question is asked; the value is the word used in templates and messages."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    RADIOS = "radios"
    SELECT = "select"
    CHECKLIST = "checklist"
    CHECKBOX = "checkbox"
    FILES = "files"

    @property
    def chooses(self) -> bool:
        """Say whether the answer is one or more of given choices."""
        return self in (Kind.RADIOS, Kind.SELECT, Kind.CHECKLIST)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen: what is kept, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A FEEL expression of a form, with the line it stands on (for the gate)."""

    text: str
    expression: Expression
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    ``path`` is where the answer stands in the submission, dots between (``facts.outcome``;
    ``children.last_name`` stands in each row of ``children``). ``name`` is how sentences call the
    answer ("the child's last name"). ``register`` is ``agencies`` or ``people`` where the choices
    come from a register, and ``choices`` is then empty. ``offers`` holds, for some choices, the
    condition under which they are offered. A question of kind FILES ``accepts`` kinds of files, at most
    ``at_most`` of them, none larger than ``megabytes``. ``declares`` is ``conflict`` or None; ``appoints``
    a role key or None. ``lists`` says that the agencies chosen are under review from then on, ``not_from``
    that nobody who works for one of them may be chosen. ``properties`` is everything the form editor's
    custom properties hold.
    """

    key: str
    path: str
    kind: Kind
    label: str
    name: str
    line: int
    description: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    register: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimal_digits: int = 0
    min_length: int | None = None
    max_length: int | None = None
    looks_like: str | None = None
    earliest: Condition | None = None
    latest: Condition | None = None
    hide: Condition | None = None
    offers: Mapping[str, Condition] = field(default_factory=dict)
    accepts: tuple[FileKind, ...] = ()
    at_most: int = 1
    megabytes: Condition | None = None
    declares: str | None = None
    appoints: str | None = None
    lists: bool = False
    not_from: bool = False
    clauses: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    in_rows: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading; ``path`` is "" where their answers stand beside the others."""

    path: str
    label: str
    components: tuple["Component", ...]
    line: int
    description: str = ""
    hide: Condition | None = None
    clauses: tuple[str, ...] = ()
    entry: "Entry | None" = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a group, or each row of a repeatable group, writes into a register.

    ``row`` yields the number of the row that a group writes to (1 without it); ``sets`` are fields that
    nobody is asked for, each with the formula of its value.
    """

    register: str
    row: Condition | None
    sets: Mapping[str, Condition]
    line: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """How rows make the chronology of a case: the keys of the date, and of whom a row is about ("" if none).

    ``gap`` yields after how many days without an entry the chronology says that there is a gap.
    """

    on: str
    about: str
    gap: Condition | None


@dataclass(frozen=True, slots=True)
class People:
    """How rows name the children that a chronology is about: the keys of their names, birth and death."""

    names: tuple[str, ...]
    born: str
    died: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A group that may be answered several times (several children, lines of a chronology)."""

    key: str
    path: str
    label: str
    one: str
    components: tuple["Component", ...]
    line: int
    description: str = ""
    at_least: int = 0
    at_most: int = 50
    shown_at_first: int = 1
    hide: Condition | None = None
    clauses: tuple[str, ...] = ()
    entry: Entry | None = None
    timeline: Timeline | None = None
    people: People | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """Text to read, in Markdown; ``slots`` are its formulas by what stands between ``{{`` and ``}}``."""

    text: str
    line: int
    hide: Condition | None = None
    beside: bool = False
    clauses: tuple[str, ...] = ()
    slots: Mapping[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between questions."""

    line: int
    hide: Condition | None = None


Component = Question | Group | Rows | Guidance | Separator
