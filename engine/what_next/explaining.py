"""What happens once a form is submitted, told from the diagram: see `what_next`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.bpmn.called import called
from engine.bpmn.model import Diagram, Element, Kind
from engine.bpmn.spiff_surroundings import Level
from engine.calendar import Calendar
from engine.version import Version
from engine.what_next.asking import Asking
from engine.what_next.boxes import merged
from engine.what_next.dates import reminders_of
from engine.what_next.following import Following, TooManyWaysError, others_of, send
from engine.what_next.frames import Frame, Node, World
from engine.what_next.parting import Parting
from engine.what_next.standing import (
    Now,
    earlier_names,
    own_answers,
    own_case,
    own_facts,
    shared_names,
)
from engine.what_next.symbols import Known, Sums, Symbol, Unsaid
from engine.what_next.told import Atom, Box, Happening, Statement, WhatNext


def what_next(
    version: Version,
    process: str,
    element_id: str,
    *,
    now: Now | None = None,
    at: datetime | None = None,
) -> WhatNext:
    """Return what submitting the form of a task or start leads to, who acts then and by when.

    With ``now`` as the case stands; without it, of no case in particular: every way that the diagram has.
    ``at`` is then the clock that days are counted from; without it none is told.
    """
    explaining = _Explaining(version, version.element(process, element_id), now, at)
    try:
        return explaining.told()
    except TooManyWaysError:
        return WhatNext(process, element_id, (), whole=False)


class _Explaining:
    def __init__(
        self, version: Version, element: Element, now: Now | None, at: datetime | None
    ) -> None:
        self._version, self._element, self._now = version, element, now
        self._diagram = version.diagram(element.process)
        moment = now.now if now else at or datetime.now(UTC)
        functions = now.functions if now else Calendar({}).feel_functions(moment)
        if now is None:
            # Of no case in particular nothing is known of meetings.
            functions = {name: each for name, each in functions.items() if "meeting" not in name}
        self._sums = Sums(version, moment, functions, dated=bool(now or at))
        form = version.form_of(element)
        assert form is not None  # noqa: S101  the gate takes no such element without a form
        self._form = form
        self._taken: set[tuple[str, str]] = set()
        asking = Asking(form, now.context if now else None)
        parting = Parting(version, self._sums, asking.feasible)
        self._following = Following(version, self._sums, parting)

    def told(self) -> WhatNext:
        roots = [self._following.follow(world) for world in self._beginnings()]
        statements = _statements(roots)
        return WhatNext(
            self._element.process,
            self._element.id,
            statements,
            self._meanwhile(),
            ways=frozenset(self._taken),
        )

    def _meanwhile(self) -> tuple[Any, ...]:
        chain = self._known_chain(self._now) if self._now else [_Held(self._element, None)]
        names = {**self._variables(chain[0]), **self._shared()}
        return reminders_of(self._diagram, self._element, names, self._sums)

    def _shared(self) -> dict[str, Symbol]:
        begins = self._element.kind is Kind.START_EVENT and self._element.beginning is None
        return shared_names(self._version, self._now.shared if self._now else None, begins=begins)

    def _beginnings(self) -> Iterator[World]:
        """Yield the case with the form submitted: once for each place that the process may be called from."""
        chains = (
            [self._known_chain(self._now)]
            if self._now
            else list(_chains(self._version, self._element))
        )
        atom = Atom(
            "caller",
            f"caller {self._diagram.id}",
            self._diagram.name,
            tuple(range(len(chains))),
            tuple(_words_of(self._version, chain) for chain in chains),
        )
        for number, chain in enumerate(chains):
            box: Box = {atom: frozenset([number])} if len(chains) > 1 else {}
            yield self._submitted(World(box, self._shared(), taken=self._taken), chain)

    def _known_chain(self, now: Now) -> "_Chain":
        held = [
            _Held(self._version.element(each.process, each.element), each) for each in now.levels
        ]
        return held or [_Held(self._element, None)]

    def _submitted(self, world: World, chain: "_Chain") -> World:
        element = self._element
        frame = self._frames(world, chain)
        known = world.variables[frame.variables].get(element.id)
        round_ = _next_round(known) if self._now else Unsaid()
        answers = own_answers(self._form, called(self._diagram, element), round_)
        world.variables[frame.variables][element.id] = answers
        world.shared["facts"] = own_facts(self._form, world.shared["facts"])
        world.shared["case"] = own_case(self._form, world.shared["case"])
        self._following.keep_fields(world, frame, element)
        if element.loop is None:
            send(world, frame, self._diagram.outgoing(element.id))
            return world
        # What one of several answered is nobody else's; the step ends when all have.
        world.variables[frame.variables].pop(element.id)
        one = self._following.new_frame(world, element.process, None, element, frame)
        world.variables[one.number] = {}
        level = chain[0].level
        if level is None or level.siblings or level.to_begin:
            world.beside[one.number] = (one, others_of(frame, element))
        else:
            self._following.leave(world, one)
        return world

    def _frames(self, world: World, chain: "_Chain") -> Frame:
        """Return the frame that the task stands in, made with all that are around it."""
        frame: Frame | None = None
        holder: _Held | None = None
        for held in reversed(chain):
            element = held.element
            of_holder = holder.element if holder else None
            shared = (
                frame.variables
                if frame and of_holder and of_holder.kind is Kind.SUB_PROCESS and not of_holder.loop
                else None
            )
            inner = self._following.new_frame(
                world, element.process, element.scope, of_holder, frame, shared
            )
            world.variables[inner.variables] = self._variables(held)
            beside = held.level.beside if held.level else self._may_have_others(element)
            if beside:
                world.beside[inner.number] = (inner, others_of(inner))
            if holder is not None and frame is not None and holder.has_siblings:
                world.beside[inner.number] = (inner, others_of(frame, holder.element))
            frame, holder = inner, held
        assert frame is not None  # noqa: S101  a chain holds the task at least
        return frame

    def _variables(self, held: "_Held") -> dict[str, Symbol]:
        if held.level is not None:
            return {name: Known(value) for name, value in held.level.variables.items()}
        if self._now is not None:
            return {}
        return earlier_names(self._version, self._version.diagram(held.element.process))

    def _may_have_others(self, element: Element) -> bool:
        """Say whether another token may ever stand beside this one in its process or sub-process."""
        if self._now is not None:
            return False
        diagram = self._version.diagram(element.process)
        return any(_makes_two(diagram, each) for each in diagram.children(element.scope))


@dataclass(frozen=True, slots=True)
class _Held:
    """An element that a token stands on, and what is known of it in a case."""

    element: Element
    level: Level | None

    @property
    def has_siblings(self) -> bool:
        """Say whether other instances of it may be open."""
        if self.level is not None:
            return self.level.siblings > 0 or self.level.to_begin > 0
        return self.element.loop is not None


_Chain = Sequence[_Held]


def _chains(version: Version, element: Element) -> Iterator[list[_Held]]:
    """Yield the element with the sub-processes around it, and each way in which its process is called."""
    diagram, here = version.diagram(element.process), [_Held(element, None)]
    while element.scope is not None:
        element = diagram.elements[element.scope]
        here.append(_Held(element, None))
    calls = [
        each
        for other in version.diagrams.values()
        for each in other.elements.values()
        if each.calls is not None and each.calls.process == diagram.id
    ]
    for call in calls:
        yield from ([*here, *around] for around in _chains(version, call))
    if not calls:
        yield here


def _words_of(version: Version, chain: _Chain) -> str:
    calls = [each.element for each in chain if each.element.calls is not None]
    return ", in ".join(f"“{called(version.diagram_of(each), each)}”" for each in calls) or called(
        version.diagram_of(chain[-1].element), chain[-1].element
    )


def _makes_two(diagram: Diagram, element: Element) -> bool:
    """Say whether the element lets a second token go on beside the first for a time."""
    if element.kind in (Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY):
        return len(element.outgoing) > 1
    if element.kind is not Kind.BOUNDARY_EVENT or element.interrupting:
        return False
    waiting, seen = [element.id], set()
    while waiting:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        if diagram.elements[step].kind in _STAYING:
            return True
        waiting += [flow.target for flow in diagram.outgoing(step)]
    return False


_STAYING = (
    Kind.USER_TASK,
    Kind.CATCH_EVENT,
    Kind.RECEIVE_TASK,
    Kind.EVENT_BASED_GATEWAY,
    Kind.CALL_ACTIVITY,
    Kind.SUB_PROCESS,
)


def _next_round(before: Symbol | None) -> Symbol:
    value = before.value if isinstance(before, Known) else None
    completed = value.get("round", 0) if isinstance(value, Mapping) else 0
    return Known(completed + 1)


def _statements(roots: Sequence[Node]) -> tuple[Statement, ...]:
    whole = roots[0] if len(roots) == 1 else Node({}, [], list(roots))
    _hoist(whole)
    told: dict[Happening, list[Box]] = {}
    for node in _every(whole):
        for each in node.told:
            told.setdefault(each, []).append(node.box)
    grouped: dict[frozenset[Any], tuple[tuple[Box, ...], list[Happening]]] = {}
    for happening, boxes in told.items():
        when = merged(boxes)
        key = frozenset(frozenset(box.items()) for box in when)
        grouped.setdefault(key, (when, []))[1].append(happening)
    return tuple(Statement(when, tuple(follows)) for when, follows in grouped.values())


def _hoist(node: Node) -> None:
    """Tell once what every way of a node tells."""
    for way in node.ways:
        _hoist(way)
    if node.ways:
        first, *others = node.ways
        common = [each for each in first.told if all(each in way.told for way in others)]
        for way in node.ways:
            way.told = [each for each in way.told if each not in common]
        node.told += common


def _every(node: Node) -> Iterator[Node]:
    yield node
    for way in node.ways:
        yield from _every(way)
