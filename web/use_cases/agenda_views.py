"""What the pages of a meeting show: its agenda, and who attended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from web.use_cases.corrected_since import CorrectedSince
from web.use_cases.files_handed_in import FileHandedIn
from web.use_cases.meeting_views import MeetingView
from web.use_cases.open_task_views import OpenTask

STANDING_WORDS: Final[Mapping[str, str]] = {
    "present": "Present",
    "apologies": "Apologies",
    "absent": "Absent",
}
"""How somebody stands who belongs to a meeting, in words."""


@dataclass(frozen=True, slots=True)
class AgendaPaper:
    """A document that was made of a case, in its newest version that the reader may open.

    `corrected` says that it rests on an answer that was corrected since.
    """

    name: str
    title: str
    version: int
    corrected: CorrectedSince | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was decided: the step, by whom, and what was answered that is chosen or dated, in words."""

    submission: UUID
    label: str
    by: str
    at_utc: datetime
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A case on an agenda, as far as the reader sees it; ``number`` is its place on the whole agenda.

    ``papers`` were made of the case, ``files`` handed in on it; ``conflicts`` are the names of who has
    declared a conflict on it.
    """

    number: int
    reference: str
    received_on: date
    by_hand: bool
    waits: tuple[OpenTask, ...]
    comes_up: tuple[str, ...]
    papers: tuple[AgendaPaper, ...]
    files: tuple[FileHandedIn, ...]
    conflicts: tuple[str, ...]
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody who belongs to a meeting, with why; ``standing`` is None until it is recorded."""

    person: UUID
    name: str
    roles: tuple[str, ...]
    standing: str | None


@dataclass(frozen=True, slots=True)
class AgendaView:
    """A meeting's agenda for one reader; ``left_out`` says that it holds cases they may not see."""

    meeting: MeetingView
    about: str | None
    lines: tuple[AgendaLine, ...]
    left_out: bool
    attendance: tuple[Attending, ...]
    may_keep: bool
    may_arrange: bool
