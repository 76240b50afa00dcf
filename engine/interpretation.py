"""docs/interpretation.md: what is ours and not the protocol's, written from the files themselves."""

from collections.abc import Iterator
from typing import Final

from engine.bpmn.called import called
from engine.readings import Place, Reading, interpretation_of
from engine.tracing.carriers import Carrier, Sort, parts_of
from engine.version import Version

_HEAD: Final = """# What is ours, and not the protocol's

The flowchart of Appendix 2 was a picture and is lost; the diagrams reconstruct it from the text. Wherever
the protocol is silent but a case must go on, a step was added, and its guidance begins with **[gap]**;
wherever it is ambiguous, one reading was chosen. **Each of these is a decision of the process owner, and can
be reversed:** change what the last column names, run `review-desk check`, and deploy.

This page is written by `review-desk interpretation --write` from the diagrams, `workflows/additions.yaml`,
`workflows/readings.yaml`, `workflows/settings.yaml` and `workflows/clauses.yaml`; the tests fail where it is
out of date. Change it there.
"""
_ADDED: Final = """
## Steps that were added"""
_READ: Final = """
## How ambiguous and defective sentences are read

| | What the protocol says | How it is read, and why | To read it otherwise, change |
| --- | --- | --- | --- |"""
_SILENT: Final = """
## Requirements that the protocol does not state

They are marked *gap* in `workflows/clauses.yaml`: inferred, or taken from the guidance of the time.

| | Requirement | Carried by |
| --- | --- | --- |"""
_DRAWN: Final = """
## Choices of drawing
"""
_MOST: Final = 8


def page(version: Version, choices: str) -> str:
    """Return the whole page; ``choices`` are the choices of drawing as they were written by hand.

    Raises DefinitionError where a reading or an addition names what is not there.
    """
    return (
        "\n".join(
            [
                _HEAD + _ADDED,
                *_added(version),
                _READ,
                *_read(version),
                _SILENT,
                *_silent(version),
                _DRAWN,
            ]
        )
        + f"\n{choices.strip()}\n"
    )


def choices_in(text: str) -> str:
    """Return the choices of drawing that a page holds, which nothing else says."""
    return text.partition(_DRAWN)[2].strip()


def _added(version: Version) -> Iterator[str]:
    process = None
    for addition in interpretation_of(version).additions:
        if addition.process != process:
            process = addition.process
            yield f"\n### {process}.bpmn\n"
            yield "| Steps | What was added, and why | To refuse it |\n| --- | --- | --- |"
        diagram = version.diagram(process)
        steps = "; ".join(
            f"{called(diagram, diagram.elements[step])} (`{step}`)" for step in addition.steps
        )
        yield f"| {_cell(steps)} | {_cell(addition.added)} | {_cell(addition.refuse)} |"


def _read(version: Version) -> Iterator[str]:
    for reading in interpretation_of(version).readings:
        where = ", ".join(_place(each) for each in dict.fromkeys(_where(reading, version)))
        words = f"{reading.reading} {reading.why}"
        yield f"| {reading.id} | {_cell(reading.defect)} | {_cell(words)} | {where} |"


def _where(reading: Reading, version: Version) -> Iterator[Place]:
    """Yield what the reading names, and the settings and steps that name the reading."""
    yield from reading.where
    for key, setting in version.settings.settings.items():
        if reading.id in setting.source:
            yield Place("setting", key)
    for diagram in version.diagrams.values():
        for element in diagram.elements.values():
            if reading.id in (element.documentation or ""):
                yield Place("step", f"{diagram.id}/{element.id}")


def _silent(version: Version) -> Iterator[str]:
    parts = list(parts_of(version))
    for clause in version.clauses.values():
        if clause.gap:
            names = list(dict.fromkeys(_part(each) for each in parts if clause.id in each.clauses))
            more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
            carried = ", ".join(names[:_MOST]) + more
            yield f"| {clause.id} | {_cell(clause.requirement)} | {carried} |"


def _part(carrier: Carrier) -> str:
    """Return where it stands that a clause is carried: its diagram, form or table."""
    match carrier.sort:
        case Sort.ELEMENT | Sort.NOTICE:
            return f"diagram `{carrier.place}`"
        case Sort.QUESTION | Sort.TEXT:
            return f"form `{carrier.place}`"
        case Sort.ROW:
            return f"table `{carrier.place}`"
    return f"{carrier.sort} `{carrier.place}/{carrier.id}`"


def _place(place: Place) -> str:
    if place.sort == "page":
        return f"[{place.name}]({place.name.removeprefix('docs/')})"
    return f"{place.sort} `{place.name}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
