"""Where a case stood when a correction had opened it again: what happened before is not played again."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from engine.calendar import Calendar
from engine.correcting.pairing import renamed, renamed_id
from engine.correcting.play import Play, Run, RunKey
from engine.deadline import deadline_from
from engine.effects import TaskOpened, TimerSet, Visited
from engine.version import Version


def base_after(play: Play, names: Mapping[str, str], opened: Sequence[Sequence[str]]) -> Play:
    """Return the play as the case keeps it: with the ids by which the case knows what stands.

    ``opened`` are the ids of every task of each process, in the order they opened on the case itself.
    """
    by_id = {
        names.get(task, task): (replace(effect, task_id=names.get(task, task)), key)
        for task, (effect, key) in play.open.items()
    }
    own = dict(names)
    base = Play(play.calendar, dict(play.fields), dict(play.facts))
    for number, run in enumerate(play.runs.values()):
        tasks = [by_id[each][0] if each in by_id else _closed(each) for each in opened[number]]
        key: RunKey = ("base", str(number))
        base.runs[key] = replace(run, key=key, state=renamed(run.state, own), opened=tasks)
    numbered = {run.key: ("base", str(number)) for number, run in enumerate(play.runs.values())}
    base.open = {task: (effect, numbered[key]) for task, (effect, key) in by_id.items()}
    base.timers = {
        renamed_id(timer, own): (
            replace(effect, timer_id=renamed_id(timer, own)),
            numbered[key],
        )
        for timer, (effect, key) in play.timers.items()
    }
    base.standing = {
        (names.get(token, token), element): (
            replace(effect, task_id=names.get(token, token)),
            numbered[key],
        )
        for (token, element), (effect, key) in play.standing.items()
    }
    return base


def _closed(task_id: str) -> TaskOpened:
    """Return a place in the order of tasks that waits for nobody any more."""
    return TaskOpened(task_id=task_id, process="", element="", lane="", role="")


def base_as_json(base: Play) -> dict[str, Any]:
    """Return where a case stood, to be kept sealed with it."""
    number = {key: place for place, key in enumerate(base.runs)}
    return {
        "facts": base.facts,
        "fields": base.fields,
        "runs": [
            {
                "process": run.process,
                "state": base64.b64encode(run.state).decode(),
                "ended": run.ended,
                "cancelled": run.cancelled,
                "opened": [each.task_id for each in run.opened],
            }
            for run in base.runs.values()
        ],
        "open": [[number[key], _written(effect)] for effect, key in base.open.values()],
        "timers": [[number[key], _written(effect)] for effect, key in base.timers.values()],
        "standing": [[number[key], asdict(effect)] for effect, key in base.standing.values()],
    }


def base_from_json(kept: Mapping[str, Any], versions: Sequence[Version]) -> Play:
    """Return where a case stood; ``versions`` are those of its processes, in the order they began."""
    base = Play(Calendar({}), dict(kept["fields"]), dict(kept["facts"]))
    for place, run in enumerate(kept["runs"]):
        key = ("base", str(place))
        base.runs[key] = Run(
            key,
            run["process"],
            versions[place],
            base64.b64decode(run["state"]),
            run["ended"],
            run["cancelled"],
            [_closed(each) for each in run["opened"]],
        )
    for place, written in kept["open"]:
        opened = TaskOpened(**_read(written, date.fromisoformat))
        run_of = base.runs["base", str(place)]
        base.open[opened.task_id] = opened, run_of.key
        run_of.opened = [
            opened if each.task_id == opened.task_id else each for each in run_of.opened
        ]
    for place, written in kept["timers"]:
        timer = TimerSet(**_read(written, datetime.fromisoformat))
        base.timers[timer.timer_id] = timer, ("base", str(place))
    for place, written in kept["standing"]:
        visited = Visited(**written)
        base.standing[visited.task_id, visited.element] = visited, ("base", str(place))
    return base


def _written(effect: TaskOpened | TimerSet) -> dict[str, Any]:
    whole = {each.name: getattr(effect, each.name) for each in fields(effect)}
    due, why = effect.due, effect.why
    return {
        **whole,
        "due": due and due.isoformat(),
        "why": None if why is None else why.as_json(),
    }


def _read(written: Mapping[str, Any], moment: Callable[[str], date]) -> dict[str, Any]:
    due, why = written["due"], written["why"]
    return {
        **written,
        "due": due and moment(due),
        "why": None if why is None else deadline_from(why),
    }
