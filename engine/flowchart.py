"""A flowchart of the protocol as people know it: boxes tied to clauses and to elements of the diagrams."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import DefinitionError
from engine.names import nearest
from engine.problems import Problem
from engine.version import Version
from engine.yaml_text import YamlText, read_yaml

APPENDIX_2: Final = "workflows/appendix_2.yaml"
SHAPES: Final = ("step", "question", "begin", "finish")
_ARROW_MEMBERS: Final = {"label", "taken"}
_MEMBERS: Final = ("text", "shape", "at", "clauses", "element")


@dataclass(frozen=True, slots=True)
class Box:
    """One box: `column` and `row` count from 1, `element` is an element's id in the diagram `process`."""

    id: str
    text: str
    shape: str
    column: int
    row: int
    clauses: tuple[str, ...]
    process: str
    element: str
    line: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from one box to another.

    ``taken`` are the flows, each as `process/flow`, of which one is taken whenever the arrow is followed. It
    is written where that cannot be seen from the diagrams, and empty otherwise (engine/flowchart_ways.py).
    """

    source: str
    target: str
    label: str
    line: int
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flowchart:
    """The whole of it; the boxes are in the order they are read."""

    file: str
    title: str
    boxes: Mapping[str, Box]
    arrows: tuple[Arrow, ...]

    def leaving(self, box: str) -> tuple[Arrow, ...]:
        """Return the arrows that leave the box."""
        return tuple(arrow for arrow in self.arrows if arrow.source == box)


def read_flowchart(content: bytes, *, file: str) -> Flowchart:
    """Read a flowchart; raise DefinitionError for the first thing that is not understood."""
    text = read_yaml(content, file=file, as_written=True)
    root = _mapping(text, (), text.value)
    boxes = _mapping(text, ("boxes",), root.get("boxes"))
    arrows = root.get("arrows")
    if not isinstance(arrows, list):
        raise _refusal(text, ("arrows",), "There are no arrows.", "list them.")
    return Flowchart(
        file,
        str(root.get("title", "")),
        {name: _box(text, name, entry) for name, entry in boxes.items()},
        tuple(_arrow(text, number, entry) for number, entry in enumerate(arrows)),
    )


def check_flowchart(version: Version) -> Iterator[Problem]:
    """Yield what is wrong with the flowchart of a version, if it has one."""
    if APPENDIX_2 not in version.files:
        return
    try:
        chart = read_flowchart(version.files[APPENDIX_2], file=APPENDIX_2)
    except DefinitionError as refusal:
        yield from refusal.problems
        return
    taken: dict[tuple[int, int], str] = {}
    for box in chart.boxes.values():
        yield from _problems_of(box, version)
        other = taken.setdefault((box.column, box.row), box.id)
        if other != box.id:
            yield _problem(box, f'It stands where "{other}" stands.', "give one another place.")
    flows = {
        f"{process}/{flow}" for process, each in version.diagrams.items() for flow in each.flows
    }
    for arrow in chart.arrows:
        if not any(each.endswith(".bpmn") for each in version.unreadable):
            yield from _flows_unknown(arrow, chart, flows)
        for end in (arrow.source, arrow.target):
            if end not in chart.boxes:
                what = f'The arrow names the box "{end}", which is not there.'
                yield Problem(
                    chart.file,
                    arrow.line,
                    None,
                    None,
                    what,
                    "It cannot be drawn.",
                    _near(end, chart),
                )


def _flows_unknown(arrow: Arrow, chart: Flowchart, flows: Collection[str]) -> Iterator[Problem]:
    for written in arrow.taken:
        if written not in flows:
            near = nearest(written, flows)
            yield Problem(
                chart.file,
                arrow.line,
                None,
                None,
                f'There is no flow "{written}".',
                "The arrow would seem never to be followed.",
                f'name "{near}".' if near else "name a flow of a diagram.",
            )


def _problems_of(box: Box, version: Version) -> Iterator[Problem]:
    if not box.clauses:
        yield _problem(box, "It cites no clause.", "write the ids of its clauses.")
    for clause in box.clauses:
        if clause not in version.clauses and "workflows/clauses.yaml" not in version.unreadable:
            near = nearest(clause, version.clauses)
            instead = f'cite "{near}".' if near else "cite a clause of workflows/clauses.yaml."
            yield _problem(box, f'There is no clause "{clause}".', instead)
    if f"workflows/{box.process}.bpmn" in version.unreadable:
        return
    diagram = version.diagrams.get(box.process)
    if diagram is None or box.element not in diagram.elements:
        there = diagram.elements if diagram else version.diagrams
        near = nearest(box.element if diagram else box.process, there)
        instead = f'name "{near}".' if near else "name an element of a diagram."
        yield _problem(box, f'There is no element "{box.process}/{box.element}".', instead)


def _problem(box: Box, what: str, instead: str) -> Problem:
    why = "Whoever reads the flowchart is led nowhere."
    return Problem(APPENDIX_2, box.line, box.id, box.text, what, why, instead)


def _near(box: str, chart: Flowchart) -> str:
    near = nearest(box, chart.boxes)
    return f'name "{near}".' if near else "name a box."


def _box(text: YamlText, name: str, written: object) -> Box:
    path = ("boxes", name)
    entry = _mapping(text, path, written)
    for key in entry:
        if key not in _MEMBERS:
            instead = f"use {', '.join(_MEMBERS)}."
            raise _refusal(text, (*path, key), f'"{key}" means nothing here.', instead)
    shape = str(entry.get("shape", SHAPES[0]))
    match entry.get("at"):
        case [str(column), str(row)] if column.isdecimal() and row.isdecimal():
            process, _, element = str(entry.get("element", "")).partition("/")
            if shape not in SHAPES:
                said = ", ".join(SHAPES)
                raise _refusal(text, (*path, "shape"), f'"{shape}" is no shape.', f"use {said}.")
            return Box(
                name,
                str(entry.get("text", "")),
                shape,
                int(column),
                int(row),
                tuple(map(str, entry.get("clauses") or ())),
                process,
                element,
                text.line(*path),
            )
    raise _refusal(text, path, "The box has no place.", 'write "at: [2, 5]": column and row.')


def _arrow(text: YamlText, number: int, written: object) -> Arrow:
    path = ("arrows", number)
    match written:
        case {"from": str(source), "to": str(target), **rest} if not set(rest) - _ARROW_MEMBERS:
            taken = tuple(str(rest.get("taken", "")).split())
            return Arrow(source, target, str(rest.get("label", "")), text.line(*path), taken)
    raise _refusal(text, path, "The arrow is unclear.", 'write "{from: A, to: B, label: Yes}".')


def _mapping(text: YamlText, path: tuple[str | int, ...], written: object) -> dict[str, Any]:
    if not isinstance(written, dict):
        raise _refusal(text, path, "Named entries are needed here.", "write name: value.")
    return written


def _refusal(
    text: YamlText, path: tuple[str | int, ...], what: str, instead: str
) -> DefinitionError:
    return DefinitionError([text.problem(path, what, "The flowchart cannot be drawn.", instead)])
