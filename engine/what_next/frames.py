"""Where tokens stand while a way is followed: processes and sub-processes inside each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.model import Diagram, Element
from engine.what_next.symbols import Names, Symbol, forgotten
from engine.what_next.told import Atom, Box, Happening


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A process or sub-process with tokens in it.

    ``holder`` is the activity that it belongs to, in ``around``; both are None where nothing waits for its
    end. ``variables`` is the number of the frame that keeps its variables: its own, or for a sub-process
    that is done once, that of the frame around it.
    """

    number: int
    diagram: Diagram
    scope: str | None
    holder: Element | None
    around: "Frame | None"
    variables: int

    def outwards(self) -> "Iterator[Frame]":
        """Yield the frame and those around it."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.around

    @property
    def in_loop(self) -> bool:
        """Say whether what is in here is done once for each of several."""
        return any(
            each.holder is not None and each.holder.loop is not None for each in self.outwards()
        )


Token = tuple[Frame, str, str | None]
"""A frame, the element in it that the token comes to, and the flow that it comes by."""


@dataclass(slots=True)
class World:
    """One course of events as far as it is followed.

    ``box`` is what it takes for it to come so; ``tokens`` are still to be followed. ``waiting`` counts those
    that wait in each frame or inside it, ``arrived`` are the flows on which tokens have come to joins, each
    with its frame. ``beside`` are frames in which other work may go on, with what says whether it does.
    ``taken`` gathers the flows of all worlds.
    """

    box: Box
    shared: dict[str, Symbol]
    variables: dict[int, dict[str, Symbol]] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    waiting: dict[int, int] = field(default_factory=dict)
    arrived: dict[tuple[int, str], tuple[Frame, frozenset[str]]] = field(default_factory=dict)
    beside: dict[int, tuple[Frame, Atom]] = field(default_factory=dict)
    visits: dict[tuple[int, str], int] = field(default_factory=dict)
    frames: int = 0
    taken: set[tuple[str, str]] = field(default_factory=set)

    def copy(self, box: Box) -> "World":
        """Return the same course of events where the box holds."""
        return World(
            box,
            dict(self.shared),
            {number: dict(names) for number, names in self.variables.items()},
            list(self.tokens),
            dict(self.waiting),
            dict(self.arrived),
            dict(self.beside),
            dict(self.visits),
            self.frames,
            self.taken,
        )

    def names(self, frame: Frame) -> Names:
        """Return what a formula reads in the frame."""
        return {**self.variables[frame.variables], **self.shared}

    def wait(self, frame: Frame) -> None:
        """Let a token wait in the frame."""
        for each in frame.outwards():
            self.waiting[each.number] = self.waiting.get(each.number, 0) + 1

    def is_empty(self, frame: Frame) -> bool:
        """Say whether no token that was followed is left in the frame or inside it."""
        there = [each for each, _, _ in self.tokens] + [each for each, _ in self.arrived.values()]
        inside = [each for each, _ in self.beside.values() if each is not frame]
        return not self.waiting.get(frame.number) and not any(
            frame in each.outwards() for each in [*there, *inside]
        )

    def take_off(self, frame: Frame) -> None:
        """Take every token off that stands in the frame or inside it."""
        self.tokens = [each for each in self.tokens if frame not in each[0].outwards()]
        gone = self.waiting.get(frame.number, 0)
        for each in frame.outwards():
            self.waiting[each.number] = self.waiting.get(each.number, 0) - gone
        self.arrived = {
            key: kept for key, kept in self.arrived.items() if frame not in kept[0].outwards()
        }
        self.beside = {
            key: kept for key, kept in self.beside.items() if frame not in kept[0].outwards()
        }

    def forget(self) -> None:
        """Forget all that other work may have changed meanwhile; settings stay as they are."""
        for names in self.variables.values():
            names.update({name: forgotten(value) for name, value in names.items()})
        self.shared.update(
            {name: forgotten(self.shared[name]) for name in self.shared if name != "settings"}
        )


@dataclass(slots=True)
class Node:
    """What is told of a course of events, and how it goes on in each case."""

    box: Box
    told: list[Happening] = field(default_factory=list)
    ways: list["Node"] = field(default_factory=list)
