"""Play a scenario on a desk, and set what happened beside what was expected.

Expected and found are compared as they are written in the file: lists, mappings and texts. So nothing
that happens can go unstated, and nothing that is stated can go unlooked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.calendar import LONDON
from engine.correcting import CorrectionRefusedError
from engine.desk import CorrectionMade, DepartureMade, Desk, OpenTask, Record, RegisterRow
from engine.errors import (
    EngineError,
    ExecutionError,
    InstanceStateError,
    InvalidAnswersError,
    NotPermittedError,
)
from engine.scenarios import (
    Act,
    Appoints,
    Corrects,
    DeclaresConflict,
    Does,
    Extends,
    MeetingChanges,
    Meets,
    Scenario,
    Starts,
    Waits,
    WaitsUntil,
    WithdrawsConflict,
    without,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was expected and something else that was found, both as written in a file."""

    about: str
    expected: Any
    found: Any


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """What one step led to, as it is written in a file, and when it was over.

    ``needs`` are the answers without which the step was refused.
    """

    at: datetime
    then: list[dict[str, Any]]
    refused: Any
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Play:
    """A scenario that was played.

    `steps` stop at the first refusal that was not expected, or that was expected and did not come of an
    answer left out.
    """

    scenario: Scenario
    steps: tuple[PlayedStep, ...]
    ends: dict[str, Any]

    def differences_at(self, number: int) -> tuple[Difference, ...]:
        """Return what happened otherwise than stated in the step of that number, from 0."""
        stated, played = self.scenario.steps[number], self.steps[number]
        needs = stated.act.needs if isinstance(stated.act, Does | Starts) else ()
        return (
            *_compare("needs", list(needs), list(played.needs)),
            *_compare("refused", stated.refused, played.refused),
            *_compare("then", stated.then, played.then),
        )

    def differences_at_the_end(self) -> tuple[Difference, ...]:
        """Return what else happened otherwise than stated."""
        stated = self.scenario.ends
        if not isinstance(stated, Mapping):
            return (Difference("ends", stated, self.ends),)
        keys = dict.fromkeys([*self.ends, *stated])
        return tuple(
            difference
            for key in keys
            for difference in _compare(key, stated.get(key), self.ends.get(key))
        )

    @property
    def as_expected(self) -> bool:
        """Say whether every step was played and everything happened as stated, and nothing else."""
        return (
            len(self.steps) == len(self.scenario.steps)
            and not any(self.differences_at(number) for number in range(len(self.steps)))
            and not self.differences_at_the_end()
        )


def play(scenario: Scenario, desk: Desk) -> Play:
    """Play the scenario to its end, or to where it cannot go on as it is stated."""
    steps: list[PlayedStep] = []
    for step in scenario.steps:
        needs, taken = _needed(step.act, desk)
        refused = None if taken else _do(step.act, desk)
        then = [_open(each) for each in desk.open_tasks()]
        steps.append(PlayedStep(desk.now(), then, refused, needs))
        if taken or (refused is not None and step.refused is None):
            break
    return Play(scenario, tuple(steps), _ends(desk.record()))


def _needed(act: Act, desk: Desk) -> tuple[tuple[str, ...], bool]:
    """Try the step without each answer it is said to need.

    Return those without which it was refused for that reason, and whether it was taken without one.
    """
    needed: list[str] = []
    if not isinstance(act, Does | Starts):
        return (), False
    for each in act.needs:
        less = replace(act, answers=without(act.answers, each), needs=())
        match _do(less, desk):
            case None:
                return tuple(needed), True
            case list() as problems if any(_is_about(problem, each) for problem in problems):
                needed.append(each)
    return tuple(needed), False


def _is_about(problem: str, needed: str) -> bool:
    """Say whether the path of a problem (``actions.0.owner``) is that of the answer, or within it."""
    path = ".".join(name for name in problem.split(".") if not name.isdecimal())
    return path == needed or path.startswith(f"{needed}.")


def _do(act: Act, desk: Desk) -> Any:
    """Do the step; return None, or what was refused."""
    try:
        _act(act, desk)
    except InvalidAnswersError as refusal:
        return list(refusal.problems)
    except NotPermittedError:
        return "not permitted"
    except CorrectionRefusedError as refusal:
        return f"no correction: {refusal.why}"
    except InstanceStateError:
        return "not open"
    except ExecutionError as refusal:
        return f"{refusal.element}: {refusal.sentence}"
    except EngineError as refusal:
        return str(refusal)
    return None


