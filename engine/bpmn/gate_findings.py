"""What the gate has found so far, put into words from the table of refusals."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.bpmn.model import Diagram, Element, Flow, Lane
from engine.bpmn.refusals import REFUSALS
from engine.names import nearest
from engine.problems import Problem

Named = Element | Flow | Lane


@dataclass(frozen=True, slots=True)
class Findings:
    """The problems of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def refuse(
        self,
        code: str,
        line: int | None,
        element: str | None = None,
        label: str | None = None,
        **details: object,
    ) -> None:
        """Note a problem, worded by the refusal of that code with the details filled in."""
        refusal = REFUSALS[code]
        self.problems.append(
            Problem(
                self.file,
                line,
                element,
                label,
                what=refusal.what.format(**details),
                why=refusal.why,
                instead=refusal.instead.format(**details),
            )
        )

    def say(
        self,
        line: int | None,
        element: str | None,
        label: str | None,
        *,
        what: str,
        why: str,
        instead: str,
    ) -> None:
        """Note a problem that somebody else has put into words."""
        self.problems.append(Problem(self.file, line, element, label, what, why, instead))

    def on(self, code: str, named: Named, **details: object) -> None:
        """Note a problem of an element, flow or lane."""
        label = named.title if isinstance(named, Lane) else named.label
        self.refuse(code, named.line, named.id, label, **details)

    def whole(self, code: str, diagram: Diagram, **details: object) -> None:
        """Note a problem of the process as a whole."""
        self.refuse(code, diagram.line, diagram.id, diagram.name, **details)


def offer(written: str, known: Iterable[str], *, otherwise: str | None = None) -> str:
    """Return what to write instead: the nearest known name, else all of them or what is given."""
    names = sorted(set(known))
    near = nearest(written, names)
    if near is not None:
        return f'write "{near}"'
    if otherwise is not None:
        return otherwise
    if not names:
        return "remove it"
    if len(names) > 12:
        return f"use one of its {len(names)} names, for instance {', '.join(names[:8])}"
    return f"use {' or '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}"
