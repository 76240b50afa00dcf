"""A template: the text of a document, with the places where a case's answers are filled in."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from engine.bpmn.model import Formula


class Whose(Enum):
    """What an inline placeholder reads; the value is the word that begins it, where there is one."""

    ANSWER = "answer"
    BY = "by"
    DATE = "date"
    CASE = "case"
    FACTS = "facts"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it is written in the template."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder inside text: an answer of a task, or who gave it and when, or a value of the case."""

    whose: Whose
    task: str
    name: str
    line: int
    strong: bool = False


Inline = Words | Place

_SHARED: Final = re.compile(r"\b(?:facts|case)\.\w+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the document's title; the highest has level 2."""

    level: int
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. One that is a single placeholder takes the paragraphs of its answer."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[tuple[Inline, ...], ...]
    numbered: bool


class Shape(Enum):
    """How a block shows submissions; the value is the word that begins it."""

    ANSWERS = "answers"
    TABLE = "table"
    CARDS = "cards"
    EVERY = "every"
    MERGED = "merged"
    MISSING = "missing"
    COUNT = "count"
    COUNT_EVERY = "count every"
    DAYS_TO = "days to"


@dataclass(frozen=True, slots=True)
class Shown:
    """Answers of one task as a block.

    ``rows`` is the path of a repeatable group (for count: of the question that is counted), ``by`` the date
    in each row that merged rows are sorted by, ``columns`` the questions shown: all where it is empty. For
    missing, ``by`` is the task and ``rows`` the question of it that says which agencies were asked.
    """

    shape: Shape
    task: str
    rows: str
    by: str
    columns: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of tables with the rows that answered; of these business rule tasks, or all."""

    elements: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Notices:
    """Who was told what, and when; of these messages, or all."""

    messages: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Only:
    """Blocks that stand in the document only where the condition is true."""

    condition: Formula
    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Bullets | Shown | Decisions | Notices | Only


@dataclass(frozen=True, slots=True)
class Template:
    """One file of workflows/documents.

    ``tasks`` are the (process, element) whose submissions it is made of. ``needs`` are those among them that
    must be completed before it can be made; ``when`` must then be true, and ``otherwise`` says in words what
    has to happen first. ``seen_by`` are the roles that may open it. A template ``for_year`` counts over all
    cases of a year, any other one is about a single case. ``lines`` are those of the head, by key and by task
    as it is written there.
    """

    name: str
    file: str
    title: str
    marking: str
    clauses: tuple[str, ...]
    formats: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    when: Formula | None
    otherwise: str
    seen_by: tuple[str, ...]
    for_year: bool
    blocks: tuple[Block, ...]
    lines: dict[str, int]

    def process_of(self, task: str) -> str | None:
        """Return the process of a task that the template lists."""
        return next((process for process, element in self.tasks if element == task), None)


def shared_names(template: Template) -> frozenset[str]:
    """Return the facts and fields of the case that a document says or that decide what stands in it.

    Each is a name like `facts.outcome` or `case.decision`; `facts` is every fact, where tables' decisions
    are shown.
    """
    blocks = every_block(template.blocks)
    formulas = [each.condition.text for each in blocks if isinstance(each, Only)]
    formulas += [template.when.text] if template.when is not None else []
    places = [
        f"{place.whose.value}.{place.name}"
        for block in blocks
        for place in places_of(block)
        if place.whose in (Whose.FACTS, Whose.CASE)
    ]
    every = ["facts"] if any(isinstance(each, Decisions) for each in blocks) else []
    return frozenset([*places, *every, *(n for each in formulas for n in _SHARED.findall(each))])


def every_block(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with those inside conditions, in the order of the text."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Only):
            found.extend(every_block(block.blocks))
    return tuple(found)


def places_of(block: Block) -> tuple[Place, ...]:
    """Return the placeholders inside a block's text."""
    match block:
        case Heading() | Paragraph():
            runs: tuple[Inline, ...] = block.content
        case Bullets():
            runs = tuple(run for item in block.items for run in item)
        case _:
            runs = ()
    return tuple(run for run in runs if isinstance(run, Place))