def _act(act: Act, desk: Desk) -> None:
    match act:
        case Does():
            if desk.record().processes:
                desk.complete(act.task, by=act.who, agency=act.agency, answers=act.answers)
            else:
                desk.start(act.task, by=act.who, answers=act.answers)
        case Starts():
            desk.begin(act.process, by=act.who, answers=act.answers)
        case Extends() | Corrects():
            _change_what_was_done(act, desk)
        case Waits():
            desk.advance(act.until(desk.now()))
        case WaitsUntil():
            desk.advance(act.moment)
        case Meets():
            meeting = desk.next_meeting(act.kind)
            if meeting is None:
                raise InstanceStateError(f"no meeting of {act.kind} is known")
            desk.advance(meeting)
        case MeetingChanges():
            _change_meeting(act, desk)
        case _:
            _change_who_acts(act, desk)


def _change_what_was_done(act: Extends | Corrects, desk: Desk) -> None:
    common: Any = {"by": act.who, "agency": act.agency, "reason": act.reason}
    match act:
        case Extends():
            desk.extend(act.task, to=act.to, **common)
        case Corrects():
            desk.correct(act.task, answers=act.answers, **common)


def _change_who_acts(act: DeclaresConflict | WithdrawsConflict | Appoints, desk: Desk) -> None:
    match act:
        case DeclaresConflict():
            desk.declare_conflict(by=act.who, nature=act.nature)
        case WithdrawsConflict():
            desk.withdraw_conflict(act.of, by=act.who, reason=act.reason)
        case Appoints():
            desk.appoint(act.role, act.person, by=act.who, reason=act.reason)


def _change_meeting(act: MeetingChanges, desk: Desk) -> None:
    match act:
        case MeetingChanges(at=None, to=datetime() as to):
            desk.add_meeting(act.kind, to)
        case MeetingChanges(at=datetime() as at, to=datetime() as to):
            desk.move_meeting(act.kind, at, to=to)
        case MeetingChanges(at=datetime() as at):
            desk.cancel_meeting(act.kind, at)


def _open(task: OpenTask) -> dict[str, Any]:
    found: dict[str, Any] = {"task": task.task, "lane": task.lane}
    if task.agency is not None:
        found["agency"] = task.agency
    if task.due is not None:
        found["due"] = task.due.isoformat()
    if task.held_by is not None:
        found["held_by"] = list(task.held_by)
    return found


def _ends(record: Record) -> dict[str, Any]:
    return {
        "decisions": [
            {
                "at": each.at,
                "decision": each.decision,
                "result": as_written(each.result),
                "rows": list(each.rows),
            }
            for each in record.decisions
        ],
        "notices": [
            {"message": each.message, "to": " ".join(each.to)}
            | ({} if each.agency is None else {"agency": each.agency})
            for each in record.notices
        ],
        "reached": list(record.reached),
        "processes": [{process: state} for process, state in record.processes],
        "cannot_see": list(record.cannot_see),
    } | _exceptions(record)


def _exceptions(record: Record) -> dict[str, Any]:
    """Return what stands at the end of a scenario only where there was any."""
    deputies = [
        {"task": each.task, "by": each.by, "for": each.stands_for}
        for each in record.acts_of_deputies
    ]
    late = [{"who": each.who, "after": list(each.after)} for each in record.late_conflicts]
    return {
        key: found
        for key, found in (
            ("acts_of_deputies", deputies),
            ("late_conflicts", late),
            ("corrections", [_correction(each) for each in record.corrections]),
            ("registers", [_row(each) for each in record.registers]),
            ("departures", [_departure(each) for each in record.departures]),
        )
        if found
    }


def _departure(made: DepartureMade) -> dict[str, Any]:
    found: dict[str, Any] = {"departure": made.departure, "at": made.at, "clause": made.clause}
    if made.agency is not None:
        found["agency"] = made.agency
    if made.due is not None:
        found["due"] = made.due.isoformat()
    return {**found, "on": made.on.isoformat()}


def _correction(made: CorrectionMade) -> dict[str, Any]:
    return {"task": made.task, "by": made.by, "outcome": made.outcome}


def _row(row: RegisterRow) -> dict[str, Any]:
    found: dict[str, Any] = {"register": row.register, "row": str(row.row), "state": row.state}
    if row.due is not None:
        found["due"] = row.due.isoformat()
    return {**found, **as_written(row.fields)}


def as_written(value: Any) -> Any:
    """Return a JSON value as a scenario file writes it: every scalar is text."""
    if isinstance(value, Mapping):
        return {str(key): as_written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_written(item) for item in value]
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _compare(about: str, expected: Any, found: Any) -> Iterator[Difference]:
    if expected != found:
        yield Difference(about, expected, found)


def describe_moment(moment: datetime) -> str:
    """Return the moment in words, on the clock of London."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
