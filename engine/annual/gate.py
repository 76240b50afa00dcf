"""What annual_report.yaml counts is there to be counted."""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.annual.definition import ANNUAL_REPORT, REVIEW_TYPE, Awaited, Figure, Line, Source
from engine.bpmn.gate_dataflow import Dataflow
from engine.bpmn.gate_findings import Findings, offer
from engine.bpmn.model import Kind
from engine.feel import Expression
from engine.feel.syntax import Name, walk
from engine.registers import Register
from engine.version import Version

_CLOCK: Final = frozenset({"today", "now"})


def check_annual_report(dataflow: Dataflow) -> Findings:
    """Return what is wrong with what annual_report.yaml says of the rest of the version."""
    findings = Findings(ANNUAL_REPORT)
    checking = _Checking(dataflow, findings)
    for figure in dataflow.version.figures.values():
        checking.figure(figure)
    return findings


class _Checking:
    """One look at the file; what hangs on a file that cannot be read is not refused a second time."""

    def __init__(self, dataflow: Dataflow, findings: Findings) -> None:
        self._dataflow, self._findings = dataflow, findings
        self._version: Version = dataflow.version
        diagrams = self._version.diagrams.values()
        self._steps = {
            f"{each.id}/{key}": e for each in diagrams for key, e in each.elements.items()
        }
        self._flows = {f"{each.id}/{key}" for each in diagrams for key in each.flows}
        self._states = {
            f"{register.key}/{state}": register
            for register in self._version.registers.values()
            for state in register.states
        }

    def figure(self, figure: Figure) -> None:
        place = figure.line, figure.key, figure.title
        if "workflows/clauses.yaml" not in self._version.unreadable:
            for clause in figure.clauses:
                if clause not in self._version.clauses:
                    instead = offer(clause, self._version.clauses)
                    self._findings.refuse("unknown_clause", *place, clause=clause, instead=instead)
        if figure.by_review_type and not self._review_types():
            self._findings.refuse("figure_without_types", *place, name=REVIEW_TYPE)
        for line in figure.lines.values():
            for written in line.places:
                self._place(line, written)
        for awaited in figure.awaited.values():
            self._awaited(awaited)
        for written in _counted_twice(figure.lines.values() if figure.summed else ()):
            self._findings.refuse("figure_counts_twice", *place, word=written)

    def _review_types(self) -> bool:
        field = self._version.settings.case.get(REVIEW_TYPE)
        unread = "workflows/settings.yaml" in self._version.unreadable
        return unread or (field is not None and bool(field.values))

    def _place(self, line: Line, written: str) -> None:
        match line.source:
            case Source.LEFT | Source.DEADLINE:
                self._step(line, written)
            case Source.TAKEN:
                self._is_there(line, written, self._flows, "figure_unknown_flow")
            case Source.CAME | Source.STANDING:
                if self._is_there(line, written, self._states, "figure_unknown_state"):
                    self._counts_by_itself(line, self._states[written])
            case Source.DEPARTURES:
                rules = self._version.departures
                self._is_there(line, written, rules, "figure_unknown_departure")

    def _step(self, line: Line, written: str) -> None:
        if not self._is_there(line, written, self._steps, "figure_unknown_step"):
            return
        element = self._steps[written]
        dated = element.kind is Kind.USER_TASK and element.due is not None
        if line.source is Source.DEADLINE and not dated:
            self._refuse("figure_without_deadline", line, word=written)

    def _awaited(self, awaited: Awaited) -> None:
        for written in (*awaited.since, *awaited.until):
            self._is_there(awaited, written, self._steps, "figure_unknown_step")
        for written in awaited.until:
            step = self._steps.get(written)
            told = step.notice.to if step is not None and step.notice is not None else ()
            if step is not None and awaited.to not in told:
                self._refuse("awaited_without_notice", awaited, word=written, name=awaited.to)
        field = self._version.settings.case.get(awaited.due or "")
        unread = "workflows/settings.yaml" in self._version.unreadable
        if awaited.due is not None and not unread and (field is None or field.type != "date"):
            self._refuse("awaited_without_day", awaited, name=awaited.due)

    def _is_there(
        self, line: Line | Awaited, written: str, known: Iterable[str], code: str
    ) -> bool:
        names = set(known)
        if written in names:
            return True
        if not any(
            each.endswith((".bpmn", "registers.yaml", "departures.yaml"))
            for each in self._version.unreadable
        ):
            self._refuse(code, line, word=written, instead=offer(written, names))
        return False

    def _counts_by_itself(self, line: Line, register: Register) -> None:
        """Refuse a state that changes with the days: it is counted when a step writes the row."""
        parsed = self._dataflow.formulas.tree(register.state)
        if isinstance(parsed, Expression) and any(
            isinstance(each, Name) and each.name in _CLOCK for each in walk(parsed.tree)
        ):
            self._refuse("figure_state_of_the_day", line, register=register.key)

    def _refuse(self, code: str, line: Line | Awaited, **details: object) -> None:
        self._findings.refuse(code, line.line, line.key, line.label, **details)


def _counted_twice(lines: Iterable[Line]) -> Iterator[str]:
    """Yield what two lines of one total count alike."""
    seen: set[tuple[Source, str]] = set()
    for line in lines:
        for written in line.places:
            if (line.source, written) in seen:
                yield written
            seen.add((line.source, written))
