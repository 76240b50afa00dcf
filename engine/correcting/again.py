"""What is evaluated again when an answer is corrected: tables whose inputs changed, gateways that read it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.bpmn.model import Flow, Kind
from engine.correcting.play import Happened, Play, RunKey
from engine.effects import DecisionMade, FlowTaken
from engine.feel import to_json
from engine.forms import Answers

_NAME: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_GATEWAYS: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})


@dataclass(frozen=True, slots=True)
class EvaluatedAgain:
    """A table or gateway that is evaluated again, and what it says before and after.

    Of a table these are its outputs as JSON, of a gateway the labels of the flows; None where it is
    evaluated in one of the plays only. ``later`` says that others had acted between the answer and this.
    """

    what: Literal["table", "gateway"]
    process: str
    element: str
    before: Any
    after: Any
    later: bool = False

    @property
    def same(self) -> bool:
        """Say whether it says the same as before."""
        return bool(self.before == self.after)


def tables_again(
    first: Iterable[Happened], second: Iterable[Happened]
) -> Iterator[tuple[EvaluatedAgain, RunKey, DecisionMade]]:
    """Yield the tables of one event whose inputs changed, with the run and the new evaluation."""
    before = {_place(each): each[1] for each in _made(first)}
    for each in _made(second):
        made, was = each[1], before.get(_place(each))
        assert isinstance(made, DecisionMade)  # noqa: S101
        if isinstance(was, DecisionMade) and _read(was) == _read(made):
            continue
        earlier = to_json(was.evaluation.value) if isinstance(was, DecisionMade) else None
        found = EvaluatedAgain(
            "table", made.process, made.element, earlier, to_json(made.evaluation.value)
        )
        yield found, each[0], made


def gateways_again(
    first: tuple[Play, Iterable[Happened]],
    second: tuple[Play, Iterable[Happened]],
    changed: Collection[str],
) -> Iterator[EvaluatedAgain]:
    """Yield the gateways that one event passed and that read what changed; each with its play."""
    after = _flows_by_gateway(*second)
    for place, before in _flows_by_gateway(*first).items():
        key, process, element = place
        diagram = first[0].runs[key].version.diagrams[process]
        conditions = [flow.condition for flow in diagram.outgoing(element) if flow.condition]
        if any(reads(condition.text, changed) for condition in conditions):
            labels = _labels(before), _labels(after.get(place, []))
            yield EvaluatedAgain("gateway", process, element, *labels)


def changed_names(element: str, before: Answers, after: Answers) -> frozenset[str]:
    """Return the names by which diagrams read what was corrected: `task.answer`, `facts.x`, `case.y`."""
    return frozenset(
        {
            *_changed(f"{element}.", before.routing, after.routing),
            *_changed("facts.", before.facts, after.facts),
            *_changed("case.", before.case, after.case),
        }
    )


def reads(formula: str, names: Collection[str]) -> bool:
    """Say whether a formula reads one of the names, a part of it or what it is a part of."""
    read = set(_NAME.findall(formula))
    return any(
        one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
        for one in read
        for other in names
    )


def _changed(prefix: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            yield f"{prefix}{key}"


def _made(happened: Iterable[Happened]) -> Iterator[Happened]:
    return (each for each in happened if isinstance(each[1], DecisionMade))


def _place(happened: Happened) -> tuple[Any, ...]:
    key, effect = happened
    assert isinstance(effect, DecisionMade)  # noqa: S101
    return key, effect.process, effect.element


def _read(made: DecisionMade) -> Any:
    return [
        (table.decision, {name: to_json(value) for name, value in table.inputs.items()})
        for table in made.evaluation.trace
    ]


def _flows_by_gateway(
    play: Play, happened: Iterable[Happened]
) -> dict[tuple[RunKey, str, str], list[Flow]]:
    found: dict[tuple[RunKey, str, str], list[Flow]] = {}
    for key, effect in happened:
        if isinstance(effect, FlowTaken):
            diagram = play.runs[key].version.diagrams[effect.process]
            flow = diagram.flows[effect.flow_id]
            if diagram.elements[flow.source].kind in _GATEWAYS:
                found.setdefault((key, effect.process, flow.source), []).append(flow)
    return found


def _labels(flows: Iterable[Flow]) -> list[str]:
    return [flow.label or flow.id for flow in flows]
