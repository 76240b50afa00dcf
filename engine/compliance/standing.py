"""The clauses that apply to a case so far, and how it stands to each of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from engine.clauses import Clause


class Status(StrEnum):
    """How a case stands to a clause, what matters most first; the value is the word people read."""

    DEPARTED = "Departed from"
    LATE = "Met late"
    TO_COME = "Still to come"
    MET = "Met"


class Shown(StrEnum):
    """What shows that a clause was met; the value is the word people read."""

    STEP = "step"
    PASSED = "passed"
    NOTICE = "notice"
    ROW = "row of a table"
    ANSWER = "answer"
    GUIDANCE = "guidance beside the form"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a case: an element of a process, in the process instance of the case that ``run`` counts.

    ``run`` is None for a step of a process that the case has not come to.
    """

    process: str
    element: str
    run: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was done, and meets a clause.

    ``days_late`` counts the days after its due date, 0 where it was in time or had none, and ``why_late`` is
    the reason that was given. ``of`` is the id of the submission, decision or document that shows it;
    ``times`` counts the answers of one submission that do. ``corrected`` as of a Departing.
    """

    shown: Shown
    label: str
    on: date
    at: Place | None
    days_late: int = 0
    of: UUID | None = None
    why_late: str | None = None
    times: int = 1
    corrected: UUID | None = None


@dataclass(frozen=True, slots=True)
class Departing:
    """A departure from a clause: in a sentence, with the reason that somebody gave, if one did.

    ``corrected`` is its id where that reason rests on an answer that was corrected since.
    """

    sentence: str
    reason: str | None
    on: date
    at: Place
    corrected: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that will meet a clause: one that waits now (``waits``), or that is certain to come.

    One that ``passes`` is a gateway or event, at which nobody does anything.
    """

    label: str
    at: Place
    waits: bool
    due: date | None = None
    late: bool = False
    passes: bool = False


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """How a case stands to one clause, and all that shows it."""

    clause: Clause
    status: Status
    evidence: tuple[Evidence, ...]
    departures: tuple[Departing, ...]
    ahead: tuple[Ahead, ...]


Cited = TypeVar("Cited")
_IN_A_FORM = frozenset({Shown.ANSWER, Shown.GUIDANCE})


def standings(
    clauses: Mapping[str, Clause],
    *,
    evidence: Iterable[tuple[str, Evidence]],
    departures: Iterable[tuple[str, Departing]],
    ahead: Iterable[tuple[str, Ahead]],
) -> tuple[ClauseStanding, ...]:
    """Return the clauses to which something is known of the case, in the order of the register.

    Everything comes with the id of the clause that it is about; what is about none of ``clauses`` is left
    out. A clause that was departed from stays so, whatever else was done; one that was met late once was met
    late; one that was met and will be asked for again is met.

    Of what shows the same thing the plainest is kept: a step and not its answers, one line for the answers of
    one form, and a gateway or event that was passed only where nothing else shows it.
    """
    met, left, coming = _by_clause(evidence), _by_clause(departures), _by_clause(ahead)
    return tuple(
        ClauseStanding(
            clause,
            _status(met[each], left[each]),
            tuple(_plainest(met[each])),
            tuple(left[each]),
            tuple(_acted_on(coming[each])),
        )
        for each, clause in clauses.items()
        if met[each] or left[each] or coming[each]
    )


def counted(found: Iterable[ClauseStanding]) -> Mapping[Status, int]:
    """Return how many clauses stand in each way, every way named."""
    counts = dict.fromkeys(Status, 0)
    for each in found:
        counts[each.status] += 1
    return counts


def in_status(found: Iterable[ClauseStanding], status: Status) -> Iterator[ClauseStanding]:
    """Yield the clauses that stand in one way."""
    return (each for each in found if each.status is status)


def _by_clause(items: Iterable[tuple[str, Cited]]) -> defaultdict[str, list[Cited]]:
    found: defaultdict[str, list[Cited]] = defaultdict(list)
    for clause, item in items:
        if item not in found[clause]:
            found[clause].append(item)
    return found


def _plainest(met: list[Evidence]) -> list[Evidence]:
    steps = {each.of for each in met if each.shown is Shown.STEP and each.of is not None}
    shown: dict[tuple[object, ...], Evidence] = {}
    for each in met:
        if each.shown in _IN_A_FORM and each.of in steps:
            continue
        same = (each.shown, each.of) if each.shown in _IN_A_FORM else (each,)
        before = shown.get(same)
        shown[same] = each if before is None else replace(before, times=before.times + 1)
    active = [each for each in shown.values() if each.shown is not Shown.PASSED]
    return active or list(shown.values())


def _acted_on(coming: list[Ahead]) -> list[Ahead]:
    return [each for each in coming if not each.passes] or coming


def _status(met: list[Evidence], left: list[Departing]) -> Status:
    if left:
        return Status.DEPARTED
    if any(each.days_late for each in met):
        return Status.LATE
    return Status.MET if met else Status.TO_COME
