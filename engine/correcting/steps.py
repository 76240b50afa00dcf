"""What carrying out a correction writes: for each process of the case its new state, and effects."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.correcting.again import tables_again
from engine.correcting.both_plays import BothPlays
from engine.correcting.history import Present
from engine.correcting.pairing import paired_states, renamed, renamed_id, token_of
from engine.correcting.play import Play, Run, RunKey
from engine.correcting.refusals import CorrectionRefusedError
from engine.effects import (
    CaseEnded,
    Departed,
    Effect,
    TaskCompleted,
    TaskDueMoved,
    TaskOpened,
    TaskWithdrawn,
    TimerFired,
    TimerSet,
    TimerWithdrawn,
    Visited,
)
from engine.execution import Step


def names_kept(first: Play, present: Present) -> dict[str, str]:
    """Return by what ids the case knows what stands in the first play.

    CorrectionRefusedError where the play does not give, to every value of every state, what stands now.
    """
    runs = list(first.runs.values())
    if (len(runs), first.facts, first.fields) != (
        len(present.states),
        dict(present.facts),
        dict(present.fields),
    ):
        raise CorrectionRefusedError("not understood")
    names: dict[str, str] = {}
    for run, kept in zip(runs, present.states, strict=True):
        found = paired_states(run.state, kept)
        if found is None:
            raise CorrectionRefusedError("not understood")
        names |= found
    return names


def steps_of(plays: BothPlays, names: Mapping[str, str], answered_in: int) -> dict[int, Step]:
    """Return the step of each process that the correction changes, by its number.

    What stands in both plays keeps its id; what stands in the first alone is withdrawn; what came out
    otherwise is written as it happens now. The process that the answer was given in has one in any case,
    which holds the facts and fields. A process that ends the whole case comes last.
    """
    steps = {}
    for number, run in enumerate(plays.first.runs.values()):
        other = plays.second.runs.get(run.key)
        if other is None:
            raise CorrectionRefusedError("process began", run.version.diagrams[run.process].name)
        found = _OfRun(plays, run, other, names).step(needed=number == answered_in)
        if found is not None:
            steps[number] = found
    return dict(
        sorted(
            steps.items(), key=lambda each: any(isinstance(e, CaseEnded) for e in each[1].effects)
        )
    )


def kept_names(plays: BothPlays, names: Mapping[str, str]) -> dict[str, str]:
    """Return by what ids the case knows what stands in the second play, where they are not the play's own."""
    first = {token for key in plays.first.runs for token in _tokens(plays.first, key)}
    return {
        token: names.get(own, own)
        for key in plays.second.runs
        for token in _tokens(plays.second, key)
        if (own := plays.pairs.to_first.get(token)) in first and own is not None
    }


