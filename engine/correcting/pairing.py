"""Two plays side by side: which task, timer and token of one is which of the other, and what differs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import zstandard

from engine.correcting.play import Happened, RunKey
from engine.effects import (
    DecisionMade,
    Departed,
    Effect,
    RegisterWritten,
    TaskCompleted,
    TaskDueMoved,
    TaskOpened,
    TaskWithdrawn,
    TimerFired,
    TimerSet,
    TimerWithdrawn,
    Visited,
)
from engine.feel import to_json

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Pairs:
    """Ids of tokens in one play, and the same token's in the other."""

    to_first: dict[str, str] = field(default_factory=dict)
    to_second: dict[str, str] = field(default_factory=dict)

    def are(self, first: str, second: str) -> bool:
        """Say whether the two are the same token; if neither is known yet, they are from now on."""
        if first not in self.to_second and second not in self.to_first:
            self.to_second[first], self.to_first[second] = second, first
        return self.to_first.get(second) == first

    def copy(self) -> "Pairs":
        """Return pairs that go on from here by themselves."""
        return Pairs(dict(self.to_first), dict(self.to_second))


def token_of(effect: Effect) -> str | None:
    """Return the id of the token that the effect is about."""
    match effect:
        case (
            TaskOpened(task_id=found)
            | TaskCompleted(task_id=found)
            | TaskWithdrawn(task_id=found)
            | TaskDueMoved(task_id=found)
            | Visited(task_id=found)
        ):
            return found
        case TimerSet(timer_id=found) | TimerFired(timer_id=found) | TimerWithdrawn(timer_id=found):
            return found.partition(":")[0]
    return None


def same_length(first: Sequence[Happened], second: Sequence[Happened], pairs: Pairs) -> int:
    """Return how many effects from the beginning are the same in both, and pair their tokens."""
    for number, (one, other) in enumerate(zip(first, second, strict=False)):
        if _shape(one) != _shape(other):
            return number
        mine, theirs = token_of(one[1]), token_of(other[1])
        if mine is not None and theirs is not None and not pairs.are(mine, theirs):
            return number
    return min(len(first), len(second))


def without_moves(happened: Iterable[Happened], known: Iterable[str]) -> list[Happened]:
    """Return the effects but for dates that moved, compared at the end, and departures, which follow.

    ``known`` are the timers that were set before; setting one again moves it.
    """
    set_before, kept = set(known), []
    for each in happened:
        match each[1]:
            case TaskDueMoved() | Departed():
                continue
            case TimerSet(timer_id=found):
                if found in set_before:
                    continue
                set_before.add(found)
        kept.append(each)
    return kept


def new_departures(first: Iterable[Happened], second: Iterable[Happened]) -> list[Happened]:
    """Return the departures from the protocol that the second has and the first has not."""
    before = [_departure(each) for each in first]
    found = []
    for each in second:
        said = _departure(each)
        if said is not None and said in before:
            before.remove(said)
        elif said is not None:
            found.append(each)
    return found


def _departure(happened: Happened) -> tuple[Any, ...] | None:
    key, effect = happened
    if not isinstance(effect, Departed):
        return None
    return key, effect.rule, effect.place, effect.process, effect.element


def paired_states(played: bytes, kept: bytes) -> dict[str, str] | None:
    """Return which id of a played state is which of the kept one; None where they differ otherwise."""
    pairs = Pairs()
    if not _same(_read(played), _read(kept), pairs):
        return None
    return pairs.to_second


def renamed(state: bytes, names: dict[str, str]) -> bytes:
    """Return the state with tokens called by other ids."""
    return zstandard.compress(orjson.dumps(_renamed(_read(state), names)))


def renamed_id(text: str, names: dict[str, str]) -> str:
    """Return the id of a token or timer by its other name."""
    token, colon, event = text.partition(":")
    return names.get(token, token) + colon + event


def _read(state: bytes) -> Any:
    return orjson.loads(zstandard.decompress(state))


def _same(one: Any, other: Any, pairs: Pairs) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key], pairs) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _same(mine, theirs, pairs) for mine, theirs in zip(one, other, strict=True)
        )
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return bool(_ID.fullmatch(one) and _ID.fullmatch(other)) and pairs.are(one, other)
    return type(one) is type(other) and bool(one == other)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def _shape(happened: Happened) -> tuple[RunKey, tuple[Any, ...]]:
    """Return what must be the same of an effect for two plays to have gone the same way."""
    key, effect = happened
    match effect:
        case TaskOpened():
            said: tuple[Any, ...] = (
                effect.process,
                effect.element,
                effect.role,
                effect.agency,
                effect.person,
                effect.instance_index,
            )
        case DecisionMade():
            value = orjson.dumps(to_json(effect.evaluation.value))
            said = effect.process, effect.element, effect.decision, value
        case RegisterWritten(write=write):
            said = effect.element, write.register, write.row, dict(write.fields), write.last
        case TimerSet():
            said = effect.process, effect.element, effect.waits_for
        case TimerFired() | TimerWithdrawn():
            said = (effect.timer_id.partition(":")[2],)
        case _:
            # Everything but the token's own id, which is paired apart.
            names = (each for each in effect.__slots__ if each != "task_id")
            said = tuple(getattr(effect, name) for name in names)
    return key, (type(effect).__name__, *said)
