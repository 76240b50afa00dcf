"""Follow the flows from where a form is submitted to where somebody acts, something waits, or it ends."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from engine.bpmn.called import called
from engine.bpmn.model import Element, Flow, Kind, Trigger
from engine.version import Version
from engine.what_next.frames import Frame, Node, Token, World
from engine.what_next.parting import Parting
from engine.what_next.standing import finds
from engine.what_next.symbols import Decided, Parts, Sums, Unsaid, Worked
from engine.what_next.telling import Telling
from engine.what_next.told import Atom, Box

MOST_WAYS: Final = 400
"""A diagram with more ways than this from one step is not told; no protocol comes near."""

_MOST_VISITS: Final = 2

Course = Callable[[World, Node], None]


class TooManyWaysError(Exception):
    """There are more ways than anybody would read."""


class Following:
    """Follows ways in one version."""

    def __init__(self, version: Version, sums: Sums, parting: Parting) -> None:
        """Take what works formulas out, and what says where ways part."""
        self._version, self._sums, self._parting = version, sums, parting
        self._telling = Telling(version, sums)
        self._ways = 0

    def follow(self, world: World, first: Course | None = None) -> Node:
        """Return what is told of a course of events, which begins with ``first``."""
        self._ways += 1
        if self._ways > MOST_WAYS:
            raise TooManyWaysError
        node = Node(world.box)
        if first is not None:
            first(world, node)
        while True:
            parts = self._go_as_far_as_it_is_plain(world, node)
            ways = self._ways_at(world, parts) if parts else self._once_others_are_done(world)
            match ways:
                case []:
                    return node
                case [(_, course)]:
                    course(world, node)
                case _:
                    node.ways = [self.follow(world.copy(box), course) for box, course in ways]
                    return node

    def _go_as_far_as_it_is_plain(self, world: World, node: Node) -> list[Token]:
        """Let every token go on to where ways part, and return those that stand there."""
        parted: list[Token] = []
        while world.tokens:
            token = world.tokens.pop(0)
            frame, element_id, via = token
            element = frame.diagram.elements[element_id]
            if self._parting.is_at(element):
                parted.append(token)
                # Where it stands is not empty meanwhile.
                world.wait(frame)
            else:
                self._arrive(world, node, frame, element, via)
        for frame, _, _ in parted:
            for each in frame.outwards():
                world.waiting[each.number] -= 1
        world.tokens = parted
        return parted

    def _ways_at(self, world: World, parted: list[Token]) -> list[tuple[Box, Course]]:
        frame, element_id, via = parted[0]
        element = frame.diagram.elements[element_id]

        def course(flows: tuple[Flow, ...] | None) -> Course:
            def go(there: World, node: Node) -> None:
                there.tokens.pop(0)
                if flows is None:
                    self._arrive(there, node, frame, element, via)
                else:
                    send(there, frame, flows)

            return go

        ways = self._parting.ways(world.box, world.names(frame), frame.diagram, element)
        return [(box, course(flows)) for box, flows in ways]

    def _once_others_are_done(self, world: World) -> list[tuple[Box, Course]]:
        """Return how it goes on where only other work is waited for: at a join, or for an activity to end."""
        for key, (frame, _) in world.arrived.items():
            element = frame.diagram.elements[key[1]]
            if world.waiting.get(frame.number):
                continue
            if frame.number in world.beside:
                return self._others(world, frame, element, key)
            if element.kind is Kind.INCLUSIVE_GATEWAY:
                return [(world.box, partial(_pass_on, frame, key))]
        for frame, _ in world.beside.values():
            if world.is_empty(frame):
                return self._others(world, frame, None, None)
        return []

    def _others(
        self, world: World, frame: Frame, join: Element | None, key: tuple[int, str] | None
    ) -> list[tuple[Box, Course]]:
        atom = world.beside[frame.number][1]

        def still_at_it(there: World, node: Node) -> None:
            there.beside.pop(frame.number)
            if key is not None:
                there.arrived.pop(key)
            self._ask_the_next(there, node, frame)
            there.wait(frame)

        def done(there: World, _: Node) -> None:
            there.beside.pop(frame.number)
            there.forget()
            if key is not None and join is not None:
                there.arrived.pop(key)
                send(there, frame, frame.diagram.outgoing(join.id))
            else:
                self.leave(there, frame)

        return [
            ({**world.box, atom: frozenset([False])}, still_at_it),
            ({**world.box, atom: frozenset([True])}, done),
        ]

    def _ask_the_next(self, world: World, node: Node, frame: Frame) -> None:
        """Tell that a task which is done by one after the other opens again, for the next."""
        holder, around = frame.holder, frame.around
        if holder is None or around is None or holder.loop is None or not holder.loop.sequential:
            return
        if holder.kind is not Kind.USER_TASK:
            raise TooManyWaysError
        told = self._telling.acts(around, holder, world.names(around))
        node.told.append(replace(told, again=True))

    # What a token does at an element

    def _arrive(
        self, world: World, node: Node, frame: Frame, element: Element, via: str | None
    ) -> None:
        visits = world.visits.get((frame.number, element.id), 0) + 1
        world.visits[frame.number, element.id] = visits
        if visits > _MOST_VISITS:
            raise TooManyWaysError
        names = world.names(frame)
        match element.kind:
            case Kind.USER_TASK:
                node.told.append(self._telling.acts(frame, element, names))
                world.wait(frame)
            case Kind.CATCH_EVENT | Kind.RECEIVE_TASK:
                node.told.append(self._telling.waits(frame, element, names))
                world.wait(frame)
            case Kind.EVENT_BASED_GATEWAY:
                for flow in frame.diagram.outgoing(element.id):
                    event = frame.diagram.elements[flow.target]
                    node.told.append(self._telling.waits(frame, event, names))
                world.wait(frame)
            case Kind.CALL_ACTIVITY | Kind.SUB_PROCESS:
                self._enter(world, node, frame, element)
            case Kind.END_EVENT:
                self._end(world, node, frame, element)
            case Kind.PARALLEL_GATEWAY | Kind.INCLUSIVE_GATEWAY if len(element.incoming) > 1:
                self._join(world, frame, element, via)
            case _:
                self._pass(world, node, frame, element)

    def _pass(self, world: World, node: Node, frame: Frame, element: Element) -> None:
        if element.notice is not None:
            node.told.append(self._telling.tells(frame, element, world.names(frame)))
        if element.decision is not None:
            self._ask(world, node, frame, element)
        if element.kind is Kind.THROW_EVENT and element.message is not None:
            self._begin_beside(world, node, frame, element)
        self.keep_fields(world, frame, element)
        send(world, frame, frame.diagram.outgoing(element.id))

    def _ask(self, world: World, node: Node, frame: Frame, element: Element) -> None:
        assert element.decision is not None  # noqa: S101  only those that ask come here
        names = dict(world.names(frame))
        for each in element.decision.inputs:
            names[each.target] = Worked(each.source.text, world.names(frame))
        decided = Decided(element.decision.decision, names, finds(self._version, element))
        node.told.append(self._telling.asks(frame, element))
        world.variables[frame.variables][element.decision.variable] = self._sums.found(decided)

    def keep_fields(self, world: World, frame: Frame, element: Element) -> None:
        """Let the fields of the case take their values, once the element is done."""
        names, case = world.names(frame), world.shared["case"]
        if isinstance(case, Parts):
            kept = {each.target: Worked(each.source.text, names) for each in element.keeps}
            world.shared["case"] = Parts({**case.parts, **kept})

    def _begin_beside(self, world: World, node: Node, frame: Frame, element: Element) -> None:
        assert element.message is not None  # noqa: S101
        other = self._version.started_by_message(element.message.name)
        if other is None:
            return
        node.told.append(self._telling.begins(frame, element, other, beside=True))
        inside = self.new_frame(world, other.id, None, None, None)
        world.variables[inside.number] = {}
        start = next(each for each in other.start_events() if each.trigger is Trigger.MESSAGE)
        world.tokens.append((inside, start.id, None))

    def _enter(self, world: World, node: Node, frame: Frame, element: Element) -> None:
        names = self._telling.inside(element, world.names(frame))
        if element.calls is not None:
            other = self._version.diagram(element.calls.process)
            node.told.append(self._telling.begins(frame, element, other))
            inside = self.new_frame(world, other.id, None, element, frame)
            world.variables[inside.number] = {
                each.target: Worked(each.source.text, names) for each in element.calls.inputs
            }
        else:
            kept = frame.variables if element.loop is None else None
            inside = self.new_frame(world, frame.diagram.id, element.id, element, frame, kept)
            if kept is None:
                own = {name: value for name, value in names.items() if name not in world.shared}
                world.variables[inside.number] = own
        if element.loop is not None:
            world.beside[inside.number] = (inside, others_of(frame, element))
        starts = inside.diagram.start_events(inside.scope)
        start = next((each for each in starts if each.trigger is Trigger.NONE), starts[0])
        world.tokens.append((inside, start.id, None))

    def new_frame(
        self,
        world: World,
        process: str,
        scope: str | None,
        holder: Element | None,
        around: Frame | None,
        variables: int | None = None,
    ) -> Frame:
        """Return a frame that no other world has in it."""
        world.frames += 1
        kept = world.frames if variables is None else variables
        return Frame(world.frames, self._version.diagram(process), scope, holder, around, kept)

    def _end(self, world: World, node: Node, frame: Frame, element: Element) -> None:
        node.told.append(self._telling.comes(frame, element))
        if element.ends_case:
            world.tokens, world.arrived, world.beside = [], {}, {}
        elif element.escalation is not None:
            self._escalate(world, frame, element.escalation)
        elif frame.number not in world.beside and world.is_empty(frame):
            self.leave(world, frame)

    def _escalate(self, world: World, frame: Frame, code: str) -> None:
        """Take what is left in the sub-process off, and go on from the event on its edge."""
        for inner in frame.outwards():
            if inner.around is None or inner.holder is None:
                return
            for event in inner.around.diagram.boundary_events(inner.holder.id):
                if event.escalation == code:
                    world.take_off(inner)
                    send(world, inner.around, inner.around.diagram.outgoing(event.id))
                    return

    def leave(self, world: World, frame: Frame) -> None:
        """Go on after the activity that the frame belongs to; a process that nothing waits for is over."""
        around, holder = frame.around, frame.holder
        if around is None or holder is None:
            return
        kept = world.variables[around.variables]
        if holder.calls is not None and holder.loop is None:
            names = world.names(frame)
            kept.update(
                {each.target: Worked(each.source.text, names) for each in holder.calls.outputs}
            )
        if holder.loop is not None and holder.loop.output_collection is not None:
            kept[holder.loop.output_collection] = Unsaid()
        self.keep_fields(world, around, holder)
        send(world, around, around.diagram.outgoing(holder.id))

    def _join(self, world: World, frame: Frame, element: Element, via: str | None) -> None:
        key = (frame.number, element.id)
        _, before = world.arrived.pop(key, (frame, frozenset()))
        arrived = before | {via or ""}
        if arrived == set(element.incoming):
            send(world, frame, frame.diagram.outgoing(element.id))
        else:
            world.arrived[key] = (frame, arrived)


def others_of(frame: Frame, element: Element | None = None) -> Atom:
    """Return what says whether the other work in a frame, or of a multi-instance step, is done."""
    about = frame.diagram.name if element is None else called(frame.diagram, element)
    key = f"{frame.diagram.id}/{element.id if element else frame.scope or ''}"
    return Atom("others", f"others {key}", about, (True, False), ("done", "not done yet"))


def _pass_on(frame: Frame, key: tuple[int, str], world: World, _: Node) -> None:
    """Let an inclusive join go on to which nothing else can come."""
    world.arrived.pop(key)
    send(world, frame, frame.diagram.outgoing(key[1]))


def send(world: World, frame: Frame, flows: Iterable[Flow]) -> None:
    """Send a token along each flow."""
    ways = list(flows)
    world.taken.update((frame.diagram.id, flow.id) for flow in ways)
    world.tokens += [(frame, flow.target, flow.id) for flow in ways]