class _OfRun:
    """One process of the case in both plays."""

    def __init__(self, plays: BothPlays, first: Run, second: Run, names: Mapping[str, str]) -> None:
        self._plays, self._first, self._second = plays, first, second
        standing_first = _tokens(plays.first, first.key)
        to_first = plays.pairs.to_first
        self._kept = {
            token: names.get(to_first[token], to_first[token])
            for token in _tokens(plays.second, second.key)
            if to_first.get(token) in standing_first
        }
        kept_first = {to_first[token] for token in self._kept}
        self._gone = standing_first - kept_first
        self._names = names
        # Of what both plays knew and what no longer stands, nothing more is to be said.
        self._over = {token for token, own in to_first.items() if token not in self._kept}

    def step(self, *, needed: bool) -> Step | None:
        cancelled = self._second.cancelled and not self._first.cancelled
        differing = [
            effect
            for moment in self._plays.moments
            for key, effect in (*moment.first[moment.same :], *moment.second[moment.same :])
            if key == self._first.key
        ]
        if self._first.ended and (differing or not self._second.ended):
            name = self._first.version.diagrams[self._first.process].name
            raise CorrectionRefusedError("process ended", name)
        if cancelled:
            return None
        effects = (
            *self._withdrawn(),
            *self._tables_again(),
            *self._happens_now(),
            *self._stands_again(),
            *self._moved(),
        )
        state = renamed(self._second.state, self._kept)
        as_it_was = not effects and paired_states(self._first.state, self._second.state) is not None
        if as_it_was and not needed:
            return None
        second = self._plays.second
        return Step(state, dict(second.facts), dict(second.fields), self._second.ended, effects)

    def _withdrawn(self) -> Iterator[Effect]:
        first, key = self._plays.first, self._first.key
        for task, (opened, of_run) in first.open.items():
            if of_run == key and task in self._gone:
                yield TaskWithdrawn(self._named(task), opened.element)
        for timer, (_, of_run) in first.timers.items():
            if of_run == key and timer.partition(":")[0] in self._gone:
                yield TimerWithdrawn(renamed_id(timer, dict(self._names)))
        for (token, _), (visited, of_run) in first.standing.items():
            if of_run == key and token in self._gone:
                yield replace(visited, task_id=self._named(token), state="cancelled")

    def _tables_again(self) -> Iterator[Effect]:
        """Yield the tables that say the same on other inputs; those that say otherwise happen now."""
        for moment in self._plays.moments:
            if moment.taken:
                for _, key, made in tables_again(
                    moment.first[: moment.same], moment.second[: moment.same]
                ):
                    if key == self._first.key:
                        yield made

    def _happens_now(self) -> Iterator[Effect]:
        for moment in self._plays.moments:
            for key, effect in moment.second[moment.same :]:
                if key == self._first.key and not self._is_over(effect):
                    yield _called_by(effect, self._kept)
            for key, effect in moment.departed:
                if key == self._first.key and isinstance(effect, Departed):
                    task = self._kept.get(effect.task_id or "")
                    yield replace(effect, task_id=task)

    def _is_over(self, effect: Effect) -> bool:
        ends = TaskCompleted | TaskWithdrawn | TimerFired | TimerWithdrawn
        if not (
            isinstance(effect, ends) or (isinstance(effect, Visited) and effect.state != "entered")
        ):
            return False
        return token_of(effect) in self._over

    def _stands_again(self) -> Iterator[Effect]:
        """Yield what both plays knew, and what stands in the second alone: it is opened anew."""
        second, key, emitted = self._plays.second, self._first.key, self._emitted()
        anew = {
            token
            for token in _tokens(second, key)
            if token not in self._kept and token not in emitted
        }
        for (token, _), (visited, of_run) in second.standing.items():
            if of_run == key and token in anew:
                yield visited
        for task, (opened, of_run) in second.open.items():
            if of_run == key and task in anew:
                yield opened
        for timer, (set_for, of_run) in second.timers.items():
            if of_run == key and timer.partition(":")[0] in anew:
                yield set_for

    def _moved(self) -> Iterator[Effect]:
        """Yield the dates of what stands in both plays that the correction moves."""
        first, second = self._plays.first, self._plays.second
        names = self._plays.pairs.to_first
        for task, (opened, _) in second.open.items():
            was = first.open.get(names.get(task, ""))
            if task in self._kept and was is not None and _date(was[0]) != _date(opened):
                yield TaskDueMoved(self._kept[task], opened.due, opened.why)
        for timer, (set_for, _) in second.timers.items():
            was_set = first.timers.get(renamed_id(timer, names))
            kept = timer.partition(":")[0] in self._kept
            if kept and was_set is not None and _date(was_set[0]) != _date(set_for):
                yield _called_by(set_for, self._kept)

    def _emitted(self) -> set[str | None]:
        return {token_of(effect) for effect in self._happens_now()}

    def _named(self, token: str) -> str:
        return self._names.get(token, token)


def _date(effect: TaskOpened | TimerSet) -> tuple[object, object]:
    return effect.due, effect.why


def _tokens(play: Play, key: RunKey) -> set[str]:
    """Return the ids of everything that waits or stands in a run."""
    return {
        *(task for task, (_, of_run) in play.open.items() if of_run == key),
        *(timer.partition(":")[0] for timer, (_, of_run) in play.timers.items() if of_run == key),
        *(token for (token, _), (_, of_run) in play.standing.items() if of_run == key),
    }


def _called_by(effect: Effect, names: Mapping[str, str]) -> Effect:
    """Return the effect with its token by another id."""
    match effect:
        case TaskOpened() | TaskCompleted() | TaskWithdrawn() | TaskDueMoved() | Visited():
            return replace(effect, task_id=names.get(effect.task_id, effect.task_id))
        case TimerSet() | TimerFired() | TimerWithdrawn():
            return replace(effect, timer_id=renamed_id(effect.timer_id, dict(names)))
    return effect
