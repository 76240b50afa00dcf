"""Where a case stood when a correction had opened it again: what happened before is not played again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.correcting.pairing import renamed, renamed_id
from engine.correcting.play import Play, RunKey
from engine.effects import TaskOpened


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
