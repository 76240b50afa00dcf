"""What lists of tasks give to pages and API: frozen, and without anything a person wrote."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from web.store.task_lists import WHICH, WHOSE, TaskFilters
from web.use_cases.open_task_views import OpenTask

__all__ = ["WHICH", "WHOSE", "TaskFilters"]

# What is read at a glance, and costs little to show where thousands of tasks wait.
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; where there are more than are counted, `more` is true."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        """Return the count in words: "50+" where more were not counted."""
        return f"{self.number}+" if self.more else str(self.number)


@dataclass(frozen=True, slots=True)
class TaskListPage:
    """A page of tasks that wait for the person, with what waits for them in all.

    `shared` are the ids of those of the page that somebody else of the role could do too, so that taking one
    says something. `new` are the ids of those that are new to them, `new_since_utc` since when (None: they
    never looked before). `of_an_agency` says whether tasks of their agency can wait for them.
    """

    filters: TaskFilters
    tasks: tuple[OpenTask, ...]
    shared: frozenset[str]
    new: frozenset[str]
    next_after: str | None
    late: Count
    week: Count
    new_count: Count
    today: date
    week_ends: date
    new_since_utc: datetime | None
    of_an_agency: bool


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case on which the person did something, and that waits for somebody else now.

    `tasks` are empty where the person does not see where the case stands.
    """

    reference: str
    did: str
    did_at_utc: datetime
    tasks: tuple[OpenTask, ...]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Cases that wait for others, those first where the person did something last."""

    cases: tuple[WaitingCase, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class PossibleHolder:
    """Somebody to whom a task can be handed; `name` says for whom they would act as a deputy."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A task was handed to somebody, or to every holder again (`to` None), and why."""

    to: str | None
    by: str
    at_utc: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class HandingOver:
    """A task that may be handed over: to whom, and what was handed on before."""

    task: OpenTask
    holders: tuple[PossibleHolder, ...]
    before: tuple[HandoverView, ...]
