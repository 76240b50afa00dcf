"""What is shown of a user task that waits, and of its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.deadline import Deadline
from engine.settings import Setting


@dataclass(frozen=True, slots=True)
class TaskHold:
    """Somebody took a task, or was handed it by `handed_by`: only they complete it while they hold it."""

    by: str
    mine: bool
    at_utc: datetime
    handed_by: str | None = None


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """Somebody else opened the task at that time, not long ago, or saved a draft of it."""

    by: str
    at_utc: datetime
    has_draft: bool


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits. `holders` are the names of who could complete it; `late` is past its day.

    `deputy_for` is for whom the reader would complete it as a deputy; it is `vacant` where nobody could;
    `kept_apart` says in sentences who of the role did what another person must go on with.

    `run` says which process instance of the case it is in, as in InstanceView. `why` says how the due date
    came about, and `statutory` whether law or guidance fixes it; `fixed` is the sentence that says why it may
    not be extended, "" where it may. `hold` says who took it, if somebody did who may still complete it;
    `seen` who else opened it not long ago or has begun to write.
    """

    reference: str
    task_id: str
    process: str
    element: str
    label: str
    role: str
    role_title: str
    agency: str | None
    due: date | None
    late: bool
    opened_at_utc: datetime
    holders: tuple[str, ...] = ()
    mine: bool = False
    has_draft: bool = False
    deputy_for: str | None = None
    vacant: bool = False
    kept_apart: tuple[str, ...] = ()
    run: int = 1
    why: Deadline | None = None
    fixed: str = ""
    hold: TaskHold | None = None
    seen: tuple[TaskSeen, ...] = ()

    @property
    def statutory(self) -> bool:
        """Say whether law or its guidance fixes the due date, so that no hold stops it."""
        return self.why is not None and self.why.clock == "statutory"


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A task whose deadline is looked at, with the settings by key that its reasons name."""

    task: OpenTask
    settings: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Extended:
    """A deadline was extended to the day `due`."""

    reference: str
    task_id: str
    label: str
    due: date
